"""What is refused about break-glass rights (ORG-06b)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotAllowed


class BreakGlassNotNeeded(DomainError):
    """Only what a pair forbids is given by breaking the glass (ORG-06b)."""

    code = "break_glass_not_needed"
    text = _(
        "No incompatible pair keeps %(person)s from holding %(role)s. Ask the finance supervisor to grant it as usual."
    )


class BreakGlassTooLong(DomainError):
    """An emergency is short (ORG-06b)."""

    code = "break_glass_too_long"
    text = _("A break-glass right holds for %(days)s days at most. Choose an earlier end.")
    status = 400


class NobodyToReview(DomainError):
    """A break-glass right that nobody could review is not given (ORG-06b)."""

    code = "nobody_to_review"
    text = _(
        "Nobody but %(person)s and you could review this. Have the finance supervisor grant somebody else the role of"
        " auditor first."
    )


class BreakGlassEnded(DomainError):
    """A break-glass right that is over cannot be ended again."""

    code = "break_glass_ended"
    text = _("%(number)s of %(person)s is over already.")


class ReviewTooEarly(DomainError):
    """A break-glass right is reviewed when all that was done under it is there to see."""

    code = "review_too_early"
    text = _("%(number)s is still in force. It is reviewed when it has ended; it can be ended early.")


class NothingToReview(DomainError):
    """Called off before it began, or reviewed already."""

    code = "nothing_to_review"
    text = _("%(number)s needs no review any more: %(state)s.")


class OwnReview(NotAllowed):
    """Neither who had a break-glass right nor who gave it reviews it (ORG-06b)."""

    code = "own_review"
    text = _("%(number)s is reviewed by somebody who neither had it nor granted it.")
