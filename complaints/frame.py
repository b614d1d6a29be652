"""What complaints add to the frame (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from complaints import finding, policies
from complaints.selectors.complaints import intakes_visible_to
from core import navigation
from core.actors import Actor


def register() -> None:
    """Their pages, quick action, and what is found."""
    navigation.register_section(
        "quality",
        _("Quality"),
        "shield-check",
        44,
        [
            navigation.Item(
                _("Complaints"),
                "complaints:complaint_list",
                can=policies.can_open,
                match=("complaints:complaint_", "complaints:liability_", "complaints:nonconformance_"),
                keywords="投诉 客诉 质量 责任 不合格 ts ks complaint liability",
            ),
            navigation.Item(
                _("Patterns"),
                "complaints:pattern_page",
                can=policies.can_open,
                match=("complaints:pattern_",),
                keywords="帕累托 投诉分析 重复投诉 pltt tsfx pareto patterns",
            ),
            navigation.Item(
                _("From the public form"),
                "complaints:intake_list",
                can=policies.can_record,
                match=("complaints:intake_",),
                keywords="公开表单 网上投诉 wsts public form intake",
            ),
        ],
    )
    navigation.register_badge("quality", waiting)
    navigation.register_quick_action(
        _("Record a complaint"),
        "complaints:complaint_create",
        keywords="登记投诉 djts ts complaint",
        can=policies.can_record,
    )
    finding.register()


def waiting(actor: Actor) -> int:
    """What came by the public form and nobody looked at."""
    return intakes_visible_to(actor).filter(state="WAITING").count() if policies.can_record(actor) else 0
