"""Who keeps parts."""

from __future__ import annotations

import pytest

from organization.models import Person, Warehouse
from tests.factories import organization as cast


@pytest.fixture
def clerk(company: cast.Tree) -> Person:
    """Keeps the catalogue and quotes; sees no costs."""
    return cast.member(company.service, "service_clerk", name_zh="李敏")


@pytest.fixture
def keeper(company: cast.Tree) -> Person:
    """Keeps the warehouse of raw materials, and no other."""
    made = cast.person(company.other, name_zh="何军")
    cast.give(made, "warehouse_keeper", Warehouse.objects.get(code="raw"))
    return made
