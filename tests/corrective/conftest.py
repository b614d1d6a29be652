"""Who asks for measures, writes, approves and verifies them."""

from __future__ import annotations

import pytest

from corrective.models import CorrectiveAction
from organization.models import Person
from tests.factories import corrective as measures
from tests.factories import organization as cast


@pytest.fixture
def handler(company: cast.Tree) -> Person:
    """Customer service, which asks and follows up."""
    return cast.member(company.other, "customer_service", company_wide=True, name_zh="林晓")


@pytest.fixture
def expert(company: cast.Tree) -> Person:
    """Approves plans and confirms reports."""
    return cast.member(company.company, "expert", company_wide=True, name_zh="郑工")


@pytest.fixture
def panellist(company: cast.Tree) -> Person:
    """Of the planning centre: writes reports on effects."""
    return cast.member(company.company, "planning_centre", company_wide=True, name_zh="沈浩")


@pytest.fixture
def action(company: cast.Tree, handler: Person, manager: Person) -> CorrectiveAction:
    """Service was asked for measures."""
    return measures.asked(handler, company.service)
