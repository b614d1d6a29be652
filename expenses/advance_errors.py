"""What advances refuse, each in a sentence that says what to do next (QLT-53)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError


class AdvanceAmount(DomainError):
    """No amount, or more than fits."""

    code = "advance_amount"
    status = 400
    text = _("Enter an amount above zero, with at most two decimals.")


class DueInPast(DomainError):
    """An advance is settled later than it is asked for."""

    code = "due_in_past"
    status = 400
    text = _("The day by which it is settled has to be today or later.")


class ReturnsTooMuch(DomainError):
    """More than the person still owes."""

    code = "returns_too_much"
    text = _("%(outstanding)s of %(advance)s is still owed, so %(asked)s cannot be given back. Correct the amount.")

    def shown_params(self) -> dict[str, Any]:
        return {
            **self.params,
            "outstanding": formats.amount(self.params["outstanding"]),
            "asked": formats.amount(self.params["asked"]),
        }


class AdvanceUsed(DomainError):
    """What was set against claims or given back cannot be unpaid."""

    code = "advance_used"
    text = _("%(used)s of %(advance)s was set against claims or given back already. Its payment cannot be reversed.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "used": formats.amount(self.params["used"])}
