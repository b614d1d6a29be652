"""Corrective actions and reports on their effect, as the rest of the application knows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.kinds import DocumentKind
from corrective import policies
from corrective.models import CorrectiveAction, EffectReport
from corrective.selectors.actions import actions_visible_to, reports_visible_to


def kinds() -> tuple[DocumentKind, ...]:
    """Actions and reports."""
    return (
        DocumentKind(
            code=CorrectiveAction.kind,
            label=_("Corrective action"),
            model=CorrectiveAction,
            prefix="CAP",
            visible_to=actions_visible_to,
            url_name="corrective:action_detail",
            url_argument="action_id",
            can_edit=policies.can_plan,
            can_attach=can_attach,
        ),
        DocumentKind(
            code=EffectReport.kind,
            label=_("Report on the effect"),
            model=EffectReport,
            prefix="EFR",
            visible_to=reports_visible_to,
            url_name="corrective:report_detail",
            url_argument="report_id",
            can_edit=policies.is_writer,
        ),
    )


def can_attach(action: Any, actor: Actor) -> bool:
    """Proof is added by who follows up, who plans and who owns a measure."""
    if policies.is_handler(action, actor) or policies.can_plan(action, actor):
        return True
    return bool(action.rounds.filter(measures__owner=actor.person_id or 0).exists())
