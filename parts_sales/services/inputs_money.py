"""What services about receipts, invoices, credit and statements are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ReceiptInput:
    """Money that came in, as finance says it did. Cash names who brought it and the paper they got."""

    account: str
    amount: Decimal
    received_date: date
    payer: str
    currency: str = "CNY"
    way: str = "BANK"
    customer_id: int | None = None
    reference: str = ""
    handed_by: str = ""
    paper: str = ""
    invoice_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MatchInput:
    """So much of a receipt for an order, in their currency."""

    order_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceInput:
    """An invoice to the customer for what was shipped, in the order's currency."""

    number: str
    invoice_date: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CreditInput:
    """Terms as they are applied for; the limit in the base currency."""

    customer_id: int
    limit_amount: Decimal
    days: int
    reason: str
    term_kind: str = "MONTHLY"


@dataclass(frozen=True, slots=True)
class DunningInput:
    """What was done to collect a debt."""

    day: date
    way: str
    said: str
    spoke_with: str = ""
    promised_date: date | None = None
    promised_amount: Decimal | None = None
