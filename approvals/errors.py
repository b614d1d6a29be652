"""Refusals of the approval engine."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError, NotAllowed
from organization.errors import permission_label


class NoRoute(DomainError):
    """Nothing is approved because nobody was set: without a route a document cannot be submitted (APR-05)."""

    code = "no_route"
    text = _("Nobody is set to decide on %(document)s. Ask finance to set an approval route for it, then submit again.")


class AlreadyDecided(DomainError):
    """Somebody was first, or the form was sent twice (GEN-04)."""

    code = "already_decided"
    text = _("%(document)s was already decided: %(verdict)s, by %(who)s. Nothing was done a second time.")


class CaseEnded(DomainError):
    """The round is over: withdrawn, lapsed or decided elsewhere (GEN-04)."""

    code = "case_ended"
    text = _("This round of %(document)s is over (%(state)s), so there is nothing to decide. Nothing was changed.")


class NotYourTurn(DomainError):
    """A step in order: somebody before has not decided yet."""

    code = "not_your_turn"
    text = _("Others decide on %(document)s before you. You will be told when it is your turn.")


class HandedOver(DomainError):
    """The person gave the task to somebody else (GEN-04)."""

    code = "handed_over"
    text = _("You handed %(document)s over to %(who)s, who decides in your place. Nothing was done a second time.")


class PassedUp(DomainError):
    """The time allowed ran out and the task went to the manager above (APR-08)."""

    code = "passed_up"
    text = _(
        "The time allowed for %(document)s ended, so it went to %(who)s, who decides in your place. Nothing was done."
    )


class CannotDecide(DomainError):
    """Somebody chosen who has no right to decide on anything, or works here no longer (ORG-03)."""

    code = "cannot_decide"
    text = _(
        "%(who)s has no right to decide on documents. Choose somebody who leads a department or holds such a role."
    )


class MadeIt(DomainError):
    """Somebody chosen who made the document: they never decide on it (ORG-06)."""

    code = "made_it"
    text = _("%(who)s made %(document)s, so they cannot decide on it. Choose somebody else.")


class AlreadyAsked(DomainError):
    """Somebody chosen who decides, or decided, at this step anyway, or was added right after it."""

    code = "already_asked"
    text = _("%(who)s already decides on %(document)s at this step or right after it. Choose somebody else.")


class AlreadyAgreed(DomainError):
    """Somebody chosen who approved just before: consecutive steps ask the same person once (APR-05)."""

    code = "already_agreed"
    text = _("%(who)s approved %(document)s just before, so adding them would ask nobody. Ask them a question instead.")


class AuthorityTooLow(DomainError):
    """A task that has to carry the amount goes only to somebody whose limit covers it (ORG-08)."""

    code = "authority_too_low"
    text = _(
        "This step has to carry %(amount)s, and %(who)s decides on at most %(limit)s alone. "
        "Choose somebody whose authority covers it, or add %(who)s as an approver before you."
    )

    def shown_params(self) -> dict[str, Any]:
        limit = self.params["limit"]
        return {
            **self.params,
            "amount": formats.amount(self.params["amount"]),
            "limit": formats.amount(limit if limit is not None else Decimal(0)),
        }


class CannotBeAsked(DomainError):
    """A question to somebody who does not see the document, or to oneself: asking gives no sight (GEN-10)."""

    code = "cannot_be_asked"
    text = _(
        "%(names)s cannot be asked about %(document)s: only others who may see it can. "
        "Ask somebody else, or add them as an approver."
    )

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "names": gettext(", ").join(self.params["people"])}


class AlreadyAnswered(DomainError):
    """A question answered before: the form was sent twice (GEN-04)."""

    code = "already_answered"
    text = _("You already answered %(who)s about %(document)s. Write a comment if you want to add something.")


class NotAStepToReturnTo(DomainError):
    """A return to a step that was not decided, lies ahead, or is asked again already (GEN-04)."""

    code = "not_a_step_to_return_to"
    text = _(
        "%(document)s cannot be returned to this step any more. Reload the page and choose one of the steps it offers."
    )


class NoLongerYours(NotAllowed):
    """The person lost the right the task came from; it moves on (ORG-02, ORG-05)."""

    code = "no_longer_yours"
    text = _("You are no longer among those who decide on %(document)s at this step. It moves on to others.")


class GivenBack(DomainError):
    """A task the person had in somebody's place went back, or to somebody else (APR-07)."""

    code = "given_back"
    text = _("You decided in another's place, which has ended: %(who)s decides on %(document)s now.")


class NotRunning(DomainError):
    """Nothing of this document is being decided."""

    code = "not_running"
    text = _("This document is not waiting for a decision.")


class StepWithoutPerson(DomainError):
    """A route would leave a step without a person (APR-03)."""

    code = "step_without_person"
    text = _(
        "In %(department)s nobody could decide at the step “%(step)s”. Choose somebody else, or appoint a person first."
    )


class StepWithoutRight(DomainError):
    """A step names a role or person without any right to decide (ORG-03, ORG-05)."""

    code = "step_without_right"
    text = _("“%(who)s” at the step “%(step)s” has no right to decide on anything. Choose a role or person who has.")


class OwnRoute(NotAllowed):
    """Somebody names themselves in a route they set (ORG-03)."""

    code = "own_route"
    text = _("Nobody makes themselves a decider. Ask somebody else who sets routes to add you.")


class RouteLeavesGap(DomainError):
    """A route whose conditions let some documents through without anybody (APR-05)."""

    code = "route_leaves_gap"
    text = _(
        "Some documents would meet no step at all. Keep at least one step without a condition, "
        "or let the amounts of the steps follow on each other without a gap."
    )


class RouteChanged(DomainError):
    """Two people edited a route at once (GEN-04)."""

    code = "route_changed"
    text = _("This route was changed meanwhile. Reload the page, look at the change and try again.")


class WithStandIn(DomainError):
    """Somebody decides in one's place: one decides again once the delegation has ended (APR-07)."""

    code = "with_stand_in"
    text = _(
        "%(who)s decides on %(document)s in your place. End the delegation if you want to decide yourself: "
        "then everything they have not decided comes back to you."
    )


class NothingToDelegate(DomainError):
    """Somebody who decides on nothing has nothing to give (APR-07)."""

    code = "nothing_to_delegate"
    text = _("You decide on no documents, so there is nothing to delegate.")


class DelegateBreaksPair(DomainError):
    """The delegate would hold both sides of a pair: who prepares something never reviews it for another (APR-07b)."""

    code = "delegate_breaks_pair"
    text = _(
        "%(who)s cannot decide in your place: “%(first)s” and “%(second)s” are never in one hand. "
        "Choose somebody who does not prepare what you decide on."
    )

    def shown_params(self) -> dict[str, Any]:
        return {
            **self.params,
            "first": permission_label(self.params["first"]),
            "second": permission_label(self.params["second"]),
        }


class DelegationOverlaps(DomainError):
    """For one kind of document and day one person stands in, not two (APR-07)."""

    code = "delegation_overlaps"
    text = _(
        "For some of these days and kinds of document %(whom)s stands in for you already (%(start)s to %(end)s). "
        "End that delegation first, or choose other days or kinds."
    )


class DelegationInCircle(DomainError):
    """Delegations that lead back to who gave them: nobody would decide (APR-07b)."""

    code = "delegation_in_circle"
    text = _("This would close a circle: %(names)s. Choose somebody who is there on these days.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "names": " → ".join(self.params["people"])}


class DelegationEnded(DomainError):
    """Ended before: the form was sent twice, or the days are over (GEN-04)."""

    code = "delegation_ended"
    text = _("%(whom)s no longer decides in place of %(who)s. Nothing was done a second time.")


class OpinionAsked(DomainError):
    """A department is asked what it thinks, not to decide (APR-06)."""

    code = "opinion_asked"
    text = _(
        "On %(document)s your department is asked for its opinion: “%(question)s” "
        "Agree, agree with remarks or object on the document's page; whoever owns the step decides afterwards."
    )


class OpinionNotAsked(DomainError):
    """An opinion where a decision is asked (APR-06)."""

    code = "opinion_not_asked"
    text = _("%(document)s waits for your decision, not for an opinion. Approve it, return it or reject it.")


class ReviewWithoutPerson(StepWithoutPerson):
    """A route that asks a department without a head: nobody could give its opinion (APR-03, APR-06)."""

    code = "review_without_person"
    text = _("The step “%(step)s” asks %(department)s, where nobody could answer. Give it a manager or leave it out.")


class CannotTakeBack(DomainError):
    """Somebody has decided or answered already, or it was taken back before (GEN-04)."""

    code = "cannot_take_back"
    text = _("Somebody has acted on it already, or it was taken back before. On %(document)s nothing was changed.")


class QuestionTakenBack(DomainError):
    """A question that waits for no answer any more."""

    code = "question_taken_back"
    text = _("%(who)s took the question about %(document)s back. Write a comment if you want to say something.")
