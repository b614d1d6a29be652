"""The demo's company: who is there, and that its months can be told, the same every time (QLT-55)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from budgets.models import LedgerEntry
from budgets.selectors import verification
from complaints.selectors.costs import cost_card
from demo import books, plan, redress
from demo.company import PEOPLE, SHOWN_LOGINS
from demo.spending import Spending
from demo.stage import Stage, moment
from expenses.models import Claim, ClaimLine, ExpenseImport
from organization.models import Person, RoleAssignment
from tests.demo.conftest import SMALL
from tests.factories import complaints as grievances
from tests.factories import customers as serving

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


@pytest.mark.rule("CMP-08")
@pytest.mark.parametrize("stage", [("SVC",)], indirect=True)
def test_complaints_of_ours_cost_something(stage: Stage):
    people = stage.people
    customer = serving.customer(people["salesperson"])
    quality = stage.department("QLT")
    ours = grievances.recorded(people["customer_service"], customer, stage.department("SVC"))
    ours = grievances.confirmed(ours, people["service_manager"], people["expert"], quality)
    grievances.issued(ours, people["customer_service"], people["expert"])

    redress.make_good(stage, Spending(stage), today=date(2024, 2, 20))

    card = cost_card(ours, stage.actor("customer_service"))
    assert {paper.kind: (paper.posted, paper.held) for paper in card.papers} == {
        "expense_claim": (Decimal("1629.30"), Decimal(0)),
        "spend_request": (Decimal(0), Decimal("3600.00")),
    }
