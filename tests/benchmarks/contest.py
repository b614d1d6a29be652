"""Room for one, eight clients at once, a thousand times: never over, never another error, no deadlock (QLT-04)."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.benchmarks import ground

CLIENTS = 8
AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


def contestant(place: dict[str, Any], rounds: int, first: int, unlocked: bool, number: int, barrier: Any) -> list[str]:
    """One client: in each round asks for all that is left, together with the others; what came of each round."""
    from django.db import connection

    from budgets.choices import EntryKind
    from budgets.services.ledger import InsufficientBudget, Posting, Source, post
    from core.actors import SYSTEM

    if unlocked:
        _without_lock()
    connection.ensure_connection()
    outcomes = []
    for turn in range(rounds):
        document = first + turn * CLIENTS + number
        barrier.wait(300)
        try:
            post(
                source=Source(kind="expense_claim", document_id=document, label=f"EXP-{document}"),
                postings=[
                    Posting(
                        place["department"], place["category"], None, place["period"], EntryKind.COMMITMENT,
                        Decimal("100.00"), 1,
                    )
                ],
                occasion="submit:1",
                actor=SYSTEM,
                at=AT,
            )  # fmt: skip
            outcomes.append("posted")
        except InsufficientBudget:
            outcomes.append("not enough budget")
        except Exception as error:  # noqa: BLE001 – whatever else happens is the finding
            outcomes.append(type(error).__name__)
        barrier.wait(300)
        if number == 0 and turn < rounds - 1:
            _room_for_one_more(place, document)
    return outcomes


def _without_lock() -> None:
    """Read the keys without a lock in this process, and pause between the check and the writing, as a busy server would."""
    from budgets import locks
    from budgets.services import writing

    write = writing.write
    locks.lock_keys.__kwdefaults__["lock"] = False

    def write_later(*given: Any, **more: Any) -> None:
        time.sleep(0.02)
        write(*given, **more)

    writing.write = write_later


def _room_for_one_more(place: dict[str, Any], document: int) -> None:
    """Grant as much as was taken in this round, less what is left: the next round has room for one again."""
    from budgets.choices import EntryKind
    from budgets.models import ControlKey
    from budgets.services.ledger import Posting, Source, post
    from core.actors import SYSTEM

    key = ControlKey.objects.get(pk=place["key"])
    missing = Decimal("100.00") - (key.appropriated - key.committed - key.actual)
    if missing:
        line = Posting(
            place["department"], place["category"], None, place["period"], EntryKind.APPROPRIATION, missing, 1
        )
        post(
            source=Source(kind="budget", document_id=document, label="supplement"),
            postings=[line],
            occasion="supplement",
            actor=SYSTEM,
            at=AT,
        )


def _place() -> dict[str, Any]:
    from organization.models import Department
    from tests.factories import budgets as make
    from tests.factories import organization as cast

    make.open_year()
    service = Department.objects.filter(kind="DEPARTMENT").first() or cast.tree().service
    category = make.leaf_category()
    key = make.appropriate(service, category, {9: "100.00"})
    return {"department": service.pk, "category": category.pk, "period": make.period(9).pk, "key": key.pk}


def _contest(*, rounds: int, first: int, unlocked: bool) -> None:
    from budgets.models import ControlKey

    place = _place()
    answers = ground.clients(CLIENTS, contestant, place, rounds, first, unlocked)
    winners = Counter(Counter(each)["posted"] for each in zip(*answers, strict=True))
    said = Counter(outcome for answer in answers for outcome in answer)
    key = ControlKey.objects.get(pk=place["key"])
    ground.say(f"- rounds by winners: {dict(sorted(winners.items()))}; answers: {dict(said)}")
    ground.say(f"- used {key.committed + key.actual} of {key.appropriated}")


def qlt_04(*, rounds: int) -> None:
    """Print what came of the contest, and of a shorter one with the lock and the database's guards taken out."""
    from django.db import connection

    ground.say(f"{CLIENTS} clients, room for one, policy stop, {rounds} rounds:")
    _contest(rounds=rounds, first=1_000_000_000, unlocked=False)
    few = max(rounds // 20, 10)
    ground.say(f"Control, the lock taken out, the database's guards in place, {few} rounds:")
    _contest(rounds=few, first=2_000_000_000, unlocked=True)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE budgets_controlkey DROP CONSTRAINT budgets_controlkey_never_over")
        cursor.execute("ALTER TABLE budgets_ledgerentry DROP CONSTRAINT budgets_ledgerentry_sequence")
    ground.say(f"Control, the lock and the guards taken out, {few} rounds:")
    _contest(rounds=few, first=3_000_000_000, unlocked=True)
