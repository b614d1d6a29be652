"""How approvals ask about quotes and price applications, and tell them how a round ended (APR-01)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.registry import Facts, Impact
from core import formats
from core.actors import Actor
from core.money import base_currency
from customers.choices import Region
from parts_sales import locks
from parts_sales.choices import LineKind
from parts_sales.models import PriceApplication, PriceApplicationLine, Quote, QuoteLine
from parts_sales.rules import quotes as rules
from parts_sales.selectors import authority
from parts_sales.services import applications, quotes

BELOW_FLOOR, DISCOUNTED, UNPRICED = "below_floor", "discounted", "unpriced"
AT_HOME, ABROAD = "at_home", "abroad"
WITHIN_TABLE, BEYOND_TABLE = "within_table", "beyond_table"
FLAGS = {
    BELOW_FLOOR: gettext_lazy("A price below the floor"),
    DISCOUNTED: gettext_lazy("With a discount"),
    BEYOND_TABLE: gettext_lazy("A discount abroad beyond the table"),
    UNPRICED: gettext_lazy("A part without list price and cost"),
}
QUIET_FLAGS = {
    AT_HOME: gettext_lazy("For a customer at home"),
    ABROAD: gettext_lazy("For a customer abroad"),
    WITHIN_TABLE: gettext_lazy("A discount abroad within the table"),
}


class QuoteHandler:
    """Quotes: the department's manager reviews what a clerk made (PSL-11)."""

    kind = Quote.kind

    def lock(self, document_id: int) -> None:
        """Lock the quote's row; its lines are covered by it."""
        locks.lock_quote(document_id)

    def facts(self, document_id: int) -> Facts:
        """The quote as it is now; its amount in the base currency. Abroad the deputy confirms models and prices,
        whatever they come to (PSL-40): no amount.
        """
        quote = Quote.objects.select_related("customer").get(pk=document_id)
        lines = list(quote.lines.all())
        goods = [line for line in lines if line.kind == LineKind.GOODS]
        discount = rules.largest_discount((line.unit_price, line.list_price) for line in goods)
        flags = {_why_below(line) for line in goods if authority.is_below(quote, line)}
        return Facts(
            department_id=quote.department_id,
            makers=frozenset({quote.created_by_id}),
            number=quote.number or "",
            title=quote.customer.name_zh or quote.customer.name_en,
            title_en=quote.customer.name_en or quote.customer.name_zh,
            amount=None if _where(quote) == ABROAD else quote.base_total,
            currency=base_currency(),
            category_codes=frozenset(),
            flags=frozenset(flags | ({DISCOUNTED} if discount > 0 else set()) | {_where(quote)}),
            document_version=quote.version,
            fingerprint=fingerprint(
                quote.customer_id,
                quote.currency,
                quote.valid_until,
                quote.freight_payer,
                quote.expected_freight,
                quote.delivery_term,
                [
                    (one.kind, one.part_id, one.name_zh, one.quantity.normalize(), one.unit_price, one.tax_rate)
                    for one in lines
                ],
            ),
            summary={"lines": len(lines), "discount": str(discount)},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """It may be sent to the customer."""
        quotes.approved(quote_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its maker."""
        quotes.returned(quote_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """It is not offered."""
        quotes.rejected(quote_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """Quotes hold no budget."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What approving does."""
        quote = Quote.objects.select_related("customer").get(pk=document_id)
        below = authority.below_floor(quote, list(quote.lines.all()))
        if below:
            return _("It can be sent to %(customer)s once the prices below the floor are granted.") % {
                "customer": quote.customer
            }
        return _("It can be sent to %(customer)s; the prices hold until %(day)s.") % {
            "customer": quote.customer,
            "day": formats.day(quote.valid_until),
        }


class PriceApplicationHandler:
    """Applications for prices: below the floor the domestic sales manager decides (PSL-03), on a discount abroad the
    service department's manager, beyond the table export sales and the GM (PSL-41)."""

    kind = PriceApplication.kind

    def lock(self, document_id: int) -> None:
        """Lock quote and application, in this order."""
        locks.lock_application(document_id)

    def facts(self, document_id: int) -> Facts:
        """The application as it is now. It has no amount: what is decided is prices, not spending (ORG-08)."""
        application = PriceApplication.objects.select_related("quote__customer").get(pk=document_id)
        lines = list(application.lines.select_related("part"))
        customer = application.quote.customer
        return Facts(
            department_id=application.department_id,
            makers=frozenset({application.created_by_id, application.quote.created_by_id}),
            number=application.number or "",
            title=customer.name_zh or customer.name_en,
            title_en=customer.name_en or customer.name_zh,
            amount=None,
            currency=base_currency(),
            category_codes=frozenset(),
            flags=frozenset(_flags(application, lines)),
            document_version=application.version,
            fingerprint=fingerprint(
                application.quote_id,
                application.reason,
                [(one.part_id, one.quantity.normalize(), one.unit_price, one.floor) for one in lines],
            ),
            summary={"lines": len(lines), "quote": application.quote.number or ""},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """Its prices are granted."""
        applications.approved(application_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to who applied."""
        applications.returned(application_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Not granted."""
        applications.rejected(application_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """Applications hold no budget."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What approving does."""
        application = PriceApplication.objects.select_related("quote").get(pk=document_id)
        if not application.is_tier and not application.below_base:
            return _("%(quote)s may be sent at these prices, though nobody knows what the parts cost.") % {
                "quote": application.quote
            }
        if application.is_tier:
            return _("%(quote)s may be sent at these prices: %(asked)s instead of %(list)s.") % {
                "quote": application.quote,
                "asked": formats.amount(application.asked_base),
                "list": formats.amount(application.list_base),
            }
        return _("%(quote)s may be sent at these prices: %(amount)s below the floor in all.") % {
            "quote": application.quote,
            "amount": formats.amount(application.below_base),
        }


def _where(quote: Quote) -> str:
    """The deputy manager confirms what goes abroad, the manager reviews the rest (PSL-40, PSL-11)."""
    return ABROAD if quote.region == Region.FOREIGN else AT_HOME


def _flags(application: PriceApplication, lines: Sequence[PriceApplicationLine]) -> set[str]:
    """What chooses who decides: the floor at home, the table abroad; abroad the cost is a warning alone. A part without
    list price and cost is told apart: its price lies below nothing anybody knows.
    """
    unpriced = {UNPRICED} if any(one.is_unpriced for one in lines) else set()
    if not application.is_tier:
        return {BELOW_FLOOR, AT_HOME} | unpriced
    found = {ABROAD, BEYOND_TABLE if application.is_beyond else WITHIN_TABLE} | unpriced
    return found | ({BELOW_FLOOR} if any(one.unit_base < one.floor for one in lines) else set())


def _why_below(line: QuoteLine) -> str:
    return UNPRICED if authority.is_unpriced(line) else BELOW_FLOOR


def fingerprint(*fields: Any) -> str:
    """The SHA-256 of the fields that matter (APR-10)."""
    text = json.dumps(fields, default=str, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
