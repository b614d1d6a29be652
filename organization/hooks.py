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


Leaving = Callable[..., int]
_leaving: list[Leaving] = []
_left_open: dict[str, frozenset[str]] = {}
BEGUN = frozenset({"DRAFT", "RETURNED"})
"""The states in which a document of any kind waits for its maker."""


def on_leaving(handler: Leaving) -> Leaving:
    """Register what goes over to the manager when somebody leaves: `handler(person_id=…, heir_id=…, at=…)` answers how
    many things went (ORG-02). `heir_id` manages the department; it runs in the transaction of the leaving.
    """
    if handler not in _leaving:
        _leaving.append(handler)
    return handler


def hand_on(*, person_id: int, heir_id: int, at: datetime) -> int:
    """Have everything that can change hands go to the heir; how many things."""
    return sum(handler(person_id=person_id, heir_id=heir_id, at=at) for handler in _leaving)


def leaves_open(kind: str, *states: str) -> None:
    """Say in which further states documents of a kind stay behind open when their maker leaves."""
    _left_open[kind] = _left_open.get(kind, frozenset()) | frozenset(states)


def open_states(kind: str) -> frozenset[str]:
    """The states in which documents of a kind are listed for the manager of somebody who left."""
    return BEGUN | _left_open.get(kind, frozenset())


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
