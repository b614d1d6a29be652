from django.urls import path

from core.api.calendar import CalendarDayResource
from core.api.documents import AttachmentResource, CommentResource, NoticeResource
from core.api.notice_choices import notice_choices
from core.api.routers import Router
from core.api.saved_views import SavedViewResource
from core.api.search import search_documents
from core.api.table_imports import TableImportResource
from core.api.thresholds import ThresholdResource
from core.api.webhooks import WebhookDeliveryResource, WebhookResource

router = Router()
router.register("comments", CommentResource, basename="comments")
router.register("attachments", AttachmentResource, basename="attachments")
router.register("notices", NoticeResource, basename="notices")
router.register("calendar-days", CalendarDayResource, basename="calendar-days")
router.register("thresholds", ThresholdResource, basename="thresholds")
router.register("saved-views", SavedViewResource, basename="saved-views")
router.register("table-imports", TableImportResource, basename="table-imports")
router.register("webhooks", WebhookResource, basename="webhooks")
router.register("webhook-deliveries", WebhookDeliveryResource, basename="webhook-deliveries")
urlpatterns = [
    *router.urls,
    path("notice-choices/", notice_choices, name="notice-choices"),
    path("search/", search_documents, name="search"),
]
