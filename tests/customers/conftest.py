"""Who serves customers."""

from __future__ import annotations

import pytest

from organization.models import Person
from tests.factories import organization as cast


@pytest.fixture
def clerk(company: cast.Tree) -> Person:
    """Serves customers in service, and sees all of them."""
    return cast.member(company.service, "service_clerk", name_zh="李敏")


@pytest.fixture
def seller(company: cast.Tree) -> Person:
    """Sells in another department."""
    return cast.member(company.other, "salesperson", name_zh="唐宁")
