"""Over the edge of a year: a hold is given back in the control key that held it, and in no other (LED-05b, LED-02)."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.errors import HoldsStillOpen
from budgets.models import BudgetBalance, Category, ControlKey, LedgerEntry, Period
from budgets.selectors.ledger import HOLDING
from core.errors import DomainError
from core.money import ZERO
from expenses.models import Claim, SpendRequest
from expenses.services import claims, requests
from organization.models import Department, Person
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.organization import Tree, actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]

NOVEMBER = datetime(2026, 11, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
JANUARY = datetime(2027, 1, 12, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
D = Decimal


@pytest.fixture
def both_years(company: Tree) -> Category:
    """Travel with 20,000 in November and December 2026 together and 20,000 in January 2027, stopped when over."""
    budgets.open_year(2026)
    budgets.open_year(2027)
    travel = budgets.leaf_category("出差费用")
    budgets.appropriate(company.service, travel, {11: "10000", 12: "10000"})
    budgets.appropriate(company.service, travel, {1: "20000"}, year=2027)
    return travel


def on(moment: datetime) -> dict[str, Any]:
    """A request of that day, open for the half-year after it."""
    return {"at": moment, "expected_date": moment.date(), "end_date": moment.date() + timedelta(days=180)}


def held_and_spent(department: Department, category: Category, year: int) -> tuple[Decimal, Decimal]:
    key = budgets.key_of(department, category, year)
    return key.committed, key.actual


# --- One thing at a time


@pytest.mark.rule("LED-05b", "LED-04")
def test_closing_a_request_of_last_year_releases_in_last_year(both_years, owner, company):
    request = make.approved_request(owner, make.request_line(both_years, "1000"), **on(NOVEMBER))
    budgets.close(11)

    requests.close_request(request_id=request.pk, actor=actor_of(owner), at=JANUARY)

    assert make.held(request) == make.open_commitment(request) == ZERO
    assert held_and_spent(company.service, both_years, 2026) == (ZERO, ZERO)
    assert LedgerEntry.objects.get(source_id=request.pk, kind="RELEASE").period == budgets.period(12)


@pytest.mark.rule("LED-05b", "EXP-06")
def test_a_claim_held_last_year_is_spent_where_it_was_held(both_years, owner, company):
    claim = make.submitted_claim(owner, make.claim_line(both_years, "800", expense_date=NOVEMBER.date()), at=NOVEMBER)
    budgets.close(11)

    make.approve(claim, at=JANUARY)

    line = claim.lines.get()
    assert held_and_spent(company.service, both_years, 2026) == (ZERO, D(800))
    assert held_and_spent(company.service, both_years, 2027) == (ZERO, ZERO)
    assert (line.period, line.is_prior_period, line.held) == (budgets.period(12), True, ZERO)


@pytest.mark.rule("LED-05b", "LED-04")
def test_the_last_open_month_of_a_year_waits_for_its_holds(both_years, owner):
    request = make.approved_request(owner, make.request_line(both_years, "1000"), **on(NOVEMBER))
    for month in range(1, 12):
        budgets.close(month)

    with pytest.raises(HoldsStillOpen) as refused:
        budgets.close(12)

    assert str(request.number) in str(refused.value)
    assert budgets.period(12).state == "OPEN"
    requests.close_request(request_id=request.pk, actor=actor_of(owner), at=JANUARY)
    assert budgets.close(12).state == "CLOSED"


@pytest.mark.rule("LED-05b")
def test_what_next_year_took_does_not_ask_last_year_for_budget(both_years, owner, company):
    request = make.approved_request(owner, make.request_line(both_years, "10000"), **on(NOVEMBER))
    expense = make.claim_line(both_years, "4000", expense_date=JANUARY.date())
    claim = make.submitted_claim(owner, expense, request_id=request.pk, at=JANUARY)
    make.submitted_claim(owner, make.claim_line(both_years, "4000", expense_date=NOVEMBER.date()), at=JANUARY)

    claims.withdraw_claim(claim_id=claim.pk, actor=actor_of(owner), at=JANUARY)

    assert make.held(request) == make.open_commitment(request) == D(6000)
    assert held_and_spent(company.service, both_years, 2026) == (D(10000), ZERO)
    assert held_and_spent(company.service, both_years, 2027) == (ZERO, ZERO)


# --- Anything in any order

STEPS = st.tuples(
    st.sampled_from(
        ["request", "claim", "claim on", "approve", "return", "withdraw", "change", "end", "close", "next"]
    ),
    st.integers(0, 5),
    st.sampled_from(["40.00", "333.33", "5000.00", "12000.00"]),
)


@dataclass
class Walk:
    """One maker's documents while the months go by and are closed behind them."""

    maker: Person
    category: Category
    now: datetime = NOVEMBER
    documents: list[SpendRequest | Claim] = field(default_factory=list)

    def step(self, what: str, which: int, amount: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "request": lambda: self._add(
                make.submitted_request(self.maker, make.request_line(self.category, amount), **on(self.now))
            ),
            "claim": lambda: self._add(make.submitted_claim(self.maker, self._expense(which, amount), at=self.now)),
            "claim on": lambda: self._add(
                make.submitted_claim(
                    self.maker, self._expense(which, amount), request_id=self._chosen(SpendRequest, which).pk,
                    at=self.now,
                )
            ),
            "approve": lambda: make.approve(self._chosen(None, which), at=self.now),
            "return": lambda: make.decide(self._chosen(None, which), "RETURN", at=self.now),
            "withdraw": lambda: claims.withdraw_claim(
                claim_id=self._chosen(Claim, which).pk, actor=actor_of(self.maker), at=self.now
            ),
            "change": lambda: self._change(self._chosen(Claim, which), which, amount),
            "end": lambda: requests.close_request(
                request_id=self._chosen(SpendRequest, which).pk, actor=actor_of(self.maker), at=self.now
            ),
            "close": self._close_oldest,
            "next": self._next,
        }  # fmt: skip
        with contextlib.suppress(DomainError, IndexError, LookupError), transaction.atomic():
            acts.get(what, lambda: None)()

    def verify(self) -> None:
        """By document and year, what the lines hold is what the entries hold; the balances are the sum of both."""
        by_lines: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for document in (*SpendRequest.objects.all(), *Claim.objects.all()):
            own: dict[int, Decimal] = defaultdict(lambda: ZERO)
            for line in document.lines.all():
                period: Period | None = line.held_period if isinstance(document, SpendRequest) else line.period
                if line.held:
                    assert period is not None
                    own[period.fiscal_year_id] += line.held
            entries: dict[int, Decimal] = defaultdict(lambda: ZERO)
            for entry in LedgerEntry.objects.filter(source_kind=document.kind, source_id=document.pk, kind__in=HOLDING):
                entries[entry.fiscal_year_id] += entry.amount
            for year_id in {*own, *entries}:
                assert own[year_id] == entries[year_id], (document, document.state)
                by_lines[year_id] += own[year_id]
            if document.state not in {"IN_REVIEW", "APPROVED"}:
                assert not sum(own.values())
        for key in ControlKey.objects.filter(category=self.category):
            held = sum((row.committed for row in BudgetBalance.objects.filter(key=key)), ZERO)
            assert held == key.committed == by_lines[key.fiscal_year_id]
            assert key.committed + key.actual <= key.appropriated
        spent = sum((claim.base_total for claim in Claim.objects.filter(state="APPROVED")), ZERO)
        assert spent == sum((key.actual for key in ControlKey.objects.filter(category=self.category)), ZERO)

    def _add(self, document: SpendRequest | Claim) -> None:
        self.documents.append(document)

    def _expense(self, which: int, amount: str) -> Any:
        day = self.now.date() - timedelta(days=35 * (which % 2))
        return make.claim_line(self.category, amount, expense_date=max(day, NOVEMBER.date()))

    def _chosen(self, kind: type[SpendRequest | Claim] | None, which: int) -> Any:
        found = [one for one in self.documents if kind is None or isinstance(one, kind)]
        return type(found[which % len(found) if found else 0]).objects.get(pk=found[which % len(found)].pk)

    def _change(self, claim: Claim, which: int, amount: str) -> None:
        assert self.maker.department is not None
        draft = make.claim_draft(self.maker.department, self._expense(which, amount), request_id=claim.request_id)
        claims.change_claim(claim_id=claim.pk, draft=draft, version=None, actor=actor_of(self.maker), at=self.now)

    def _close_oldest(self) -> None:
        oldest = Period.objects.filter(state="OPEN", start_date__gte=NOVEMBER.date().replace(day=1)).earliest(
            "start_date"
        )
        if oldest.end_date <= self.now.date():
            budgets.close(oldest.month, oldest.fiscal_year.year)

    def _next(self) -> None:
        if self.now < NOVEMBER + timedelta(days=90):
            self.now += timedelta(days=31)


@pytest.mark.rule("LED-05b", "LED-02", "LED-04")
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEPS, min_size=6, max_size=18))
def test_over_the_years_edge_lines_and_entries_agree(both_years, owner, steps):
    with transaction.atomic():  # each walk begins with the same books
        for month in range(1, 11):
            budgets.close(month)
        walk = Walk(owner, both_years)
        walk.step("request", 0, "5000.00")
        walk.step("claim", 0, "333.33")
        walk.step("approve", 0, "")
        for step in steps:
            walk.step(*step)
            walk.verify()
        transaction.set_rollback(True)
