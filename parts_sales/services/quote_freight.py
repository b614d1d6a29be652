"""Freight the customer bears is agreed with them before the order, also before one is prepared (PSL-15)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from parts_sales import figures
from parts_sales.choices import FreightPayer
from parts_sales.models import Quote
from parts_sales.quote_errors import FreightNotConfirmed
from parts_sales.rules import quotes as rules
from parts_sales.selectors.quote_pages import freight_base


def require_freight(quote: Quote, *, at: datetime) -> None:
    """Refuse an order whose freight the customer has to agree to and has not (PSL-15). Raises FreightNotConfirmed."""
    least = figures.freight_from(on=timezone.localdate(at))
    expected = freight_base(quote, list(quote.lines.all()))
    bears = quote.freight_payer != FreightPayer.SELLER
    if quote.freight_confirmed_at is None and rules.freight_to_confirm(
        buyer_bears=bears, expected=expected, least=least
    ):
        raise FreightNotConfirmed(freight=expected, least=least)
