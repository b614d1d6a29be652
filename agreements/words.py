"""The sentences of events and notices about leads, agreements, reviews and amendments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit, notifications


def register() -> None:
    """Give event codes, facts, values and notices their words."""
    audit.register(
        {
            "agreement.create": _("Draft written"),
            "agreement.edit": _("Draft changed"),
            "agreement.submit": _("Handed in for review"),
            "agreement.finish": _("Ready to be signed"),
            "agreement.send_back": _("Returned"),
            "agreement.grant": _("Review concluded: sign"),
            "agreement.decline": _("Review concluded: decline"),
            "agreement.sign": _("Signed by both sides"),
            "agreement.cancel": pgettext_lazy("agreement", "Cancelled"),
            "agreement.renew": _("Renewal begun"),
            "agreement.amend": _("New version signed"),
            "agreement.plan": _("Service plan: line added"),
            "agreement.deliver": _("Service plan: delivered"),
            "agreement_review.ask": _("Requirement form handed in"),
            "agreement_review.start": _("Review started"),
            "agreement_review.answer": pgettext_lazy("agreement review", "Answered"),
            "agreement_review.overrule": _("Finance overruled by the general manager"),
            "agreement_review.conclude_sign": _("Concluded: sign"),
            "agreement_review.conclude_decline": _("Concluded: decline"),
            "agreement_review.send_back": _("Returned"),
            "agreement_review.withdraw": _("Withdrawn"),
            "amendment.ask": _("Change asked for"),
            "amendment.submit": _("Handed in again"),
            "amendment.send_back": _("Returned"),
            "amendment.grant": _("Review concluded: agree"),
            "amendment.decline": _("Refused; the agreement stays as it is"),
            "amendment.confirm": _("Confirmed by one side"),
            "amendment.sign": _("Signed by both sides"),
            "amendment.withdraw": _("Withdrawn"),
            "lead.create": _("Lead recorded"),
            "lead.edit": _("Lead changed"),
            "lead.contact": _("Contact recorded"),
            "lead.qualify": _("Now potential"),
            "lead.intend": _("Now intended"),
            "lead.choose": _("Product chosen"),
            "lead.agree": pgettext_lazy("stage", "Agreed"),
            "lead.confirm_payment": _("Payment confirmed by finance"),
            "lead.confirm_start": _("Service start confirmed by the delivering division"),
            "lead.tell": _("Customer told, agreement signed"),
            "lead.begin": _("Service begun"),
            "lead.record_survey": pgettext_lazy("stage", "Surveyed"),
            "lead.lose": pgettext_lazy("stage", "Lost"),
            "research_report.create": _("Draft written"),
            "research_report.edit": _("Draft changed"),
            "research_report.issue": pgettext_lazy("report", "Issued"),
            "research_report.withdraw": _("Withdrawn"),
        }
    )
    audit.register_facts(
        {
            "signed_for_us": _("Signed for us by"),
            "signed_for_customer": _("Signed for the customer by"),
            "renews": _("Renews"),
            "renewal": _("Renewal"),
            "grounds": _("Reviewed because of"),
            "part": pgettext_lazy("agreement review", "Part"),
            "answer": _("Answer"),
            "answer_reason": _("Reasons"),
            "review": _("Review"),
            "conclusion": _("Conclusion"),
            "change": _("Change wanted"),
            "amendment_reason": _("Why it is wanted"),
            "amendment": _("Amendment"),
            "agreement_version": pgettext_lazy("agreement", "Version"),
            "void_from": _("The old version is void from"),
            "side": pgettext_lazy("amendment", "Side"),
            "confirmed_by": _("Confirmed by"),
            "contact_text": _("What was said"),
            "stage_text": _("Note"),
            "plan_line": _("What is delivered"),
        }
    )
    audit.register_fields(
        {
            "of": pgettext_lazy("agreement", "Version"),
            "proposed": _("Version proposed"),
            "agreement": _("Agreement"),
            "grounds": _("Why it is reviewed"),
            "review": _("Review"),
            "points": _("Points"),
            "net_price": _("Net price"),
            "risk": _("Order risk"),
            "answered_by": _("Answered by"),
            "answered_at": _("Answered at"),
            "started_by": _("Started by"),
            "started_at": _("Started at"),
            "overruled_by": _("Overruled by"),
            "overruled_at": _("Overruled at"),
            "concluded_by": _("Concluded by"),
            "concluded_at": _("Concluded at"),
            "confirmed_by_us_on": _("Confirmed by us on"),
            "confirmed_by_customer_on": _("Confirmed by the customer on"),
            "paid_by": _("Payment confirmed by"),
            "done_on": _("Delivered on"),
            "lead": _("Lead"),
            "issued_by": _("Issued by"),
        }
    )
    notifications.register(
        {
            "agreement.ending": _("%(document)s with %(customer)s ends on %(day)s: renew it or let it end."),
            "agreement_review.to_start": _("%(document)s (%(customer)s): start the review."),
            "agreement_review.to_answer": _("%(document)s (%(customer)s): give your answer."),
            "agreement_review.finance_no": _("%(document)s (%(customer)s): finance says no; only you can overrule it."),
            "agreement_review.overruled": _("%(document)s: the no of finance is overruled. %(reason)s"),
            "agreement_review.to_conclude": _("%(document)s (%(customer)s): all have answered; conclude the review."),
            "agreement_review.sign": _("%(document)s (%(customer)s): the review says sign."),
            "agreement_review.decline": _("%(document)s (%(customer)s): the review says decline."),
            "agreement_review.returned": _("%(document)s: the requirement form was returned. %(reason)s"),
            "lead.to_confirm_payment": _("%(document)s: confirm whether it is paid."),
            "lead.to_confirm_start": _("%(document)s: confirm from when service is delivered."),
            "lead.dated": _("%(document)s: service begins on %(day)s; tell the customer."),
            "agreement.to_deliver": _("%(document)s: you deliver “%(text)s” until %(day)s."),
        }
    )
    notifications.register_topic(
        notifications.Topic(
            "agreements", _("Leads and agreements"), codes=("agreement.", "agreement_review.", "amendment.", "lead.")
        )
    )
