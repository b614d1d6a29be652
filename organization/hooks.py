"""Where apps above this one are told what they must act on in the same transaction (no signals between apps)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

RightsLost = Callable[..., None]
_rights_lost: list[RightsLost] = []
RightsGained = Callable[..., None]
_rights_gained: list[RightsGained] = []


def on_rights_lost(handler: RightsLost) -> RightsLost:
    """Register what happens when somebody leaves or loses a right: `handler(person_id=…, at=…)` (ORG-02, ORG-05).

    It runs inside the transaction that takes the right away, after the right is gone, once per person.
    """
    if handler not in _rights_lost:
        _rights_lost.append(handler)
    return handler


def rights_lost(*, person_id: int, at: datetime) -> None:
    """Tell everybody registered that this person has fewer rights now."""
    for handler in _rights_lost:
        handler(person_id=person_id, at=at)


def on_rights_gained(handler: RightsGained) -> RightsGained:
    """Register what happens when somebody has a right more, or leads a department: `handler(at=…)` (APR-11).

    It runs inside the transaction that gives the right.
    """
    if handler not in _rights_gained:
        _rights_gained.append(handler)
    return handler


def rights_gained(*, at: datetime) -> None:
    """Tell everybody registered that somebody may do more now."""
    for handler in _rights_gained:
        handler(at=at)
