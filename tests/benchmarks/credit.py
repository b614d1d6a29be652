"""One limit, eight orders that each fill it, a thousand times: never over, no error but the refusal (PSL-22).

    python3 run.py bench credit             or      .venv/bin/python -m tests.benchmarks.credit

Eight clients let eight orders on hold go on at once; the limit holds one of them. The floor is the same eight clients, each with
a customer and terms of its own. The control takes the lock of the terms out: more than one goes on.
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
LIMIT = Decimal("1000.00")


def contestant(place: dict[str, Any], rounds: int, unlocked: bool, number: int, barrier: Any) -> list[str]:
    """One client: asks for its order to go on, together with the others; what came of each round."""
    from django.db import connection
    from django.utils import timezone

    from organization.models import Person
    from parts_sales.errors_money import CreditRefused
    from parts_sales.models import SalesOrder
    from parts_sales.services import orders
    from tests.factories.organization import actor_of

    if unlocked:
        _without_lock()
    clerk = actor_of(Person.objects.get(pk=place["clerk"]))
    order_id = place["orders"][number]
    connection.ensure_connection()
    outcomes = []
    for _turn in range(rounds):
        barrier.wait(PATIENCE)
        try:
            orders.resume_order(order_id=order_id, actor=clerk, at=timezone.now())
            outcomes.append("goes on")
        except CreditRefused:
            outcomes.append("refused")
        except Exception as error:  # noqa: BLE001 – whatever else happens is the finding
            outcomes.append(type(error).__name__)
        barrier.wait(PATIENCE)
        held = {"state": "ON_HOLD", "hold_kind": "CREDIT", "hold_reason": "信用", "credit_term": None}
        SalesOrder.objects.filter(pk=order_id).update(**held)
    return outcomes


def _without_lock() -> None:
    """Read the terms without a lock in this process, and pause between the check and the writing, as a busy server would."""
    from parts_sales.choices_money import LIVE_TERMS
    from parts_sales.models import CreditTerm
    from parts_sales.selectors import credit as reads
    from parts_sales.services import credit_check

    exposure = reads.exposure

    def later(customer_id: int, *, but_not: int | None = None) -> Any:
        found = exposure(customer_id, but_not=but_not)
        time.sleep(0.02)
        return found

    credit_check.locks_money.lock_terms_of = lambda pk: CreditTerm.objects.filter(
        customer=pk, state__in=LIVE_TERMS
    ).first()
    credit_check.reads.exposure = later


def _place(*, apart: bool) -> dict[str, Any]:
    """Eight orders on hold, of one customer or of one each; every limit holds one order."""
    from organization.models import Department
    from parts_sales.models import SalesOrder
    from tests.factories import customers as serving
    from tests.factories import money
    from tests.factories import organization as cast

    service = Department.objects.filter(kind="DEPARTMENT").first() or cast.tree().service
    clerk, manager = cast.member(service, "service_clerk"), cast.member(service, "department_manager")
    customers = [serving.customer(clerk) for _place in range(CLIENTS if apart else 1)]
    for customer in customers:
        money.term(manager, customer, str(LIMIT))
    made = [money.order(clerk, str(LIMIT), customer=customers[place % len(customers)]) for place in range(CLIENTS)]
    ids = [order.pk for order in made]
    SalesOrder.objects.filter(pk__in=ids).update(state="ON_HOLD", hold_kind="CREDIT", hold_reason="信用")
    return {"clerk": clerk.pk, "orders": ids}


def _contest(*, rounds: int, apart: bool = False, unlocked: bool = False) -> float:
    place = _place(apart=apart)
    begin = time.perf_counter()
    answers = ground.clients(CLIENTS, contestant, place, rounds, unlocked)
    spent = time.perf_counter() - begin
    winners = Counter(Counter(each)["goes on"] for each in zip(*answers, strict=True))
    said = Counter(outcome for answer in answers for outcome in answer)
    ground.say(f"- rounds by orders that went on: {dict(sorted(winners.items()))}; answers: {dict(said)}")
    return spent / rounds


def main() -> None:
    """Print what came of the contest, of its floor, and of the control."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rounds", type=int, default=1000)
    rounds = given.parse_args().rounds
    few = max(rounds // 20, 10)
    with ground.durable_services():
        ground.say(ground.machine())
        ground.say(f"{CLIENTS} clients, one limit that holds one order, {rounds} rounds:")
        together = _contest(rounds=rounds)
        ground.say(f"Floor, {CLIENTS} clients with a limit each, {few} rounds:")
        apart = _contest(rounds=few, apart=True)
        ground.say(f"- a round with one limit takes {together / apart:.2f} times a round with eight")
        ground.say(f"Control, the lock of the terms taken out, {few} rounds:")
        _contest(rounds=few, unlocked=True)


if __name__ == "__main__":
    main()
