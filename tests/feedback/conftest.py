"""Who reports, screens, decides, answers and asks."""

from __future__ import annotations

import pytest

from feedback.models import MarketInfo
from organization.models import Person
from tests.factories import feedback as market
from tests.factories import organization as cast


@pytest.fixture
def screener(company: cast.Tree) -> Person:
    """The information manager."""
    return cast.member(company.company, "information_manager", company_wide=True, name_zh="罗佳")


@pytest.fixture
def vice(company: cast.Tree) -> Person:
    """The vice general manager."""
    return cast.member(company.company, "vice_general_manager", company_wide=True, name_zh="高远")


@pytest.fixture
def clerk(company: cast.Tree) -> Person:
    """Customer service."""
    return cast.member(company.other, "customer_service", company_wide=True, name_zh="丁宁")


@pytest.fixture
def other_manager(company: cast.Tree) -> Person:
    """Leads domestic sales."""
    made = cast.member(company.other, "department_manager", name_zh="何平")
    cast.put_in_charge(company.other, made)
    return made


@pytest.fixture
def info(owner: Person, screener: Person) -> MarketInfo:
    """Reported by an employee of service."""
    return market.reported(owner)
