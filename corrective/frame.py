"""What corrective actions add to the frame (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation
from corrective import finding, policies


def register() -> None:
    """Their section, quick action, and what is found."""
    navigation.register_section(
        "quality",
        _("Quality"),
        "shield-check",
        44,
        [
            navigation.Item(
                _("Corrective actions"),
                "corrective:action_list",
                can=policies.can_open,
                match=("corrective:",),
                keywords="纠正 预防 措施 改进 8d jz yf cs capa corrective",
            )
        ],
    )
    navigation.register_quick_action(
        _("Ask for measures"),
        "corrective:action_create",
        keywords="要求整改 yqzg zg corrective",
        can=policies.can_ask,
    )
    finding.register()
