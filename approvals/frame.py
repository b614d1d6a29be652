"""What approvals add to the frame: the inbox with its number, the routes among the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from approvals import policies, selectors
from core import navigation, tour
from core.navigation import Item


def register() -> None:
    """Add the pages to the navigation, the phone's tabs and the palette."""
    navigation.register_section(
        "inbox",
        _("Waiting for me"),
        "inbox",
        10,
        [
            Item(
                _("Waiting for me"),
                "approvals:inbox",
                can=policies.has_inbox,
                keys="g i",
                match=("approvals:decided", "approvals:decide_many"),
                keywords="待我处理 审批 dwcl sp inbox approve",
            ),
            Item(
                _("Delegations"),
                "approvals:delegation_list",
                can=policies.has_inbox,
                keywords="委托 授权 代办 休假 wt sq delegation absence holiday",
            ),
            Item(
                _("Approval times"),
                "approvals:measures",
                can=policies.can_see_routes,
                match=("approvals:measure",),
                keywords="审批时效 spsx approval time measures returns",
            ),
        ],
    )
    tour.register_step(
        _("Decide on what waits for you"),
        _("Most urgent first, each with its budget; A approves, R returns, several at once."),
        "approvals:inbox",
        10,
        "inbox",
        can=policies.has_inbox,
    )
    navigation.register_badge("inbox", selectors.all_waiting)
    navigation.register_tab(
        _("Waiting for me"), "approvals:inbox", "inbox", 10, badge="inbox", match=("approvals:decided",)
    )
    navigation.register_section(
        "settings",
        _("Settings"),
        "settings",
        90,
        [
            Item(
                _("Approval routes"),
                "approvals:route_list",
                can=policies.can_see_routes,
                match=("approvals:route_",),
                keywords="审批流程 splc route workflow",
            )
        ],
    )
