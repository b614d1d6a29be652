"""What documents do to their control keys: the figures of the budget bars, for many documents in a constant number of
statements.

A document's own hold is taken out of what is held and shown as “this”, and so is the rest of a request that its claim
closes: the
bar shows what will stand after the approval (EXP-02, LED-05b).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.registry import Impact
from budgets.choices import ControlAction
from budgets.models import Category, ControlKey, Period
from budgets.rules import control
from budgets.rules.control import WITHIN
from budgets.rules.postings import Granted, HeldBy, KeyOutcome
from budgets.selectors import ledger as balances
from budgets.words import control_words
from core import formats
from core.errors import WayOut
from core.money import ZERO
from expenses.choices import ClaimState, CorrectionKind, CorrectionState, RequestState
from expenses.models import ClaimLine, CorrectionLine, SpendRequestLine

STOPPING = (ControlAction.STOP, ControlAction.ESCALATE)
"""Where leave to exceed changes what happens: anything milder goes on by itself."""


class Key(NamedTuple):
    """What names a control key."""

    fiscal_year_id: int
    department_id: int
    category_id: int


@dataclass(frozen=True, slots=True)
class KeyImpact:
    """One control key of a document: the figures of one bar, after the document."""

    department_id: int
    category_id: int
    label: str
    note: str
    spent: Decimal
    held: Decimal
    this: Decimal
    left: Decimal
    short: Decimal
    appropriated: Decimal
    outcome: str = "WITHIN"
    action: str = ""
    through: str = ""
    held_by: tuple[HeldBy, ...] = ()
    overrides: tuple[Granted, ...] = ()
    by_override: bool = False
    period_id: int | None = None
    ways_out: tuple[WayOut, ...] = ()

    @property
    def used_share(self) -> Decimal | None:
        """How much of the budget is used with this document; None without a budget."""
        used = self.spent + self.held + self.this
        return used / self.appropriated if self.appropriated > 0 else None

    @property
    def available(self) -> Decimal:
        """What is available without this document; below zero where the budget is exceeded already, so that what is
        asked less what is available is what is missing (LED-09).
        """
        return self.left + self.this - self.short

    @property
    def is_short(self) -> bool:
        """Whether the budget does not suffice."""
        return self.short > 0

    def as_impact(self) -> Impact:
        """The same for the inbox and the decision page."""
        return Impact(
            label=self.label,
            spent=self.spent,
            held=self.held,
            this=self.this,
            left=self.left,
            short=self.short,
            appropriated=self.appropriated,
            note=self.note,
            leave=tuple(
                _("Leave to exceed by %(amount)s, %(who)s, until %(day)s: %(reason)s")
                % {
                    "amount": formats.amount(one.amount),
                    "who": one.granted_by,
                    "day": formats.short_day(timezone.localdate(one.expires_at)),
                    "reason": one.reason,
                }
                for one in self.overrides
            ),
        )


@dataclass(slots=True)
class _Part:
    """What one document has on one key: what it is, what of it stands in the ledger already, and in which months."""

    submitted_at: datetime | None = None
    this: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    committed: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    actual: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))


def of_requests(document_ids: Sequence[int], *, at: datetime | None = None) -> dict[int, list[Impact]]:
    """The bars of requests, by request."""
    return {pk: [one.as_impact() for one in found] for pk, found in keys_of_requests(document_ids, at=at).items()}


def of_claims(document_ids: Sequence[int], *, at: datetime | None = None) -> dict[int, list[Impact]]:
    """The bars of claims, by claim."""
    return {pk: [one.as_impact() for one in found] for pk, found in keys_of_claims(document_ids, at=at).items()}


def keys_of_requests(document_ids: Iterable[int], *, at: datetime | None = None) -> dict[int, list[KeyImpact]]:
    """The control keys that requests hold, with their figures. A request that holds nothing any more has none."""
    lines = (
        SpendRequestLine.objects.filter(request__in=list(document_ids), held__gt=0, held_period__isnull=False)
        .select_related("held_period", "request")
        .order_by("request", "position", "pk")
    )
    parts: dict[int, dict[Key, _Part]] = defaultdict(dict)
    for line in lines:
        period = line.held_period
        if period is None:
            continue
        key = Key(period.fiscal_year_id, line.request.department_id, line.category_id)
        part = parts[line.request_id].setdefault(key, _Part(line.request.submitted_at))
        part.this[period.month] += line.held
        part.committed[period.month] += line.held
    return _judged(parts, at=at)


def keys_of_claims(document_ids: Iterable[int], *, at: datetime | None = None) -> dict[int, list[KeyImpact]]:
    """The control keys of claims that are in review or approved, with their figures."""
    lines = list(
        ClaimLine.objects.filter(
            claim__in=list(document_ids),
            period__isnull=False,
            claim__state__in=(ClaimState.IN_REVIEW, ClaimState.APPROVED),
        )
        .select_related("period", "claim__request")
        .order_by("claim", "position", "pk")
    )
    closing = {
        line.claim.request_id: line.claim_id
        for line in lines
        if line.claim.request is not None
        and line.claim.request.single_use
        and line.claim.request.state == RequestState.APPROVED
        and line.claim.state == ClaimState.IN_REVIEW
    }
    parts: dict[int, dict[Key, _Part]] = defaultdict(dict)
    for line in lines:
        period = line.period
        if period is None:
            continue
        key = Key(period.fiscal_year_id, line.claim.department_id, line.category_id)
        part = parts[line.claim_id].setdefault(key, _Part(line.claim.submitted_at))
        stands = line.base_amount - line.away_amount
        part.this[period.month] += stands
        part.committed[period.month] += line.held
        if line.claim.state == ClaimState.APPROVED:
            part.actual[period.month] += stands
    rests = SpendRequestLine.objects.filter(request__in=closing, held__gt=0).select_related("held_period", "request")
    for rest in rests if closing else ():
        period = rest.held_period
        claim_id = closing[rest.request_id]
        if period is None:
            continue
        key = Key(period.fiscal_year_id, rest.request.department_id, rest.category_id)
        if (known := parts[claim_id].get(key)) is not None:
            known.committed[period.month] += rest.held
    return _judged(parts, at=at)


def of_corrections(document_ids: Sequence[int], *, at: datetime | None = None) -> dict[int, list[Impact]]:
    """The bars of the control keys that reclassifications move spending to, by correction (EXP-08)."""
    lines = CorrectionLine.objects.filter(correction__in=list(document_ids)).exclude(
        correction__correction_kind=CorrectionKind.REVERSAL
    )
    joined = lines.select_related(
        "correction__to_period", "correction__import_row", "period", "posted_period", "project"
    ).order_by("pk")
    parts: dict[int, dict[Key, _Part]] = defaultdict(dict)
    for line in joined:
        correction, period = line.correction, line.posted_period or line.correction.to_period or line.period
        key = Key(period.fiscal_year_id, line.target_department_id, line.target_category_id)
        if key == Key(line.period.fiscal_year_id, line.department_id, line.category_id):
            continue
        part = parts[line.correction_id].setdefault(key, _Part(correction.submitted_at))
        part.this[period.month] += line.signed_amount
        if correction.state == CorrectionState.APPROVED:
            part.actual[period.month] += line.signed_amount
    return {pk: [one.as_impact() for one in found] for pk, found in _judged(parts, at=at).items()}


def goes_by_override(read: Callable[[Iterable[int]], dict[int, list[KeyImpact]]], document_id: int) -> bool:
    """Whether a document was let through by leave to exceed: its budget alone would not have sufficed (LED-05)."""
    return any(impact.by_override for impact in read([document_id]).get(document_id, ()))


def of_check(
    *,
    department_id: int,
    this: Iterable[tuple[int, Period | None, Decimal]],
    replaced: Iterable[tuple[int, Period | None, Decimal]],
    outcomes: Iterable[KeyOutcome],
    at: datetime,
) -> tuple[KeyImpact, ...]:
    """The bars of a check without a hold: what the document's lines are, what of the ledger they would take
    the place of.

    Both are category, month and amount. What the check says of a key (net increase alone) is told with its bar.
    """
    parts: dict[Key, _Part] = {}
    for column, rows in (("this", this), ("committed", replaced)):
        for category_id, period, amount in rows:
            if period is not None and (
                column == "this" or Key(period.fiscal_year_id, department_id, category_id) in parts
            ):
                part = parts.setdefault(Key(period.fiscal_year_id, department_id, category_id), _Part())
                getattr(part, column)[period.month] += amount
    by_category: dict[int, list[KeyOutcome]] = defaultdict(list)
    for outcome in outcomes:
        by_category[outcome.category_id].append(outcome)
    found = []
    for impact in _judged({0: parts}, at=at).get(0, []):
        said = [one for one in by_category.get(impact.category_id, []) if one.through_label[-2:] == impact.through]
        told = said or by_category.get(impact.category_id, [])
        gravest = max(told, key=attrgetter("short"), default=None)
        found.append(
            replace(
                impact,
                outcome=gravest.outcome if gravest else WITHIN,
                held_by=gravest.held_by if gravest else (),
                overrides=gravest.overrides if gravest else (),
                period_id=gravest.period_id if gravest else None,
            )
        )
    known = {impact.category_id for impact in found}
    return (
        *found,
        *(_of_outcome(one) for rows in by_category.values() for one in rows if one.category_id not in known),
    )


def _of_outcome(outcome: KeyOutcome) -> KeyImpact:
    """A key that does not stand yet: nothing was ever granted, held or spent on it."""
    return KeyImpact(
        department_id=outcome.department_id,
        category_id=outcome.category_id,
        label=outcome.category_label,
        note=control_words(outcome.scope, outcome.action, int(outcome.through_label[-2:])),
        spent=outcome.actual,
        held=outcome.committed,
        this=outcome.asked,
        left=max(outcome.left, ZERO),
        short=max(-outcome.left, ZERO),
        appropriated=outcome.appropriated,
        outcome=outcome.outcome,
        action=outcome.action,
        through=outcome.through_label[-2:],
        held_by=outcome.held_by,
        period_id=outcome.period_id,
    )


def _judged(parts: dict[int, dict[Key, _Part]], *, at: datetime | None) -> dict[int, list[KeyImpact]]:
    wanted = {key for keys in parts.values() for key in keys}
    moment = at or timezone.now()
    if not wanted:
        return {}
    rows = {
        Key(row.fiscal_year_id, row.department_id, row.category_id): row
        for row in ControlKey.objects.filter(
            fiscal_year__in={key.fiscal_year_id for key in wanted},
            department__in={key.department_id for key in wanted},
            category__in={key.category_id for key in wanted},
        )
    }
    states = balances.key_states([row.pk for key, row in rows.items() if key in wanted], at=moment)
    leaves = balances.leaves_of([row.pk for key, row in rows.items() if key in wanted])
    names = {one.pk: one.name for one in Category.objects.filter(pk__in={key.category_id for key in wanted})}
    return {
        document_id: [
            impact
            for key, part in keys.items()
            if key in rows
            for impact in _of_key(
                key, part, rows[key], states[rows[key].pk], leaves.get(rows[key].pk, ()), names[key.category_id], moment
            )
        ]
        for document_id, keys in parts.items()
    }


def _of_key(
    key: Key,
    part: _Part,
    row: ControlKey,
    state: balances.KeyState,
    leaves: Sequence[balances.Leave],
    label: str,
    moment: datetime,
) -> list[KeyImpact]:
    policy = control.Policy(row.scope, row.action, row.tolerance_amount, row.tolerance_share)
    months = state.judged
    before = replace(
        months,
        committed=[held - part.committed[month] for month, held in enumerate(months.committed, start=1)],
        actual=[spent - part.actual[month] for month, spent in enumerate(months.actual, start=1)],
    )
    change = control.Figures(committed=[part.this[month] for month in control.MONTHS])
    held_at = part.submitted_at or moment
    shown = [leave for leave in leaves if leave.held_at(held_at) or leave.held_at(moment)]
    without_leave = control.judge(policy, before, change)
    return [
        KeyImpact(
            department_id=key.department_id,
            category_id=key.category_id,
            label=label,
            note=control_words(row.scope, row.action, verdict.through),
            spent=verdict.actual,
            held=verdict.committed,
            this=verdict.asked,
            left=max(verdict.left, ZERO),
            short=max(-verdict.left, ZERO),
            appropriated=verdict.appropriated,
            outcome=verdict.outcome,
            action=row.action,
            through=f"{verdict.through:02d}",
            overrides=(granted := _granted_in(verdict, shown, row.scope)),
            by_override=bool(granted) and plain.short > 0 and row.action in STOPPING,
        )
        for verdict, plain in zip(control.judge(policy, before, change, state.overrides), without_leave, strict=True)
    ]


def _granted_in(verdict: control.Verdict, leaves: Sequence[balances.Leave], scope: str) -> tuple[Granted, ...]:
    """The overrides of a window, where more than its budget is asked: then they matter to whoever approves."""
    if verdict.left >= 0:
        return ()
    _first, last = control.window(scope, verdict.month)
    return tuple(leave.granted for leave in leaves if verdict.first <= leave.month <= last)
