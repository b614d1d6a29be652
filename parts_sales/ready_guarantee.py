"""What guarantees make known when the application starts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from approvals import registry
from core import kinds, navigation, thresholds
from core.actors import Actor
from core.kinds import DocumentKind
from core.navigation import Item
from customers import referrers
from parts_sales import (
    finding_guarantee,
    handlers_guarantee,
    policies_guarantee,
    release_grounds,
    thresholds_guarantee,
    words_guarantee,
)
from parts_sales.models import Guarantee
from parts_sales.release_grounds import Ground
from parts_sales.selectors import guarantees, notes
from parts_sales.services import deductions, issued_hooks  # noqa: F401 - the job's handler is made known
from parts_sales.services import guarantees as services


def register() -> None:
    """Called once, from the app's `ready`."""
    kinds.register(
        DocumentKind(
            code=Guarantee.kind,
            label=_("Guarantee"),
            model=Guarantee,
            prefix=services.PREFIX,
            visible_to=guarantees.guarantees_visible_to,
            url_name="parts_sales:guarantee_detail",
            url_argument="guarantee_id",
            can_edit=policies_guarantee.can_add_papers,
        )
    )
    words_guarantee.register()
    registry.register(handlers_guarantee.GuaranteeHandler())
    release_grounds.register(Ground("guarantee", _("On the guarantee of a colleague"), 30, guarantees.guaranteed))
    issued_hooks.register(services.HOOK)
    thresholds.register(thresholds_guarantee.group())
    finding_guarantee.register()
    referrers.register(referrers.of_field(Guarantee.kind, _("Guarantees"), Guarantee))
    _frame()


def _frame() -> None:
    item = Item(
        _("Guarantees"),
        "parts_sales:guarantee_list",
        can=policies_guarantee.can_open_guarantees,
        match=("parts_sales:guarantee_", "parts_sales:deduction_"),
        keywords="担保 责任确认 先发货 扣款 db zr kk guarantee",
    )
    navigation.register_section("parts", _("Spare parts"), "engine", 36, [item])
    navigation.register_badge("parts", _waiting)
    navigation.register_quick_action(
        _("Guarantee for an order"),
        "parts_sales:guarantee_create",
        keywords="担保发货 dbfh guarantee",
        can=policies_guarantee.can_guarantee,
    )


def _waiting(actor: Actor) -> int:
    """What waits for somebody in the section: delivery notes at their desk, guarantees."""
    return notes.desk_count(actor) + guarantees.waiting_count(actor)
