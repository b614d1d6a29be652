"""Market information, slips and feedback as lists and pages find them (GEN-10, MKT-01 to MKT-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from approvals import selectors as approvals
from core import search
from core.actors import Actor
from core.ordering import ordered
from feedback import policies
from feedback.choices import SheetState
from feedback.models import FeedbackSheet, MarketInfo, TransferSlip

INFO_SORTS = {
    "number": "number", "title": "title", "kind": "info_kind", "reliability": "reliability",
    "importance": "importance", "reporter": "created_by__sort_key", "state": "state", "created": "created_at",
}  # fmt: skip
SLIP_SORTS = {
    "number": "number", "title": "information__title", "importance": "importance", "state": "state",
    "due": "due_date", "created": "created_at",
}  # fmt: skip
SHEET_SORTS = {
    "number": "number", "slip": "slip__number", "department": "department__name_zh", "state": "state",
    "due": "due_date", "given": "given_at",
}  # fmt: skip
MINE, LATE, PUBLISHABLE, REWARDED = "mine", "late", "publishable", "rewarded"


@dataclass(frozen=True, slots=True)
class MarketQuestion:
    """What of information, slips or sheets is asked for; a list uses what it knows."""

    words: str = ""
    state: str = ""
    only: str = ""
    info_kind: str = ""
    reliability: str = ""
    importance: int | None = None
    department: int | None = None
    sort: str = ""


def infos_visible_to(actor: Actor) -> QuerySet[MarketInfo]:
    """Those one reported, of one's own department, those a slip brings to one's department, and those one decides on;
    all for the information manager and whoever reads the company's complaints.
    """
    rows = MarketInfo.objects.all()
    if policies.sees_all(actor):
        return rows
    if actor.person_id is None:
        return rows.none()
    house = actor.sight(policies.ANSWER)
    if house.company:
        return rows
    sheets = FeedbackSheet.objects.filter(slip__information=OuterRef("pk"), department__in=house.departments)
    slips = TransferSlip.objects.filter(information=OuterRef("pk")).filter(
        Q(created_by=actor.person_id) | approvals.acted_on(actor=actor, kind=TransferSlip.kind)
    )
    return rows.filter(
        Q(created_by=actor.person_id) | Q(department__in=house.departments) | Exists(sheets) | Exists(slips)
    )


def slips_visible_to(actor: Actor) -> QuerySet[TransferSlip]:
    """The slips of the information one sees."""
    return TransferSlip.objects.filter(information__in=infos_visible_to(actor).order_by().values("pk"))


def sheets_visible_to(actor: Actor) -> QuerySet[FeedbackSheet]:
    """The sheets of one's department and of the slips one wrote; all for the information manager."""
    rows = FeedbackSheet.objects.all()
    house = actor.sight(policies.ANSWER)
    if policies.sees_all(actor) or house.company:
        return rows
    if actor.person_id is None:
        return rows.none()
    return rows.filter(Q(department__in=house.departments) | Q(created_by=actor.person_id))


def infos_found(actor: Actor, asked: MarketQuestion) -> QuerySet[MarketInfo]:
    """The information of a list, the newest first unless sorted otherwise."""
    rows = infos_visible_to(actor).select_related("department", "created_by", "customer")
    rows = _narrowed(rows, asked, MarketInfo.kind)
    if asked.info_kind:
        rows = rows.filter(info_kind=asked.info_kind)
    if asked.reliability:
        rows = rows.filter(reliability=asked.reliability)
    if asked.only == MINE:
        rows = rows.filter(created_by=actor.person_id or 0)
    elif asked.only == REWARDED:
        rows = rows.filter(reward__isnull=False)
    return ordered(rows, asked.sort, INFO_SORTS, usual=("-created_at", "-pk"))


def slips_found(actor: Actor, asked: MarketQuestion, *, on: date) -> QuerySet[TransferSlip]:
    """The slips of a list with how much feedback came."""
    rows = slips_visible_to(actor).select_related("information", "created_by")
    rows = _narrowed(rows, asked, TransferSlip.kind)
    if asked.only == MINE:
        rows = rows.filter(created_by=actor.person_id or 0)
    elif asked.only == LATE:
        late = FeedbackSheet.objects.filter(slip=OuterRef("pk"), state=SheetState.ASKED, due_date__lt=on)
        rows = rows.filter(Exists(late))
    elif asked.only == PUBLISHABLE:
        rows = rows.filter(is_publishable=True)
    rows = rows.annotate(
        asked_count=Count("sheets", filter=~Q(sheets__state=SheetState.CANCELLED)),
        given_count=Count("sheets", filter=Q(sheets__state=SheetState.GIVEN)),
    )
    return ordered(rows, asked.sort, SLIP_SORTS, usual=("-created_at", "-pk"))


def sheets_found(actor: Actor, asked: MarketQuestion, *, on: date) -> QuerySet[FeedbackSheet]:
    """The sheets of a list, what is due first unless sorted otherwise."""
    rows = sheets_visible_to(actor).select_related("slip__information", "department", "given_by")
    rows = _narrowed(rows, asked, FeedbackSheet.kind)
    if asked.department:
        rows = rows.filter(department=asked.department)
    if asked.only == LATE:
        rows = rows.filter(state=SheetState.ASKED, due_date__lt=on)
    elif asked.only == MINE:
        scope = actor.scope_of(policies.ANSWER)
        mine = Q() if scope.company else Q(department__in=scope.departments)
        rows = rows.filter(mine, state=SheetState.ASKED)
    return ordered(rows, asked.sort, SHEET_SORTS, usual=("-due_date", "-pk"))


def sheets_of_clock() -> QuerySet[FeedbackSheet]:
    """The sheets somebody may have to be reminded of."""
    return FeedbackSheet.objects.filter(state=SheetState.ASKED)


def _narrowed(rows: QuerySet[Any], asked: MarketQuestion, kind: str) -> QuerySet[Any]:
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.importance is not None:
        rows = rows.filter(importance=asked.importance)
    if asked.words:
        rows = search.fitting(rows, kind, asked.words)
    return rows
