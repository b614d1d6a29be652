"""What happened to years, categories, policies: the newest events of the control side as a timeline (GEN-05)."""

from __future__ import annotations

from django.utils.translation import pgettext

from core import audit
from core.components import TimelineEntry
from core.models import AuditEvent


def latest(*kinds: str, document_id: int | None = None, limit: int = 12) -> list[TimelineEntry]:
    """The newest events of these kinds, or of one of them, newest last; with what they were about and why."""
    rows = AuditEvent.objects.filter(subject_kind__in=kinds).order_by("-at", "-pk")
    if document_id is not None:
        rows = rows.filter(subject_id=document_id)
    return [
        TimelineEntry(
            action=audit.sentence(event.code),
            who=event.actor_name if event.actor_id is not None else pgettext("timeline", "System"),
            at=event.at,
            detail=" · ".join(part for part in ("" if document_id else event.subject_label, event.reason) if part),
        )
        for event in reversed(rows[:limit])
    ]
