"""Who may do what with delivery notes and returns: pure functions over an actor (PSL-31, PSL-42, PSL-53).

Commerce and finance serve the whole company, a keeper their warehouse; of which warehouse, the service asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.actors import Actor
from parts_sales.policies import VIEW
from parts_sales.rules import steps
from parts_sales.rules.steps import KEEP, MAKE, RECORD, SHIP, Step


def can_open_notes(actor: Actor) -> bool:
    """Opens the lists of delivery notes and returns; of which, `selectors.notes` says."""
    return actor.can_somewhere(VIEW)


def sees_all_notes(actor: Actor) -> bool:
    """Commerce and finance act on the notes of every department."""
    return actor.is_system or actor.can_somewhere(SHIP) or actor.can_somewhere(RECORD)


def can_make_notes(order: Any, actor: Actor) -> bool:
    """The department's clerks make delivery notes, and nobody else (PSL-31)."""
    return actor.can(MAKE, order.department_id)


def can_keep(actor: Actor) -> bool:
    """Keeps some warehouse."""
    return actor.can_somewhere(KEEP)


def may_step(step: Step, department_id: int, actor: Actor) -> bool:
    """Holds the right of a step, as far as it does not hang on the warehouse."""
    if step.scope == steps.DEPARTMENT:
        return actor.can(step.permission, department_id)
    return actor.can_somewhere(step.permission)


def takes(code: str) -> Callable[[Any, Actor], bool]:
    """The permission of one step of a note."""
    return lambda note, actor: may_step(steps.STEPS[code], note.department_id, actor)


def signs(note: Any, actor: Actor) -> bool:
    """May sign notes of this department."""
    return may_step(steps.STEPS["sign"], note.department_id, actor)


def can_review(note: Any, actor: Actor) -> bool:
    """The deputy reviews (PSL-31). Who signs does not: they would be one hand of the note before, and nobody could
    sign it (ORG-05)."""
    return may_step(steps.STEPS["review"], note.department_id, actor) and not signs(note, actor)


def can_follow_up(note: Any, actor: Actor) -> bool:
    """Records that goods arrived: clerks and commerce."""
    return actor.can(MAKE, note.department_id) or actor.can_somewhere(SHIP)


def can_cancel_note(note: Any, actor: Actor) -> bool:
    """Takes a note back: the department's clerks while nothing has left, the hand it lies with, and once goods were
    issued the keeper they come back to.
    """
    step = steps.DESKS.get(note.state)
    if step is None:
        return False
    if step.code == "ship":
        return can_keep(actor)
    return can_make_notes(note, actor) or may_step(step, note.department_id, actor)


def can_edit_note(note: Any, actor: Actor) -> bool:
    """Takes files off it: its department's clerks while it is underway to the door."""
    return note.state in steps.DESKS and can_make_notes(note, actor)


def can_attach_to_note(note: Any, actor: Actor) -> bool:
    """Adds files such as the signed copy or a photograph: whoever takes a step of it."""
    table = steps.table(note.region, note.note_kind)
    return can_make_notes(note, actor) or any(may_step(step, note.department_id, actor) for step in table)


def can_ask_return(note: Any, actor: Actor) -> bool:
    """The department's clerks take a return up."""
    return can_make_notes(note, actor)


def can_keep_return(_document: Any, actor: Actor) -> bool:
    """Receives and inspects; of which warehouse, the service asks."""
    return can_keep(actor)


def can_credit(_document: Any, actor: Actor) -> bool:
    """Finance gives credit (PSL-53)."""
    return actor.can_somewhere(RECORD)


def can_edit_return(document: Any, actor: Actor) -> bool:
    """Takes files off it while it is open."""
    return document.is_open and can_make_notes(document, actor)


def can_attach_to_return(document: Any, actor: Actor) -> bool:
    """Adds photographs and letters: clerks, keepers, finance."""
    return can_make_notes(document, actor) or can_keep(actor) or can_credit(document, actor)
