"""What quotes add to the frame, to customers' pages and to merges (GEN-12, CUS-01)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import navigation
from core.actors import Actor
from customers import panels, referrers
from customers.panels import Panel, Shown
from parts_sales import finding_quotes, policies
from parts_sales.models import Inquiry, Quote
from parts_sales.selectors.visibility import quotes_visible_to

SHOWN = 8


def register() -> None:
    """Make the pages known to the frame."""
    navigation.register_section(
        "parts",
        _("Spare parts"),
        "engine",
        36,
        [
            navigation.Item(
                _("Quotes"),
                "parts_sales:quote_list",
                can=policies.sees_quotes,
                match=("parts_sales:quote_", "parts_sales:application_"),
                keys="g q",
                keywords="报价 报价单 bj bjd quote",
            ),
            navigation.Item(
                _("Inquiries"),
                "parts_sales:inquiry_list",
                can=policies.sees_inquiries,
                match=("parts_sales:inquiry_",),
                keywords="询价 询盘 xj inquiry",
            ),
            navigation.Item(
                _("Violations"),
                "parts_sales:violation_list",
                can=policies.can_report_violation,
                match=("parts_sales:violation_",),
                keywords="违规 私自报价 wg violation",
            ),
        ],
    )
    navigation.register_quick_action(
        _("New quote"), "parts_sales:quote_create", keywords="新建报价 xjbj", can=policies.can_quote
    )
    navigation.register_quick_action(
        _("New inquiry"), "parts_sales:inquiry_create", keywords="新建询价 xjxj", can=policies.can_take_inquiries
    )
    finding_quotes.register()
    panels.register(Panel("quotes", _("Quotes"), 10, quotes_panel))
    referrers.register(referrers.of_field("quote", _("Quotes"), Quote))
    referrers.register(referrers.of_field("inquiry", _("Inquiries"), Inquiry))


def quotes_panel(customer: Any, actor: Actor) -> Shown | None:
    """The latest quotes of a customer; nothing for who does not see quotes."""
    if not policies.sees_quotes(actor):
        return None
    rows = quotes_visible_to(actor).filter(customer=customer)
    context = {
        "rows": rows.select_related("created_by").order_by("-created_at", "-pk")[:SHOWN],
        "customer": customer,
        "can_make": policies.can_quote_to(customer, actor) and customer.is_in_use,
    }
    return Shown("parts_sales/parts/customer_quotes.html", context, rows.count())
