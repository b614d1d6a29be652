"""What happened to years, categories, policies: the newest events of the control side as a timeline (GEN-05)."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import pgettext

from budgets.models import Category, ControlKey, ExchangeRate, FiscalYear, Period, Project
from core import audit
from core.components import TimelineEntry
from core.models import AuditEvent
from core.pages import event_lines

MODELS: dict[str, type[Model]] = {
    "category": Category,
    "control_key": ControlKey,
    "exchange_rate": ExchangeRate,
    "fiscal_year": FiscalYear,
    "period": Period,
    "project": Project,
}


def _lines(event: AuditEvent) -> list[str]:
    """Why, and each changed value as old → new (GEN-05)."""
    return event_lines(event, MODELS[event.subject_kind]) if event.subject_kind in MODELS else [event.reason]


def latest(*kinds: str, document_id: int | None = None, limit: int = 12) -> list[TimelineEntry]:
    """The newest events of these kinds, or of one of them, newest last; with what they were about and why."""
    rows = AuditEvent.objects.filter(subject_kind__in=kinds).order_by("-at", "-pk")
    if document_id is not None:
        rows = rows.filter(subject_id=document_id)
    shown = list(reversed(rows[:limit]))
    names = audit.names_of(shown)
    return [
        TimelineEntry(
            action=audit.sentence(event.code),
            who=names.get(event.actor_id or 0)
            or (event.actor_name if event.actor_id is not None else pgettext("timeline", "System")),
            at=event.at,
            detail="\n".join(filter(None, ("" if document_id else event.subject_label, *_lines(event)))),
        )
        for event in shown
    ]
