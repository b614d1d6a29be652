"""The sentences of this app's events and notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from approvals import registry, selectors
from core import audit, comments, notifications


def register() -> None:
    """Give event and notice codes their words."""
    audit.register(
        {
            "approvals.approve": _("Approved"),
            "approvals.return": _("Returned to the author"),
            "approvals.reject": _("Rejected"),
            "approvals.send_back": _("Returned to an earlier step"),
            "approvals.hand_over": _("Handed over"),
            "approvals.add_before": _("Approver added before"),
            "approvals.add_after": _("Approver added after"),
            "approvals.stuck": _("Stopped: nobody can decide"),
            "approvals.lapse": _("Decisions lapsed because the document changed"),
            "approvals.reassign": _("Passed on to others"),
            "approvals.route_save": _("Approval route changed"),
            "approvals.route_retire": _("Approval route taken out of use"),
        }
    )
    comments.register_labels(selectors.comment_labels)
    audit.register_facts({"approvals_handed_to": _("To"), "approvals_added": _("Asked to decide")})
    registry.register_flags(
        {
            "over_budget": _("Over budget"),
            "escalated": _("Over budget, goes higher"),
            "by_override": _("Goes through by an override"),
            "above_request": _("Above the request"),
            "prior_period": _("Of an earlier month"),
            "granted_less": _("Less granted than claimed"),
            "foreign": _("In a foreign currency"),
            "rate_differs": _("Exchange rate differs from finance's"),
            "contingency_out_of_bounds": _("Reserve out of bounds"),
            "above_ceiling": _("Above its ceiling"),
        }
    )
    notifications.register(
        {
            "approvals.waiting": _("%(document)s waits for your decision."),
            "approvals.handed": _("%(who)s handed %(document)s over to you: %(reason)s"),
            "approvals.added": _("%(who)s asks you to decide on %(document)s too: %(reason)s"),
            "approvals.back": _("%(document)s waits for you again: those added before you have agreed."),
            "approvals.again": _("%(document)s waits for you again; %(who)s returned it: %(reason)s"),
            "approvals.asked": _("%(who)s asks you about %(document)s: %(text)s"),
            "approvals.answered": _("%(who)s answered about %(document)s: %(text)s"),
            "approvals.approved": _("%(document)s was approved."),
            "approvals.returned": _("%(document)s was returned to you: %(reason)s"),
            "approvals.rejected": _("%(document)s was rejected: %(reason)s"),
            "approvals.withdrawn": _("%(document)s was withdrawn by its author; you need not decide."),
            "approvals.lapsed": _(
                "%(document)s was changed, so earlier decisions no longer hold. It is decided again."
            ),
            "approvals.stuck": _("%(document)s cannot go on: nobody can decide at its present step."),
        }
    )
