"""The one place that turns documents into postings: what is held, given back, spent, and in which month.

Lines carry what they hold (`held`); a `Book` gathers the moves of one step and posts them in one call, so that only the
net
increase of a key is checked (LED-05b) and all of it happens or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from budgets.choices import EntryKind, FiscalYearState, PeriodState
from budgets.errors import NoPeriod
from budgets.models import Period
from budgets.selectors import years
from budgets.services import ledger
from core.actors import Actor
from core.money import ZERO
from core.rows import save_rows
from expenses import rules
from expenses.models import Claim, ClaimLine, EstimateUse, SpendRequest, SpendRequestLine

Document = SpendRequest | Claim
Line = SpendRequestLine | ClaimLine


class Months:
    """The months of one step's postings, each looked up once (EXP-02b, LED-04)."""

    def __init__(self, *, at: datetime) -> None:
        self.today: date = timezone.localdate(at)
        self._of_day: dict[date, Period] = {}
        self._releasing: dict[int, Period] = {}
        self._now: Period | None = None

    def of(self, day: date) -> Period:
        """The month of a day, open or not. Raises NoPeriod."""
        first = day.replace(day=1)
        if first not in self._of_day:
            self._of_day[first] = years.period_of(on=day)
        return self._of_day[first]

    @property
    def now(self) -> Period:
        """The current month, or where it is closed the first open one after it. Raises PeriodClosed, NoPeriod."""
        if self._now is None:
            self._now = years.posting_period(on=self.today)
        return self._now

    def for_spending(self, day: date) -> tuple[Period, bool]:
        """Where spending of a day counts, and whether that is a later month because its own is not open (EXP-02b)."""
        if day <= self.today and not self._is_kept(day):
            return self.now, True
        own = self.of(day)
        if own.state == PeriodState.OPEN:
            return own, False
        if day > self.today:
            return years.posting_period(on=day), False
        return self.now, True

    def _is_kept(self, day: date) -> bool:
        """Whether a past day has a fiscal year that is spent in, or was. One before the first year of the books, or in
        an earlier year that was only planned, has no month that could be open.
        """
        try:
            own = self.of(day)
        except NoPeriod:
            return False
        if own.fiscal_year.state != FiscalYearState.PLANNING:
            return True
        return own.end_date > self.of(self.today).fiscal_year.start_date

    def for_giving_back(self, held_in: Period) -> Period:
        """Where a hold of that month is given back: there if open, else in a later open month of the same fiscal year,
        never in another year, whose control keys did not hold it (decision 0045). Raises PeriodClosed.
        """
        if held_in.pk not in self._releasing:
            self._releasing[held_in.pk] = years.releasing_period(held_in, on=self.today)
        return self._releasing[held_in.pk]


class _Move(NamedTuple):
    """What tells one posting of a step from the others, with the key as it was when the move was noted."""

    document: tuple[str, int]
    line_id: int
    department_id: int
    category_id: int
    project_id: int | None
    period_id: int
    is_actual: bool


@dataclass(slots=True)
class Book:
    """The moves of one step of one document. `occasion` tells this step from the others of the same line (LED-03)."""

    document: Document
    occasion: str
    actor: Actor
    at: datetime
    reason: str = ""
    months: Months = field(init=False)
    judged: ledger.Judged = field(default_factory=lambda: ledger.Judged(()))
    _amounts: dict[_Move, Decimal] = field(default_factory=dict)
    _documents: dict[tuple[str, int], Document] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.months = Months(at=self.at)

    def add(self, document: Document, line: Line, period: Period, kind: EntryKind, amount: Decimal) -> None:
        """Note a move, signed as stored. What one line holds and gives back in one month is netted: only the rest is
        posted.
        """
        move = _Move(
            document=(document.kind, document.pk),
            line_id=line.pk,
            department_id=document.department_id,
            category_id=line.category_id,
            project_id=line.project_id,
            period_id=period.pk,
            is_actual=kind == EntryKind.ACTUAL,
        )
        self._amounts[move] = self._amounts.get(move, ZERO) + amount
        self._documents[move.document] = document

    def postings(self) -> list[ledger.Posting]:
        """The moves as the ledger takes them."""
        return [
            ledger.Posting(
                department_id=move.department_id,
                category_id=move.category_id,
                project_id=move.project_id,
                period_id=move.period_id,
                kind=EntryKind.ACTUAL if move.is_actual else EntryKind.COMMITMENT if amount > 0 else EntryKind.RELEASE,
                amount=amount,
                line_id=move.line_id,
                source=None
                if move.document == (self.document.kind, self.document.pk)
                else source_of(self._documents[move.document]),
            )
            for move, amount in self._amounts.items()
            if amount
        ]

    def judge(self) -> str:
        """Lock the months and control keys of the moves and check them; the gravest outcome (LED-05). What has to come
        between the locks and the entries follows, such as the document's number (GEN-03); then `write`. Raises
        InsufficientBudget, PeriodClosed.
        """
        self.judged = ledger.judge(
            source=source_of(self.document),
            postings=self.postings(),
            occasion=self.occasion,
            actor=self.actor,
            at=self.at,
        )
        return rules.worst(outcome.outcome for outcome in self.judged.outcomes)

    @property
    def is_covered(self) -> bool:
        """Whether what was judged stays within what is available, so that no leave to exceed matters (LED-05)."""
        return all(outcome.left >= 0 for outcome in self.judged.outcomes)

    def write(self) -> None:
        """Write what was judged, under the document's number as it is now."""
        source = source_of(self.document)
        ledger.write(self.judged, source=source, actor=self.actor, at=self.at, reason=self.reason)

    def post(self) -> str:
        """Post all moves in one call; the gravest outcome (LED-05). Raises InsufficientBudget, PeriodClosed; then
        nothing stands.
        """
        outcome = self.judge()
        self.write()
        return outcome

    # --- Requests -------------------------------------------------------------------------------------------------

    def hold_estimate(self, request: SpendRequest, line: SpendRequestLine, amount: Decimal) -> None:
        """A request's line holds (more) budget: in the month of the expected day, or where it holds some already."""
        if line.held and line.held_period is not None:
            self.give_back(request, line, amount, line.held_period)
            return
        period, _late = self.months.for_spending(request.expected_date)
        self.add(request, line, period, EntryKind.COMMITMENT, amount)
        line.held, line.held_period = line.held + amount, period

    def release_estimate(self, request: SpendRequest, line: SpendRequestLine, amount: Decimal) -> None:
        """A request's line gives back part or all of what it holds."""
        if not amount or line.held_period is None:
            return
        self.add(request, line, self.months.for_giving_back(line.held_period), EntryKind.RELEASE, -amount)
        line.held -= amount

    def give_back(self, request: SpendRequest, line: SpendRequestLine, amount: Decimal, from_month: Period) -> None:
        """A request's line holds an amount again that stood in `from_month`.

        It never comes back into an earlier month than it left, which could overdraw that one: the whole hold moves to
        the later month. What a claim of another fiscal year took does not come back to a hold of its own year: it would
        ask that year for budget (decision 0045).
        """
        if line.held and line.held_period is not None and line.held_period.fiscal_year_id != from_month.fiscal_year_id:
            return
        months = [month for month in (line.held_period if line.held else None, from_month) if month is not None]
        latest = max(months, key=lambda month: month.start_date)
        target = self.months.for_giving_back(latest)
        if line.held and line.held_period is not None and line.held_period != target:
            whole = line.held
            self.release_estimate(request, line, whole)
            amount += whole
        self.add(request, line, target, EntryKind.COMMITMENT, amount)
        line.held, line.held_period = line.held + amount, target

    # --- Claims ---------------------------------------------------------------------------------------------------

    def hold_expense(
        self,
        claim: Claim,
        line: ClaimLine,
        request: SpendRequest | None,
        estimates: Mapping[int, SpendRequestLine],
    ) -> None:
        """A claim's line holds its base amount; what the request held for it is released in the same step (EXP-02):
        of the estimate it names, then of the others of the same category and project, until nothing is left to cover.
        """
        line.period, line.is_prior_period = self.months.for_spending(line.expense_date)
        line.taken = {}
        left = line.base_amount
        for estimate in _usable(line, estimates) if request is not None else ():
            taken = min(estimate.held, left)
            if request is not None and taken:
                self.release_estimate(request, estimate, taken)
                estimate.used += taken
                line.taken[estimate.pk] = taken
                left -= taken
        line.from_request = line.base_amount - left
        self.add(claim, line, line.period, EntryKind.COMMITMENT, line.base_amount)
        line.held = line.base_amount

    def release_expense(
        self,
        claim: Claim,
        line: ClaimLine,
        request: SpendRequest | None,
        estimates: Mapping[int, SpendRequestLine],
    ) -> None:
        """A claim's line gives back what it holds; what came from its request goes back to the same estimates while
        that is open.
        """
        if line.period is None:
            return
        if line.held:
            self.add(claim, line, self.months.for_giving_back(line.period), EntryKind.RELEASE, -line.held)
        for use in line.uses.all():
            estimate = estimates.get(use.request_line_id)
            if estimate is not None:
                estimate.used -= use.amount
                if request is not None and request.is_live:
                    self.give_back(request, estimate, use.amount, line.period)
        line.held = line.from_request = ZERO
        line.taken = {}

    def cut_expense(
        self,
        claim: Claim,
        line: ClaimLine,
        base_amount: Decimal,
        request: SpendRequest | None,
        estimates: Mapping[int, SpendRequestLine],
    ) -> None:
        """A claim's line in review is granted less: the difference is released, what its own hold covered first; what
        came from the request beyond the rest goes back to its estimates while that is open (EXP-02b).
        """
        if line.period is None or base_amount >= line.base_amount:
            return
        less = line.base_amount - base_amount
        self.add(claim, line, self.months.for_giving_back(line.period), EntryKind.RELEASE, -less)
        line.taken = {use.request_line_id: use.amount for use in line.uses.all()}
        back = max(line.from_request - base_amount, ZERO)
        for estimate_id in reversed(list(line.taken)):
            part, estimate = min(back, line.taken[estimate_id]), estimates.get(estimate_id)
            if not part or estimate is None:
                continue
            estimate.used -= part
            line.taken[estimate_id] -= part
            if request is not None and request.is_live:
                self.give_back(request, estimate, part, line.period)
            back -= part
        line.taken = {pk: amount for pk, amount in line.taken.items() if amount}
        line.from_request = min(line.from_request, base_amount)
        line.base_amount, line.held = base_amount, line.held - less

    def spend(self, claim: Claim, line: ClaimLine) -> None:
        """A claim's line turns from held to spent: in its month or, when that has closed meanwhile, in the month that
        takes its release, so that one control key gives and takes (EXP-06, decision 0045).
        """
        if line.period is None:
            return
        period = self.months.for_giving_back(line.period)
        self.add(claim, line, period, EntryKind.RELEASE, -line.held)
        if period != line.period:
            line.period, line.is_prior_period = period, True
        self.add(claim, line, period, EntryKind.ACTUAL, line.base_amount)
        line.held = ZERO


def _usable(line: ClaimLine, estimates: Mapping[int, SpendRequestLine]) -> list[SpendRequestLine]:
    """The estimates a line may use, the one it names first."""
    named = estimates.get(line.request_line_id or 0)
    if named is None:
        return []
    alike = [
        one
        for one in estimates.values()
        if one is not named and (one.category_id, one.project_id) == (line.category_id, line.project_id)
    ]
    return [named, *alike]


def source_of(document: Document) -> ledger.Source:
    """The document as the ledger names it: number and title, copied into the entries."""
    label = f"{document.number} {document.title}" if document.number else document.title
    return ledger.Source(kind=document.kind, document_id=document.pk, label=label[:200])


def save_holds(lines: Iterable[Line]) -> None:
    """Keep what lines hold after their step."""
    requests = [line for line in lines if isinstance(line, SpendRequestLine)]
    claims = [line for line in lines if isinstance(line, ClaimLine)]
    if requests:
        save_rows(requests, ("amount", "held", "used", "held_period"))
    if claims:
        _save_uses([line for line in claims if hasattr(line, "taken")])
        save_rows(claims, ("base_amount", "held", "from_request", "period", "is_prior_period", "request_line"))


def _save_uses(lines: list[ClaimLine]) -> None:
    """Keep of which estimates these lines took what they took; only claims on a request have any."""
    if not lines or lines[0].claim.request_id is None:
        return
    EstimateUse.objects.filter(claim_line__in=[line.pk for line in lines]).delete()
    EstimateUse.objects.bulk_create(
        EstimateUse(claim_line=line, request_line_id=estimate_id, amount=amount)
        for line in lines
        for estimate_id, amount in line.taken.items()
    )
