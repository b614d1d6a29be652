from core.api.calendar import CalendarDayResource
from core.api.documents import AttachmentResource, CommentResource, NoticeResource
from core.api.routers import Router

router = Router()
router.register("comments", CommentResource, basename="comments")
router.register("attachments", AttachmentResource, basename="attachments")
router.register("notices", NoticeResource, basename="notices")
router.register("calendar-days", CalendarDayResource, basename="calendar-days")
urlpatterns = router.urls
