"""The kind of document of this app, as the rest of the application knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.kinds import DocumentKind
from customers import policies
from customers.models import Customer
from customers.selectors.customers import customers_visible_to


def kinds() -> tuple[DocumentKind, ...]:
    """Customers."""
    return (
        DocumentKind(
            code=Customer.kind,
            label=_("Customer"),
            model=Customer,
            prefix="CUS",
            visible_to=customers_visible_to,
            url_name="customers:customer_detail",
            url_argument="customer_id",
            can_edit=policies.can_edit,
        ),
    )
