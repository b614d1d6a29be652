"""Two departments with money in two categories and last year's spending: enough for every report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from budgets.models import Category, FiscalYear
from budgets.selectors.years import period_of
from expenses.models import Claim
from organization.models import Person
from tests.factories import budgets
from tests.factories import expenses as spending
from tests.factories.organization import Tree

ASKED = {"year": "2026", "month": "9"}
"""What the pages are asked: the story below ends in September 2026, whatever the day of the test."""


@dataclass(frozen=True, slots=True)
class Story:
    """Service and the other department spent in September 2026; service's claim is over its budget to date."""

    year: FiscalYear
    travel: Category
    tools: Category
    claim: Claim
    other_claim: Claim


@pytest.fixture
def story(
    company: Tree,
    owner: Person,
    manager: Person,
    outsider: Person,
    division_manager: Person,
    finance_officer: Person,
    gm: Person,
) -> Story:
    """Appropriated 1,000 a month in each category of both departments; 9,900 and 1,200 spent in September."""
    year = budgets.open_year(2026)
    travel = budgets.leaf_category("差旅", name_en="Travel", position=1)
    tools = budgets.leaf_category("工具", name_en="Tools", position=2)
    for department in (company.service, company.other):
        for category in (travel, tools):
            budgets.own_policy(department, category, scope="YEAR")
            budgets.appropriate(department, category, per_month="1000")
    september = period_of(on=spending.TODAY)
    assert september.month == 9
    return Story(
        year=year,
        travel=travel,
        tools=tools,
        claim=spending.approved_claim(owner, spending.claim_line(travel, "9900.00"), title="沈阳返修差旅"),
        other_claim=spending.approved_claim(
            outsider, spending.claim_line(travel, "1200.00"), at=spending.AT + timedelta(hours=1), title="客户回访差旅"
        ),
    )
