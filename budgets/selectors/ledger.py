"""Reads of the ledger that the postings themselves need: months, overrides, entries that stand, who holds what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Sum
from django.urls import NoReverseMatch

from budgets.choices import EntryKind
from budgets.models import ControlOverride, LedgerEntry
from budgets.rules.control import Figures
from budgets.rules.postings import Granted, HeldBy
from budgets.selectors.balances import BalanceRow, balance_rows
from core import kinds

__all__ = [
    "BalanceRow",
    "balance_rows",
    "document_url",
    "held_by",
    "holders_of",
    "key_states",
    "overrides_in_force",
    "standing_entries",
]

COLUMN_OF = {
    EntryKind.APPROPRIATION: "appropriated",
    EntryKind.APPROPRIATION_REVERSAL: "appropriated",
    EntryKind.COMMITMENT: "committed",
    EntryKind.COMMITMENT_REVERSAL: "committed",
    EntryKind.RELEASE: "committed",
    EntryKind.RELEASE_REVERSAL: "committed",
    EntryKind.ACTUAL: "actual",
    EntryKind.ACTUAL_REVERSAL: "actual",
}
"""The balance column that each kind of entry adds to (LED-02)."""

HOLDING = tuple(kind for kind, column in COLUMN_OF.items() if column == "committed")


class EntryName(NamedTuple):
    """What names an entry within its year: it stands once (LED-03)."""

    source_kind: str
    source_id: int
    source_line: int
    kind: str
    occasion: str
    period_id: int


@dataclass(slots=True)
class KeyState:
    """What a key's months hold, and which overrides are in force, by month."""

    months: Figures = field(default_factory=Figures)
    overrides: dict[int, Decimal] = field(default_factory=dict)


_STATE = """
    SELECT 1, key_id, month, sum(appropriated), sum(committed), sum(actual)
      FROM budgets_budgetbalance WHERE key_id = ANY(%s) GROUP BY key_id, month
    UNION ALL
    SELECT 2, key_id, month, sum(amount), NULL, NULL
      FROM budgets_controloverride
     WHERE key_id = ANY(%s) AND ended_at IS NULL AND granted_at <= %s AND expires_at > %s GROUP BY key_id, month"""


def key_states(key_ids: Sequence[int], *, at: datetime) -> dict[int, KeyState]:
    """The months and the overrides in force of these keys, in one statement."""
    states: dict[int, KeyState] = {key_id: KeyState() for key_id in key_ids}
    ids = list(key_ids)
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [ids, ids, at, at])
        for what, key_id, month, first, second, third in cursor.fetchall():
            state = states[key_id]
            if what == 1:
                months = state.months
                months.appropriated[month - 1], months.committed[month - 1], months.actual[month - 1] = (
                    first, second, third,
                )  # fmt: skip
            else:
                state.overrides[month] = first
    return states


def standing_entries(names: Collection[EntryName], *, years: Collection[int]) -> dict[EntryName, tuple[int, Decimal]]:
    """Which of these entries stand already: their key and amount (LED-03)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.source_kind, e.source_id, e.source_line, e.kind, e.occasion, e.period_id, e.key_id, e.amount
                 FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[])
                      AS w (source_kind, source_id, source_line, kind, occasion, period_id)
                 JOIN budgets_ledgerentry e USING (source_kind, source_id, source_line, kind, occasion, period_id)
                WHERE e.year = ANY(%s)""",
            [*(list(column) for column in zip(*names, strict=True)), list(years)],
        )
        return {EntryName(*row[:6]): (row[6], row[7]) for row in cursor.fetchall()}


def held_by(
    *, key_id: int, first: int = 1, last: int = 12, limit: int = 5, year: int | None = None
) -> tuple[HeldBy, ...]:
    """The largest open commitments of a key in these months, by document, largest first (LED-09)."""
    return holders_of([key_id], first=first, last=last, limit=limit, year=year).get(key_id, ())


def holders_of(
    key_ids: Collection[int], *, first: int = 1, last: int = 12, limit: int = 5, year: int | None = None
) -> dict[int, tuple[HeldBy, ...]]:
    """The largest open commitments of several keys in one statement. `year` spares looking into other years."""
    entries = LedgerEntry.objects.filter(key__in=key_ids, kind__in=HOLDING, month__gte=first, month__lte=last)
    if year is not None:
        entries = entries.filter(year=year)
    rows = (
        entries.values("key_id", "source_kind", "source_id")
        .annotate(label=Max("source_label"), held=Sum("amount"))
        .filter(held__gt=0)
        .order_by("key_id", "-held", "source_kind", "source_id")
    )
    found: dict[int, list[HeldBy]] = defaultdict(list)
    for row in rows:
        if len(found[row["key_id"]]) < limit:
            url = document_url(row["source_kind"], row["source_id"])
            found[row["key_id"]].append(HeldBy(label=row["label"], url=url, amount=row["held"]))
    return {key_id: tuple(holders) for key_id, holders in found.items()}


def document_url(kind: str, document_id: int) -> str:
    """The page of the document behind an entry; empty for a kind without pages."""
    try:
        return kinds.get(kind).url_of(document_id)
    except (KeyError, NoReverseMatch):
        return ""


def overrides_in_force(key_ids: Collection[int], *, at: datetime) -> dict[int, list[tuple[int, Granted]]]:
    """The overrides in force of these keys with their month: what later approvers see (LED-05)."""
    found: dict[int, list[tuple[int, Granted]]] = defaultdict(list)
    rows = ControlOverride.objects.filter(
        key__in=key_ids, ended_at__isnull=True, granted_at__lte=at, expires_at__gt=at
    ).select_related("granted_by")
    for row in rows.order_by("granted_at", "pk"):
        granted = Granted(
            amount=row.amount, granted_by=row.granted_by.name, expires_at=row.expires_at, reason=row.reason
        )
        found[row.key_id].append((row.month, granted))
    return found
