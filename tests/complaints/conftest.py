"""Who complains, who records, judges and confirms."""

from __future__ import annotations

import pytest

from complaints.models import Complaint
from customers.models import Customer
from organization.models import Person
from tests.factories import complaints as grievances
from tests.factories import customers as serving
from tests.factories import organization as cast


@pytest.fixture
def handler(company: cast.Tree) -> Person:
    """Customer service."""
    return cast.member(company.other, "customer_service", company_wide=True, name_zh="林晓")


@pytest.fixture
def expert(company: cast.Tree) -> Person:
    """Of the panel: confirms reports."""
    return cast.member(company.company, "expert", company_wide=True, name_zh="郑工")


@pytest.fixture
def panellist(company: cast.Tree) -> Person:
    """Of the planning centre: writes reports on effects."""
    return cast.member(company.company, "planning_centre", company_wide=True, name_zh="沈浩")


@pytest.fixture
def buyer(manager: Person) -> Customer:
    """Complains."""
    return serving.customer(manager)


@pytest.fixture
def complaint(company: cast.Tree, handler: Person, expert: Person, buyer: Customer, owner: Person) -> Complaint:
    """A loud spindle; the owner looks after the customer."""
    return grievances.recorded(handler, buyer, company.service, salesperson=owner)
