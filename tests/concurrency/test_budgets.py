"""Real rivals for what stands once: a budget in force for a department and year, a fiscal year (BUD-01, BUD-31)."""

from __future__ import annotations

from functools import partial

import pytest

from budgets.draft_errors import AnotherInForce
from budgets.errors import YearExists
from budgets.models import Budget, FiscalYear
from budgets.services import budgets, years
from core.actors import SYSTEM
from tests.concurrency.race import outcomes_of, race
from tests.factories import budgets as money
from tests.factories import drafts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.mark.rule("BUD-31", "GEN-04")
@pytest.mark.usefixtures("division_manager", "finance_manager", "gm", "ledger_partitions")
def test_of_two_scenarios_approved_at_once_one_is_in_force_and_the_other_is_told_why(company, manager, monkeypatch):
    money.leaf_category()
    first = drafts.whole_draft(company.service, manager)
    second = drafts.draft(company.service, manager, scenario="OPTIMISTIC")
    for budget, number in ((first, "BUD-2027-9001"), (second, "BUD-2027-9002")):
        Budget.objects.filter(pk=budget.pk).update(state="IN_REVIEW", number=number, submitted_at=drafts.AT)
    monkeypatch.setattr(budgets, "_in_force_beside", lambda _budget: False)  # both looked before either wrote

    outcomes = race(
        *(partial(budgets.put_in_force, budget_id=one.pk, actor=SYSTEM, at=drafts.AT) for one in (first, second))
    )

    assert outcomes_of(AnotherInForce, outcomes) == 1
    assert Budget.objects.filter(state="IN_FORCE").count() == 1


@pytest.mark.rule("BUD-01", "GEN-04")
@pytest.mark.usefixtures("company")
def test_of_five_who_set_up_the_same_year_one_does_and_the_others_are_told(ledger_partitions):
    make = partial(years.create_year, year=2033, actor=SYSTEM, at=money.AT)

    outcomes = race(*[make] * 5)

    assert outcomes_of(YearExists, outcomes) == 4
    assert FiscalYear.objects.filter(year=2033).count() == 1
