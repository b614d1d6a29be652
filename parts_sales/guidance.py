"""What parts sales tell whoever writes an agreement, follows a lead or weighs a customer: list prices, credit and debts
(CUS-02, CUS-10, PSL-02).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.guidance import Hint
from core import formats
from core.actors import Actor
from core.money import base_currency
from parts_sales import policies_money
from parts_sales.selectors import credit, parts

MOST = 5


def prices(product: str, actor: Actor, on: date) -> list[Hint]:
    """The list prices of the parts a product's words find, for who sees the catalogue."""
    found = [one for one in parts.quick(actor, product, on=on, currency=base_currency()) if one.price is not None]
    return [
        Hint(
            f"{one.part.number} {one.part.name}",
            f"{formats.amount(one.price)} {base_currency()}",
            reverse("parts_sales:part_detail", args=[one.part.pk]),
        )
        for one in found[:MOST]
    ]


def credit_of(customer: Any, actor: Actor, on: date) -> list[Hint]:
    """Terms, what stands against them and what is overdue, for who sees money received."""
    if not policies_money.can_open_receipts(actor):
        return []
    terms = credit.live_terms_of(customer.pk)
    limit = _("no credit") if terms is None else formats.amount(terms.limit_amount)
    return [
        Hint(_("Credit limit"), limit),
        Hint(_("Stands against it"), formats.amount(credit.exposure(customer.pk).total)),
        Hint(_("Overdue"), formats.amount(credit.overdue_of(customer.pk, on=on))),
    ]
