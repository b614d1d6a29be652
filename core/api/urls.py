from core.api.calendar import CalendarDayResource
from core.api.documents import AttachmentResource, CommentResource, NoticeResource
from core.api.routers import Router
from core.api.webhooks import WebhookDeliveryResource, WebhookResource

router = Router()
router.register("comments", CommentResource, basename="comments")
router.register("attachments", AttachmentResource, basename="attachments")
router.register("notices", NoticeResource, basename="notices")
router.register("calendar-days", CalendarDayResource, basename="calendar-days")
router.register("webhooks", WebhookResource, basename="webhooks")
router.register("webhook-deliveries", WebhookDeliveryResource, basename="webhook-deliveries")
urlpatterns = router.urls
