"""Whom lateness is passed up to (CMP-05: late ones escalate)."""

from __future__ import annotations

OWNER, MANAGER, ABOVE = 1, 2, 3
"""Who is told: whoever has to act, the responsible department's manager, the manager above."""


def level(days_late: int, *, manager_after: int, above_after: int) -> int:
    """How far up something late has come, in working days past its day; 0 while it is not late.

    | days late | told, with 3 and 6 days |
    | --- | --- |
    | 0 | nobody |
    | 1, 2 | who has to act |
    | 3, 4, 5 | the department's manager too |
    | 6 and more | the manager above too |
    """
    if days_late < 1:
        return 0
    if days_late >= above_after:
        return ABOVE
    return MANAGER if days_late >= manager_after else OWNER
