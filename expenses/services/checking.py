"""The check without a hold: what a document would find and leave, while it is being typed (EXP-01, LED-05b)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from budgets.choices import ControlAction
from budgets.errors import InsufficientBudget
from budgets.models import Period
from budgets.policies import MAKE
from budgets.rules.postings import KeyOutcome
from budgets.services import ledger, refusals
from core.actors import Actor
from core.errors import DomainError, WayOut
from core.money import ZERO, base_currency, net_of
from expenses import locks, policies, rules
from expenses.choices import ClaimState, RequestState
from expenses.errors import DatesReversed, NoLines
from expenses.flagging import Found
from expenses.models import Claim, ClaimLine, SpendRequest, SpendRequestLine
from expenses.selectors import claims_visible_to, requests_visible_to
from expenses.selectors.impacts import KeyImpact, of_check
from expenses.services import checks, claim_drafts, flags
from expenses.services.holding import Book
from expenses.services.inputs import ClaimInput, ClaimLineInput, RequestInput, RequestLineInput
from expenses.services.requests import check_days, require_usable

Told = TypeVar("Told")
REFUSED = "REFUSED"
"""The outcome of a document that could not be submitted, whatever its budget has left."""
SHAPE = 400
"""The status of what has no shape, as against what a rule forbids."""


@dataclass(frozen=True, slots=True)
class LineCheck:
    """How one line stands: what its key has left before and after the whole document (api.md)."""

    position: int
    category_id: int
    amount: Decimal
    impact: KeyImpact


@dataclass(slots=True)
class Problems:
    """What stands against a document, in the order in which submitting would find it; the first is told."""

    first: DomainError | None = None

    def note(self, step: Callable[[], Told]) -> Told | None:
        """Do a step; what it refuses is noted. What has no shape at all is refused at once, as making the document
        would: raises InvalidInput, AmountOutOfRange, DayOutOfRange …
        """
        try:
            return step()
        except DomainError as refusal:
            if refusal.status == SHAPE and not isinstance(refusal, DatesReversed):
                raise
            self.first = self.first or refusal
        return None

    def told(self, found: Check, figures: Callable[..., Check], **facts: Any) -> Check:
        """With the figures, or without them where a problem keeps them from being worked out."""
        try:
            return figures(found, **facts)
        except DomainError:
            if found.problem is None:
                raise
            return found


@dataclass(frozen=True, slots=True)
class Check:
    """What a document would do to the budget if it were submitted now; nothing is held. `problem` is what submitting
    would answer, None where nothing stands against it as far as that shows without a lock.
    """

    impacts: tuple[KeyImpact, ...] = ()
    lines: tuple[LineCheck, ...] = ()
    count: int = 0
    total: Decimal = ZERO
    net: Decimal = ZERO
    base_total: Decimal = ZERO
    currency: str = ""
    is_above_request: bool = False
    flags: tuple[Found, ...] = ()
    problem: DomainError | None = None

    @property
    def tax(self) -> Decimal:
        """The tax in the total (GEN-02)."""
        return self.total - self.net

    @property
    def outcome(self) -> str:
        """The gravest outcome of all keys; REFUSED where another reason than the budget stands against submitting."""
        found = rules.worst(impact.outcome for impact in self.impacts)
        return found if self.problem is None or found == ControlAction.STOP else REFUSED

    @property
    def notice(self) -> DomainError | None:
        """The problem as far as the figures do not tell it: what a page shows above them."""
        told = isinstance(self.problem, InsufficientBudget | NoLines)
        return None if told else self.problem

    @property
    def is_foreign(self) -> bool:
        """Whether the total has to be converted."""
        return bool(self.currency) and self.currency != base_currency()


def check_request(*, draft: RequestInput, actor: Actor, at: datetime, request_id: int | None = None) -> Check:
    """What a request as typed would hold. `request_id` names the stored one: what it holds already is not asked for
    twice.

    Raises DepartmentNotUsable as making one would (GEN-10), what is wrong with days, amounts and categories of lines,
    and where nothing can be worked out NoPeriod, PeriodClosed …
    """
    checks.require_department(draft.department_id, permission=policies.REQUEST, actor=actor)
    problems = Problems()
    problems.note(lambda: checks.require_lines(draft.lines))
    problems.note(lambda: check_days(draft))
    problems.note(lambda: require_usable(draft.end_date, at=at))
    problems.note(lambda: checks.check_lines(draft.lines, department_id=draft.department_id, currency=base_currency()))
    if not draft.lines:
        return Check(currency=base_currency(), problem=problems.first)
    total = sum((line.amount for line in draft.lines), ZERO)
    found = Check(
        count=len(draft.lines), total=total, net=total, base_total=total, currency=base_currency(),
        problem=problems.first,
    )  # fmt: skip
    return problems.told(found, _with_request_figures, draft=draft, actor=actor, at=at, request_id=request_id)


def _with_request_figures(
    found: Check, *, draft: RequestInput, actor: Actor, at: datetime, request_id: int | None
) -> Check:
    typed = draft.lines
    request = SpendRequest(
        pk=request_id or 0,
        department_id=draft.department_id,
        expected_date=draft.expected_date,
        supplier=draft.supplier.strip(),
        supplier_key=rules.supplier_key(draft.supplier.strip()),
        total=found.total,
        created_by_id=actor.person_id or 0,
    )
    book = Book(request, "check", actor, at)
    stored = requests_visible_to(actor).filter(pk=request_id or 0, state=RequestState.IN_REVIEW).first()
    replaced: list[tuple[int, Period | None, Decimal]] = []
    if stored is not None:
        for held in stored.lines.select_related("held_period"):
            replaced.append((held.category_id, held.held_period, held.held))
            book.release_estimate(stored, held, held.held)
    lines = [
        SpendRequestLine(
            pk=-position,
            category_id=line.category_id,
            project_id=line.project_id,
            description=line.description,
            amount=line.amount,
        )
        for position, line in enumerate(typed, start=1)
    ]
    for line in lines:
        book.hold_estimate(request, line, line.amount)
    asked = [(line.category_id, line.held_period, line.amount) for line in lines]
    impacts = of_check(
        department_id=request.department_id,
        this=asked,
        replaced=replaced,
        outcomes=(outcomes := ledger.check(postings=book.postings(), actor=actor, at=at)),
        at=at,
    )
    return replace(
        found,
        impacts=_with_ways(impacts, department_id=draft.department_id, actor=actor),
        lines=_by_line(impacts, asked),
        flags=tuple(flags.look_at_request(request, lines, at=at)),
        problem=found.problem or _short(outcomes, actor=actor),
    )


def check_claim(*, draft: ClaimInput, actor: Actor, at: datetime, claim_id: int | None = None) -> Check:
    """What a claim as typed would hold, its request's own hold set against it (EXP-02).

    Raises DepartmentNotUsable as making one would (GEN-10), what is wrong with typed lines, what `settle_rate` raises,
    and where nothing can be worked out NoPeriod, PeriodClosed …
    """
    department = checks.require_department(draft.department_id, permission=policies.CLAIM, actor=actor)
    currency = draft.currency or base_currency()
    claim = Claim(pk=claim_id or 0, department=department, currency=currency, created_by_id=actor.person_id or 0)
    stored = claims_visible_to(actor).filter(pk=claim_id or 0).first()
    claim.request = stored.request if stored is not None else None
    problems = Problems()
    problems.note(lambda: checks.require_lines(draft.lines))
    problems.note(lambda: checks.check_lines(draft.lines, department_id=department.pk, currency=currency))
    named = problems.note(lambda: claim_drafts.request_of(claim, draft, actor=actor))
    claim.request = named
    estimates = locks.request_lines(named.pk) if named is not None else {}
    if named is not None or draft.request_id is None:
        problems.note(lambda: claim_drafts.check_typed(claim, draft.lines, estimates))
    if not draft.lines:
        return Check(currency=currency, problem=problems.first)
    rate = claim_drafts.TypedRate(draft.rate, draft.rate_date, draft.rate_source) if draft.rate is not None else None
    claim_drafts.settle_rate(claim, rate, days=[line.expense_date for line in draft.lines], at=at)
    lines = [_as_line(line, number) for number, line in enumerate(draft.lines, start=1)]
    for line, typed in zip(lines, draft.lines, strict=True):
        claim_drafts.put_invoice(line, typed)
    problems.note(lambda: claim_drafts.check_dates(lines, at=at))
    problems.note(lambda: claim_drafts.require_new_invoices(claim, lines, lock=False))
    request = None
    if named is not None:
        request = problems.note(partial(claim_drafts.require_claimable, claim, named, at=at))
    claim.request = request
    estimates = estimates if request is not None else {}
    claim_drafts.convert(claim, lines)
    claim_drafts.match_estimates(claim, lines, estimates)
    problems.note(lambda: claim_drafts.require_request(lines))
    found = Check(
        count=len(lines),
        total=claim.total,
        net=sum((net_of(line.amount, line.tax_rate) for line in lines), ZERO),
        base_total=claim.base_total,
        currency=currency,
        is_above_request=request is not None and claim_drafts.is_above_request(claim, request, at=at),
        flags=tuple(flags.look_at_claim(claim, lines, at=at)),
        problem=problems.first,
    )
    in_review = stored if stored is not None and stored.state == ClaimState.IN_REVIEW else None
    return problems.told(
        found, _with_claim_figures, claim=claim, lines=lines, estimates=estimates, stored=in_review, actor=actor, at=at
    )


def _as_line(typed: ClaimLineInput, number: int) -> ClaimLine:
    return ClaimLine(
        pk=-number,
        category_id=typed.category_id,
        project_id=typed.project_id,
        expense_date=typed.expense_date,
        amount=typed.amount,
        tax_rate=typed.tax_rate,
        description=typed.description.strip()[:200],
        supplier=typed.supplier.strip(),
        supplier_key=rules.supplier_key(typed.supplier.strip()),
        request_line_id=typed.request_line_id,
    )


def _with_claim_figures(
    found: Check,
    *,
    claim: Claim,
    lines: Sequence[ClaimLine],
    estimates: dict[int, SpendRequestLine],
    stored: Claim | None,
    actor: Actor,
    at: datetime,
) -> Check:
    request = claim.request
    book = Book(claim, "check", actor, at)
    replaced: list[tuple[int, Period | None, Decimal]] = []
    if stored is not None:
        for held in stored.lines.select_related("period").prefetch_related("uses"):
            replaced.append((held.category_id, held.period, held.held - held.from_request))
            book.release_expense(stored, held, request, estimates)
    for line in lines:
        book.hold_expense(claim, line, request, estimates)
        replaced += [(line.category_id, estimates[pk].held_period, taken) for pk, taken in line.taken.items()]
    asked = [(line.category_id, line.period, line.base_amount) for line in lines]
    impacts = of_check(
        department_id=claim.department_id,
        this=asked,
        replaced=replaced,
        outcomes=(outcomes := ledger.check(postings=book.postings(), actor=actor, at=at)),
        at=at,
    )
    return replace(
        found,
        impacts=_with_ways(impacts, department_id=claim.department_id, actor=actor),
        lines=_by_line(impacts, asked),
        problem=found.problem or _short(outcomes, actor=actor),
    )


def _short(outcomes: Sequence[KeyOutcome], *, actor: Actor) -> DomainError | None:
    refused = [outcome for outcome in outcomes if outcome.outcome == ControlAction.STOP]
    return refusals.of_check(refused, actor=actor) if refused else None


def check_stored_request(*, request: SpendRequest, actor: Actor, at: datetime) -> Check:
    """The same for a request as it is stored: what its draft's page shows."""
    lines = [
        RequestLineInput(
            category_id=line.category_id, description=line.description, amount=line.amount, project_id=line.project_id
        )
        for line in request.lines.all()
    ]
    draft = RequestInput(
        department_id=request.department_id,
        title=request.title,
        supplier=request.supplier,
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
            description=line.description,
            expense_date=line.expense_date,
            amount=line.amount,
            tax_rate=line.tax_rate,
            project_id=line.project_id,
            supplier=line.supplier,
            invoice_code=line.invoice_code,
            invoice_number=line.invoice_number,
            request_line_id=line.request_line_id,
        )
        for line in claim.lines.all()
        if line.amount
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
