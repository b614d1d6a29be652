"""Break-glass rights: which hold on a day, which wait for their review, what was done under them (ORG-06b)."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from core.actors import Actor
from core.models import AuditEvent
from core.ordering import ordered
from organization import policies
from organization.choices import GlassState, ScopeKind
from organization.models import BreakGlass, BreakGlassUse
from organization.selectors.departments import ids_up

SORTS = {
    "number": "number",
    "person": "person__sort_key",
    "role": "role__position",
    "from": "start_date",
    "until": "end_date",
    "uses": "times_used",
    "review": "review_due_date",
}


def break_glass_in_force(*, on: date) -> QuerySet[BreakGlass]:
    """Rights that hold on a day, of people who work here."""
    return running_break_glass(on=on).filter(start_date__lte=on, person__is_active=True)


def running_break_glass(*, on: date) -> QuerySet[BreakGlass]:
    """Rights that hold on a day or will later."""
    return BreakGlass.objects.filter(ended_at__isnull=True, end_date__gt=on)


def overdue_break_glass(*, on: date) -> QuerySet[BreakGlass]:
    """Rights whose review is overdue on a day, the oldest first."""
    return _joined(BreakGlass.objects.filter(_fits(GlassState.OVERDUE, on))).order_by("review_due_date", "pk")


def break_glass_visible_to(actor: Actor) -> QuerySet[BreakGlass]:
    """All for who sees the organization, grants or reviews such rights; one's own for everybody."""
    if policies.sees_break_glass(actor):
        return BreakGlass.objects.all()
    return BreakGlass.objects.filter(person=actor.person_id or 0)


def break_glass_list(
    *, actor: Actor, on: date, status: str = "", words: str = "", sort: str = ""
) -> QuerySet[BreakGlass]:
    """What the page lists, each with `times_used`: how many events name it."""
    rows = with_uses(_joined(break_glass_visible_to(actor)))
    if status in GlassState.values:
        rows = rows.filter(_fits(GlassState(status), on))
    for word in words.split()[:6]:
        person = Q(person__name_zh__icontains=word) | Q(person__name_en__icontains=word)
        person |= Q(person__sort_key__icontains=word) | Q(person__initials__icontains=word)
        role = Q(role__name_zh__icontains=word) | Q(role__name_en__icontains=word)
        rows = rows.filter(person | role | Q(number__icontains=word) | Q(reason__icontains=word))
    return ordered(rows, sort, SORTS, usual=(F("granted_at").desc(), "-pk"))


def break_glass_since(*, since: date) -> QuerySet[BreakGlass]:
    """What stands on the report: rights granted, in force, or without their review since a day (ORG-07)."""
    open_still = Q(reviewed_at__isnull=True, review_due_date__isnull=False)
    rows = BreakGlass.objects.filter(Q(end_date__gt=since) | open_still)
    return with_uses(_joined(rows)).order_by("-granted_at", "-pk")


def with_uses(rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    """Each with `times_used`: how many events name it."""
    return rows.annotate(times_used=Count("uses"))


def uses_of(*, right_id: int) -> QuerySet[AuditEvent]:
    """What was done under a right, newest first."""
    events = BreakGlassUse.objects.filter(right_id=right_id).values("event")
    return AuditEvent.objects.filter(pk__in=events).order_by("-at", "-pk")


def covering(rows: QuerySet[BreakGlass], *, department_id: int | None) -> QuerySet[BreakGlass]:
    """Those that reach a department (None: company-wide alone)."""
    where = Q(scope_kind=ScopeKind.COMPANY)
    if department_id is not None:
        where |= Q(scope_kind=ScopeKind.DEPARTMENT, department__in=ids_up(department_id=department_id))
    return rows.filter(where)


def _fits(state: GlassState, on: date) -> Q:
    """The rights in a state on a day: what `BreakGlass.state_on` says, for the database."""
    running = Q(ended_at__isnull=True, end_date__gt=on)
    to_review = Q(reviewed_at__isnull=True, review_due_date__isnull=False) & ~running
    return {
        GlassState.COMING: running & Q(start_date__gt=on),
        GlassState.HOLDS: running & Q(start_date__lte=on),
        GlassState.TO_REVIEW: to_review & Q(review_due_date__gte=on),
        GlassState.OVERDUE: to_review & Q(review_due_date__lt=on),
        GlassState.REVIEWED: Q(reviewed_at__isnull=False),
        GlassState.CALLED_OFF: Q(review_due_date__isnull=True, reviewed_at__isnull=True),
    }[state]


def _joined(rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    return rows.select_related(
        "person__department", "role", "department", "warehouse", "granted_by", "ended_by", "reviewed_by"
    )
