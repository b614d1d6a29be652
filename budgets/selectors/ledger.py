"""Reads of the ledger that the postings themselves need: months, overrides, entries that stand, who holds what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max, Sum
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from budgets import prepared
from budgets.choices import EntryKind
from budgets.models import ControlKey, ControlOverride, LedgerEntry
from budgets.rules.control import Figures
from budgets.rules.postings import Granted, HeldBy
from budgets.selectors.balances import BalanceRow, balance_rows
from core import kinds
from core.actors import Actor
from core.money import ZERO

__all__ = [
    "BalanceRow",
    "balance_rows",
    "document_url",
    "given_back",
    "held_by",
    "holders_of_year",
    "key_states",
    "leaves_of",
    "overrides_in_force",
    "states_and_standing",
]

MOST_LOOKED_AT = 50
"""Among how many of the largest holders those are sought that may be named."""

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
    """What a key's months hold, what was given back in a window that did not take it, and which overrides are in force,
    by month.
    """

    months: Figures = field(default_factory=Figures)
    given_back: list[Decimal] = field(default_factory=lambda: [ZERO] * 12)
    overrides: dict[int, Decimal] = field(default_factory=dict)

    @property
    def judged(self) -> Figures:
        """The months as control looks at them: what another window held makes no room in this one (decision 0047)."""
        return self.months.plus(Figures(committed=self.given_back))


# By line and window, how far what was given back went beyond what was taken there before: that came from another
# window, whose month has closed. It never shrinks again, so that taking once more counts in full. Only windows shorter
# than the year have others beside them. Holds and actuals are looked at apart.
GIVEN_BACK = """
    SELECT 4, key_id, month, sum(step), NULL::numeric, NULL::numeric
      FROM (SELECT key_id, month, beyond - lag(beyond, 1, 0::numeric) OVER line AS step
              FROM (SELECT key_id, month, control_window, of_actual, source_kind, source_id, source_line, sequence,
                           greatest(0, -min(taken) OVER line) AS beyond
                      FROM (SELECT e.key_id, e.month, e.source_kind, e.source_id, e.source_line, e.sequence,
                                   e.kind LIKE 'ACTUAL%%' AS of_actual,
                                   CASE k.scope WHEN 'MONTH' THEN e.month ELSE (e.month - 1) / 3 END AS control_window,
                                   sum(e.amount) OVER (PARTITION BY e.key_id, e.kind LIKE 'ACTUAL%%',
                                       CASE k.scope WHEN 'MONTH' THEN e.month ELSE (e.month - 1) / 3 END,
                                       e.source_kind, e.source_id, e.source_line ORDER BY e.sequence) AS taken
                              FROM budgets_controlkey k JOIN budgets_fiscalyear y ON y.id = k.fiscal_year_id
                              JOIN budgets_ledgerentry e ON e.key_id = k.id AND e.year = y.year
                             WHERE k.id = ANY(%s) AND k.scope IN ('MONTH', 'QUARTER_TO_DATE')
                               AND e.kind NOT LIKE 'APPROPRIATION%%'
                               AND (%s::timestamptz IS NULL OR e.posted_at <= %s)) AS entries
                    WINDOW line AS (PARTITION BY key_id, of_actual, control_window, source_kind, source_id, source_line
                                    ORDER BY sequence)) AS lines
            WINDOW line AS (PARTITION BY key_id, of_actual, control_window, source_kind, source_id, source_line
                            ORDER BY sequence)) AS steps
     WHERE step <> 0 GROUP BY key_id, month"""

_NOW = """
    SELECT 1, key_id, month, appropriated, committed, actual FROM budgets_budgetbalance WHERE key_id = ANY(%s)
    UNION ALL
    SELECT 2, key_id, month, amount, NULL, NULL
      FROM budgets_controloverride
     WHERE key_id = ANY(%s) AND ended_at IS NULL AND granted_at <= %s AND expires_at > %s"""
STATE = f"{_NOW} UNION ALL {GIVEN_BACK}"

_NAME = "(%s::int, %s::text, %s::bigint, %s::bigint, %s::text, %s::text, %s::bigint)"
STANDING = """
    UNION ALL
    SELECT 3, e.key_id, w.place, e.amount, NULL, NULL
      FROM (VALUES {names}) AS w (place, source_kind, source_id, source_line, kind, occasion, period_id)
      JOIN budgets_ledgerentry e USING (source_kind, source_id, source_line, kind, occasion, period_id)
     WHERE e.year IN ({years})"""


def key_states(key_ids: Sequence[int], *, at: datetime) -> dict[int, KeyState]:
    """The months and the overrides in force of these keys, in one statement."""
    ids = list(key_ids)
    return _states(ids, prepared.run(STATE, _of_state(ids, at)))


def states_and_standing(
    key_ids: Sequence[int], *, names: Sequence[EntryName], years: Collection[int], at: datetime
) -> tuple[dict[int, KeyState], dict[EntryName, tuple[int, Decimal]]]:
    """The same, and which of the named entries stand already, with their key and amount (LED-03); in one statement."""
    ids = list(key_ids)
    statement = STATE + STANDING.format(
        names=prepared.rows_of(_NAME, len(names)), years=prepared.rows_of("%s", len(years))
    )
    numbered = prepared.flat((place, *name) for place, name in enumerate(names))
    rows = prepared.run(statement, [*_of_state(ids, at), *numbered, *sorted(years)])
    standing = {names[place]: (key_id, amount) for what, key_id, place, amount, *_none in rows if what == 3}
    return _states(ids, rows), standing


def given_back(key_ids: Sequence[int], *, as_of: datetime | None = None) -> dict[int, list[Decimal]]:
    """What was given back in a window that did not take it, by key and month, now or as of a past moment."""
    found = {key_id: [ZERO] * 12 for key_id in key_ids}
    for _what, key_id, month, amount, *_none in prepared.run(GIVEN_BACK, [list(key_ids), as_of, as_of]):
        found[key_id][month - 1] += amount
    return found


def _of_state(ids: list[int], at: datetime) -> list[Any]:
    return [ids, ids, at, at, ids, None, None]


def _states(key_ids: Sequence[int], rows: Iterable[tuple[Any, ...]]) -> dict[int, KeyState]:
    states = {key_id: KeyState() for key_id in key_ids}
    for what, key_id, month, first, second, third in rows:
        if what == 1:
            months = states[key_id].months
            months.appropriated[month - 1] += first
            months.committed[month - 1] += second
            months.actual[month - 1] += third
        elif what == 2:
            overrides = states[key_id].overrides
            overrides[month] = overrides.get(month, ZERO) + first
        elif what == 4:
            states[key_id].given_back[month - 1] += first
    return states


def held_by(
    *, key_id: int, actor: Actor, first: int = 1, last: int = 12, limit: int = 5, year: int | None = None
) -> tuple[HeldBy, ...]:
    """The largest open commitments of a key in these months, by document, largest first (LED-09).

    Only documents the actor may see are named; the rest is one sum, so that the figures still add up (GEN-10).
    `year` spares looking into other years.
    """
    entries = LedgerEntry.objects.filter(key=key_id, kind__in=HOLDING, month__gte=first, month__lte=last)
    if year is not None:
        entries = entries.filter(year=year)
    rows = list(
        entries.values("source_kind", "source_id")
        .annotate(label=Max("source_label"), held=Sum("amount"))
        .filter(held__gt=0)
        .order_by("-held", "source_kind", "source_id")
    )
    seen = _seen([(row["source_kind"], row["source_id"]) for row in rows[:MOST_LOOKED_AT]], actor=actor)
    named = [row for row in rows if (row["source_kind"], row["source_id"]) in seen][:limit]
    rest = sum((row["held"] for row in rows), ZERO) - sum((row["held"] for row in named), ZERO)
    holders = [
        HeldBy(label=row["label"], url=document_url(row["source_kind"], row["source_id"]), amount=row["held"])
        for row in named
    ]
    if rest:
        holders.append(HeldBy(label=_("other documents"), url="", amount=rest))
    return tuple(holders)


def holders_of_year(*, fiscal_year_id: int, limit: int = 5) -> tuple[str, ...]:
    """The documents that hold most of a year's budget, by their labels; none where no key holds anything.

    The keys answer first: the entries are only read where there is something to find.
    """
    keys = list(ControlKey.objects.filter(fiscal_year=fiscal_year_id).exclude(committed=0).values_list("pk", flat=True))
    if not keys:
        return ()
    rows = (
        LedgerEntry.objects.filter(fiscal_year=fiscal_year_id, key__in=keys, kind__in=HOLDING)
        .values("source_kind", "source_id")
        .annotate(label=Max("source_label"), held=Sum("amount"))
        .exclude(held=0)
        .order_by("-held", "source_kind", "source_id")
    )
    return tuple(row["label"] for row in rows[:limit])


def _seen(documents: Collection[tuple[str, int]], *, actor: Actor) -> set[tuple[str, int]]:
    """Those of these documents that the actor may see, in one statement for each kind (GEN-10)."""
    if actor.is_system:
        return set(documents)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for code, document_id in documents:
        by_kind[code].append(document_id)
    return {
        (kind.code, document_id)
        for code, ids in by_kind.items()
        if (kind := kinds.find(code)) is not None
        for document_id in kind.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)
    }


def document_url(kind: str, document_id: int, line_id: int | None = None) -> str:
    """The page of the document behind an entry, of its very line where the kind has pages for lines; empty for a kind
    without pages.
    """
    try:
        found = kinds.get(kind)
        if line_id is not None and found.line_url is not None:
            return found.line_url(document_id, line_id)
        return found.url_of(document_id)
    except (KeyError, NoReverseMatch):
        return ""


class Leave(NamedTuple):
    """An override with the month whose window it holds in, and the time it held: until it expired or was ended."""

    month: int
    granted: Granted
    since: datetime
    until: datetime

    def held_at(self, moment: datetime) -> bool:
        """Whether it was in force then."""
        return self.since <= moment < self.until


def leaves_of(key_ids: Collection[int]) -> dict[int, list[Leave]]:
    """All overrides ever granted on these keys, oldest first, in one statement."""
    found: dict[int, list[Leave]] = defaultdict(list)
    rows = ControlOverride.objects.filter(key__in=key_ids).select_related("granted_by")
    for row in rows.order_by("granted_at", "pk"):
        granted = Granted(
            amount=row.amount, granted_by=row.granted_by.name, expires_at=row.expires_at, reason=row.reason
        )
        until = min(row.expires_at, row.ended_at or row.expires_at)
        found[row.key_id].append(Leave(row.month, granted, row.granted_at, until))
    return found


def overrides_in_force(key_ids: Collection[int], *, at: datetime) -> dict[int, list[tuple[int, Granted]]]:
    """The overrides in force of these keys with their month: what later approvers see (LED-05)."""
    return {
        key_id: [(leave.month, leave.granted) for leave in leaves if leave.held_at(at)]
        for key_id, leaves in leaves_of(key_ids).items()
    }
