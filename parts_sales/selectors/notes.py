"""Delivery notes as lists, desks and pages find them (PSL-31, PSL-42, GEN-10, GEN-13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from core import search
from core.actors import Actor
from core.calendar import midnight
from core.long_lists import MOST_COUNTED, countable
from core.ordering import ordered
from organization import selectors as organization
from organization.models import Person
from parts_sales import policies_delivery as policies
from parts_sales.choices_delivery import Carrier, NoteState
from parts_sales.models import DeliveryNote
from parts_sales.policies import VIEW
from parts_sales.rules import steps
from parts_sales.rules.steps import Step
from parts_sales.selectors import addresses
from parts_sales.selectors.stock import warehouses_kept_by

SORTS = {
    "number": "number",
    "customer": "customer__number",
    "order": "order__number",
    "warehouse": "warehouse__code",
    "state": "state",
    "since": "since",
    "expected": "expected_date",
    "created": "created_at",
    "amount": "goods_base",
}
NEWEST = ("-created_at", "-pk")
FILLED = ("number", "order__number")
DESK, LATE, TO_TELL, UNDERWAY = "desk", "late", "to_tell", "underway"


@dataclass(frozen=True, slots=True)
class NoteQuestion:
    """What of the list is asked for. `view`: what waits at my desk, what is underway, of what the customer has still to
    be told, what is late, or all.
    """

    view: str = ""
    state: str = ""
    note_kind: str = ""
    region: str = ""
    warehouse: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    sort: str = ""


def notes_visible_to(actor: Actor) -> QuerySet[DeliveryNote]:
    """Those of the departments one sees, of the warehouses one keeps; for commerce and finance all (GEN-10)."""
    rows = DeliveryNote.objects.all()
    if policies.sees_all_notes(actor):
        return rows
    if not policies.can_open_notes(actor):
        return rows.none()
    scope = actor.sight(VIEW)
    if scope.company:
        return rows
    seen = Q(department__in=scope.departments)
    if kept := warehouses_kept_by(actor):
        seen |= Q(warehouse__in=kept)
    return rows.filter(seen)


def of_order_seen(order_id: int, actor: Actor) -> frozenset[int]:
    """Which of an order's notes the actor may open: who guarantees an order sees where it stands, not its notes."""
    return frozenset(notes_visible_to(actor).filter(order=order_id).values_list("pk", flat=True))


def at_my_desk(rows: QuerySet[DeliveryNote], actor: Actor) -> QuerySet[DeliveryNote]:
    """Those whose next step is the actor's by right; who was another hand of one before is told so when trying."""
    kept = warehouses_kept_by(actor) if policies.can_keep(actor) else frozenset()
    wanted = Q(pk__in=())
    for step in steps.STEPS.values():
        wanted |= _mine(step, actor, kept)
    return rows.filter(wanted).exclude(created_by=actor.person_id or 0)


def _mine(step: Step, actor: Actor, kept: frozenset[int]) -> Q:
    here = Q(state=step.state)
    if step.scope == steps.WAREHOUSE:
        return here & Q(warehouse__in=kept)
    if step.scope == steps.COMPANY:
        return here if actor.can_somewhere(step.permission) else Q(pk__in=())
    scope = actor.scope_of(step.permission)
    mine = here if scope.company else here & Q(department__in=scope.departments)
    if step.code != "review":
        return mine
    signing = actor.scope_of(steps.SIGN)
    return Q(pk__in=()) if signing.company else mine & ~Q(department__in=signing.departments)


def notes_found(actor: Actor, asked: NoteQuestion, *, on: date) -> QuerySet[DeliveryNote]:
    """A list of notes, with customer, order and warehouse."""
    rows = notes_visible_to(actor)
    if asked.view == DESK:
        rows = at_my_desk(rows, actor)
    elif asked.view == UNDERWAY:
        rows = rows.filter(state=NoteState.SHIPPED)
    elif asked.view == TO_TELL:
        rows = to_tell(rows)
    elif asked.view == LATE:
        rows = late(rows, on=on)
    for name, value in (
        ("state", asked.state), ("note_kind", asked.note_kind), ("region", asked.region),
        ("warehouse__code", asked.warehouse),
    ):  # fmt: skip
        if value:
            rows = rows.filter(**{name: value})
    if asked.since is not None:
        rows = rows.filter(created_at__gte=midnight(asked.since))
    if asked.until is not None and asked.until < date.max:
        rows = rows.filter(created_at__lt=midnight(asked.until + timedelta(days=1)))
    if asked.words:
        rows = search.fitting(rows, DeliveryNote.kind, asked.words)
    return ordered(
        rows.select_related("customer", "order", "warehouse"), asked.sort, SORTS, usual=NEWEST, filled=FILLED
    )


def late(rows: QuerySet[DeliveryNote], *, on: date) -> QuerySet[DeliveryNote]:
    """Those underway past the day they were expected (PSL-34)."""
    return rows.filter(state=NoteState.SHIPPED, expected_date__lt=on)


def to_tell(rows: QuerySet[DeliveryNote]) -> QuerySet[DeliveryNote]:
    """Those underway of which the customer was not told, or of another day than is expected now (PSL-34)."""
    untold = Q(told_at__isnull=True) | Q(told_date__isnull=True) | ~Q(told_date=F("expected_date"))
    return rows.filter(untold, state=NoteState.SHIPPED, expected_date__isnull=False).exclude(carrier=Carrier.PICKUP)


def desk_count(actor: Actor) -> int:
    """How many notes wait for the actor; nothing is asked for who takes no step of any."""
    if not any(actor.can_somewhere(step.permission) for step in steps.STEPS.values()):
        return 0
    return at_my_desk(DeliveryNote.objects.all(), actor).count()


def who_takes(note: DeliveryNote, step: Step) -> list[Person]:
    """Who holds the right of a step today (PSL-31), by name; not the note's maker, nor for the review who signs."""
    people = Person.objects.filter(pk__in=_holders(note, step)).exclude(pk=note.created_by_id)
    if step.code == "review":
        people = people.exclude(pk__in=_holders(note, steps.STEPS["sign"]))
    return list(people.order_by("sort_key", "pk"))


def _holders(note: DeliveryNote, step: Step) -> QuerySet[Any]:
    rows = organization.assignments_in_force(on=timezone.localdate()).filter(
        role__permissions__contains=[step.permission]
    )
    if step.scope == steps.WAREHOUSE:
        rows = rows.filter(Q(warehouse=note.warehouse_id) | Q(scope_kind="COMPANY"))
    elif step.scope == steps.DEPARTMENT:
        above = organization.ids_up(department_id=note.department_id)
        rows = rows.filter(Q(department__in=above) | Q(scope_kind="COMPANY"))
    return rows.values("person")


def names(people: Iterable[Person], *, most: int = 3) -> str:
    """The first of them, for a line that says who has it."""
    return "、".join(person.name for person in list(people)[:most])


def totals_of(rows: QuerySet[DeliveryNote]) -> tuple[int, Decimal | None]:
    """How many notes a list has and what their goods come to, without cancelled ones and free replacements; None
    beyond what is counted (QLT-05).
    """
    stands = ~Q(state=NoteState.CANCELLED) & Q(free_of=None)
    found = countable(rows, "goods_base", "state", "free_of").aggregate(
        count=Count("pk"), total=Sum("goods_base", filter=stands, default=Decimal(0))
    )
    return found["count"], None if found["count"] > MOST_COUNTED else found["total"]


def address_of(note: DeliveryNote) -> str:
    """Where the customer is told: the note's contact, else the main one; empty where nobody has an address."""
    return addresses.address_of(note.customer, contact=note.contact)
