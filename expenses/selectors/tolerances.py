"""How much more than its request may be claimed, as finance set it for a day (EXP-02, decision 0091)."""

from __future__ import annotations

from datetime import date

from core import thresholds
from expenses.rules import Tolerance

CODE = "request_tolerance"


def above_request(*, on: date) -> Tolerance:
    """The tolerance of a day."""
    standing = thresholds.in_force(CODE, on=on).of(CODE)
    return Tolerance(share=standing.figure("share"), amount=standing.figure("amount"))
