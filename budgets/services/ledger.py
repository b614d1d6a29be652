"""The control ledger: postings with their budget check, one transaction each (LED-01 to LED-09,
docs/architecture/ledger.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from budgets import locks
from budgets.choices import CategoryKind, ControlAction, EntryKind, FiscalYearState, PeriodState
from budgets.errors import ContingencyNotSpendable, InsufficientBudget, PeriodClosed, PostingConflict, YearNotOpen
from budgets.locks import HeldPlace, KeyRow, Place
from budgets.rules import control
from budgets.rules.control import Figures, Verdict
from budgets.rules.postings import Granted, HeldBy, KeyOutcome, Posting, PostingResult, Source
from budgets.selectors import ledger as reads
from budgets.selectors.ledger import COLUMN_OF, EntryName, KeyState
from budgets.services import keys, refusals, writing
from budgets.services.keys import KeyName
from core.actors import Actor

__all__ = [
    "HeldBy",
    "InsufficientBudget",
    "Judged",
    "KeyOutcome",
    "PeriodClosed",
    "Posting",
    "PostingResult",
    "Source",
    "check",
    "hold",
    "judge",
    "post",
    "require_postable",
    "write",
]

POSITIVE = frozenset({EntryKind.COMMITMENT, EntryKind.RELEASE_REVERSAL, EntryKind.ACTUAL})
NEGATIVE = frozenset({EntryKind.COMMITMENT_REVERSAL, EntryKind.RELEASE, EntryKind.ACTUAL_REVERSAL})
GRANTING = frozenset({EntryKind.APPROPRIATION, EntryKind.APPROPRIATION_REVERSAL})


def post(
    *, source: Source, postings: Sequence[Posting], occasion: str, actor: Actor, at: datetime, reason: str = ""
) -> PostingResult:
    """Post to the ledger: all of it or nothing, in the caller's transaction or one of its own.

    Holds the months, locks the keys in the order of their ids, checks the net increase of each key against its policy
    (decision
    0020), writes the entries with their hashes, and the balances and key totals with them. Amounts are signed as
    stored; zero
    amounts are left out. What stands already (same source, line, kind, occasion, month) is not posted again (LED-03).
    Raises InsufficientBudget (policy stop), PeriodClosed, YearNotOpen, NotALeaf, CategoryRetired,
    ContingencyNotSpendable,
    PostingConflict; then nothing is written.
    """
    wanted = _named(source, postings, occasion)
    if not wanted:
        return PostingResult(posted=0, outcomes=())
    with _as_refusals(source), _one_transaction():
        return _write(_judge(wanted, actor=actor, at=at), source, actor=actor, at=at, reason=reason)


@dataclass(frozen=True, slots=True)
class Judged:
    """Postings that the budget takes, on months and keys that stay locked until the transaction ends; nothing is
    written yet.
    """

    outcomes: tuple[KeyOutcome, ...]
    rows: tuple[tuple[EntryName, Posting, HeldPlace, KeyRow], ...] = ()
    guards: Mapping[int, Decimal | None] = field(default_factory=dict)


def judge(*, source: Source, postings: Sequence[Posting], occasion: str, actor: Actor, at: datetime) -> Judged:
    """The first half of `post`, in the caller's transaction: lock and check. Between it and `write` the caller does
    what must come after the locks and before the entries, such as taking the document's number. Raises what `post`
    raises.
    """
    wanted = _named(source, postings, occasion)
    with _as_refusals(source):
        return _judge(wanted, actor=actor, at=at) if wanted else Judged(())


def write(judged: Judged, *, source: Source, actor: Actor, at: datetime, reason: str = "") -> PostingResult:
    """The second half: entries, balances and totals, under the document's label as it is now."""
    with _as_refusals(source):
        return _write(judged, source, actor=actor, at=at, reason=reason)


def hold(places: Collection[Place]) -> None:
    """Hold months and keys of what several calls in one transaction will post, so that they are locked in one order."""
    if places:
        locks.lock_keys(sorted(_key_ids(locks.hold_places(set(places))).values()))


def check(*, postings: Sequence[Posting], actor: Actor, at: datetime | None = None) -> tuple[KeyOutcome, ...]:
    """How each key would stand if this were posted now: the same rule, without a lock, without a hold (LED-05b). Of
    the documents that hold a short key, those the actor may see are named (GEN-10).

    Raises PeriodClosed, YearNotOpen, NotALeaf, CategoryRetired, ContingencyNotSpendable as posting would; a stop is
    an outcome.
    """
    moment = at or timezone.now()
    wanted = [posting for posting in postings if posting.amount]
    if not wanted:
        return ()
    places = locks.hold_places({_place(posting) for posting in wanted}, lock=False)
    for posting in wanted:
        require_postable(posting.kind, places[_place(posting)])
    ids = {name: found.key_id for found, name in _key_names(places) if found.key_id is not None}
    rows = locks.lock_keys(list(ids.values()), lock=False)
    states = reads.key_states(list(rows), at=moment)
    policies_of = {name: writing.policy_of(rows[pk]) for name, pk in ids.items()}
    if missing := {name for _found, name in _key_names(places)} - ids.keys():
        policies_of |= keys.policies_for(missing, lock=False)
    changes = _changes([(posting, places[_place(posting)]) for posting in wanted])
    judged = {
        name: control.judge(
            policies_of[name], (state := states.get(ids.get(name, 0), KeyState())).judged, change, state.overrides
        )
        for name, change in changes.items()
    }
    return _outcomes(judged, ids, policies_of, places, actor=actor, at=moment)


def _named(source: Source, postings: Sequence[Posting], occasion: str) -> dict[EntryName, Posting]:
    """The postings by the name each stands under once; ValueError for a wrong sign, half a cent, or the same twice."""
    named: dict[EntryName, Posting] = {}
    for posting in postings:
        amount = posting.amount
        if not amount:
            continue
        kind = posting.kind
        if (kind in POSITIVE and amount < 0) or (kind in NEGATIVE and amount > 0):
            raise ValueError(f"{kind} of {amount}: wrong sign")
        if amount != round(amount, 2):
            raise ValueError(f"{amount} is not in whole cents")
        by = posting.source or source
        name = EntryName(by.kind, by.document_id, posting.line_id, str(kind), occasion, posting.period_id)
        if name in named:
            raise ValueError(f"{name} is posted twice in one call")
        named[name] = posting if posting.source else replace(posting, source=source)
    return named


def _judge(wanted: Mapping[EntryName, Posting], *, actor: Actor, at: datetime) -> Judged:
    places = locks.hold_places({_place(posting) for posting in wanted.values()})
    ids = _key_ids(places)
    rows = locks.lock_keys(sorted(ids.values()))
    states, standing = reads.states_and_standing(
        list(rows), names=list(wanted), years={found.year for found in places.values()}, at=at
    )
    fresh: list[tuple[EntryName, Posting, HeldPlace]] = []
    for name, posting in wanted.items():
        place = places[_place(posting)]
        if name in standing:
            key_id = ids[_key_name(posting, place)]
            if standing[name] != (key_id, posting.amount):
                raise PostingConflict(source=posting.source.label if posting.source else "")
            continue
        require_postable(posting.kind, place)
        fresh.append((name, posting, place))
    if not fresh:
        return Judged(())
    changes = _changes([(posting, place) for _name, posting, place in fresh])
    judged: dict[KeyName, list[Verdict]] = {}
    policies_of: dict[KeyName, control.Policy] = {}
    guards: dict[int, Decimal | None] = {}
    for key, change in changes.items():
        state, policy = states[ids[key]], writing.policy_of(rows[ids[key]])
        policies_of[key] = policy
        judged[key] = control.judge(policy, state.judged, change, state.overrides)
        guards[ids[key]] = control.guard(policy, state.months, state.months.plus(change), state.overrides)
    outcomes = _outcomes(judged, ids, policies_of, places, actor=actor, at=at)
    if refused := [outcome for outcome in outcomes if outcome.outcome == ControlAction.STOP]:
        raise refusals.insufficient(refused, actor=actor, keys_of=ids, places=places)
    held = tuple((name, posting, place, rows[ids[_key_name(posting, place)]]) for name, posting, place in fresh)
    return Judged(outcomes, held, guards)


def _write(judged: Judged, source: Source, *, actor: Actor, at: datetime, reason: str) -> PostingResult:
    own = (source.kind, source.document_id)
    rows = [
        (name, replace(posting, source=source) if name[:2] == own else posting, place, key)
        for name, posting, place, key in judged.rows
    ]
    if rows:
        writing.write(rows, guards=judged.guards, posted_by=actor.person_id, at=at, reason=reason)
    return PostingResult(posted=len(rows), outcomes=judged.outcomes)


# --- Where it goes ------------------------------------------------------------------------------------------------


def _place(posting: Posting) -> Place:
    return Place(posting.department_id, posting.category_id, posting.period_id)


def _key_name(posting: Posting, place: HeldPlace) -> KeyName:
    return KeyName(place.fiscal_year_id, posting.department_id, posting.category_id)


def _key_names(places: Mapping[Place, HeldPlace]) -> Iterator[tuple[HeldPlace, KeyName]]:
    for place, found in places.items():
        yield found, KeyName(found.fiscal_year_id, place.department_id, place.category_id)


def _key_ids(places: Mapping[Place, HeldPlace]) -> dict[KeyName, int]:
    """The ids of the keys, those that do not stand yet made on the way."""
    ids: dict[KeyName, int] = {}
    missing: set[KeyName] = set()
    for found, name in _key_names(places):
        if found.key_id is None:
            missing.add(name)
        else:
            ids[name] = found.key_id
    return ids | keys.make_keys(missing) if missing else ids


def require_postable(kind: EntryKind, place: HeldPlace) -> None:
    """Whether month, year and category take a posting of this kind (LED-04, BUD-01, BUD-33).

    Raises PeriodClosed, YearNotOpen, ContingencyNotSpendable.
    """
    if place.period_state != PeriodState.OPEN:
        raise PeriodClosed(period=f"{place.start_date:%Y-%m}")
    grants = kind in GRANTING
    if place.year_state != FiscalYearState.OPEN and not (grants and place.year_state == FiscalYearState.PLANNING):
        raise YearNotOpen(year=place.year)
    if place.category_kind == CategoryKind.CONTINGENCY and not grants:
        raise ContingencyNotSpendable(category=writing.category_label(place))


def _changes(postings: Sequence[tuple[Posting, HeldPlace]]) -> dict[KeyName, Figures]:
    """What each key's months gain in all."""
    changes: defaultdict[KeyName, Figures] = defaultdict(Figures)
    for posting, place in postings:
        column = changes[_key_name(posting, place)].column(COLUMN_OF[posting.kind])
        column[place.month - 1] += posting.amount
    return changes


@contextmanager
def _as_refusals(source: Source) -> Iterator[None]:
    """What the database's own guards refuse becomes the refusal it stands for."""
    try:
        yield
    except IntegrityError as error:
        raise refusals.of_constraint(error, source) from error


@contextmanager
def _one_transaction() -> Iterator[None]:
    """The caller's transaction, without a savepoint; else one of our own."""
    if connection.in_atomic_block:
        yield
    else:
        with transaction.atomic():
            yield


# --- What comes of it ---------------------------------------------------------------------------------------------


def _outcomes(
    judged: Mapping[KeyName, Sequence[Verdict]],
    ids: Mapping[KeyName, int],
    policies_of: Mapping[KeyName, control.Policy],
    places: Mapping[Place, HeldPlace],
    *,
    actor: Actor,
    at: datetime,
) -> tuple[KeyOutcome, ...]:
    by_month = {(name, found.month): (place, found) for (place, found), (_same, name) in zip(
        places.items(), _key_names(places), strict=True
    )}  # fmt: skip
    stretched = [
        ids[name] for name, verdicts in judged.items() if name in ids and any(_is_stretched(v) for v in verdicts)
    ]
    granted = reads.overrides_in_force(stretched, at=at) if stretched else {}
    outcomes = []
    for name, verdicts in judged.items():
        for verdict in verdicts:
            place, found = by_month[name, verdict.month]
            last = control.window(policies_of[name].scope, verdict.month)[1]
            holders: tuple[HeldBy, ...] = ()
            if verdict.short > 0 and name in ids:
                holders = reads.held_by(key_id=ids[name], actor=actor, first=verdict.first, last=last, year=found.year)
            in_force: tuple[Granted, ...] = ()
            if _is_stretched(verdict) and name in ids:
                in_force = tuple(one for month, one in granted.get(ids[name], ()) if verdict.first <= month <= last)
            outcomes.append(
                KeyOutcome(
                    department_id=place.department_id,
                    category_id=place.category_id,
                    category_label=writing.category_label(found),
                    category_code=found.category_code,
                    period_id=place.period_id,
                    period_label=f"{found.start_date:%Y-%m}",
                    through_label=writing.month_after(found.start_date, verdict.through - found.month),
                    scope=policies_of[name].scope,
                    action=policies_of[name].action,
                    appropriated=verdict.appropriated,
                    committed=verdict.committed,
                    actual=verdict.actual,
                    asked=verdict.asked,
                    allowance=verdict.allowance,
                    available=verdict.available,
                    left=verdict.left,
                    short=verdict.short,
                    outcome=verdict.outcome,
                    held_by=holders,
                    overrides=in_force,
                    takes=verdict.takes,
                )
            )
    return tuple(outcomes)


def _is_stretched(verdict: Verdict) -> bool:
    """Whether the posting goes beyond what is available, so that overrides matter to whoever approves it."""
    return verdict.asked > 0 and verdict.left < 0
