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
from core.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Attachment",
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
    "Way",
    "Webhook",
    "WebhookDelivery",
]
