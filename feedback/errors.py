"""What is refused about market information and surveys (MKT-01 to MKT-04, CMP-20)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class SlipExists(DomainError):
    """One slip of a piece of information at a time."""

    code = "slip_exists"
    text = _("%(slip)s is about this information already.")


class FeedbackOpen(DomainError):
    """Not every department has given feedback."""

    code = "feedback_open"
    text = _("%(document)s cannot be archived yet: feedback of %(departments)s is missing.")


class OwnReward(DomainError):
    """Nobody rewards themself (MKT-04, ORG-06)."""

    code = "own_reward"
    text = _("You reported %(document)s yourself, so somebody else has to decide on a reward.")
    status = 403


class RewardGiven(DomainError):
    """A piece of information is rewarded once."""

    code = "reward_given"
    text = _("A reward for %(document)s is recorded already.")


class LinkGone(DomainError):
    """A link that cannot be used: wrong, used, replaced or too old (CMP-20). `why` is one of those."""

    code = "link_gone"
    text = _("This link cannot be used any more.")
    status = 410


class FollowUpOpen(DomainError):
    """A follow-up is done once."""

    code = "follow_up_done"
    text = _("The follow-up of this survey is done already.")
