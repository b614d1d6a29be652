"""What market information and surveys add to the frame (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation
from feedback import finding, policies


def register() -> None:
    """Their items in the section of quality, quick actions, and what is found."""
    navigation.register_section(
        "quality",
        _("Quality"),
        "shield-check",
        44,
        [
            navigation.Item(
                _("Surveys"),
                "feedback:survey_list",
                can=policies.can_open,
                match=("feedback:survey_",),
                keywords="满意度 调查 回访 csat nps mydc myd survey",
            ),
            navigation.Item(
                _("Market information"),
                "feedback:info_list",
                can=policies.can_open,
                match=("feedback:info_", "feedback:slip_", "feedback:sheet_"),
                keywords="市场信息 信息传递单 信息反馈单 scxx xxcdd xxfkd market",
            ),
        ],
    )
    navigation.register_quick_action(
        _("Report market information"),
        "feedback:info_create",
        keywords="市场信息 上报 scxx sb market",
        can=policies.can_open,
    )
    navigation.register_quick_action(
        _("Send a survey"),
        "feedback:survey_create",
        keywords="满意度 调查 mydc survey",
        can=policies.can_manage_surveys,
    )
    finding.register()
