"""What a customer's page shows beside the customer itself: quotes, orders, money owed, complaints, agreements, surveys.
The apps that own them register a panel; this app knows none of them (CUS-01).

    panels.register(Panel("orders", _("Orders"), 20, orders_panel))      # in the owning app's `ready`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from core.actors import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as it is drawn: its template with what that needs, and how much there is."""

    template: str
    context: Mapping[str, Any]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One card of a customer's page. `show` reads in a fixed number of statements what this actor may see; None for
    nothing to be seen.
    """

    code: str
    label: str | Promise
    order: int
    show: Callable[[Any, Actor], Shown | None]


@dataclass(frozen=True, slots=True)
class Card:
    """A panel with what it shows."""

    code: str
    label: str | Promise
    shown: Shown


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a card to every customer's page."""
    _panels[panel.code] = panel


def cards(customer: Any, actor: Actor) -> list[Card]:
    """The cards of a customer's page for this actor, in order."""
    found = []
    for panel in sorted(_panels.values(), key=lambda one: one.order):
        shown = panel.show(customer, actor)
        if shown is not None:
            found.append(Card(panel.code, panel.label, shown))
    return found
