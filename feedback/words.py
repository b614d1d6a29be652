"""The sentences of events and notices about market information and surveys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit, notifications


def register() -> None:
    """Give event codes, facts, values and notices their words."""
    audit.register(
        {
            "market_information.report": _("Reported"),
            "market_information.screen": _("Screened and kept"),
            "market_information.set_aside": pgettext_lazy("market information", "Set aside"),
            "market_information.withdraw": _("Withdrawn"),
            "market_information.transfer": _("Transfer slip written"),
            "market_information.come_back": _("The slip ended without being passed on"),
            "market_information.archive": pgettext_lazy("market information", "Archived"),
            "market_information.reward": _("Reward recorded"),
            "transfer_slip.create": _("Transfer slip written"),
            "transfer_slip.submit": _("Sent again"),
            "transfer_slip.send_back": _("Returned"),
            "transfer_slip.reject": _("Refused"),
            "transfer_slip.withdraw": _("Withdrawn"),
            "transfer_slip.dispatch": _("Approved and dispatched"),
            "transfer_slip.publish": _("Marked for publication"),
            "transfer_slip.keep_inside": _("Mark for publication taken off"),
            "transfer_slip.archive": pgettext_lazy("market information", "Archived"),
            "market_feedback.ask": _("Feedback asked for"),
            "market_feedback.give": _("Feedback given"),
            "market_feedback.ask_again": _("Asked for again"),
            "market_feedback.cancel": pgettext_lazy("feedback sheet", "No longer needed"),
            "survey.send": _("Survey made"),
            "survey.renew": _("New link made"),
            "survey.cancel": pgettext_lazy("survey", "Cancelled"),
            "survey.answer": pgettext_lazy("survey", "Answered"),
            "survey.follow_up": _("Customer called back"),
            "customer.leave_out_of_surveys": _("Left out of surveys the application sends by itself"),
            "customer.ask_in_surveys": _("Asked again in surveys the application sends by itself"),
        }
    )
    audit.register_facts(
        {
            "importance": _("Importance"),
            "slip": _("Transfer slip"),
            "information": _("Market information"),
            "departments": _("Departments"),
            "conclusion": _("Conclusion"),
            "score": _("Satisfaction"),
            "recommend": _("Would recommend"),
        }
    )
    audit.register_fields(
        {
            "importance": _("Importance"),
            "screened_by": _("Screened by"),
            "screened_at": _("Screened at"),
            "archived_at": _("Archived at"),
            "information": _("Market information"),
            "dispatched_at": _("Dispatched at"),
            "slip": _("Transfer slip"),
            "given_by": _("Given by"),
            "given_at": _("Given at"),
            "entered_by": _("Entered by"),
            "link_key": _("Key of the link"),
            "occasion": _("Asked for by the clock"),
            "followed_at": _("Called back at"),
            "followed_by": _("Called back by"),
        }
    )
    notifications.register(
        {
            "market_information.reported": _("%(document)s was reported: screen it."),
            "market_information.kept": _("%(document)s is kept. You can write a transfer slip."),
            "market_information.set_aside": _("%(document)s was set aside: %(reason)s"),
            "market_information.archived": _("%(document)s is archived: %(conclusion)s"),
            "market_information.rewarded": _("%(document)s earned you a reward of %(amount)s %(currency)s: %(reason)s"),
            "market_feedback.asked": _("%(document)s: your department is asked for feedback by %(day)s."),
            "market_feedback.due": _("%(document)s: feedback is due on %(day)s."),
            "market_feedback.late": _("%(document)s: feedback was due on %(day)s."),
            "market_feedback.again": _("%(document)s: give feedback again by %(day)s. %(reason)s"),
            "market_feedback.cancelled": _("%(document)s: feedback is no longer needed. %(reason)s"),
            "market_feedback.given": _("%(document)s: %(department)s gave feedback."),
            "transfer_slip.answered": _("%(document)s: all feedback is there; sort and archive it."),
            "survey.follow_up": _(
                "%(document)s: the customer is dissatisfied (%(score)s of 5), call back. %(comment)s"
            ),
            "survey.to_phone": _("%(document)s: there is no e-mail address; ask on the telephone."),
            "survey.follow_up_late": _("%(document)s: the customer was to be called back by %(day)s."),
        }
    )
    notifications.register_topic(
        notifications.Topic(
            "market", _("Market information"), codes=("market_information.", "market_feedback.", "transfer_slip.")
        )
    )
    notifications.register_topic(notifications.Topic("surveys", _("Surveys"), codes=("survey.",)))
