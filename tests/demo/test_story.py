"""The demo's company: who is there, and that its months can be told, the same every time (QLT-55)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from budgets.models import LedgerEntry
from budgets.selectors import verification
from demo import books, plan
from demo.company import PEOPLE, SHOWN_LOGINS
from demo.spending import Spending
from demo.stage import Stage, moment
from expenses.models import Claim, ClaimLine, ExpenseImport
from organization.models import Person, RoleAssignment
from tests.demo.conftest import SMALL

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-55")]


def test_sixty_people_and_a_log_in_for_every_role(stage: Stage):
    assert Person.objects.filter(is_active=True).count() >= 60
    shown = RoleAssignment.objects.filter(person__username__in=SHOWN_LOGINS)
    held = RoleAssignment.objects.filter(person__username__in=[one.username for one in PEOPLE])
    assert set(shown.values_list("role__code", flat=True)) >= set(
        held.exclude(role__code__in=("department_manager", "deputy_manager")).values_list("role__code", flat=True)
    )


def test_a_month_of_claims_and_a_month_from_the_old_books(stage: Stage):
    spending = Spending(stage)
    with translation.override("zh-hans"):
        spending.month(year=2024, month=2, age=2)
        books.bring_over(stage, spending, year=2024, month=3)

    brought = ExpenseImport.objects.get()
    assert (brought.state, set(brought.counts)) == ("POSTED", {"POSTED"})
    assert brought.counts["POSTED"] > 80
    assert set(Claim.objects.values_list("state", flat=True)) == {"APPROVED"}
    assert ClaimLine.objects.count() > 80
    assert not verification.verify().differences
    days = LedgerEntry.objects.order_by("pk").values_list("posted_at", flat=True)
    assert max(days) < moment(date(2024, 4, 1))


def test_amounts_are_the_same_every_time(stage: Stage):
    first, second = (
        [
            *(spending.amounts(code, year=2025, month=month, age=1) for month in (1, 2) for code in SMALL),
            spending.lines("运输与物流", plan.yearly_amount("WHS", "运输与物流"), day=date(2025, 3, 12)),
        ]
        for spending in (Spending(stage), Spending(stage))
    )

    assert first == second
