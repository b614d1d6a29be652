"""Random walks through the ledger: requests, claims, reversals, closings, policies (LED-02, LED-05, LED-06, LED-08)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.choices import EntryKind
from budgets.errors import HoldsStillOpen, InsufficientBudget, PeriodClosed
from budgets.models import BudgetBalance, LedgerEntry, Period
from budgets.rules import control
from budgets.selectors import ledger as reads
from budgets.selectors import verification
from budgets.services import policies
from budgets.services.policies import Control
from core.actors import SYSTEM
from tests.factories import budgets as make

SCOPES = st.sampled_from(["MONTH", "QUARTER_TO_DATE", "YEAR_TO_DATE", "YEAR"])
AMOUNTS = st.integers(min_value=1, max_value=6000).map(lambda cents: Decimal(cents) / 100)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["request", "request", "claim", "claim", "give back", "reverse", "supplement", "cut", "close", "policy"]),
        st.integers(1, 12),
        AMOUNTS,
        SCOPES,
    ),
    min_size=4,
    max_size=20,
)  # fmt: skip


class Walk:
    """A key under stop, walked over; everything refused leaves no trace."""

    def __init__(self, department) -> None:
        self.department, self.category = department, make.leaf_category()
        make.appropriate(department, self.category, per_month="40.00")
        self.held: list[tuple[object, int, Decimal]] = []
        self.spent: list[tuple[object, int, Decimal]] = []
        self.occasion = 0

    def line(self, month, amount, kind, by=None):
        return make.posting(self.department, self.category, month, amount, kind, by=by)

    def go(self, what, month, amount, scope):
        self.occasion += 1
        try:
            with transaction.atomic():
                getattr(self, what.replace(" ", "_"))(month, amount, scope)
        except (InsufficientBudget, PeriodClosed, HoldsStillOpen):
            return

    def post(self, *lines, by):
        make.post(*lines, by=by, occasion=f"walk:{self.occasion}")

    def request(self, month, amount, _scope):
        by = make.source()
        self.post(self.line(month, amount, EntryKind.COMMITMENT), by=by)
        self.held.append((by, month, amount))

    def claim(self, month, amount, _scope):
        """On the oldest hold: what it held is released in the claim's call; else without a request."""
        by = make.source()
        lines = [self.line(month, amount, EntryKind.ACTUAL)]
        if self.held:
            request, at_month, hold = self.held[0]
            lines.append(self.line(at_month, -hold, EntryKind.RELEASE, by=request))
        self.post(*lines, by=by)
        self.held = self.held[1:]
        self.spent.append((by, month, amount))

    def give_back(self, _month, _amount, _scope):
        if self.held:
            by, month, amount = self.held[-1]
            self.post(self.line(month, -amount, EntryKind.RELEASE), by=by)
            self.held.pop()

    def reverse(self, month, _amount, _scope):
        if self.spent:
            by, _old, amount = self.spent[-1]
            self.post(self.line(month, -amount, EntryKind.ACTUAL_REVERSAL), by=by)
            self.spent.pop()

    def supplement(self, month, amount, _scope):
        self.post(self.line(month, amount, EntryKind.APPROPRIATION), by=make.source())

    def cut(self, month, amount, _scope):
        self.post(self.line(month, -amount, EntryKind.APPROPRIATION_REVERSAL), by=make.source())

    def close(self, month, _amount, _scope):
        if Period.objects.filter(fiscal_year__year=2026, month=month, state="OPEN").exists():
            make.close(month)

    def policy(self, _month, amount, scope):
        policies.change_category_policy(
            category_id=self.category.pk,
            to=Control(scope=scope, tolerance_amount=amount / 10),
            reason="调整",
            version=None,
            actor=SYSTEM,
            at=make.AT,
        )


@pytest.mark.django_db
@pytest.mark.rule("LED-02")
@pytest.mark.rule("LED-08")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_ledger_verifies_after_any_walk(company, steps):
    with transaction.atomic():
        make.open_year()
        walk = Walk(company.service)
        for step in steps:
            walk.go(*step)

        found = verification.verify()
        assert found.holds, found.differences
        key = make.key_of(company.service, walk.category)
        assert key.committed == sum((amount for _by, _month, amount in walk.held), Decimal(0))
        assert key.actual == sum((amount for _by, _month, amount in walk.spent), Decimal(0))
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.rule("LED-06")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SCOPES, AMOUNTS, STEPS)
def test_under_stop_no_window_is_ever_over(company, scope, tolerance, steps):
    with transaction.atomic():
        make.open_year()
        walk = Walk(company.service)
        walk.policy(1, tolerance, scope)
        for step in steps:
            if step[0] in {"policy", "reverse"}:  # both may move an excess into a month: another rule, another test
                continue
            walk.go(*step)
            key = make.key_of(company.service, walk.category)
            months = reads.key_states([key.pk], at=make.AT)[key.pk].months
            for first, last in control.windows(scope):
                assert months.left(first, last) + key.tolerance_amount >= 0, (scope, first, last, step)
            assert key.committed <= key.appropriated + key.guard_amount - key.actual
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.rule("LED-07")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12), AMOUNTS, st.booleans()), min_size=1, max_size=15))
def test_as_of_is_the_sum_of_the_entries_until_then(company, steps):
    """Postings in any order of their times, snapshots in between: latecomers never get lost."""
    from budgets.services import snapshots

    with transaction.atomic():
        year = make.open_year()
        category = make.leaf_category(action="RECORD")
        for day, month, amount, snapshot in steps:
            make.post(
                make.posting(company.service, category, month, amount, EntryKind.ACTUAL),
                at=make.AT + timedelta(days=day),
            )
            if snapshot:
                snapshots.take_snapshot(year=year, taken_at=make.AT + timedelta(days=day))
        for day in range(10):
            moment = make.AT + timedelta(days=day)
            rows = reads.balance_rows(fiscal_year_id=year.pk, as_of=moment)
            expected = LedgerEntry.objects.filter(posted_at__lte=moment).aggregate(s=Sum("amount"))["s"] or 0
            assert sum(row.actual for row in rows) == expected
        now = sum(row.actual for row in reads.balance_rows(fiscal_year_id=year.pk))
        assert now == BudgetBalance.objects.aggregate(s=Sum("actual"))["s"]
        transaction.set_rollback(True)
