"""Who hears of a break-glass right, and when (ORG-06b, GEN-09)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from core import notifications
from organization.choices import GlassVerdict
from organization.models import BreakGlass

KIND = "break_glass"


def granted(right: BreakGlass, *, reviewers: Iterable[int], at: datetime) -> None:
    """Holder and reviewers hear of a new right."""
    _tell(right, {right.person_id, *reviewers}, "granted", key="granted", at=at)


def ended(right: BreakGlass, *, reviewers: Iterable[int], at: datetime) -> None:
    """Holder, granter and reviewers hear that it was ended early."""
    _tell(right, {right.person_id, right.granted_by_id, *reviewers}, "ended", key="ended", at=at)


def reviewed(right: BreakGlass, *, reviewers: Iterable[int], at: datetime) -> None:
    """Holder, granter and the other reviewers hear what was found."""
    people = {right.person_id, right.granted_by_id, *reviewers} - {right.reviewed_by_id or 0}
    justified = right.verdict == GlassVerdict.JUSTIFIED
    _tell(right, people, "justified" if justified else "not_justified", key="reviewed", at=at)


def overdue(right: BreakGlass, *, reviewers: Iterable[int], at: datetime) -> None:
    """Reviewers are reminded, once a day; without any, who granted it."""
    day = timezone.localdate(at).isoformat()
    _tell(right, set(reviewers) or {right.granted_by_id}, "overdue", key=f"overdue:{day}", at=at)


def _tell(right: BreakGlass, people: Iterable[int], what: str, *, key: str, at: datetime) -> None:
    facts: dict[str, Any] = {
        "person": right.person.name_zh,
        "person_en": right.person.name_en or right.person.name_zh,
        "role": right.role.name_zh,
        "role_en": right.role.name_en or right.role.name_zh,
        "by": right.granted_by.name_zh,
        "by_en": right.granted_by.name_en or right.granted_by.name_zh,
        "start": right.start_date.isoformat(),
        "end": right.end_date.isoformat(),
        "due": right.review_due_date.isoformat() if right.review_due_date else "",
        "reason": right.finding or right.end_reason or right.reason,
    }
    notifications.notify(
        people,
        code=f"break_glass.{what}",
        kind=KIND,
        document_id=right.pk,
        label=right.number,
        key=f"break_glass:{right.pk}:{key}",
        at=at,
        facts=facts,
    )
