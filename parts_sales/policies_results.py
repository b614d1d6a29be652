"""Who sees what parts sales bring, and who sees to it that it stands in the ledger (PSL-51, PSL-52). Pure."""

from __future__ import annotations

from core.actors import Actor
from parts_sales.policies import SET_PRICES, sees_costs

POST = SET_PRICES


def can_see_results(actor: Actor) -> bool:
    """Sees revenue beside cost: whoever sees what parts cost; of which departments, the selector says (GEN-10)."""
    return sees_costs(actor)


def can_post_results(actor: Actor) -> bool:
    """Has what waits tried again: finance, who enters costs and prices for the company."""
    return actor.can_somewhere(POST)
