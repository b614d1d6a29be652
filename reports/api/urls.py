from core.api import Router
from reports.api.runs import RunResource

router = Router()
router.register("report-runs", RunResource, basename="report-runs")
urlpatterns = router.urls
