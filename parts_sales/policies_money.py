"""Who may do what with orders, receipts, credit and statements: pure functions over an actor (PSL-20 to PSL-25)."""

from __future__ import annotations

from typing import Any

from core.actors import Actor, Scope
from parts_sales import policies
from parts_sales.rules import steps

RECORD = "parts.record_receipt"
SHIP = "parts.ship"
SET_CREDIT = "credit.set"
KEEPING = (RECORD, policies.QUOTE, steps.SIGN)
"""Finance, the clerks, the manager who signs for the goods (PSL-25)."""


def sight_of_sales(actor: Actor) -> Scope:
    """The departments whose orders, money and terms one sees: one's own house, and where one quotes, decides, ships,
    records money or sets credit (GEN-10)."""
    scope = actor.sight(policies.VIEW_COSTS)
    for code in (policies.VIEW, policies.QUOTE, policies.APPROVE, SHIP, RECORD, SET_CREDIT):
        scope |= actor.scope_of(code)
    return scope


def can_open_orders(actor: Actor) -> bool:
    """Opens the list of orders."""
    return policies.can_see_parts(actor)


def can_attach_to_order(order: Any, actor: Actor) -> bool:
    """Adds and takes off an order's papers."""
    return policies.serves(order, actor)


def can_agree_part_delivery(order: Any, actor: Actor) -> bool:
    """The department's manager agrees to deliver what is paid already (PSL-21)."""
    return policies.leads_sales(order, actor)


def can_record_receipts(actor: Actor) -> bool:
    """Records money and what it is for: finance alone (PSL-20, ORG-05)."""
    return actor.can_somewhere(RECORD)


def can_record_for(document: Any, actor: Actor) -> bool:
    """Records money and invoices for orders of this department."""
    return actor.is_system or actor.can(RECORD, document.department_id)


def can_keep_receipt(_receipt: Any, actor: Actor) -> bool:
    """Matches, unmatches and reverses receipts: whoever records them."""
    return actor.is_system or can_record_receipts(actor)


def can_open_receipts(actor: Actor) -> bool:
    """Sees money received: who records it, and who deals with what is paid."""
    return any(actor.can_somewhere(code) for code in (RECORD, policies.QUOTE, policies.VIEW_COSTS, SET_CREDIT))


def can_apply_for_credit(actor: Actor) -> bool:
    """Applies for credit terms: the manager of a department, who sets credit and prices there. The finance manager sets
    credit too, but asks for none (PSL-22)."""
    rights = (SET_CREDIT, policies.APPROVE)
    return actor.department_id is not None and all(actor.can(code, actor.department_id) for code in rights)


def can_apply_here(term: Any, actor: Actor) -> bool:
    """Applies for terms in this department: its manager (PSL-22)."""
    return actor.can(SET_CREDIT, term.department_id)


def is_applicant(term: Any, actor: Actor) -> bool:
    """Who applied, while holding the right to."""
    return bool(term.created_by_id == actor.person_id) and can_apply_here(term, actor)


def by_approval(_term: Any, _actor: Actor) -> bool:
    """Moves that only the end of an approval makes; the engine acts as the decider."""
    return True


def can_suspend(term: Any, actor: Actor) -> bool:
    """Stops terms at once or ends them: who sets credit; the system, when the evaluation is late."""
    return actor.is_system or can_apply_here(term, actor)


def can_evaluate(term: Any, actor: Actor) -> bool:
    """Evaluates terms again: who sets credit, and did not apply for these (ORG-06)."""
    return can_apply_here(term, actor) and term.created_by_id != actor.person_id


def can_keep_statements(actor: Actor) -> bool:
    """Follows debts up and agrees statements with customers: finance, helped by the department that sells, its manager
    included, not by who decides on prices for the company (PSL-25).
    """
    return any(actor.can_somewhere(code) for code in KEEPING)


def can_answer_statement(statement: Any, actor: Actor) -> bool:
    """Sends a statement and records what the customer said to it: the same, for the statement's department."""
    return actor.is_system or any(actor.can(code, statement.department_id) for code in KEEPING)
