"""Who may do what with guarantees: pure functions over an actor (PSL-23)."""

from __future__ import annotations

from typing import Any

from core.actors import Actor
from parts_sales import policies, policies_money

GUARANTEE = "parts.guarantee"


def can_guarantee(actor: Actor) -> bool:
    """Answers for customers: domestic salespeople and commissioning engineers."""
    return actor.person_id is not None and actor.can_somewhere(GUARANTEE)


def can_open_guarantees(actor: Actor) -> bool:
    """Opens the list: who guarantees, and who deals with what is owed."""
    return can_guarantee(actor) or policies_money.can_open_receipts(actor)


def can_ask_for(order: Any, actor: Actor) -> bool:
    """Names a guarantor for an order: the clerks of its department. The guarantor confirms it (PSL-23)."""
    return actor.person_id is not None and policies.serves(order, actor)


def is_guarantor(guarantee: Any, actor: Actor) -> bool:
    """The one who answers for it, and nobody in their place."""
    return actor.person_id is not None and guarantee.guarantor_id == actor.person_id


def can_confirm(guarantee: Any, actor: Actor) -> bool:
    """The guarantor, while holding the right to guarantee."""
    return is_guarantor(guarantee, actor) and can_guarantee(actor)


def can_give_up(guarantee: Any, actor: Actor) -> bool:
    """The guarantor, who asked, and the clerks of the department; the system when the order ends."""
    is_own = actor.person_id in {guarantee.guarantor_id, guarantee.created_by_id}
    return actor.is_system or (actor.person_id is not None and is_own) or can_ask_for(guarantee, actor)


def can_collect(guarantee: Any, actor: Actor) -> bool:
    """Plans and records deductions: finance, never for themselves (ORG-06)."""
    return policies_money.can_record_for(guarantee, actor) and not is_guarantor(guarantee, actor)


def can_add_papers(guarantee: Any, actor: Actor) -> bool:
    """Keeps papers with it, such as a signed consent: the guarantor, the clerks, finance."""
    return can_give_up(guarantee, actor) or can_collect(guarantee, actor)
