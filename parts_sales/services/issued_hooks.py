"""Who does something when goods leave a warehouse, come back unshipped, or are credited: in the same transaction
(PSL-32, PSL-52). Registered in `apps.ready`, called in the order of registration.

    issued_hooks.register(Hook(issued=post_revenue, taken_back=reverse_revenue, credited=…))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.actors import Actor
from parts_sales.models import DeliveryNote, SalesReturn


def _nothing(_document: Any, **_facts: Any) -> None:
    return


@dataclass(frozen=True, slots=True)
class Hook:
    """Called as `issued(note, actor=…, at=…)` once the order's lines and stock are written; `taken_back` when an issued
    note is cancelled before it was dispatched; `dispatched` when it is on its way; `credited` when a return was
    credited. A note with `is_free` replaces returned goods: it has a cost and no revenue. What it raises undoes the
    whole step.
    """

    issued: Callable[..., None] = _nothing
    taken_back: Callable[..., None] = _nothing
    dispatched: Callable[..., None] = _nothing
    credited: Callable[..., None] = _nothing


_hooks: list[Hook] = []


def register(hook: Hook) -> None:
    """Have this called from now on."""
    if hook not in _hooks:
        _hooks.append(hook)


def issued(note: DeliveryNote, *, actor: Actor, at: datetime) -> None:
    """Goods of a note have left the warehouse."""
    for hook in _hooks:
        hook.issued(note, actor=actor, at=at)


def taken_back(note: DeliveryNote, *, actor: Actor, at: datetime) -> None:
    """Issued goods of a note are back in the warehouse."""
    for hook in _hooks:
        hook.taken_back(note, actor=actor, at=at)


def dispatched(note: DeliveryNote, *, actor: Actor, at: datetime) -> None:
    """Goods of a note are on their way to the customer."""
    for hook in _hooks:
        hook.dispatched(note, actor=actor, at=at)


def credited(sales_return: SalesReturn, *, actor: Actor, at: datetime) -> None:
    """A return was credited."""
    for hook in _hooks:
        hook.credited(sales_return, actor=actor, at=at)
