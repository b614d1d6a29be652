"""What agreements add to the frame, to customers' pages and to merges (GEN-12, CUS-01)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import finding, policies
from agreements.models import Agreement, Lead
from agreements.selectors.agreements import agreements_visible_to, with_amount
from agreements.services.plans import LINE
from core import navigation, notifications
from core.actors import Actor
from customers import panels, referrers
from customers.panels import Panel, Shown

SHOWN = 8


def register() -> None:
    """Make the pages known to the frame."""
    navigation.register_section(
        "customers",
        _("Customers"),
        "users",
        38,
        [
            navigation.Item(
                _("Leads"),
                "agreements:lead_list",
                can=policies.can_open_leads,
                match=("agreements:lead_",),
                keywords="线索 商机 潜在客户 意向 xs sj lead prospect",
            ),
            navigation.Item(
                _("Market research"),
                "agreements:research_list",
                can=policies.can_open_leads,
                match=("agreements:research_",),
                keywords="市场调研报告 调研 scdy dybg market research report",
            ),
            navigation.Item(
                _("Agreements"),
                "agreements:agreement_list",
                can=policies.can_open,
                match=("agreements:agreement_", "agreements:amendment_", "agreements:version_compare"),
                keywords="协议 合同 续签 变更 xy ht agreement contract amendment",
            ),
            navigation.Item(
                _("Agreement reviews"),
                "agreements:review_list",
                can=policies.can_open,
                match=("agreements:review_",),
                keywords="协议评审 合同评审 产品要求评审 ps htps review",
            ),
            navigation.Item(
                _("Service plans"),
                "agreements:plan_list",
                can=policies.can_read_plans,
                match=("agreements:plan_",),
                keywords="服务计划 交付 fwjh service plan",
            ),
        ],
    )
    navigation.register_quick_action(
        _("New agreement"), "agreements:agreement_create", keywords="新建协议 xjxy", can=policies.can_make
    )
    navigation.register_quick_action(
        _("New lead"), "agreements:lead_create", keywords="新建线索 xjxs", can=policies.can_sell
    )
    finding.register()
    notifications.register_page(LINE, _("Service plan"), lambda pk: reverse("agreements:plan_deliver", args=[pk]))
    panels.register(Panel("agreements", _("Agreements"), 30, agreements_panel))
    referrers.register(referrers.of_field(Agreement.kind, _("Agreements"), Agreement))
    referrers.register(referrers.of_field(Lead.kind, _("Leads"), Lead))


def agreements_panel(customer: Any, actor: Actor) -> Shown | None:
    """The latest agreements of a customer; nothing for who does not see agreements."""
    if not policies.can_open(actor):
        return None
    today = timezone.localdate()
    rows = agreements_visible_to(actor).filter(customer=customer)
    context = {
        "rows": with_amount(rows, on=today).order_by("-created_at", "-pk")[:SHOWN],
        "customer": customer,
        "can_make": policies.can_make(actor) and customer.is_in_use,
    }
    return Shown("agreements/parts/customer_agreements.html", context, rows.count())
