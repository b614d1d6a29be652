from approvals.api import cases, delegations, tasks
from core.api import Router

router = Router()
tasks.register(router)
cases.register(router)
delegations.register(router)
urlpatterns = router.urls
