"""An order of five lines made and confirmed through the API over HTTP, beside a bare Django view that writes one row (QLT-11).

    python3 run.py demo --data .local/seed          (fills it; end it again)
    python3 run.py bench orders --data .local/seed

The order is made by the customer's confirmation of a quote, so the quote is made with its five lines, reviewed by the
manager and sent first; each call is timed by its client. What is asked for is that of making and confirming together.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks import ground
from tests.benchmarks.http import Side, decisions, new_key, stretch
from tests.benchmarks.served import application

TIMES = 15.0
LINES = 5
DECIDERS = (
    "service_manager", "service_deputy_manager", "division_manager", "domestic_sales_manager", "vice_general_manager",
    "general_manager",
)  # fmt: skip
"""Who may come to review a quote, as its route sends it."""
CALLS = {
    "make": "quote with five lines made",
    "submit": "handed in for review",
    "agree": "agreed to by the manager",
    "send": "noted as sent",
    "confirm": "confirmed by the customer: the order is made",
    "bare": "bare view, one row",
}


def prepare(_addresses: dict[str, Any]) -> dict[str, Any]:
    """Tokens of the clerk and of who decides, domestic customers, and parts with a price of today."""
    from datetime import timedelta

    from django.db import connection
    from django.db.models import Q
    from django.utils import timezone

    from core.actors import Actor
    from customers.choices import Region
    from customers.models import Customer
    from organization import selectors, services
    from organization.models import Person
    from parts_sales.models import PartPrice
    from tests.benchmarks.bare import TABLE

    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    at = timezone.now()
    today = timezone.localdate(at)

    def token(person: Person) -> str:
        actor: Actor = selectors.actor_for(person_id=person.pk, on=today)
        given = {"scopes": ("read", "write", "decide"), "expires_date": today + timedelta(days=30)}
        return services.create_token(label="bench", actor=actor, at=at, **given)[1]  # type: ignore[arg-type]

    clerk = Person.objects.get(username="service_clerk")
    deciders = Person.objects.filter(is_active=True, username__in=DECIDERS)
    priced = PartPrice.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gt=today),
        currency="CNY",
        start_date__lte=today,
        part__retired_at__isnull=True,
    )
    return {
        "clerk": token(clerk),
        "tokens": {person.pk: [token(person) for _client in range(4)] for person in deciders},
        "customers": list(
            Customer.objects.filter(region=Region.DOMESTIC).order_by("pk").values_list("pk", flat=True)[:20]
        ),
        "parts": list(priced.order_by("part_id").values_list("part_id", flat=True).distinct()[:60]),
    }


def orders(side: Side, count: int) -> None:
    """So many orders, from the quote to the confirmation, and as many rows by the bare view."""
    clerk, address = side.world["clerk"], "/api/v1/quotes/{}"
    drafts = [draft_of(side) for _each in range(count)]
    stretch(side, "bare", 1, [("", "/", new_key(), bare_of(draft)) for draft in drafts], port="bare_port")
    made = stretch(side, "make", 1, [(clerk, address.format(""), new_key(), draft) for draft in drafts])
    ids = [json.loads(answer)["id"] for answer in made]

    def each(call: str, body: object) -> None:
        stretch(side, call, 1, [(clerk, address.format(f"{pk}/{call}/"), new_key(), body) for pk in ids])

    each("submit", {})
    while waiting := decisions(side, ids, "quote"):
        stretch(side, "agree", 1, waiting)
    each("send", {"way": "FAX"})
    each("confirm", {"way": "FAX", "name": "王强", "proof": "回传件", "when": datetime.now(UTC).isoformat()})


def draft_of(side: Side) -> dict[str, Any]:
    """A quote of five lines at list price; customers and parts differ from one to the next."""
    side.made += 1
    customers, parts = side.world["customers"], side.world["parts"]
    chosen = [parts[(side.made * 7 + place) % len(parts)] for place in range(LINES)]
    lines = [{"part": part, "quantity": str(1 + place)} for place, part in enumerate(chosen)]
    return {
        "customer": customers[side.made % len(customers)],
        "contact": "王强",
        "expected_freight": "0",
        "lines": lines,
    }


def bare_of(draft: dict[str, Any]) -> dict[str, object]:
    """The same with what the bare view writes into columns of their own."""
    return {**draft, "title": draft["contact"], "lines": [{**line, "amount": "1.00"} for line in draft["lines"]]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on the folder and print what was found."""
    parser = argparse.ArgumentParser(
        prog="run.py bench orders", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="a folder filled by the demo")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=20, help="of each round")
    given = parser.parse_args(arguments)
    with application(given.data, prepare, with_bare=True) as world:
        side = Side("demo", world)
        orders(side, 8)  # warm
        if side.errors:
            raise SystemExit("\n".join(side.errors[:3]))
        side.times, side.rates, side.errors = {}, {}, []
        for _round in range(given.rounds):
            orders(side, given.orders)
        ground.say(f"{ground.machine()}; fsync on, gunicorn of config/gunicorn.py")
        ground.say("| call | p50 ms | × bare |")
        ground.say("| --- | --- | --- |")
        for call, words in CALLS.items():
            ground.say(f"| {words} | {side.p50(call):.1f} | {side.p50(call) / side.p50('bare'):.1f} |")
        ratio = (side.p50("make") + side.p50("confirm")) / side.p50("bare")
        verdict = "kept" if ratio <= TIMES and not side.errors else "missed"
        ground.say(f"made and confirmed: **{ratio:.1f}** (asked for {TIMES:.0f}: {verdict}); {len(side.errors)} errors")
        for error in side.errors[:3]:
            ground.say(error)
    return 0 if verdict == "kept" else 1


if __name__ == "__main__":
    raise SystemExit(main())
