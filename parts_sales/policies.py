"""Who may do what with parts, prices and stock: pure functions over an actor (PSL-01, decision 0109)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from customers.choices import Region
from parts_sales.rules import steps

VIEW = "parts.view"
EDIT = "parts.edit"
VIEW_COSTS = "parts.view_costs"
SET_PRICES = "parts.set_prices"
KEEP = "parts.keep_warehouse"
QUOTE = "parts.make_quote"
QUOTE_ABROAD = "parts.quote_abroad"
"""Beside the right to quote: for offers to customers abroad (PSL-40)."""
APPROVE = "parts.approve_price"
SHIP = "parts.ship"
DECIDE_VIOLATION = "parts.decide_violation"
LEAD = "expenses.review"
"""The right of whoever leads a department, of another app."""

PERMISSIONS = (
    (VIEW, _("See parts, prices and stock")),
    (EDIT, _("Keep the parts catalogue")),
    (VIEW_COSTS, _("See the costs of parts")),
    (SET_PRICES, _("Enter costs and prices of parts")),
    (QUOTE_ABROAD, _("Quote to customers abroad, beside making quotes")),
    (DECIDE_VIOLATION, _("Decide on violations in parts sales for the company")),
)


def can_see_parts(actor: Actor) -> bool:
    """Opens the catalogue: whoever sells, ships, keeps, prices or leads."""
    return actor.can_somewhere(VIEW)


def can_edit_parts(actor: Actor) -> bool:
    """Adds and changes parts."""
    return actor.can_somewhere(EDIT)


def can_edit(part: Any, actor: Actor) -> bool:
    """Changes this part; a retired one is taken up again first."""
    return can_edit_parts(actor) and part.retired_at is None


def sees_costs(actor: Actor) -> bool:
    """Sees what parts cost: on pages, in files and by the API alike."""
    return actor.can_somewhere(VIEW_COSTS)


def sees_floors(actor: Actor) -> bool:
    """Sees the lowest price: whoever quotes, sees costs or decides on prices for the company needs it, and with it may
    guess the cost; the manager of a department that sells nothing does not (decision 0202).
    """
    return any(actor.can_somewhere(code) for code in (QUOTE, SET_PRICES, VIEW_COSTS)) or actor.can(APPROVE)


def sees_floors_of(region: str, actor: Actor) -> bool:
    """Sees the floors of an offer: abroad the floor is cost with the minimum margin alone, so that it tells the cost
    (decision 0191); there only who sees costs.
    """
    return sees_floors(actor) and (region != Region.FOREIGN or sees_costs(actor))


def can_set_prices(actor: Actor) -> bool:
    """Enters costs and list prices, with the figures behind them."""
    return actor.can_somewhere(SET_PRICES)


def can_count(actor: Actor) -> bool:
    """Keeps some warehouse; of which one, the service asks."""
    return actor.can_somewhere(KEEP)


def by_system(_document: Any, actor: Actor) -> bool:
    """What follows from other documents: nobody moves it by hand."""
    return actor.is_system


def by_approval(_document: Any, _actor: Actor) -> bool:
    """Moves that only the end of an approval makes; the approvals engine acts as the decider."""
    return True


def is_maker(document: Any, actor: Actor) -> bool:
    """The one who made it."""
    return actor.is_system or document.created_by_id == actor.person_id


def can_quote(actor: Actor) -> bool:
    """Makes quotes somewhere: the service department's clerks alone (PSL-10)."""
    return actor.can_somewhere(QUOTE)


def can_quote_abroad(actor: Actor) -> bool:
    """Makes quotes for customers abroad somewhere: the foreign clerks (PSL-40, decision 0209)."""
    return can_quote(actor) and actor.can_somewhere(QUOTE_ABROAD)


def can_quote_to(customer: Any, actor: Actor) -> bool:
    """Makes quotes for this customer: one at home, or abroad with the right for it."""
    return can_quote_abroad(actor) if customer.region == Region.FOREIGN else can_quote(actor)


def serves(document: Any, actor: Actor) -> bool:
    """A clerk of the department it belongs to, at home and abroad: orders, delivery and papers are one desk's."""
    return actor.can(QUOTE, document.department_id)


def can_quote_for(quote: Any, actor: Actor) -> bool:
    """Carries this quote on: sends it, records the customer's answer (PSL-11, PSL-14); one for abroad with the right to
    quote there (PSL-40).
    """
    return serves(quote, actor) and (quote.region != Region.FOREIGN or actor.can(QUOTE_ABROAD, quote.department_id))


def can_submit_quote(quote: Any, actor: Actor) -> bool:
    """Its maker hands it in for review while holding the right to quote (PSL-11)."""
    return is_maker(quote, actor) and can_quote_for(quote, actor)


def can_submit_application(application: Any, actor: Actor) -> bool:
    """Its maker hands it in while they may quote what it is for (PSL-03, PSL-41)."""
    return is_maker(application, actor) and can_quote_for(application.quote, actor)


def can_quote_inquiry(inquiry: Any, actor: Actor) -> bool:
    """Quotes what was asked for: for a customer abroad with the right to quote there; who is not known yet is anybody
    of the department's (PSL-10).
    """
    return serves(inquiry, actor) and (inquiry.customer is None or can_quote_to(inquiry.customer, actor))


def can_edit_quote(quote: Any, actor: Actor) -> bool:
    """Its maker edits a draft or returned quote."""
    return quote.is_editable and can_submit_quote(quote, actor)


def can_cancel_order(order: Any, actor: Actor) -> bool:
    """The department's clerks cancel an order of which nothing has left."""
    return actor.can(QUOTE, order.department_id)


def can_release_order(order: Any, actor: Actor) -> bool:
    """Asks for an order on hold to go on; whether its reason is gone, the service computes (PSL-22)."""
    return actor.is_system or actor.can(QUOTE, order.department_id)


def sees_quotes(actor: Actor) -> bool:
    """Opens the quotes: whoever quotes, decides on prices, sees costs, or leads people who sell parts (GEN-10)."""
    leads = actor.can_somewhere(VIEW) and actor.can_somewhere(LEAD)
    return leads or any(actor.can_somewhere(code) for code in (QUOTE, APPROVE, VIEW_COSTS))


def can_take_inquiries(actor: Actor) -> bool:
    """Records what a customer asks for: the service department, and commerce, which hands it over (PSL-10)."""
    return actor.can_somewhere(QUOTE) or actor.can_somewhere(SHIP)


def sees_inquiries(actor: Actor) -> bool:
    """Opens the inquiries: who takes them or sees quotes."""
    return can_take_inquiries(actor) or sees_quotes(actor)


def can_report_violation(actor: Actor) -> bool:
    """Reports that somebody quoted without the right: the service department, its deputy included, and management
    (PSL-10)."""
    return any(actor.can_somewhere(code) for code in (QUOTE, APPROVE, steps.REVIEW, DECIDE_VIOLATION))


def is_concerned(violation: Any, actor: Actor) -> bool:
    """Whether it is about the actor: nobody decides on their own case (ORG-06)."""
    return actor.person_id is not None and violation.person_id == actor.person_id


def can_propose_measure(violation: Any, actor: Actor) -> bool:
    """The manager of the department that reported it proposes what follows (PSL-10), not who decides on prices for the
    whole company."""
    leads = actor.can(APPROVE, violation.department_id) and violation.department_id in actor.own_departments
    return leads and not is_concerned(violation, actor)


def can_decide_violation(violation: Any, actor: Actor) -> bool:
    """The company's management decides, never on what one reported or is concerned by (PSL-10, ORG-06)."""
    return actor.can(DECIDE_VIOLATION) and not is_concerned(violation, actor) and not is_maker(violation, actor)


def leads_sales(document: Any, actor: Actor) -> bool:
    """The manager of the department that sells, whose signature its goods leave by (PSL-31): not who decides on prices
    for the whole company."""
    return actor.can(steps.SIGN, document.department_id)


def can_add_to_inquiry(inquiry: Any, actor: Actor) -> bool:
    """Who took it, and who quotes it, keep the customer's papers with it."""
    return is_maker(inquiry, actor) or actor.can(QUOTE, inquiry.department_id)


def can_stop_order(order: Any, actor: Actor) -> bool:
    """Stops an order or lets it go on: the department's clerks and its manager; whether the reason of a hold is gone,
    the service computes (PSL-22)."""
    return actor.is_system or actor.can(QUOTE, order.department_id) or leads_sales(order, actor)
