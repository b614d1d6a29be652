"""Money on a few categories, for tests of adjustments."""

from __future__ import annotations

import pytest

from budgets.services import imports
from tests.budgets.sheets import book
from tests.factories import adjustments as make
from tests.factories import budgets as money
from tests.factories import drafts
from tests.factories import organization as cast


@pytest.fixture
def year(db):
    return money.open_year(2026)


@pytest.fixture
def other_manager(company):
    made = cast.member(company.other, "department_manager", name_zh="何平")
    cast.put_in_charge(company.other, made)
    return made


@pytest.fixture
def group(year):
    return money.leaf_category("间接费用")


@pytest.fixture
def power(group, company):
    """1,000 a month for service."""
    category = money.leaf_category("水电", parent=group)
    money.appropriate(company.service, category, per_month="1000.00")
    return category


@pytest.fixture
def office(group, company):
    """500 a month for service, in the same group."""
    category = money.leaf_category("办公费", parent=group)
    money.appropriate(company.service, category, per_month="500.00")
    return category


@pytest.fixture
def travel(year, company):
    """2,000 a month for service and for the other department."""
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="2000.00")
    money.appropriate(company.other, category, per_month="2000.00")
    return category


@pytest.fixture
def reserve(year, company):
    """1,000 in September."""
    category = money.leaf_category("应急预算", kind="CONTINGENCY")
    money.appropriate(company.service, category, {9: "1000.00"})
    return category


@pytest.fixture
def deputy(company):
    """Makes service's budgets without managing it."""
    return cast.member(company.service, "deputy_manager", name_zh="方伟")


@pytest.fixture
def shared(company, travel):
    """Lines that take 400 from the other department for service."""
    return (make.line(company.other, travel, "-400.00"), make.line(company.service, travel, "400.00"))


@pytest.fixture
def deciders(division_manager, finance_manager, gm):
    """Who decides on a draft of the department's own manager, in turn."""
    return [division_manager, finance_manager, gm]


@pytest.fixture
def budget(company, manager):
    """A draft for 2027."""
    return drafts.draft(company.service, manager)


@pytest.fixture
def upload(budget, manager):
    """Upload rows as a workbook, with cells merged, or as text."""

    def uploaded(rows, *merged, as_text=False, **sheets):
        if as_text:
            content = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows).encode()
        else:
            content = book(rows, *merged, **sheets)
        return imports.upload(
            budget_id=budget.pk,
            file_name="预算.xlsx",
            content=content,
            actor=drafts.actor_of(manager),
            at=drafts.AT,
        )

    return uploaded
