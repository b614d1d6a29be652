"""No one person can complete a sale: each step of it, tried by every shipped role and by lent rights (ORG-05, ORG-06)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from approvals import services as approvals
from approvals.errors import WithStandIn
from approvals.models import Delegation
from core.actors import Actor
from core.errors import DomainError, NotAllowed
from tests.factories.organization import actor_of
from tests.permissions.sales_steps import TAKEN, Desk, Taken
from tests.permissions.seats import SEATS, House
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.rule("ORG-05"), pytest.mark.rule("ORG-06")]
PLACE = "in the manager's place"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules" / "steps-of-a-sale.md"


@pytest.fixture
def desk(ledger_partitions: Any) -> Desk:
    house = House(World())
    made = Desk({seat.code: house.seat(seat) for seat in SEATS})
    made.part, made.made_part  # noqa: B018 - they stay when a step's documents are taken back
    return made


def test_each_step_is_taken_by_its_hand_alone(desk):
    wrong = list(_differences(TAKEN, desk))

    assert not wrong, "\n".join(wrong)


def test_the_manager_decides_while_nobody_stands_in(desk):
    given = Delegation.objects.get(delegate=desk.people[PLACE])
    approvals.end_delegation(delegation_id=given.pk, actor=actor_of(desk.people["manager"]), at=desk.now)
    lent = [Taken(one.name, frozenset({"manager"}), one.on) for one in TAKEN if one.may == {PLACE}]

    assert {one.name for one in lent} == {"quote: review", "guarantee: review"}
    wrong = list(_differences(lent, desk))

    assert not wrong, "\n".join(wrong)


def test_the_page_of_the_rule_says_who():
    lines = [line.strip("| ").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if "|" in line]

    said = {step: set(seats.split(", ")) for step, seats in lines[2:]}
    assert said == {one.name: set(one.may) for one in TAKEN}


def test_nobody_could_take_all_steps_from_quote_to_dispatch():
    for seat in SEATS:
        taken = {one.name for one in TAKEN if seat.code in one.may}
        assert not taken & {"quote: make", "note: make"} or not taken & {
            "quote: review", "note: review", "note: sign", "note: issue", "note: ship", "receipt: record",
        }  # fmt: skip
        assert len(taken & {"receipt: record", "note: sign", "note: issue", "note: ship"}) <= 1 + (
            seat.code == "glass broken"
        )


def _differences(steps: Iterable[Taken], desk: Desk) -> Iterator[str]:
    actors = {name: actor_of(person) for name, person in desk.people.items()}
    for one in steps:
        with transaction.atomic():
            try:
                act = one.on(desk)
                could = {name for name, actor in actors.items() if _could(act, actor)}
            except DomainError as error:
                yield f"{one.name}: {type(error).__name__} {error}"
                continue
            finally:
                transaction.set_rollback(True)
        if could != one.may:
            yield f"{one.name}: also {sorted(could - one.may)}, not {sorted(one.may - could)}"


def _could(act: Callable[[Actor], object], actor: Actor) -> bool:
    """Whether the step was taken; what it did is taken back."""
    with transaction.atomic():
        try:
            act(actor)
        except (NotAllowed, WithStandIn):
            return False
        finally:
            transaction.set_rollback(True)
    return True
