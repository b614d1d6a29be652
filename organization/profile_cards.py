"""What apps above this one show on a person's own page: a template with its values, per person (no app looks up)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.actors import Actor


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the profile: its template, which finds `values` as `card`."""

    template: str
    values: Any


Cards = Callable[[Actor, date], Card | None]
_cards: list[Cards] = []


def register(cards: Cards) -> None:
    """Add a card; `cards(actor, on)` gives None where there is nothing to show."""
    if cards not in _cards:
        _cards.append(cards)


def of(actor: Actor, *, on: date) -> list[Card]:
    """The cards of a person's own page, in order of registration."""
    return [card for one in _cards if (card := one(actor, on)) is not None]
