"""What the complaints of some days have in common, for a page, a workbook and the API (CMP-09)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.choices import ENDED, ComplaintState
from complaints.models import Complaint
from complaints.rules import patterns as rules
from complaints.selectors.complaints import complaints_visible_to
from complaints.thresholds import RECURRENCE
from core import thresholds
from core.actors import Actor
from core.calendar import midnight, months_between
from organization.models import Department

PART, MODEL, CUSTOMER, CAUSE, DEPARTMENT, MONTH = "part", "model", "customer", "cause", "responsible", "month"
WAYS = (PART, MODEL, CUSTOMER, CAUSE, DEPARTMENT, MONTH)
LONGEST = 5 * 366
MOST = 40
"""Bars of a page; what comes after them is one bar, the last."""


@dataclass(frozen=True, slots=True)
class PatternQuestion:
    """Complaints recorded between two days, of one division or all, compared by one thing."""

    since: date
    until: date
    by: str = PART
    department: int | None = None


@dataclass(frozen=True, slots=True)
class PatternPage:
    """How many there are, how many are open and came again, the bars, open ones by age, and the two targets."""

    count: int
    opened: int
    repeats: int
    bars: Sequence[rules.Bar]
    ages: Sequence[int]
    response: rules.Kept
    resolution: rules.Kept


def patterns_of(actor: Actor, asked: PatternQuestion, *, at: datetime) -> PatternPage:
    """In two statements whatever their number; cancelled ones never count. One came again when the same part or cause
    was complained about in the days before it that count as recurrence.
    """
    begin, end = midnight(asked.since), midnight(asked.until + timedelta(days=1))
    rows = complaints_visible_to(actor).filter(created_at__gte=begin, created_at__lt=end)
    rows = rows.exclude(state=ComplaintState.CANCELLED).select_related("part", "machine", "customer", "responsible")
    if asked.department:
        rows = rows.filter(department=asked.department)
    found = list(rows.order_by("created_at", "pk").annotate(again=Exists(_alike(on=timezone.localdate(at)))))
    open_ones = [row for row in found if row.state not in ENDED]
    today = timezone.localdate(at)
    return PatternPage(
        count=len(found),
        opened=len(open_ones),
        repeats=sum(row.again for row in found),
        bars=_bars(found, asked),
        ages=rules.ages((today - timezone.localdate(row.created_at)).days for row in open_ones),
        response=rules.against_target(((row.created_at, row.first_due, row.responded_at) for row in found), at=at),
        resolution=rules.against_target(((row.created_at, row.resolve_due, row.closed_at) for row in found), at=at),
    )


def age_words() -> list[str]:
    """The ages in words, as `patterns_of` counts them."""
    first, *rest = rules.AGES
    words = [_("Up to %(days)s days") % {"days": first}]
    words += [
        _("%(first)s to %(last)s days") % {"first": before + 1, "last": last}
        for before, last in zip(rules.AGES, rest, strict=False)
    ]
    return [*words, _("Over %(days)s days") % {"days": rules.AGES[-1]}]


def divisions_offered() -> list[Department]:
    """The divisions complaints have been about."""
    return list(Department.objects.filter(pk__in=Complaint.objects.order_by().values("department")).order_by("code"))


def _alike(*, on: date) -> Any:
    days = int(thresholds.in_force(RECURRENCE, on=on).of(RECURRENCE).figure("days"))
    same = Q(part=OuterRef("part")) | (Q(cause_key=OuterRef("cause_key")) & ~Q(cause_key=""))
    return Complaint.objects.exclude(state=ComplaintState.CANCELLED).filter(
        same, created_at__lt=OuterRef("created_at"), created_at__gte=OuterRef("created_at") - timedelta(days=days)
    )


def _bars(found: Sequence[Any], asked: PatternQuestion) -> list[rules.Bar]:
    counts: dict[Any, list[Any]] = {}
    if asked.by == MONTH:
        counts = {month: [month, 0, 0] for month in months_between(asked.since, asked.until)}
    for row in found:
        key, label = _KEYS[asked.by](row)
        one = counts.setdefault(key, [label, 0, 0])
        one[1] += 1
        one[2] += bool(row.again)
    rows = [(label, count, repeats) for label, count, repeats in counts.values()]
    if asked.by == MONTH:
        return rules.in_order(rows)
    return rules.pareto(rows, most=MOST, others=_("All others"))


def _none(words: str) -> tuple[str, str]:
    return "", words


def _by_part(row: Any) -> tuple[Any, str]:
    return (row.part_id, f"{row.part.number} {row.part.name}") if row.part else _none(_("No part named"))


def _by_model(row: Any) -> tuple[Any, str]:
    return (row.machine.model, row.machine.model) if row.machine else _none(_("No machine named"))


def _by_customer(row: Any) -> tuple[Any, str]:
    return row.customer_id, row.customer.name


def _by_cause(row: Any) -> tuple[Any, str]:
    return (row.cause_key, row.cause) if row.cause_key else _none(_("Not judged yet"))


def _by_department(row: Any) -> tuple[Any, str]:
    return (row.responsible_id, row.responsible.name) if row.responsible else _none(_("Nobody of ours"))


def _by_month(row: Any) -> tuple[Any, str]:
    month = timezone.localdate(row.created_at).strftime("%Y-%m")
    return month, month


_KEYS: dict[str, Callable[[Any], tuple[Any, str]]] = {
    PART: _by_part, MODEL: _by_model, CUSTOMER: _by_customer, CAUSE: _by_cause, DEPARTMENT: _by_department,
    MONTH: _by_month,
}  # fmt: skip
