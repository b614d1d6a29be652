"""The hands a delivery note goes through, and the note at any step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from organization.models import Person, Warehouse
from parts_sales.models import DeliveryNote, Part, SalesOrder
from parts_sales.rules import steps
from parts_sales.services import dispatch, notes
from parts_sales.services.inputs_delivery import DispatchInput
from tests.factories import organization as cast
from tests.factories import parts as make
from tests.factories import sales
from tests.factories.organization import actor_of

D = Decimal


@dataclass(frozen=True, slots=True)
class Hands:
    """One person for each hand; `semi` keeps the semi-finished warehouse."""

    clerk: Person
    deputy: Person
    manager: Person
    commerce: Person
    finance: Person
    keeper: Person
    semi: Person

    def of(self, note: DeliveryNote) -> Person:
        """Who takes the note's next step."""
        assert note.step is not None
        if note.step.scope == steps.WAREHOUSE:
            return self.keeper if note.warehouse.code == "raw" else self.semi
        named = {"DEPUTY": self.deputy, "MANAGER": self.manager, "COMMERCE": self.commerce, "FINANCE": self.finance}
        return named[note.step.hand]


def hands(tree: cast.Tree) -> Hands:
    """The people of a sale, each with one role."""

    def keeper(code: str, name: str) -> Person:
        made = cast.person(tree.other, name_zh=name)
        cast.give(made, "warehouse_keeper", Warehouse.objects.get(code=code))
        return made

    return Hands(
        clerk=cast.member(tree.service, "service_clerk", name_zh="李敏"),
        deputy=cast.member(tree.service, "deputy_manager", name_zh="冯刚"),
        manager=cast.member(tree.service, "department_manager", name_zh="马国强"),
        commerce=cast.member(tree.other, "commerce", name_zh="许文"),
        finance=cast.member(tree.company, "finance", company_wide=True, name_zh="王静"),
        keeper=keeper("raw", "何军"),
        semi=keeper("semi", "曹颖"),
    )


def stocked(clerk: Person, quantity: str = "10", **fields: Any) -> Part:
    """A part with some in stock."""
    part = make.part(clerk, **fields)
    make.receive(part, quantity)
    return part


def paid_order(of: Hands, *pieces: sales.Piece, **fields: Any) -> SalesOrder:
    """An order that is paid in full."""
    return sales.order_of(of.clerk, list(pieces), paid=True, **fields)


def note_of(of: Hands, order: SalesOrder, **more: Any) -> DeliveryNote:
    """The first note of an order, made now."""
    return notes.make_notes(order_id=order.pk, actor=actor_of(of.clerk), at=timezone.now(), **more)[0]


def go(of: Hands, note: DeliveryNote, until: str = "") -> DeliveryNote:
    """Let everybody take their step until it lies there, or has been shipped."""
    while note.step is not None and note.state != until:
        note = step(note, of.of(note))
    return note


def step(note: DeliveryNote, person: Person, **more: Any) -> DeliveryNote:
    """One person takes the note's next step."""
    assert note.step is not None
    actor, at, code = actor_of(person), timezone.now(), note.step.code
    if code == "issue":
        return notes.issue(note_id=note.pk, actor=actor, at=at, **more)
    if code == "ship":
        return dispatch.ship(note_id=note.pk, sent=sending(), actor=actor, at=at, **more)
    return notes.take_step(note_id=note.pk, code=code, actor=actor, at=at, **more)


def sending(**changed: Any) -> DispatchInput:
    """How it is sent: as the rule says, by express."""
    given: dict[str, Any] = {
        "carrier": "EXPRESS", "carrier_name": "顺丰速运", "tracking_number": "SF1234567890", "packaging": "木箱",
        "expected_date": timezone.localdate() + timedelta(days=3), "packages": 1, "weight_kg": D("1.2"),
    }  # fmt: skip
    return DispatchInput(**given | changed)
