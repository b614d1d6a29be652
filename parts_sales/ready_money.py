"""What orders, money received and credit make known when the application starts."""

from __future__ import annotations

from approvals import registry
from core import thresholds
from customers import panels, referrers
from parts_sales import customer_money, handlers_credit, letters_statement, thresholds_credit, words_money
from parts_sales.selectors import orders
from parts_sales.services import (
    issued_hooks,
    statements,  # noqa: F401 - the job's handler is made known
)
from parts_sales.services import orders as order_services


def register() -> None:
    """Called once, from the app's `ready`."""
    words_money.register()
    letters_statement.register()
    orders.register_grounds()
    issued_hooks.register(order_services.HOOK)
    registry.register(handlers_credit.CreditTermHandler())
    thresholds.register(thresholds_credit.group())
    for panel in customer_money.panels():
        panels.register(panel)
    for referrer in customer_money.referrers():
        referrers.register(referrer)
