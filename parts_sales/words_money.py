"""The sentences of events and notices about orders, receipts, credit and debts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit, notifications


def register() -> None:
    """Give event codes, facts, values and notices their words."""
    audit.register(
        {
            "sales_order.prepare": _("Order prepared, to be confirmed by the customer"),
            "sales_order.create": _("Order made from the confirmed quote"),
            "sales_order.open_up": _("Confirmed by the customer"),
            "sales_order.hold": _("Put on hold"),
            "sales_order.resume": _("Goes on"),
            "sales_order.reserve": _("Stock promised"),
            "sales_order.part_delivery": _("Delivery of what is paid agreed"),
            "sales_order.paid": _("Money matched"),
            "sales_order.unpaid": _("Money taken off"),
            "sales_order.credit": _("Returned goods credited"),
            "sales_order.bill": _("Invoice recorded"),
            "sales_order.unbill": _("Invoice taken back"),
            "sales_order.all_shipped": _("Everything shipped"),
            "sales_order.unship": _("Goods are back in the warehouse"),
            "sales_order.close": pgettext_lazy("order", "Closed: shipped, paid and invoiced"),
            "sales_order.reopen": pgettext_lazy("order", "Open again"),
            "sales_order.cancel": pgettext_lazy("order", "Cancelled"),
            "receipt.record": _("Money recorded"),
            "receipt.match": _("Matched to orders"),
            "receipt.unmatch": _("Match undone"),
            "receipt.reverse": pgettext_lazy("receipt", "Reversed"),
            "credit_term.create": _("Applied for credit terms"),
            "credit_term.submit": _("Sent again"),
            "credit_term.approve": _("In force"),
            "credit_term.send_back": _("Returned"),
            "credit_term.reject": _("Refused"),
            "credit_term.cancel": _("Given up"),
            "credit_term.suspend": _("Suspended"),
            "credit_term.keep": _("Evaluated: goes on as agreed"),
            "credit_term.end": pgettext_lazy("credit terms", "Ended"),
            "statement.create": _("Statement drawn up"),
            "statement.send": pgettext_lazy("statement", "Sent to the customer"),
            "statement.confirm": pgettext_lazy("statement", "Confirmed by the customer"),
            "statement.contest": pgettext_lazy("statement", "Disputed by the customer"),
            "statement.renew": pgettext_lazy("statement", "Drawn up anew"),
            "customer.dunning": _("Debt collected: what was done"),
        }
    )
    audit.register_facts({"account": _("Received on the account")}, code="receipt.record")
    audit.register_facts(
        {
            "said": _("What was done and said"),
            "who": _("Who"),
            "overdue": _("Overdue"),
            "quote": _("Quote"),
            "order": _("Order"),
            "receipt": _("Receipt"),
            "return": _("Return"),
            "orders": _("Orders"),
            "why": _("Because"),
            "term": _("Credit terms"),
            "invoice": _("Invoice"),
            "owes": _("Still owed"),
            "limit": _("Credit limit"),
            "review_due": _("To be evaluated by"),
        }
    )
    audit.register_fields(
        {"hold_kind": _("On hold for"), "credit_term": _("Credit terms"), "rate_source": _("Source of the rate")}
    )
    notifications.register(
        {
            "sales_order.held": _("%(document)s waits. %(why)s"),
            "sales_order.paid": _("%(amount)s came in for %(document)s. %(rest)s"),
            "sales_order.unpaid": _("%(amount)s was taken off %(document)s: %(reason)s"),
            "credit_term.suspended": _(
                "%(document)s: the credit terms are suspended, they were not evaluated in time."
            ),
            "credit_term.review_due": _("%(document)s: evaluate the credit terms by %(day)s, or they are suspended."),
        }
    )
    notifications.register_topic(
        notifications.Topic(
            "sales",
            _("Orders, money received and credit"),
            codes=("sales_order.", "receipt.", "credit_term."),
        )
    )
