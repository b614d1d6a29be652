from agreements.api.agreements import AgreementResource
from agreements.api.amendments import AmendmentResource
from agreements.api.leads import LeadResource, ServicePlanResource
from agreements.api.research import ResearchResource
from agreements.api.reviews import AgreementReviewResource
from core.api import Router

router = Router()
router.register("agreements", AgreementResource, basename="agreements")
router.register("agreement-reviews", AgreementReviewResource, basename="agreement-reviews")
router.register("amendments", AmendmentResource, basename="amendments")
router.register("leads", LeadResource, basename="leads")
router.register("service-plans", ServicePlanResource, basename="service-plans")
router.register("market-research", ResearchResource, basename="market-research")
urlpatterns = router.urls
