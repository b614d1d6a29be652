"""What services about customers are given."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class CustomerInput:
    """A customer as somebody says it is; without an owner it is one's own, without a department its owner's."""

    name_zh: str = ""
    name_en: str = ""
    region: str = "DOMESTIC"
    country: str = ""
    tax_number: str = ""
    grade: str = "C"
    phone: str = ""
    bank: str = ""
    bank_account: str = ""
    currency: str = "CNY"
    incoterm: str = ""
    note: str = ""
    owner_id: int | None = None
    department_id: int | None = None

    def values(self) -> dict[str, Any]:
        """Its texts without blanks around them, and its codes."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}


@dataclass(frozen=True, slots=True)
class ContactInput:
    """A person at a customer."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class AddressInput:
    """Where goods or papers go."""

    text: str
    use: str = "DELIVERY"
    postcode: str = ""
    receiver: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class MachineInput:
    """A machine at a customer's."""

    model: str
    serial_number: str
    installed_on: date | None = None
    warranty_until: date | None = None
    note: str = ""


PartInput = ContactInput | AddressInput | MachineInput
