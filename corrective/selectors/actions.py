"""Corrective actions as lists and pages find them (GEN-10, CMP-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from approvals import selectors as approvals
from core import search
from core.actors import Actor
from core.ordering import ordered
from corrective import policies
from corrective.choices import OPEN, ActionState
from corrective.models import CorrectiveAction, EffectReport, Measure, Round

SORTS = {
    "number": "number", "title": "title", "department": "department__name_zh", "state": "state",
    "round": "round_number", "due": "plan_due", "created": "created_at",
}  # fmt: skip
MINE, LATE, OPENED = "mine", "late", "open"


@dataclass(frozen=True, slots=True)
class ActionQuestion:
    """What of the corrective actions is asked for."""

    words: str = ""
    state: str = ""
    only: str = ""
    department: int | None = None
    sort: str = ""


def actions_visible_to(actor: Actor) -> QuerySet[CorrectiveAction]:
    """Those of one's own departments, those one asked for, owns a measure of or had to decide on; all for customer
    service, the panel, and whoever looks at the whole company (GEN-10).
    """
    if policies.sees_all(actor):
        return CorrectiveAction.objects.all()
    scope = actor.sight(policies.PLAN)
    if scope.company:
        return CorrectiveAction.objects.all()
    if actor.person_id is None:
        return CorrectiveAction.objects.none()
    owned = Measure.objects.filter(owner=actor.person_id, round__action=OuterRef("pk"))
    acted = approvals.acted_on(actor=actor, kind=CorrectiveAction.kind)
    return CorrectiveAction.objects.filter(
        Q(department__in=scope.departments) | Q(created_by=actor.person_id) | Exists(owned) | acted
    )


def reports_visible_to(actor: Actor) -> QuerySet[EffectReport]:
    """The reports on actions one sees."""
    return EffectReport.objects.filter(round__action__in=actions_visible_to(actor).values("pk"))


def actions_found(actor: Actor, asked: ActionQuestion, *, on: date) -> QuerySet[CorrectiveAction]:
    """The actions of a list, the newest first unless sorted otherwise."""
    rows = actions_visible_to(actor).select_related("department", "created_by")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.department:
        rows = rows.filter(department=asked.department)
    if asked.only == OPENED:
        rows = rows.filter(state__in=OPEN)
    elif asked.only == LATE:
        rows = rows.filter(late(on))
    elif asked.only == MINE:
        mine = Measure.objects.filter(owner=actor.person_id or 0, done_at__isnull=True, round__action=OuterRef("pk"))
        rows = rows.filter(Q(created_by=actor.person_id or 0) | Exists(mine))
    if asked.words:
        rows = search.fitting(rows, CorrectiveAction.kind, asked.words)
    open_measures = Count(
        "rounds__measures", filter=Q(rounds__measures__done_at__isnull=True, rounds__number=F("round_number"))
    )
    rows = rows.annotate(open_measures=open_measures)
    return ordered(rows, asked.sort, SORTS, usual=("-created_at", "-pk"))  # fmt: skip


def late(on: date) -> Q:
    """Actions with something past its day: measures not written, not carried out, or not looked at again."""
    overdue = Measure.objects.filter(round__action=OuterRef("pk"), done_at__isnull=True, due_date__lt=on)
    return (
        Q(state=ActionState.ASKED, plan_due__lt=on)
        | (Q(state=ActionState.RUNNING) & Q(Exists(overdue)))
        | Q(state=ActionState.KEPT, next_check__lt=on)
    )


def current_round(action: CorrectiveAction) -> Round:
    """The round that runs, or ran last."""
    return action.rounds.get(number=action.round_number)


def actions_about(kind: str, document_id: int) -> QuerySet[CorrectiveAction]:
    """The actions of one document, the newest first."""
    return CorrectiveAction.objects.filter(subject_kind=kind, subject_id=document_id).order_by("-created_at", "-pk")


def running_report(action: CorrectiveAction) -> EffectReport | None:
    """The report on the effect that is being confirmed or was returned."""
    rows = EffectReport.objects.filter(round__action=action, state__in=["IN_REVIEW", "RETURNED"])
    return rows.first()


def actions_of_clock(*, on: date) -> QuerySet[CorrectiveAction]:
    """The actions with something past its day, for the clock."""
    return CorrectiveAction.objects.filter(late(on))


def ids_late(ids: list[int], *, on: date) -> set[int]:
    """Which of these have something past its day."""
    return set(CorrectiveAction.objects.filter(late(on), pk__in=ids).values_list("pk", flat=True))
