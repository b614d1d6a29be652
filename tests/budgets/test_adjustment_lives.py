"""Random walks through the lives of adjustments: the ledger holds what approved ones say, no key is ever overdrawn
(BUD-32).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.choices import EntryKind
from budgets.models import Adjustment, BudgetBalance, LedgerEntry
from budgets.services import adjustment_drafts, adjustments
from core.errors import DomainError
from core.money import ZERO
from tests.factories import adjustments as make
from tests.factories import budgets as money
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("division_manager", "finance_manager", "gm")]

AMOUNTS = st.sampled_from(["0.01", "100.00", "333.33", "999.99", "2500.00"])
STEPS = st.tuples(
    st.sampled_from(
        [
            "supplement", "cut", "transfer", "release", "change", "submit", "withdraw", "approve", "return", "reject",
            "cancel", "spend", "close",
        ]
    ),
    st.integers(0, 3),
    st.integers(1, 12),
    AMOUNTS,
)  # fmt: skip


class Lives:
    """One manager's adjustments of two categories and a reserve, and everything that can happen to them."""

    def __init__(self, maker: Any, department: Any) -> None:
        self.maker, self.department, self.actor = maker, department, actor_of(maker)
        self.one, self.two = money.leaf_category(), money.leaf_category()
        self.reserve = money.leaf_category(kind="CONTINGENCY")
        for category in (self.one, self.two, self.reserve):
            money.appropriate(department, category, per_month="300.00")
        self.granted = Decimal("10800.00")

    def step(self, what: str, which: int, month: int, amount: str) -> None:
        give = make.line(self.department, self.one, amount, month)
        take = make.line(self.department, self.two, f"-{amount}", 13 - month)
        acts: dict[str, Callable[[], object]] = {
            "supplement": lambda: make.draft(self.maker, "SUPPLEMENT", give),
            "cut": lambda: make.draft(self.maker, "CUT", take),
            "transfer": lambda: make.draft(self.maker, "TRANSFER", give, take),
            "release": lambda: make.draft(
                self.maker, "CONTINGENCY_RELEASE", give, make.line(self.department, self.reserve, f"-{amount}", month)
            ),
            "change": lambda: adjustment_drafts.change_adjustment(
                adjustment_id=self._one(which).pk,
                draft=make.draft_input(self.department, self._one(which).adjustment_kind, give, take),
                version=None,
                actor=self.actor,
                at=make.AT,
            ),
            "submit": lambda: make.submit(self._one(which), self.maker),
            "withdraw": lambda: adjustments.withdraw_adjustment(
                adjustment_id=self._one(which).pk, actor=self.actor, at=make.AT
            ),
            "approve": lambda: make.approve(self._in_review(which)),
            "return": lambda: make.decide(self._in_review(which), "RETURN"),
            "reject": lambda: make.decide(self._in_review(which), "REJECT"),
            "cancel": lambda: adjustment_drafts.cancel_adjustment(
                adjustment_id=self._one(which).pk, reason="不用了", actor=self.actor, at=make.AT
            ),
            "spend": lambda: money.post(money.posting(self.department, self.two, month, amount)),
            "close": lambda: money.close(month),
        }
        with contextlib.suppress(DomainError, LookupError):  # refused: nothing may have changed, which `verify` sees
            with transaction.atomic():
                acts[what]()

    def verify(self) -> None:
        """What approved ones say is what the ledger has; transfers change no total; no key is below what is used."""
        moved = ZERO
        for adjustment in Adjustment.objects.all():
            posted = LedgerEntry.objects.filter(source_kind=adjustment.kind, source_id=adjustment.pk)
            lines = {line.pk: line.amount for line in adjustment.lines.all()}
            if adjustment.state == "APPROVED":
                assert {entry.source_line: entry.amount for entry in posted} == lines
                assert {entry.kind for entry in posted} == {EntryKind.APPROPRIATION}
                if adjustment.adjustment_kind in {"TRANSFER", "CONTINGENCY_RELEASE"}:
                    assert sum(lines.values(), ZERO) == 0
                moved += sum(lines.values(), ZERO)
            else:
                assert not posted.exists(), adjustment.state
            assert (adjustment.number is None) == (adjustment.submitted_at is None)
        balances = list(BudgetBalance.objects.filter(department=self.department))
        assert sum((row.appropriated for row in balances), ZERO) == self.granted + moved
        for category in (self.one, self.two, self.reserve):
            months = [row for row in balances if row.category_id == category.pk]
            for through in range(1, 13):
                left = sum((r.appropriated - r.committed for r in months if r.month <= through), ZERO)
                assert left >= 0 or category != self.reserve
            assert sum((r.appropriated - r.committed for r in months), ZERO) >= 0

    def _one(self, which: int) -> Adjustment:
        return list(Adjustment.objects.order_by("pk"))[which]

    def _in_review(self, which: int) -> Adjustment:
        return list(Adjustment.objects.filter(state="IN_REVIEW").order_by("pk"))[which]


@pytest.mark.rule("BUD-32")
@pytest.mark.rule("LED-02")
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEPS, min_size=6, max_size=16))
def test_whatever_happens_the_ledger_holds_what_was_approved(manager, company, steps):
    with transaction.atomic():  # each walk begins with the same empty books
        money.open_year(2026)
        lives = Lives(manager, company.service)
        for kind, number in (("transfer", 0), ("cut", 1)):
            lives.step(kind, 0, 9, "250.00")
            lives.step("submit", number, 9, "250.00")
        for step in steps:
            lives.step(*step)
            lives.verify()
        transaction.set_rollback(True)
