"""The check without a hold: what a document would find and leave, while it is being typed (EXP-01, LED-05b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from budgets.choices import ControlAction
from budgets.models import Period
from budgets.policies import MAKE
from budgets.services import ledger, refusals
from core.actors import Actor
from core.errors import WayOut
from core.money import ZERO, base_currency, net_of
from expenses import locks, policies, rules
from expenses.choices import ClaimState, RequestState
from expenses.models import Claim, ClaimLine, SpendRequest, SpendRequestLine
from expenses.selectors import claimable_requests, claims_visible_to, requests_visible_to
from expenses.selectors.impacts import KeyImpact, of_check
from expenses.services import checks, claim_drafts
from expenses.services.holding import Book
from expenses.services.inputs import ClaimInput, ClaimLineInput, RequestInput, RequestLineInput


@dataclass(frozen=True, slots=True)
class LineCheck:
    """How one line stands: what its key has left before and after the whole document (api.md)."""

    position: int
    category_id: int
    amount: Decimal
    impact: KeyImpact


@dataclass(frozen=True, slots=True)
class Check:
    """What a document would do to the budget if it were submitted now; nothing is held."""

    impacts: tuple[KeyImpact, ...] = ()
    lines: tuple[LineCheck, ...] = ()
    count: int = 0
    total: Decimal = ZERO
    net: Decimal = ZERO
    base_total: Decimal = ZERO
    currency: str = ""
    is_above_request: bool = False

    @property
    def tax(self) -> Decimal:
        """The tax in the total (GEN-02)."""
        return self.total - self.net

    @property
    def outcome(self) -> str:
        """The gravest outcome of all keys."""
        return rules.worst(impact.outcome for impact in self.impacts)

    @property
    def is_foreign(self) -> bool:
        """Whether the total has to be converted."""
        return bool(self.currency) and self.currency != base_currency()


def check_request(*, draft: RequestInput, actor: Actor, at: datetime, request_id: int | None = None) -> Check:
    """What a request as typed would hold. `request_id` names the stored one: what it holds already is not asked for
    twice.

    Raises DepartmentNotUsable as making one would (GEN-10), NoPeriod, PeriodClosed, CategoryRetired …
    """
    checks.require_department(draft.department_id, permission=policies.REQUEST, actor=actor)
    typed = [line for line in draft.lines if rules.is_valid_amount(line.amount)]
    if not typed:
        return Check(currency=base_currency())
    request = SpendRequest(pk=request_id or 0, department_id=draft.department_id, expected_date=draft.expected_date)
    book = Book(request, "check", actor, at)
    stored = requests_visible_to(actor).filter(pk=request_id or 0, state=RequestState.IN_REVIEW).first()
    replaced: list[tuple[int, Period | None, Decimal]] = []
    if stored is not None:
        for held in stored.lines.select_related("held_period"):
            replaced.append((held.category_id, held.held_period, held.held))
            book.release_estimate(stored, held, held.held)
    lines = [
        SpendRequestLine(pk=-position, category_id=line.category_id, project_id=line.project_id, amount=line.amount)
        for position, line in enumerate(typed, start=1)
    ]
    for line in lines:
        book.hold_estimate(request, line, line.amount)
    asked = [(line.category_id, line.held_period, line.amount) for line in lines]
    impacts = of_check(
        department_id=request.department_id,
        this=asked,
        replaced=replaced,
        outcomes=ledger.check(postings=book.postings(), actor=actor, at=at),
        at=at,
    )
    total = sum((line.amount for line in lines), ZERO)
    return Check(
        impacts=_with_ways(impacts, department_id=draft.department_id, actor=actor),
        lines=_by_line(impacts, asked),
        count=len(lines),
        total=total,
        net=total,
        base_total=total,
        currency=base_currency(),
    )


def check_claim(*, draft: ClaimInput, actor: Actor, at: datetime, claim_id: int | None = None) -> Check:
    """What a claim as typed would hold, its request's own hold set against it (EXP-02).

    Raises DepartmentNotUsable as making one would (GEN-10), NoPeriod, PeriodClosed, CategoryRetired …
    """
    checks.require_department(draft.department_id, permission=policies.CLAIM, actor=actor)
    typed = [line for line in draft.lines if rules.is_valid_amount(line.amount)]
    if not typed:
        return Check(currency=draft.currency or base_currency())
    claim = Claim(pk=claim_id or 0, department_id=draft.department_id)
    claim.currency = draft.currency or base_currency()
    rate = claim_drafts.TypedRate(draft.rate, draft.rate_date, draft.rate_source) if draft.rate is not None else None
    checks.check_units(typed, currency=claim.currency)
    claim_drafts.settle_rate(claim, rate, days=[line.expense_date for line in typed], at=at)
    claimable = claimable_requests(actor, on=timezone.localdate(at)).filter(department=draft.department_id)
    request = claimable.filter(pk=draft.request_id or 0).first()
    claim.request = request
    estimates = locks.request_lines(request.pk) if request is not None else {}
    book = Book(claim, "check", actor, at)
    stored = claims_visible_to(actor).filter(pk=claim_id or 0, state=ClaimState.IN_REVIEW).first()
    replaced: list[tuple[int, Period | None, Decimal]] = []
    if stored is not None:
        for held in stored.lines.select_related("period").prefetch_related("uses"):
            replaced.append((held.category_id, held.period, held.held - held.from_request))
            book.release_expense(stored, held, request, estimates)
    lines = [
        ClaimLine(
            pk=-position,
            category_id=line.category_id,
            project_id=line.project_id,
            expense_date=line.expense_date,
            amount=line.amount,
            tax_rate=line.tax_rate,
            request_line_id=line.request_line_id,
        )
        for position, line in enumerate(typed, start=1)
    ]
    claim_drafts.convert(claim, lines)
    claim_drafts.match_estimates(claim, lines, estimates)
    for line in lines:
        book.hold_expense(claim, line, request, estimates)
        replaced += [(line.category_id, estimates[pk].held_period, taken) for pk, taken in line.taken.items()]
    asked = [(line.category_id, line.period, line.base_amount) for line in lines]
    impacts = of_check(
        department_id=claim.department_id,
        this=asked,
        replaced=replaced,
        outcomes=ledger.check(postings=book.postings(), actor=actor, at=at),
        at=at,
    )
    return Check(
        impacts=_with_ways(impacts, department_id=draft.department_id, actor=actor),
        lines=_by_line(impacts, asked),
        count=len(lines),
        total=claim.total,
        net=sum((net_of(line.amount, line.tax_rate) for line in lines), ZERO),
        base_total=claim.base_total,
        currency=claim.currency,
        is_above_request=request is not None and claim_drafts.is_above_request(claim, request),
    )


def check_stored_request(*, request: SpendRequest, actor: Actor, at: datetime) -> Check:
    """The same for a request as it is stored: what its draft's page shows."""
    lines = [
        RequestLineInput(category_id=line.category_id, description="", amount=line.amount, project_id=line.project_id)
        for line in request.lines.all()
    ]
    draft = RequestInput(
        department_id=request.department_id,
        title=request.title,
        expected_date=request.expected_date,
        end_date=request.end_date,
        lines=tuple(lines),
    )
    return check_request(draft=draft, actor=actor, at=at, request_id=request.pk)


def check_stored_claim(*, claim: Claim, actor: Actor, at: datetime) -> Check:
    """The same for a claim as it is stored: what its draft's page shows."""
    lines = [
        ClaimLineInput(
            category_id=line.category_id,
            description="",
            expense_date=line.expense_date,
            amount=line.amount,
            tax_rate=line.tax_rate,
            project_id=line.project_id,
            request_line_id=line.request_line_id,
        )
        for line in claim.lines.all()
    ]
    own = claim_drafts.own_rate(claim)
    draft = ClaimInput(
        department_id=claim.department_id,
        title=claim.title,
        request_id=claim.request_id,
        currency=claim.currency,
        rate=own.rate if own is not None else None,
        rate_date=claim.rate_date,
        rate_source=claim.rate_source,
        lines=tuple(lines),
    )
    return check_claim(draft=draft, actor=actor, at=at, claim_id=claim.pk)


def _with_ways(impacts: Sequence[KeyImpact], *, department_id: int, actor: Actor) -> tuple[KeyImpact, ...]:
    """A key that would refuse says how more budget is asked for, filled in with what is missing (LED-09)."""
    stopped = {impact.category_id for impact in impacts if impact.outcome == ControlAction.STOP}
    others = (
        ()
        if actor.can(MAKE, department_id) or not stopped
        else refusals.who_may_ask(department_id=department_id, actor=actor)
    )

    def ways(impact: KeyImpact) -> tuple[WayOut, ...]:
        if others or impact.period_id is None:
            return others
        return refusals.ways_to_ask(
            department_id=department_id,
            category_id=impact.category_id,
            period_id=impact.period_id,
            short=impact.short,
            actor=actor,
        )

    return tuple(
        replace(impact, ways_out=ways(impact)) if impact.outcome == ControlAction.STOP else impact for impact in impacts
    )


def _by_line(
    impacts: Sequence[KeyImpact], asked: Sequence[tuple[int, Period | None, Decimal]]
) -> tuple[LineCheck, ...]:
    found = {impact.category_id: impact for impact in reversed(impacts)}
    return tuple(
        LineCheck(position=position, category_id=category_id, amount=amount, impact=found[category_id])
        for position, (category_id, _period, amount) in enumerate(asked, start=1)
        if category_id in found
    )
