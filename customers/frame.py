"""What this app adds to the frame (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation
from customers import finding, policies


def register() -> None:
    """Make the pages known to the frame."""
    navigation.register_section(
        "customers",
        _("Customers"),
        "users",
        38,
        [
            navigation.Item(
                _("Customers"),
                "customers:customer_list",
                can=policies.can_open,
                match=("customers:",),
                keys="g c",
                keywords="客户 联系人 机床 kh customer contact machine",
            )
        ],
    )
    navigation.register_quick_action(
        _("New customer"), "customers:customer_create", keywords="新建客户 xjkh", can=policies.can_make
    )
    finding.register()
