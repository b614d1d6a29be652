"""The sentences of events and notices about complaints."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit, notifications


def register() -> None:
    """Give event codes, facts, values and notices their words."""
    audit.register(
        {
            "complaint.record": _("Complaint recorded"),
            "complaint.change": _("Put right"),
            "complaint.talk": _("Customer spoken to"),
            "complaint.judge": _("Report on liability sent to the panel"),
            "complaint.send_back": _("Report on liability sent back"),
            "complaint.confirm": _("Liability confirmed"),
            "complaint.understand": _("Explained and understood: settled"),
            "complaint.negotiate": _("Not understood: negotiation begins"),
            "complaint.settle": _("Settled by negotiation"),
            "complaint.escalate": pgettext_lazy("complaint", "Escalated"),
            "complaint.decide": _("Decided how it goes on"),
            "complaint.issue": _("Non-conformance reported, measures asked for"),
            "complaint.work_out": _("Measures verified: effective"),
            "complaint.effective": _("Measures verified again: effective"),
            "complaint.another_round": _("Measures not effective: another round"),
            "complaint.look_again": _("The effect is looked at again"),
            "complaint.effect_reopened": _("The effect of its measures is looked at again"),
            "complaint.action_cancelled": _("Measures taken back"),
            "complaint.close": _("Customer told, closed"),
            "complaint.cancel": pgettext_lazy("complaint", "Cancelled"),
            "liability_report.create": _("Report on liability written"),
            "liability_report.submit": _("Sent again"),
            "liability_report.send_back": _("Returned"),
            "liability_report.confirm": _("Confirmed by the panel"),
            "nonconformance_report.create": _("Written, sent to the expert"),
            "nonconformance_report.submit": _("Sent to the expert again"),
            "nonconformance_report.send_back": _("Sent back by the expert"),
            "nonconformance_report.issue": _("Agreed to by the expert, issued"),
        }
    )
    audit.register_facts(
        {
            "said": _("What was said"),
            "customer_says": _("What the customer says"),
            "action": _("Corrective action"),
            "decision": pgettext_lazy("complaint", "Decision"),
            "settle_by": pgettext_lazy("complaint", "To be settled by"),
            "expert_asked": _("Expert asked"),
        }
    )
    audit.register_fields(
        {
            "first_due": _("First response due"),
            "resolve_due": _("To be resolved by"),
            "responded_at": _("First response"),
            "responsible": _("Responsible department"),
            "cause_key": _("Cause as compared"),
            "complaint": pgettext_lazy("document", "Complaint"),
            "expert": _("Analysed with"),
            "issued_at": _("Agreed by the expert"),
            "escalated_to": _("Escalated to"),
            "settle_by": pgettext_lazy("complaint", "To be settled by"),
            "salesperson": _("Salesperson"),
        }
    )
    notifications.register(
        {
            "complaint.recorded": _("%(document)s: %(customer)s complains; first response by %(day)s."),
            "complaint.to_report": _("%(document)s is our fault: report what does not conform."),
            "complaint.to_explain": _("%(document)s is not our fault: explain it to the customer."),
            "complaint.sent_back": _("%(document)s: the panel sent the report on liability back. %(reason)s"),
            "complaint.escalated": _("%(document)s: no agreement with the customer. %(reason)s"),
            "complaint.decided": _("%(document)s: it was decided how the negotiation goes on. %(reason)s"),
            "complaint.late_decided": _("%(document)s was to be settled by %(day)s, as was decided."),
            "nonconformance_report.to_agree": _("%(document)s: agree to what does not conform, or send it back."),
            "nonconformance_report.agreed": _("%(document)s: the expert agrees, measures are asked for."),
            "nonconformance_report.sent_back": _("%(document)s: the expert sent it back. %(reason)s"),
            "complaint.to_tell": _("%(document)s: the measures work. Tell the customer and close."),
            "complaint.again": _("%(document)s: the effect of its measures is verified again."),
            "complaint.ask_again": _("%(document)s: its measures were taken back. Ask for others."),
            "complaint.late_response": _("%(document)s: the first response was due by %(day)s."),
            "complaint.late": _("%(document)s was to be resolved by %(day)s."),
            "complaint.public": _("%(document)s came by the public form: look at it."),
        }
    )
    notifications.register_page(
        "public_intake", _("From the public form"), lambda pk: reverse("complaints:intake_detail", args=[pk])
    )
    notifications.register_topic(
        notifications.Topic("complaints", _("Complaints"), codes=("complaint.", "nonconformance_report."))
    )
