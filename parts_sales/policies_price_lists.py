"""Who sees and makes new price lists (PSL-02). Pure."""

from __future__ import annotations

from typing import Any

from core.actors import Actor
from parts_sales.choices import PriceListState
from parts_sales.policies import SET_PRICES, can_set_prices, sees_costs


def can_open(actor: Actor) -> bool:
    """Opens the lists: their costs stand beside the prices."""
    return sees_costs(actor)


def can_edit(price_list: Any, actor: Actor) -> bool:
    """Finance changes prices of a draft."""
    return price_list.state == PriceListState.DRAFT and can_set_prices(actor)


def sets_prices(_price_list: Any, actor: Actor) -> bool:
    """Finance makes, changes and gives up price lists."""
    return actor.is_system or actor.can_somewhere(SET_PRICES)


def can_release(price_list: Any, actor: Actor) -> bool:
    """Releases it: somebody else of finance than who made it (ORG-06)."""
    return can_set_prices(actor) and price_list.created_by_id != actor.person_id


def waits_for_another(price_list: Any, actor: Actor) -> bool:
    """Whether the actor made a draft that somebody else has to release."""
    return can_edit(price_list, actor) and price_list.created_by_id == actor.person_id
