"""Refusals of the approval engine."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotAllowed


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


class NoLongerYours(NotAllowed):
    """The person lost the right the task came from; it moves on (ORG-02, ORG-05)."""

    code = "no_longer_yours"
    text = _("You are no longer among those who decide on %(document)s at this step. It moves on to others.")


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
