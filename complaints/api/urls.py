from complaints.api.complaints import ComplaintResource, LiabilityReportResource, NonConformanceReportResource
from complaints.api.intakes import PublicIntakeResource
from core.api import Router

router = Router()
router.register("complaints", ComplaintResource, basename="complaints")
router.register("liability-reports", LiabilityReportResource, basename="liability-reports")
router.register("nonconformance-reports", NonConformanceReportResource, basename="nonconformance-reports")
router.register("public-complaints", PublicIntakeResource, basename="public-complaints")
urlpatterns = router.urls
