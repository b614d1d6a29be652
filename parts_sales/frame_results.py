"""What margins add to the frame (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation
from parts_sales import policies_results as policies


def register() -> None:
    """Make the page known to the frame."""
    navigation.register_section(
        "parts",
        _("Spare parts"),
        "engine",
        36,
        [
            navigation.Item(
                _("Margins"),
                "parts_sales:margin_list",
                can=policies.can_see_results,
                match=("parts_sales:margin_", "parts_sales:result_"),
                keywords="毛利 保本微利 利润 成本 收入 ml lr margin profit",
            ),
        ],
    )
