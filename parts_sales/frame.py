"""What this app adds to the frame (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation
from parts_sales import finding, frame_money, policies


def register() -> None:
    """Make the pages known to the frame."""
    navigation.register_section(
        "parts",
        _("Spare parts"),
        "engine",
        36,
        [
            navigation.Item(
                _("Parts desk"),
                "parts_sales:desk",
                can=policies.can_quote,
                keywords="工作台 待办 内勤 超期 gzt db desk todo late",
            ),
            *frame_money.items(),
            navigation.Item(
                _("Parts catalogue"),
                "parts_sales:part_list",
                can=policies.can_see_parts,
                keys="g p",
                keywords="配件 备件 目录 库存 pj bj kc part stock",
            ),
            navigation.Item(
                _("Price rules"),
                "parts_sales:price_rules",
                can=policies.can_see_parts,
                match=(
                    "parts_sales:price_rules",
                    "parts_sales:figure_",
                    "parts_sales:tiers_",
                    "parts_sales:bank_details_",
                ),
                keywords="价格体系 最低限价 折扣 税率 jgtx zk margin discount tax",
            ),
        ],
    )
    navigation.register_quick_action(
        _("New part"), "parts_sales:part_create", keywords="新建配件 xjpj", can=policies.can_edit_parts
    )
    finding.register()
    frame_money.register()
