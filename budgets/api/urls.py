from budgets.api.budgets import BudgetResource
from core.api import Router

router = Router()
router.register("budgets", BudgetResource, basename="budgets")
urlpatterns = router.urls
