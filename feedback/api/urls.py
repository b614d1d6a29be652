from core.api import Router
from feedback.api.market import FeedbackSheetResource, MarketInfoResource, TransferSlipResource
from feedback.api.surveys import SurveyResource

router = Router()
router.register("market-information", MarketInfoResource, basename="market-information")
router.register("transfer-slips", TransferSlipResource, basename="transfer-slips")
router.register("market-feedback", FeedbackSheetResource, basename="market-feedback")
router.register("surveys", SurveyResource, basename="surveys")
urlpatterns = router.urls
