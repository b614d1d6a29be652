"""What delivery adds to the frame (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation
from parts_sales import finding_delivery
from parts_sales import policies_delivery as policies


def register() -> None:
    """Make the pages known to the frame."""
    navigation.register_section(
        "parts",
        _("Spare parts"),
        "engine",
        36,
        [
            navigation.Item(
                _("Delivery notes"),
                "parts_sales:note_list",
                can=policies.can_open_notes,
                match=("parts_sales:note_",),
                keys="g d",
                keywords="发货单 出库 发运 快递 fhd ck delivery dispatch",
            ),
            navigation.Item(
                _("Returns"),
                "parts_sales:return_list",
                can=policies.can_open_notes,
                match=("parts_sales:return_",),
                keywords="退货 换货 退款 th hh return",
            ),
        ],
    )
    finding_delivery.register()
