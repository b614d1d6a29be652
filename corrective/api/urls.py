from core.api import Router
from corrective.api.actions import CorrectiveActionResource, EffectReportResource

router = Router()
router.register("corrective-actions", CorrectiveActionResource, basename="corrective-actions")
router.register("effect-reports", EffectReportResource, basename="effect-reports")
urlpatterns = router.urls
