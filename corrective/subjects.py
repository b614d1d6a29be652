"""What the apps whose documents have corrective actions are told; the mechanism knows none of them (CMP-10).

subjects.register(Subject("complaint", effective=close_the_complaint, sees=complaints_visible_to))   # in `ready`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.actors import Actor

Told = Callable[[Any, Actor, datetime], None]


def _nothing(_action: Any, _actor: Actor, _at: datetime) -> None:
    """Most subjects only wait for the end."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of document with corrective actions. Each is called in the transaction of the move, with the action.

    `effective`: its effect was confirmed; `ineffective`: another round begins; `reopened`: the effect is looked at
    again; `cancelled`: it was taken back.
    """

    kind: str
    effective: Told = _nothing
    ineffective: Told = _nothing
    reopened: Told = _nothing
    cancelled: Told = _nothing


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Make a kind known as a subject; called in the owning app's `ready`."""
    _subjects[subject.kind] = subject


def of(action: Any) -> Subject:
    """Who is told about this action; nobody for one that was asked for by itself."""
    return _subjects.get(action.subject_kind) or Subject(action.subject_kind)
