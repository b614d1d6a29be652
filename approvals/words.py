"""The sentences of this app's events and notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals import policies, registry, selectors
from approvals.pages import opened
from core import audit, comments, notifications, webhooks
from core.models import Way
from core.notifications import Topic

_ASKED = (Way.MAIL, Way.DIGEST, Way.APP)
"""Who is asked to decide is told in any case."""
TOPICS = (
    Topic(
        notifications.DECISIONS,
        _("What waits for my decision"),
        tuple(
            f"approvals.{what}"
            for what in ("waiting", "handed", "added", "back", "again", "in_place", "given_back", "review")
        ),
        usual=Way.MAIL,
        ways=_ASKED,
    ),
    Topic(
        notifications.TIME,
        _("Reminders of decisions that are due"),
        tuple(f"approvals.{what}" for what in ("due_soon", "overdue", "passed_up", "passed_on", "nobody_above")),
        usual=Way.MAIL,
        ways=_ASKED,
    ),
    Topic(
        "questions", _("Questions and answers"), ("approvals.asked", "approvals.answered"), usual=Way.MAIL, ways=_ASKED
    ),
    Topic("outcomes", _("How my documents were decided"), ("approvals.",), usual=Way.MAIL),
    Topic(
        "stuck",
        _("Documents nobody can decide on"),
        ("approvals.stuck",),
        usual=Way.MAIL,
        ways=_ASKED,
        concerns=policies.can_edit_routes,
    ),
)


def register() -> None:
    """Give event and notice codes their words."""
    audit.register(
        {
            "approvals.approve": _("Approved"),
            "approvals.return": _("Returned to the author"),
            "approvals.reject": _("Rejected"),
            "approvals.send_back": _("Returned to an earlier step"),
            "approvals.review_agree": _("Reviewed: agrees"),
            "approvals.review_remarks": _("Reviewed: agrees with remarks"),
            "approvals.review_object": _("Reviewed: objects"),
            "approvals.take_back_step": _("Added approver taken back"),
            "approvals.take_back_question": _("Question taken back"),
            "approvals.hand_over": _("Handed over"),
            "approvals.add_before": _("Approver added before"),
            "approvals.add_after": _("Approver added after"),
            "approvals.stuck": _("Stopped: nobody can decide"),
            "approvals.lapse": _("Decisions lapsed because the document changed"),
            "approvals.pass_up": _("Passed up: the time allowed ended"),
            "approvals.reassign": _("Passed on to others"),
            "approvals.delegated": _("Passed to who stands in"),
            "approvals.given_back": _("Given back after the delegation"),
            "delegation.create": _("Decisions delegated"),
            "delegation.end": _("Delegation ended"),
            "approvals.route_save": _("Approval route changed"),
            "approvals.route_retire": _("Approval route taken out of use"),
        }
    )
    webhooks.register_events("approvals.approve", "approvals.return", "approvals.reject")
    comments.register_labels(selectors.comment_labels)
    audit.register_facts({"approvals_handed_to": pgettext_lazy("task", "To"), "approvals_added": _("Asked to decide")})
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
            "unexplained": _("Flagged by a check, not explained"),
            "contingency_out_of_bounds": _("Reserve out of bounds"),
            "above_ceiling": _("Above its ceiling"),
        }
    )
    registry.register_flags({"checked": _("Flagged by a check")}, quiet=True)
    for topic in TOPICS:
        notifications.register_topic(topic)
    notifications.on_opening(opened.no_longer_waits)
    notifications.register(
        {
            "approvals.waiting": _("%(document)s waits for your decision."),
            "approvals.due_soon": _("%(document)s waits for your decision until %(day)s."),
            "approvals.overdue": _(
                "Your decision on %(document)s was due on %(day)s. Without it the document goes to the manager above."
            ),
            "approvals.passed_up": _("%(document)s comes to you: %(who)s did not decide by %(day)s."),
            "approvals.passed_on": _("%(document)s went to %(who)s: the time for your decision ended on %(day)s."),
            "approvals.nobody_above": _(
                "%(document)s waits for %(who)s beyond the time allowed, and nobody above can decide on it."
            ),
            "approvals.handed": _("%(who)s handed %(document)s over to you: %(reason)s"),
            "approvals.added": _("%(who)s asks you to decide on %(document)s too: %(reason)s"),
            "approvals.back": _("%(document)s waits for you again: those added before you have agreed."),
            "approvals.again": _("%(document)s waits for you again; %(who)s returned it: %(reason)s"),
            "approvals.asked": _("%(who)s asks you about %(document)s: %(text)s"),
            "approvals.answered": _("%(who)s answered about %(document)s: %(text)s"),
            "approvals.review": _("Your department is asked about %(document)s: %(text)s"),
            "approvals.for_you_agree": _("%(who)s gave your department's opinion on %(document)s in your place."),
            "approvals.for_you_remarks": _("%(who)s gave your department's opinion on %(document)s in your place."),
            "approvals.for_you_object": _("%(who)s gave your department's opinion on %(document)s in your place."),
            "approvals.taken_back": _("You need not decide on %(document)s: who added you took it back."),
            "approvals.in_place": _("%(document)s waits for your decision, in place of %(who)s."),
            "approvals.given_back": _("%(document)s waits for you again: nobody stands in for you any more."),
            "approvals.for_you_approve": _("%(who)s approved %(document)s in your place."),
            "approvals.for_you_return": _("%(who)s returned %(document)s in your place."),
            "approvals.for_you_reject": _("%(who)s rejected %(document)s in your place."),
            "approvals.for_you_back": _("%(who)s returned %(document)s to an earlier step in your place."),
            "delegation.begun": _("You decide in place of %(who)s from %(start)s; first day back: %(end)s."),
            "delegation.ended": _("%(whom)s no longer decides in place of %(who)s."),
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
