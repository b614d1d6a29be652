"""The sentences of this app's events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit


def register() -> None:
    """Give event codes, facts and values their words."""
    audit.register(
        {
            "part.create": _("Part added"),
            "part.change": _("Part changed"),
            "part.retire": _("Part taken off sale"),
            "part.restore": _("Part sold again"),
            "part.cost": _("Standard cost entered"),
            "part.price": _("List price entered"),
            "price_rules.figure": _("Figure entered"),
            "price_rules.tiers": _("Table of foreign discounts entered"),
            "price_rules.bank_details": _("Bank details for payment entered"),
        }
    )
    audit.register_fields(
        {
            "list_price": _("List price"),
            "has_own_warehouse": _("Warehouse set by hand"),
            "part": _("Part"),
        }
    )
    audit.register_facts({"figure": _("Figure"), "value": _("Value")})
    for code in (
        "part.cost", "part.price", "price_list.release", "price_rules.figure", "price_rules.tiers",
        "price_rules.bank_details",
    ):  # fmt: skip
        audit.register_facts({"from": _("From day")}, code=code)
