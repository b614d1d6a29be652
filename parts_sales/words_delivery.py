"""The sentences of events and notices about delivery notes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit, notifications
from core.models import Way


def register() -> None:
    """Give event codes, facts and notices their words."""
    audit.register(
        {
            "delivery_note.create": _("Delivery note made"),
            "delivery_note.review": pgettext_lazy("step", "Reviewed"),
            "delivery_note.print_out": pgettext_lazy("step", "Printed"),
            "delivery_note.check_money": pgettext_lazy("step", "Money confirmed"),
            "delivery_note.sign": pgettext_lazy("step", "Signed"),
            "delivery_note.confirm": _("Warehouse confirmed the goods"),
            "delivery_note.issue": _("Goods issued, stock reduced"),
            "delivery_note.ship": pgettext_lazy("step", "Dispatched"),
            "delivery_note.arrive": pgettext_lazy("step", "Arrived"),
            "delivery_note.follow_up": _("Followed up"),
            "delivery_note.tell": _("Customer told"),
            "delivery_note.cancel": _("Delivery note cancelled, goods put back"),
            "sales_return.create": _("Return taken up"),
            "sales_return.receive": _("Goods received"),
            "sales_return.inspect": _("Goods inspected"),
            "sales_return.credit": pgettext_lazy("timeline", "Credited"),
            "sales_return.replace": _("Replaced without charge"),
            "sales_return.take_back_replacement": _("Replacement cancelled"),
            "sales_return.refuse": _("Return refused"),
            "sales_return.cancel": _("Return cancelled"),
            "sales_order.note": _("Delivery notes made"),
        }
    )
    audit.register_facts(
        {
            "good": _("Good"),
            "quantity": _("Quantity"),
            "notes": _("Delivery notes"),
            "order": _("Sales order"),
            "carrier": _("Carrier"),
            "expected": _("Expected arrival"),
            "told": _("Customer told"),
            "arrived": pgettext_lazy("step", "Arrived"),
            "late_days": _("Days late"),
        }
    )
    for code in ("delivery_note.create", "delivery_note.issue"):
        audit.register_facts({"value": _("Value of the goods")}, code=code)
    audit.register_facts({"value": _("Credited")}, code="sales_return.credit")
    audit.register_fields(
        {
            "goods_base": _("Goods"),
            "carrier_rule": _("The rule's choice"),
            "free_of": _("Replaces the goods of"),
            "order_line": _("Line of the order"),
            "own_reserved": _("Promised for it"),
            "note": _("Delivery note"),
            "note_line": _("Line of the delivery note"),
            "sales_return": _("Return"),
            "credit_amount": _("Credited"),
            "credit_base": _("Credited, base currency"),
        }
    )
    notifications.register_topic(
        notifications.Topic(
            "delivery",
            _("Delivery notes that wait for you, late arrivals"),
            ("delivery_note.", "sales_return."),
            usual=Way.APP,
        )
    )
    notifications.register(
        {
            "delivery_note.waits": _("%(document)s for %(customer)s waits for you: %(step)s."),
            "delivery_note.cancelled": _("%(document)s for %(customer)s was cancelled by %(who)s. %(reason)s"),
            "delivery_note.late": _("%(document)s for %(customer)s was expected on %(day)s and has not arrived."),
            "sales_return.expected": _("%(document)s: goods of %(customer)s come back to your warehouse."),
            "sales_return.inspected": _("%(document)s of %(customer)s was inspected and can be settled."),
            "sales_return.credited": _("%(document)s of %(customer)s was credited."),
        }
    )
