"""What an app above knows about prices and credit, for whoever writes an agreement or weighs it (CUS-02, PSL-02).

guidance.register_prices(price_guidance)      # in the owning app's `ready`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.actors import Actor


@dataclass(frozen=True, slots=True)
class Hint:
    """One line of guidance: what it is about, what it says, and where to read more."""

    label: str
    text: str
    url: str = ""


Prices = Callable[[str, Actor, date], list[Hint]]
Credit = Callable[[Any, Actor, date], list[Hint]]
_prices: list[Prices] = []
_credit: list[Credit] = []


def register_prices(find: Prices) -> None:
    """Say what products cost: by the words a product is called by, for a reader, on a day."""
    _prices.append(find)


def register_credit(find: Credit) -> None:
    """Say what a customer owes and may owe, for a reader, on a day."""
    _credit.append(find)


def prices_of(product: str, actor: Actor, *, on: date) -> list[Hint]:
    """What those who know prices say about a product."""
    return [hint for find in _prices for hint in find(product, actor, on)] if product.strip() else []


def credit_of(customer: Any, actor: Actor, *, on: date) -> list[Hint]:
    """What those who know a customer's money say."""
    return [hint for find in _credit for hint in find(customer, actor, on)] if customer is not None else []
