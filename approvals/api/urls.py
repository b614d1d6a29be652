from approvals.api import cases, tasks
from core.api import Router

router = Router()
tasks.register(router)
cases.register(router)
urlpatterns = router.urls
