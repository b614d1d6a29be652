"""Who may read reports: a pure function over an actor."""

from __future__ import annotations

from typing import Any

from core.actors import Actor, Scope
from core.thresholds import KEEP

VIEW = "reports.view"


def can_view(actor: Actor) -> bool:
    """Managers see reports of their departments, finance and the GM of the company (GEN-10)."""
    return actor.can_somewhere(VIEW)


def can_view_company(actor: Actor) -> bool:
    """Whether the company as a whole is in sight."""
    return actor.can(VIEW)


def sight(actor: Actor) -> Scope:
    """The departments whose figures the actor reads."""
    return actor.scope_of(VIEW)


def can_acknowledge(alert: Any, actor: Actor) -> bool:
    """Whoever makes or reviews the department's budget, and finance (EXP-11)."""
    return any(actor.can(code, alert.department_id) for code in ("budgets.make", "budgets.review", KEEP))


def can_view_finance(actor: Actor) -> bool:
    """Finance's own page: the company's reports and everybody's spending."""
    return can_view_company(actor) and actor.can("expenses.view")
