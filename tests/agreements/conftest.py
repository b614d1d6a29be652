"""Who makes agreements, answers reviews and concludes them."""

from __future__ import annotations

import pytest

from customers.models import Customer
from organization.models import Person
from tests.factories import agreements as making
from tests.factories import customers as serving
from tests.factories import organization as cast


@pytest.fixture
def clerk(company: cast.Tree) -> Person:
    """Makes agreements for service."""
    return cast.member(company.service, "service_clerk", name_zh="唐宁")


@pytest.fixture
def customer(clerk: Person) -> Customer:
    return serving.customer(clerk, "华东重机有限公司")


@pytest.fixture
def gm(company: cast.Tree) -> Person:
    return cast.member(company.company, "general_manager", company_wide=True, name_zh="陈立新")


@pytest.fixture
def panel(company: cast.Tree, division_manager: Person, gm: Person) -> making.Panel:
    """One person for each part of a review, the division manager and the general manager."""
    return making.panel(company, division_manager, gm)
