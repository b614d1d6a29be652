"""The sentences of events and notices about guarantees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals import registry
from core import audit, notifications
from parts_sales import handlers_guarantee


def register() -> None:
    """Give event codes, facts and notices their words."""
    audit.register(
        {
            "guarantee.create": _("Goods first asked for on a guarantee"),
            "guarantee.confirm": _("Guarantor took the responsibility on"),
            "guarantee.approve": _("Reviewed: goods may leave"),
            "guarantee.send_back": pgettext_lazy("guarantee", "Sent back to the guarantor"),
            "guarantee.reject": pgettext_lazy("guarantee", "Refused"),
            "guarantee.cancel": pgettext_lazy("guarantee", "Given up"),
            "guarantee.dispatch": _("Goods dispatched: one month to pay"),
            "guarantee.propose": _("Deduction from the wage proposed"),
            "guarantee.consent": _("Guarantor agreed to the deduction"),
            "guarantee.plan": _("Deductions planned"),
            "guarantee.collect": _("Deduction collected"),
            "guarantee.settle": pgettext_lazy("guarantee", "Settled: the order is paid"),
            "guarantee.complete": pgettext_lazy("guarantee", "Collected in full"),
            "guarantee.reopen": _("Owed again"),
            "guarantee.reinstate": _("Owed again, goods not dispatched yet"),
            "guarantee.resume": _("Owed again, deduction goes on"),
        }
    )
    audit.register_facts({"guarantor": _("Guarantor"), "months": _("Months")})
    audit.register_fields({"guarantee": _("Guarantee")})
    notifications.register(
        {
            "guarantee.asked": _(
                "%(document)s: you are named as guarantor of %(order)s, %(amount)s. Confirm or give up."
            ),
            "guarantee.approved": _("%(document)s was approved: the goods of %(order)s may leave."),
            "guarantee.dispatched": _("%(document)s: goods of %(order)s are underway. %(customer)s pays by %(day)s."),
            "guarantee.settled": _("%(document)s is settled: %(order)s is paid."),
            "guarantee.overdue": _(
                "%(document)s is overdue: %(customer)s should have paid %(owed)s by %(day)s; guarantor %(guarantor)s."
            ),
            "guarantee.proposed": _(
                "%(document)s: deducting %(owed)s from the wage of %(guarantor)s is proposed, if they agree."
            ),
            "guarantee.consented": _("%(document)s: %(guarantor)s agreed to the deduction. Plan it."),
            "guarantee.planned": _("%(document)s: %(owed)s is deducted in %(months)s months."),
            "guarantee.collected": _("%(document)s: %(owed)s was deducted, receipt voucher %(receipt)s."),
        }
    )
    notifications.register_topic(
        notifications.Topic("guarantees", _("Guarantees for customers"), codes=("guarantee.",))
    )
    registry.register_flags(handlers_guarantee.FLAGS)
