"""Delivery, made known to the rest of the application; called in the app's `ready`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import kinds, thresholds
from customers import referrers
from parts_sales import figures_delivery, frame_delivery, letters_delivery, listed_delivery, words_delivery
from parts_sales.models import DeliveryNote, SalesReturn


def register() -> None:
    """Kinds of document, words, letters, figures, pages, rows that name a customer."""
    for kind in listed_delivery.kinds():
        kinds.register(kind)
    words_delivery.register()
    letters_delivery.register()
    thresholds.register(figures_delivery.group())
    frame_delivery.register()
    referrers.register(referrers.of_field(DeliveryNote.kind, _("Delivery notes"), DeliveryNote))
    referrers.register(referrers.of_field(SalesReturn.kind, _("Returns"), SalesReturn))
