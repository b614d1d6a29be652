"""The sentences of quotes, price applications, inquiries and violations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from approvals import registry
from core import audit, notifications
from core.models import Way
from parts_sales import handlers, policies
from parts_sales.services import inquiries


def register() -> None:
    """Give event codes, notices, facts and flags their words."""
    audit.register(
        {
            "quote.create": _("Quote made"),
            "quote.change": _("Quote changed"),
            "quote.submit": _("Quote handed in for review"),
            "quote.withdraw": _("Quote withdrawn"),
            "quote.send_back": _("Quote returned"),
            "quote.approve": _("Quote reviewed"),
            "quote.reject": _("Quote refused"),
            "quote.send": _("Quote sent to the customer"),
            "quote.freight": _("Customer agreed to the freight"),
            "quote.confirm": _("Customer confirmed"),
            "quote.supersede": _("Replaced by a revision"),
            "quote.revise": _("Revision made"),
            "quote.lose": _("Quote lost"),
            "quote.cancel": _("Quote cancelled"),
            "price_application.submit": _("Applied for prices"),
            "price_application.withdraw": _("Application withdrawn"),
            "price_application.send_back": _("Application returned"),
            "price_application.reject": _("Prices not granted"),
            "price_application.approve": _("Prices granted"),
            "price_application.cancel": _("Application taken back"),
            "inquiry.record": _("Inquiry recorded and handed over"),
            "inquiry.quote": _("Quoted"),
            "inquiry.close": _("Closed without a quote"),
            "violation.report": _("Violation reported"),
            "violation.propose": _("Measure proposed"),
            "violation.decide": _("Decided by management"),
        }
    )
    audit.register_facts(
        {
            "who": _("Who"), "proof": _("Proof"), "to": _("Sent to"), "handed_to": _("Handed to"),
            "from_quote": _("Made from the quote"),
        }
    )  # fmt: skip
    notifications.register({inquiries.HANDED_OVER: _("%(who)s asks for parts: %(document)s is yours to quote.")})
    notifications.register_topic(
        notifications.Topic(
            "inquiries", _("Inquiries handed to me"), (inquiries.HANDED_OVER,), usual=Way.MAIL,
            concerns=policies.can_quote,
        )
    )  # fmt: skip
    notifications.register(
        {
            inquiries.TO_PROPOSE: _("%(document)s: somebody without the right quoted parts; propose what follows."),
            inquiries.TO_DECIDE: _(
                "%(document)s: the manager's proposal on a quote without the right is yours to decide."
            ),
            inquiries.DECIDED: _("%(document)s: management has decided on the quote without the right."),
        }
    )
    notifications.register_topic(
        notifications.Topic(
            "violations", _("Quotes made without the right"), ("violation.",), usual=Way.MAIL,
            concerns=policies.can_report_violation,
        )
    )  # fmt: skip
    registry.register_flags(handlers.FLAGS)
    registry.register_flags(handlers.QUIET_FLAGS, quiet=True)
