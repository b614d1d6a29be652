from core.api import Router
from customers.api.customers import CustomerResource

router = Router()
router.register("customers", CustomerResource, basename="customers")
urlpatterns = router.urls
