"""Thousands of lines of one document posted in one transaction, by the same rule as one (EXP-09, QLT-07).

`ledger.post` refuses a document as a whole; here what a key does not take is left out and told, so that a year's
expenses are not lost for one line over budget. Judged by sums, key by key; line by line only where the sum of a key
is too much. Entries are copied in batches, so memory does not follow their number. Locks as everywhere: months, keys
by id, then what the caller's `source` takes (the document's number).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from django.db import IntegrityError, connection, transaction

from budgets import locks
from budgets.choices import ControlAction, EntryKind
from budgets.errors import BudgetExhausted
from budgets.locks import HeldPlace, KeyRow, Place
from budgets.rules import chain, control, sifting
from budgets.rules.control import Figures
from budgets.rules.postings import Source
from budgets.rules.sifting import Asked, Short
from budgets.selectors import ledger as reads
from budgets.selectors.ledger import KeyState
from budgets.services import keys, ledger, refusals, writing
from budgets.services.keys import KeyName
from core.actors import Actor
from core.copying import copy_rows
from core.money import ZERO

PLACES_AT_ONCE = 5_000
REFUSING = frozenset({ControlAction.STOP, ControlAction.ESCALATE})
"""What keeps a line from being posted here: nobody decides on it, so what needs the GM's approval waits as well."""

COLUMNS = (
    "year", "key_id", "sequence", "fiscal_year_id", "period_id", "month", "department_id", "category_id", "project_id",
    "kind", "amount", "source_kind", "source_id", "source_line", "occasion", "source_label", "reason", "posted_by_id",
    "posted_at", "previous_hash", "hash",
)  # fmt: skip


class BulkLine(NamedTuple):
    """One line to post; `amount` is signed: below zero it gives back what was spent."""

    line_id: int
    department_id: int
    category_id: int
    period_id: int
    amount: Decimal

    @property
    def place(self) -> Place:
        return Place(self.department_id, self.category_id, self.period_id)


class Lines(Protocol):
    """Where the lines come from; asked again and again, so nobody has to hold all of them."""

    def sums(self) -> Mapping[Place, Decimal]:
        """What they add up to, by place."""

    def of_key(self, department_id: int, category_id: int, period_ids: Collection[int]) -> Sequence[BulkLine]:
        """Those of one control key, in the order in which they are to be taken."""

    def refuse(self, short: Sequence[tuple[Short, str]]) -> None:
        """Keep these out of `batches`, with the action of the policy that refuses them."""

    def batches(self) -> Iterator[Sequence[BulkLine]]:
        """All that were not refused, in batches."""


@dataclass(slots=True)
class BulkResult:
    """What became of the lines. `beyond` are keys that were exceeded where the policy lets it pass, flagged."""

    posted: int = 0
    total: Decimal = ZERO
    refused: int = 0
    beyond: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Keys:
    """The keys of the lines, held, with what each would gain."""

    places: dict[Place, HeldPlace]
    ids: dict[KeyName, int]
    rows: dict[int, KeyRow]
    states: dict[int, KeyState]
    policies: dict[KeyName, control.Policy]
    changes: dict[KeyName, Figures]

    def state(self, name: KeyName) -> KeyState:
        return self.states.get(self.ids.get(name, 0)) or KeyState()


def post(
    *,
    source: Callable[[], Source],
    lines: Lines,
    occasion: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    watch: Callable[[int], None] = lambda _posted: None,
    whole: bool = False,
) -> BulkResult:
    """Post what the keys take, leave out and tell what they do not; all in the caller's transaction.

    `source` is asked once the keys are locked; `watch` is told how many lines are posted, and may raise to end it all.
    `whole`: nothing may be left out. Raises PeriodClosed, YearNotOpen, NotALeaf, CategoryRetired,
    ContingencyNotSpendable, PostingConflict, BudgetExhausted; then nothing is written.
    """
    sums = lines.sums()
    if not sums:
        return BulkResult()
    held = _hold(sums, at=at, lock=True)
    result, refused = _sift(held, lines, sums)
    document = source()
    if refused and whole:
        raise BudgetExhausted(source=document.label)
    try:
        with transaction.atomic():
            _write(held, lines, document, occasion, actor, at, reason, watch, result)
    except IntegrityError as error:
        raise refusals.of_constraint(error, document) from error
    result.refused = refused
    return result


def check(*, lines: Lines, at: datetime) -> BulkResult:
    """What posting would leave out, without a lock and without writing an entry (LED-05b); `posted` stays 0."""
    sums = lines.sums()
    if not sums:
        return BulkResult()
    result, refused = _sift(_hold(sums, at=at, lock=False), lines, sums)
    result.refused = refused
    return result


def _hold(sums: Mapping[Place, Decimal], *, at: datetime, lock: bool) -> _Keys:
    """Hold months and keys, make keys that are missing, read how they stand; months in the order of their ids."""
    places: dict[Place, HeldPlace] = {}
    wanted = sorted(sums, key=lambda place: (place.period_id, place.department_id, place.category_id))
    for begin in range(0, len(wanted), PLACES_AT_ONCE):
        places |= locks.hold_places(wanted[begin : begin + PLACES_AT_ONCE], lock=lock)
    ids: dict[KeyName, int] = {}
    missing: set[KeyName] = set()
    changes: defaultdict[KeyName, Figures] = defaultdict(Figures)
    for place, found in places.items():
        ledger.require_postable(EntryKind.ACTUAL, found)
        name = KeyName(found.fiscal_year_id, place.department_id, place.category_id)
        changes[name].actual[found.month - 1] += sums[place]
        if found.key_id is None:
            missing.add(name)
        else:
            ids[name] = found.key_id
    if missing and lock:
        ids |= keys.make_keys(missing)
    rows = locks.lock_keys(sorted(ids.values()), lock=lock)
    policies = {name: writing.policy_of(rows[key_id]) for name, key_id in ids.items()}
    if missing and not lock:
        policies |= keys.policies_for(missing, lock=False)
    return _Keys(places, ids, rows, reads.key_states(list(rows), at=at), policies, dict(changes))


def _sift(held: _Keys, lines: Lines, sums: Mapping[Place, Decimal]) -> tuple[BulkResult, int]:
    """Judge key by key; where the sum is refused, line by line. Takes what is refused out of the changes."""
    result, refused = BulkResult(), 0
    periods: defaultdict[KeyName, list[int]] = defaultdict(list)
    months: dict[int, int] = {}
    for place, found in held.places.items():
        periods[KeyName(found.fiscal_year_id, place.department_id, place.category_id)].append(place.period_id)
        months[place.period_id] = found.month
    for name, change in held.changes.items():
        state, policy = held.state(name), held.policies[name]
        verdicts = [v for v in control.judge(policy, state.judged, change, state.overrides) if v.outcome != "WITHIN"]
        if not verdicts:
            continue
        if policy.action not in REFUSING:
            least = min(verdict.left for verdict in verdicts)
            told = {"department": name.department_id, "category": name.category_id, "action": policy.action}
            result.beyond.append({**told, "left": str(least)})
            continue
        own = lines.of_key(name.department_id, name.category_id, periods[name])
        asked = [Asked(line.line_id, months[line.period_id], line.amount) for line in own]
        short = sifting.sift(policy, state.judged, asked, state.overrides)
        lines.refuse([(one, str(policy.action)) for one in short])
        refused += len(short)
        left_out = {one.line_id for one in short}
        for line in asked:
            if line.line_id in left_out:
                change.actual[line.month - 1] -= line.amount
    return result, refused


def _write(
    held: _Keys,
    lines: Lines,
    document: Source,
    occasion: str,
    actor: Actor,
    at: datetime,
    reason: str,
    watch: Callable[[int], None],
    result: BulkResult,
) -> None:
    """Copy the entries with their hashes, then add up balances and keys: the database's own checks judge the sums."""
    balances: defaultdict[Place, Decimal] = defaultdict(lambda: ZERO)
    label = document.label[:200]

    def sealed(batch: Iterable[BulkLine]) -> Iterator[tuple[Any, ...]]:
        for line in batch:
            place = line.place
            found = held.places[place]
            key = held.rows[held.ids[KeyName(found.fiscal_year_id, line.department_id, line.category_id)]]
            key.chain_length += 1
            kind = EntryKind.ACTUAL if line.amount > 0 else EntryKind.ACTUAL_REVERSAL
            content = (
                found.year, key.id, key.chain_length, found.fiscal_year_id, line.period_id, found.month,
                line.department_id, line.category_id, None, kind.value, line.amount, document.kind,
                document.document_id, line.line_id, occasion, label, reason, actor.person_id, at,
            )  # fmt: skip
            previous, key.chain_head = key.chain_head, chain.seal(key.chain_head, content)
            balances[place] += line.amount
            result.total += line.amount
            yield (*content, previous, key.chain_head)

    for batch in lines.batches():
        result.posted += copy_rows("budgets_ledgerentry", COLUMNS, sealed(batch))
        watch(result.posted)
    _add_up(held, balances)


BALANCES = """
    INSERT INTO budgets_budgetbalance AS b (key_id, period_id, project_id, fiscal_year_id, department_id, category_id,
           month, appropriated, committed, actual)
    VALUES (%s, %s, NULL, %s, %s, %s, %s, 0, 0, %s)
    ON CONFLICT (key_id, period_id, project_id) DO UPDATE SET actual = b.actual + EXCLUDED.actual"""
KEYS = """
    UPDATE budgets_controlkey SET actual = actual + %s, guard_amount = %s, chain_length = %s, chain_head = %s
     WHERE id = %s"""


def _add_up(held: _Keys, balances: Mapping[Place, Decimal]) -> None:
    totals: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    changes: defaultdict[KeyName, Figures] = defaultdict(Figures)
    rows = []
    for place, amount in balances.items():
        found = held.places[place]
        name = KeyName(found.fiscal_year_id, place.department_id, place.category_id)
        key_id = held.ids[name]
        totals[key_id] += amount
        changes[name].actual[found.month - 1] += amount
        rows.append(
            (key_id, place.period_id, found.fiscal_year_id, place.department_id, place.category_id, found.month, amount)
        )
    heads: list[tuple[int, Decimal, Decimal | None, int, str]] = []
    for name, change in changes.items():
        key_id = held.ids[name]
        state, key = held.state(name), held.rows[key_id]
        bound = control.guard(held.policies[name], state.months, state.months.plus(change), state.overrides)
        heads.append((key_id, totals[key_id], bound, key.chain_length, key.chain_head))
    with connection.cursor() as cursor:
        cursor.executemany(BALANCES, sorted(rows))
        cursor.executemany(KEYS, [(*head, key_id) for key_id, *head in sorted(heads, key=itemgetter(0))])
