"""Who may do what with corrective actions: pure functions over an actor (CMP-05, CMP-06, ORG-05)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor

HANDLE, VERIFY = "complaints.handle", "complaints.verify"
PLAN, VIEW = "complaints.plan_measures", "complaints.view"
PERMISSIONS = (
    (VIEW, _("Read complaints and corrective actions of the company")),
    (PLAN, _("Write corrective measures")),
)


def can_open(actor: Actor) -> bool:
    """Opens the list; which of its rows, the selector says. Whoever may own a measure finds theirs."""
    return actor.is_system or actor.person_id is not None


def sees_all(actor: Actor) -> bool:
    """Customer service, the experts and the planning centre serve the whole company; management reads it."""
    return actor.is_system or any(actor.can_somewhere(code) for code in (HANDLE, VERIFY, VIEW))


def can_ask(actor: Actor) -> bool:
    """Asks a department for measures."""
    return actor.is_system or actor.can_somewhere(HANDLE)


def is_handler(action: Any, actor: Actor) -> bool:
    """Follows up what was asked for: customer service (CMP-05)."""
    return actor.is_system or actor.can(HANDLE, action.department_id) or bool(action.created_by_id == actor.person_id)


def can_plan(action: Any, actor: Actor) -> bool:
    """Writes measures for the responsible department; never who is to verify them (CMP-05, CMP-06)."""
    return actor.can(PLAN, action.department_id)


def can_cancel(action: Any, actor: Actor) -> bool:
    """Takes back what was asked for by mistake: whoever asked."""
    return actor.is_system or bool(action.created_by_id == actor.person_id)


def by_approval(_document: Any, _actor: Actor) -> bool:
    """Moves that only the end of an approval makes; the engine acts as the decider."""
    return True


def may_verify(actor: Actor) -> bool:
    """Sits on the panel that verifies effects; that it is not their own, the service asks (CMP-06)."""
    return actor.can_somewhere(VERIFY)


def is_writer(report: Any, actor: Actor) -> bool:
    """Who wrote a report on an effect."""
    return bool(report.created_by_id == actor.person_id) and may_verify(actor)


def can_finish(measure: Any, actor: Actor) -> bool:
    """Says that a measure is carried out: its owner, or who plans for the department."""
    return bool(measure.owner_id == actor.person_id) or actor.can(PLAN, measure.round.action.department_id)
