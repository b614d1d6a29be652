from core.models.attachments import Attachment
from core.models.audit import AuditEvent
from core.models.calendar import CalendarDay
from core.models.comments import Comment
from core.models.jobs import Job, JobState
from core.models.notifications import Notification
from core.models.numbers import NumberSeries
from core.models.requests import HandledRequest

__all__ = [
    "Attachment",
    "AuditEvent",
    "CalendarDay",
    "Comment",
    "HandledRequest",
    "Job",
    "JobState",
    "Notification",
    "NumberSeries",
]
