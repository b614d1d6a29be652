"""The sentences of events and notices about corrective actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit, notifications


def register() -> None:
    """Give event codes, facts, values and notices their words."""
    audit.register(
        {
            "corrective_action.ask": _("Measures asked for"),
            "corrective_action.submit": _("Plan sent to the experts"),
            "corrective_action.withdraw": _("Plan taken back"),
            "corrective_action.send_back": _("Plan returned"),
            "corrective_action.approve": _("Plan approved"),
            "corrective_action.finish": _("Measure carried out"),
            "corrective_action.check": _("Check recorded"),
            "corrective_action.implement": _("All measures carried out"),
            "corrective_action.find_effective": _("Verified: effective"),
            "corrective_action.find_ineffective": _("Verified: not effective, another round"),
            "corrective_action.reopen": _("The effect is looked at again"),
            "corrective_action.close": pgettext_lazy("corrective action", "Closed"),
            "corrective_action.cancel": pgettext_lazy("corrective action", "Cancelled"),
            "effect_report.create": _("Report on the effect written"),
            "effect_report.submit": _("Sent again"),
            "effect_report.send_back": _("Returned"),
            "effect_report.confirm": _("Confirmed by the panel"),
            "effect_report.reject": _("Refused"),
            "effect_report.withdraw": _("Withdrawn"),
        }
    )
    audit.register_facts(
        {
            "plan_due": _("Measures to be written by"),
            "measures": _("Measures"),
            "measure": _("Measure"),
            "result": pgettext_lazy("measure", "What was done"),
            "finding": pgettext_lazy("follow-up check", "Finding"),
            "in_order": _("In order"),
            "check_outcome": _("Outcome"),
            "effect_outcome": _("Outcome"),
            "effective": _("Effective"),
            "measure_round": _("Round"),
            "report": _("Report"),
        }
    )
    audit.register_fields(
        {
            "subject_kind": _("Kind of document concerned"),
            "subject_id": _("Document concerned"),
            "closed_at": _("Closed at"),
            "done_at": _("Carried out at"),
            "done_by": _("Carried out by"),
            "round": _("Round"),
            "position": _("Position"),
            "confirmed_at": _("Confirmed at"),
        }
    )
    notifications.register(
        {
            "corrective_action.asked": _("%(document)s: write cause and measures by %(day)s."),
            "corrective_action.again": _("%(document)s: the measures do not work, new ones are needed. %(finding)s"),
            "corrective_action.cancelled": _("%(document)s was cancelled: %(reason)s"),
            "corrective_action.reopened": _("%(document)s: the effect is looked at again. %(reason)s"),
            "corrective_action.measure": _("%(document)s: your measure is due on %(day)s: %(measure)s"),
            "corrective_action.all_done": _("%(document)s: all measures are carried out; look at them."),
            "corrective_action.not_in_order": _("%(document)s: a check found something not in order. %(finding)s"),
            "corrective_action.to_verify": _("%(document)s: verify the effect."),
            "corrective_action.effective": _("%(document)s: the effect is confirmed."),
            "corrective_action.late_plan": _("%(document)s: the measures were to be written by %(day)s."),
            "corrective_action.late_measure": _("%(document)s: a measure was due on %(day)s: %(measure)s"),
            "corrective_action.late_check": _("%(document)s: the check of %(day)s is missing."),
        }
    )
    notifications.register_topic(
        notifications.Topic("corrective", _("Corrective actions"), codes=("corrective_action.",))
    )
