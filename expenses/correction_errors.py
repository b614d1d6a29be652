"""What corrections refuse, each in a sentence that says what to do next (QLT-53)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError


class NothingToCorrect(DomainError):
    """A correction without an amount."""

    code = "nothing_to_correct"
    status = 400
    text = _("Enter the amount of at least one line.")


class MoreThanStands(DomainError):
    """More than a line still carries there: it was reversed or moved already, or another correction waits."""

    code = "more_than_stands"
    text = _("“%(line)s”: %(stands)s can be corrected there. Open the page again and correct the amount.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "stands": formats.amount(self.params["stands"])}


class MovesNowhere(DomainError):
    """A reclassification to where the amount counts already, or to what does not exist."""

    code = "moves_nowhere"
    status = 400
    text = _("Choose another category, department, project or month to move it to.")


class CorrectionsWait(DomainError):
    """An import is taken back as a whole once nothing of it waits for a correction of its own (EXP-08)."""

    code = "corrections_wait"
    text = _("%(count)s corrections of its rows wait for a decision (%(first)s). Have them decided or given up first.")


class PaidAlready(DomainError):
    """What was paid comes back before the claim is reversed (EXP-07, EXP-08)."""

    code = "paid_already"
    text = _(
        "%(paid)s of %(document)s was paid to %(payee)s. Reverse the payment first, once the money is back; then "
        "reverse the claim."
    )

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "paid": formats.amount(self.params["paid"])}
