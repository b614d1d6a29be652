"""Leads and service plans as lists and pages find them (GEN-10, CUS-02, CUS-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from agreements import policies
from agreements.choices import OPEN_STAGES, STAGES, LeadState
from agreements.models import Lead, PlanItem
from agreements.selectors.agreements import agreements_visible_to
from core import search
from core.actors import Actor, Scope
from core.components import Step
from core.ordering import ordered

SORTS = {
    "number": "number", "name": "name", "owner": "owner__sort_key", "state": "state", "amount": "amount",
    "next": "next_on", "created": "created_at",
}  # fmt: skip
PLAN_SORTS = {
    "text": "text", "customer": "agreement__customer__name_zh", "department": "department__name_zh",
    "start": "start_date", "due": "due_date", "done": "done_on",
}  # fmt: skip
OPENED, MINE, DUE = "open", "mine", "due"
LATE, DONE = "late", "done"


@dataclass(frozen=True, slots=True)
class LeadQuestion:
    """What of the leads is asked for."""

    words: str = ""
    state: str = ""
    only: str = ""
    department: int | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What of the service plans is asked for."""

    only: str = ""
    department: int | None = None
    sort: str = ""


def lead_scope(actor: Actor) -> Scope:
    """The departments whose leads one sees by a right."""
    scope = Scope()
    for permission in policies.LEAD_SEEING:
        scope |= actor.scope_of(permission)
    return scope


def leads_visible_to(actor: Actor) -> QuerySet[Lead]:
    """Those of the departments one's rights reach (also as the delivering one), and one's own."""
    scope = lead_scope(actor)
    if scope.company:
        return Lead.objects.all()
    if actor.person_id is None:
        return Lead.objects.none()
    own = Q(created_by=actor.person_id) | Q(owner=actor.person_id)
    house = Q(department__in=scope.departments) | Q(delivered_by__in=scope.departments)
    return Lead.objects.filter(own | house)


def leads_found(actor: Actor, asked: LeadQuestion, *, on: date) -> QuerySet[Lead]:
    """The leads of a list, the newest first unless sorted otherwise."""
    rows = leads_visible_to(actor).select_related("customer", "department", "owner")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.department:
        rows = rows.filter(department=asked.department)
    if asked.only == OPENED:
        rows = rows.filter(state__in=OPEN_STAGES)
    elif asked.only == DUE:
        rows = rows.filter(state__in=OPEN_STAGES, next_on__lte=on)
    elif asked.only == MINE:
        rows = rows.filter(owner=actor.person_id or 0)
    if asked.words:
        rows = search.fitting(rows, Lead.kind, asked.words)
    return ordered(rows, asked.sort, SORTS, usual=("-created_at", "-pk"))


def plan_visible_to(actor: Actor) -> QuerySet[PlanItem]:
    """The lines of agreements one sees, those one's department delivers, and those one delivers oneself."""
    rows = PlanItem.objects.all()
    house = actor.scope_of(policies.START)
    if house.company or actor.is_system:
        return rows
    mine = Q(person=actor.person_id or 0) | Q(department__in=house.departments)
    return rows.filter(mine | Q(agreement__in=agreements_visible_to(actor).order_by().values("pk")))


def plan_found(actor: Actor, asked: PlanQuestion, *, on: date) -> QuerySet[PlanItem]:
    """The lines of the list of service plans, what is due first unless sorted otherwise."""
    rows = plan_visible_to(actor).select_related("agreement__customer", "department", "person")
    if asked.department:
        rows = rows.filter(department=asked.department)
    if asked.only == LATE:
        rows = rows.filter(late(on))
    elif asked.only == OPENED:
        rows = rows.filter(done_on__isnull=True)
    elif asked.only == DONE:
        rows = rows.filter(done_on__isnull=False)
    elif asked.only == MINE:
        rows = rows.filter(person=actor.person_id or 0)
    return ordered(rows, asked.sort, PLAN_SORTS, usual=("due_date", "pk"))


def steps_of(lead: Lead) -> list[Step]:
    """The stages a lead has reached, whose turn it is for the next, and those ahead; none for a lost one (CUS-02)."""
    if lead.state == LeadState.LOST:
        return []
    reached = STAGES.index(LeadState(lead.state))
    turn = {
        LeadState.PAID: gettext("Finance"),
        LeadState.DATED: (lead.delivered_by or lead.department).name,
        LeadState.SURVEYED: gettext("Customer service"),
    }
    return [
        Step(stage.label, "done")
        if place <= reached
        else Step(stage.label, "now", turn.get(stage, lead.owner.name))
        if place == reached + 1
        else Step(stage.label)
        for place, stage in enumerate(STAGES)
    ]


def late(on: date) -> Q:
    """Delivered after its day, or not yet though the day is over (CUS-03)."""
    return Q(done_on__isnull=True, due_date__lt=on) | Q(done_on__gt=F("due_date"))
