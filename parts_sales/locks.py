"""How rows of sales are locked: documents before stock, each freshly read (docs/architecture/README.md)."""

from __future__ import annotations

from parts_sales.models import Inquiry, PriceApplication, Quote, Violation


def lock_quote(quote_id: int) -> Quote:
    """Lock a quote until the transaction ends; freshly read. Raises Quote.DoesNotExist."""
    return Quote.objects.select_for_update(of=("self",), no_key=True).get(pk=quote_id)


def lock_application(application_id: int) -> PriceApplication:
    """Lock a price application after its quote, so that both are always taken in this order. Raises
    PriceApplication.DoesNotExist.
    """
    quote_id = PriceApplication.objects.values_list("quote_id", flat=True).get(pk=application_id)
    lock_quote(quote_id)
    return PriceApplication.objects.select_for_update(of=("self",), no_key=True).get(pk=application_id)


def lock_inquiry(inquiry_id: int) -> Inquiry:
    """Lock an inquiry, after its quote where both change; freshly read. Raises Inquiry.DoesNotExist."""
    return Inquiry.objects.select_for_update(of=("self",), no_key=True).get(pk=inquiry_id)


def lock_violation(violation_id: int) -> Violation:
    """Lock the record of a violation; freshly read. Raises Violation.DoesNotExist."""
    return Violation.objects.select_for_update(of=("self",), no_key=True).get(pk=violation_id)
