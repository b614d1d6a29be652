"""The smallest valid customers."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from customers.models import Customer
from customers.services import customers
from customers.services.inputs import CustomerInput
from organization.models import Person
from tests.factories.organization import actor_of

AT = datetime(2026, 9, 22, 2, 0, tzinfo=UTC)
_counter = itertools.count(1)


def customer(maker: Person, name_zh: str = "", **fields: Any) -> Customer:
    """A customer its maker looks after."""
    name = name_zh or f"测试机械{next(_counter):04}厂"
    return customers.create_customer(
        draft=CustomerInput(name_zh=name, **fields), actor=actor_of(maker), at=AT, is_another=True
    )
