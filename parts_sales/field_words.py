"""What the kept values of quotes, orders, notes and receipts are called on a document's history (GEN-05)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit


def register() -> None:
    """Called once, from the app's `ready`."""
    audit.register_fields(
        {
            "handed_to": _("Handed to"),
            "inquiry": _("Inquiry"),
            "decided_at": _("Decided at"),
            "region": _("Domestic or foreign"),
            "revision": _("Revision"),
            "replaces": _("Replaces"),
            "goods_total": _("Goods in all"),
            "parameters": _("Technical parameters"),
            "sent_at": _("Sent at"),
            "freight_confirmed_at": _("Freight agreed at"),
            "freight_confirmed_way": _("How the freight was agreed"),
            "freight_confirmed_name": _("Who agreed to the freight"),
            "cost": _("Unit cost"),
            "floor": _("Lowest unit price"),
            "quote": _("Quote"),
            "suspended_at": _("Suspended at"),
            "hold_reason_en": _("Why it waits, in English"),
            "paid_amount": _("Amount paid"),
            "paid_base": _("Paid, base currency"),
            "credited_amount": _("Amount credited"),
            "credited_base": _("Credited, base currency"),
            "shipped_base": _("Shipped, base currency"),
            "billed_base": _("Invoiced, base currency"),
            "part_delivery_at": _("Part delivery agreed at"),
            "shipped_at": _("Dispatched at"),
            "order": _("Sales order"),
            "reserved": _("Promised from stock"),
            "noted": _("On delivery notes"),
            "issued": _("Left the warehouse"),
            "returned": _("Came back"),
            "matched_amount": _("Amount matched"),
        }
    )
