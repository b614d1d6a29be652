from core.api import Router
from expenses.api.claims import ExpenseClaimResource
from expenses.api.imports import ExpenseImportResource
from expenses.api.requests import SpendRequestResource

router = Router()
router.register("spend-requests", SpendRequestResource, basename="spend-requests")
router.register("expense-claims", ExpenseClaimResource, basename="expense-claims")
router.register("expense-imports", ExpenseImportResource, basename="expense-imports")
urlpatterns = router.urls
