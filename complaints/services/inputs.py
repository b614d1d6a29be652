"""What is typed about complaints, checked for its form already."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComplaintInput:
    """A complaint as it is recorded. `order_number`, `machine_serial` and `part_number` are what is
    written on the papers and the plate; `department_id` and
    `salesperson_id` None are those who serve the customer.
    """

    source: str
    severity: str
    customer_id: int
    title: str
    happened: str
    wish: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    machine_serial: str = ""
    order_number: str = ""
    part_number: str = ""
    department_id: int | None = None
    salesperson_id: int | None = None


@dataclass(frozen=True, slots=True)
class LiabilityInput:
    """Who answers for it, why, and what follows."""

    liable: str
    cause: str
    analysis: str
    conclusion: str
    responsible_id: int | None = None


@dataclass(frozen=True, slots=True)
class NonConformanceInput:
    """What does not conform, and the measures asked for with it."""

    item: str
    required: str
    found: str
    disposition: str
    expert_id: int
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class IntakeInput:
    """What somebody typed into the public form."""

    company: str
    name: str
    happened: str
    wish: str = ""
    email: str = ""
    phone: str = ""
    machine: str = ""
    order_number: str = ""
    language: str = "zh-hans"
