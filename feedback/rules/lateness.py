"""When departments are reminded of feedback, and whom lateness is passed up to (MKT-03)."""

from __future__ import annotations

DEPARTMENT, ABOVE = 1, 2


def reminder_due(days_left: int, *, before: int) -> bool:
    """Whether the department is reminded: in the last `before` working days, the due one included."""
    return 0 <= days_left <= before


def level(days_late: int, *, above_after: int) -> int:
    """How far up lateness has come: 0 in time, 1 the department and the slip's writer, 2 the manager above too.

    | working days late | told, with 3 days |
    | --- | --- |
    | 0 | nobody |
    | 1, 2 | the department, and who wrote the slip |
    | 3 and more | the manager above too |
    """
    if days_late < 1:
        return 0
    return ABOVE if days_late >= above_after else DEPARTMENT
