"""The last piece, eight orders, eight keepers, a thousand times: one note, issued once, no other error (PSL-32).

    python3 run.py bench issue              or      .venv/bin/python -m tests.benchmarks.issue

In each round one piece lies in stock. Eight clients ask for it, each for an order of its own: one gets a note. Then all eight
issue that note: it is issued once. The control takes the lock of the stock out: more than one gets a note.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from decimal import Decimal
from typing import Any

from tests.benchmarks import ground

CLIENTS = 8
PATIENCE = 300


def contestant(place: dict[str, Any], rounds: int, unlocked: bool, number: int, barrier: Any) -> list[tuple[str, str]]:
    """One client: asks for the piece for its order, then issues the note somebody got; what came of both, round by round."""
    from django.db import connection
    from django.utils import timezone

    from core.errors import WrongState
    from parts_sales.errors import StockShort
    from parts_sales.models import DeliveryNote, Part
    from parts_sales.services import notes
    from tests.factories import parts as make

    if unlocked:
        _without_lock()
    clerk, keeper = _actors(place)
    part = Part.objects.get(pk=place["part"])
    order_id, line_id = place["orders"][number]
    connection.ensure_connection()
    outcomes = []
    for _turn in range(rounds):
        barrier.wait(PATIENCE)
        asked = _tried(
            lambda: notes.make_notes(
                order_id=order_id, quantities={line_id: Decimal(1)}, actor=clerk, at=timezone.now()
            ),
            "noted", StockShort,
        )  # fmt: skip
        barrier.wait(PATIENCE)
        if number == 0:
            DeliveryNote.objects.filter(state="TO_REVIEW").update(state="TO_ISSUE")
        barrier.wait(PATIENCE)
        newest = (
            DeliveryNote.objects.filter(state__in=("TO_ISSUE", "TO_SHIP"))
            .order_by("-pk")
            .values_list("pk", flat=True)[0]
        )
        issued = _tried(
            lambda note_id=newest: notes.issue(note_id=note_id, actor=keeper, at=timezone.now()), "issued", WrongState
        )
        outcomes.append((asked, issued))
        barrier.wait(PATIENCE)
        if number == 0:
            _one_piece_again(part, make)
    return outcomes


def _tried(act: Any, done: str, refused: type[Exception]) -> str:
    try:
        act()
    except refused:
        return "refused"
    except Exception as error:  # noqa: BLE001 – whatever else happens is the finding
        return type(error).__name__
    return done


def _without_lock() -> None:
    """Read balances without a lock in this process, and pause between the check and the writing, as a busy server would."""
    from parts_sales.models import StockBalance
    from parts_sales.services import stock

    def read(keys: Any) -> Any:
        wanted = set(keys)
        rows = StockBalance.objects.filter(part__in={part for part, _place in wanted}).select_related(
            "part", "warehouse"
        )
        found = {(row.part_id, row.warehouse_id): row for row in rows}
        time.sleep(0.02)
        return found

    stock._locked = read


def _one_piece_again(part: Any, make: Any) -> None:
    from django.db import transaction

    from parts_sales.models import DeliveryNote, StockBalance

    with transaction.atomic():
        DeliveryNote.objects.filter(state="TO_ISSUE").update(state="CANCELLED")
        StockBalance.objects.filter(part=part).update(reserved=0)
    left = StockBalance.objects.get(part=part).on_hand
    if left < 1:
        make.receive(part, "1")


def _actors(place: dict[str, Any]) -> tuple[Any, Any]:
    from organization.models import Person
    from tests.factories.organization import actor_of

    return actor_of(Person.objects.get(pk=place["clerk"])), actor_of(Person.objects.get(pk=place["keeper"]))


def _place(rounds: int) -> dict[str, Any]:
    """A part with one piece, and an order for each client, paid."""
    from organization.models import Department
    from tests.factories import organization as cast
    from tests.factories import sales
    from tests.parts_sales import delivering

    service = Department.objects.filter(kind="DEPARTMENT").first()
    people = delivering.hands(cast.tree()) if service is None else _again(service)
    part = delivering.stocked(people.clerk, "1")
    orders = [delivering.paid_order(people, sales.Piece(part, str(rounds))) for _client in range(CLIENTS)]
    return {
        "clerk": people.clerk.pk,
        "keeper": people.keeper.pk,
        "part": part.pk,
        "orders": [(order.pk, order.lines.get().pk) for order in orders],
    }


def _again(service: Any) -> Any:
    from tests.factories.organization import Tree
    from tests.parts_sales import delivering

    return delivering.hands(Tree(service.parent.parent, service.parent, service, service, service))


def _contest(*, rounds: int, unlocked: bool) -> None:
    from parts_sales.selectors.stock import differences

    begin = time.perf_counter()
    answers = ground.clients(CLIENTS, contestant, _place(rounds), rounds, unlocked)
    spent = time.perf_counter() - begin
    by_round = list(zip(*answers, strict=True))
    notes = Counter(sum(asked == "noted" for asked, _issued in each) for each in by_round)
    issues = Counter(sum(issued == "issued" for _asked, issued in each) for each in by_round)
    said = Counter(word for each in by_round for pair in each for word in pair)
    ground.say(
        f"- rounds by notes made: {dict(sorted(notes.items()))}; by times issued: {dict(sorted(issues.items()))}"
    )
    ground.say(f"- answers: {dict(said)}; {rounds} rounds in {spent:.0f} s")
    if not unlocked:
        ground.say(f"- balances that are not their movements: {len(differences())}")


def main() -> None:
    """Run the contest and its control, and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000)
    given = parser.parse_args()
    ground.say(f"{ground.machine()}; fsync on, synchronous_commit on")
    with ground.durable_services():
        ground.say(f"{CLIENTS} clients, the last piece, {given.rounds} rounds:")
        _contest(rounds=given.rounds, unlocked=False)
        few = max(given.rounds // 20, 10)
        ground.say(f"Control, the lock of the stock taken out, {few} rounds:")
        _contest(rounds=few, unlocked=True)


if __name__ == "__main__":
    main()
