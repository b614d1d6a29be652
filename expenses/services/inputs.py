"""What the makers of documents type in, as plain values: the same for pages, API and seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import base_currency
from expenses.choices import ClaimKind


@dataclass(frozen=True, slots=True)
class RequestLineInput:
    """One estimate. `line_id` names the line it changes; None is a new one."""

    category_id: int
    description: str
    amount: Decimal
    project_id: int | None = None
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class RequestInput:
    """A spend request as typed (EXP-01). `complaint`: the number of the one it is spent on (CMP-08)."""

    department_id: int
    title: str
    expected_date: date
    end_date: date
    purpose: str = ""
    supplier: str = ""
    single_use: bool = False
    complaint: str = ""
    lines: tuple[RequestLineInput, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimLineInput:
    """One expense, tax included (GEN-02). Without `request_line_id`, a claim on a request finds the estimate by
    category.
    """

    category_id: int
    description: str
    expense_date: date
    amount: Decimal
    tax_rate: Decimal = Decimal(0)
    project_id: int | None = None
    supplier: str = ""
    invoice_code: str = ""
    invoice_number: str = ""
    request_line_id: int | None = None
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimInput:
    """An expense claim or supplier's invoice as typed (EXP-02). `rate` is units of the base currency for one of
    `currency`; None takes what finance keeps for the claim's day. `complaint`: the number of the one it is spent on;
    empty takes that of the request (CMP-08).
    """

    department_id: int
    title: str
    claim_kind: str = ClaimKind.EXPENSE
    purpose: str = ""
    request_id: int | None = None
    currency: str = ""
    rate: Decimal | None = None
    rate_date: date | None = None
    rate_source: str = ""
    complaint: str = ""
    lines: tuple[ClaimLineInput, ...] = ()

    @property
    def is_foreign(self) -> bool:
        """Whether the amounts have to be converted (GEN-02b)."""
        return bool(self.currency) and self.currency != base_currency()


@dataclass(frozen=True, slots=True)
class AccountInput:
    """A payee's bank account as typed (EXP-07)."""

    holder: str
    account_number: str
    bank: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class PaymentLineInput:
    """How much of one debt is paid now, in the base currency."""

    payable_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PaidInput:
    """When, from which own account and under which of the bank's references it was paid (EXP-07)."""

    pay_date: date
    account: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class AdvanceInput:
    """An advance as typed, in the base currency (EXP-02b)."""

    department_id: int
    title: str
    purpose: str
    amount: Decimal
    due_date: date
