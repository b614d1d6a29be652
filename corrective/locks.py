"""How corrective actions are locked: the action, then the report on its effect."""

from __future__ import annotations

from corrective.models import CorrectiveAction, EffectReport


def lock_action(action_id: int) -> CorrectiveAction:
    """Lock an action until the transaction ends; freshly read. Raises CorrectiveAction.DoesNotExist."""
    return CorrectiveAction.objects.select_for_update(of=("self",), no_key=True).get(pk=action_id)


def lock_report(report_id: int) -> EffectReport:
    """Lock the action of a report and then the report; freshly read. Raises EffectReport.DoesNotExist."""
    action_id = EffectReport.objects.values_list("round__action", flat=True).get(pk=report_id)
    lock_action(action_id)
    rows = EffectReport.objects.select_related("round")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=report_id)
