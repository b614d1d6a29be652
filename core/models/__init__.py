from core.models.attachments import Attachment
from core.models.audit import AuditEvent
from core.models.calendar import CalendarDay
from core.models.clock import ClockRun
from core.models.comments import Comment
from core.models.jobs import Job, JobState
from core.models.mail import Mail, MailKind, NoticeSettings, Way
from core.models.notifications import Notification
from core.models.numbers import NumberSeries
from core.models.outbox import Delivery, DeliveryState
from core.models.requests import HandledRequest
from core.models.saved_views import Audience, SavedView, UsualView
from core.models.search import SearchEntry, SearchMark
from core.models.stops import StopWish
from core.models.table_imports import TableImport, TableImportState
from core.models.thresholds import ThresholdValue
from core.models.tour import TourEnd
from core.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Attachment",
    "Audience",
    "AuditEvent",
    "CalendarDay",
    "ClockRun",
    "Comment",
    "Delivery",
    "DeliveryState",
    "HandledRequest",
    "Job",
    "JobState",
    "Mail",
    "MailKind",
    "NoticeSettings",
    "Notification",
    "NumberSeries",
    "SavedView",
    "SearchEntry",
    "SearchMark",
    "StopWish",
    "TableImport",
    "TableImportState",
    "ThresholdValue",
    "TourEnd",
    "UsualView",
    "Way",
    "Webhook",
    "WebhookDelivery",
]
