"""The codes of goods that leave on a colleague's word (PSL-23)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class GuaranteeState(TextChoices):
    ASKED = "ASKED", pgettext_lazy("guarantee", "To be confirmed by the guarantor")
    IN_REVIEW = "IN_REVIEW", pgettext_lazy("guarantee", "In review")
    APPROVED = "APPROVED", pgettext_lazy("guarantee", "Goods may leave")
    OPEN = "OPEN", pgettext_lazy("guarantee", "Waiting for the customer's money")
    DEDUCTING = "DEDUCTING", pgettext_lazy("guarantee", "Deduction proposed")
    SETTLED = "SETTLED", pgettext_lazy("guarantee", "Settled by the customer")
    COLLECTED = "COLLECTED", pgettext_lazy("guarantee", "Collected from the guarantor")
    REJECTED = "REJECTED", pgettext_lazy("guarantee", "Refused")
    CANCELLED = "CANCELLED", pgettext_lazy("guarantee", "Given up")


ANSWERED_FOR = (GuaranteeState.IN_REVIEW, GuaranteeState.APPROVED, GuaranteeState.OPEN, GuaranteeState.DEDUCTING)
"""What a guarantor answers for: confirmed, and neither settled nor over. These count against the limits."""

STANDING = (GuaranteeState.ASKED, *ANSWERED_FOR)
"""An order has one of these at most."""

UNPAID = (GuaranteeState.OPEN, GuaranteeState.DEDUCTING)
"""Goods have left and the customer has not paid."""
