"""A year, a few categories and money on them."""

from __future__ import annotations

import pytest

from budgets.models import Category
from tests.factories import budgets
from tests.factories.organization import Tree


@pytest.fixture
def year(db: None) -> object:
    return budgets.open_year(2026)


@pytest.fixture
def travel(year: object, company: Tree) -> Category:
    """Stopped when over; 20,000 for the year, all of it from January."""
    category = budgets.leaf_category(name_zh="出差费用", name_en="Travel")
    budgets.appropriate(company.service, category, {1: "20000.00"})
    return category


@pytest.fixture
def freight(year: object, company: Tree) -> Category:
    category = budgets.leaf_category(name_zh="运输与物流", name_en="Freight")
    budgets.appropriate(company.service, category, {1: "5000.00"})
    return category
