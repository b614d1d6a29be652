"""The first steps of somebody new: a few pages worth knowing, by what their roles may do (QLT-54).

Apps register theirs; a person puts the card away, and brings it back from their menu.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from core.actors import Actor
from core.errors import NotAllowed
from core.models import TourEnd
from core.navigation import Can, Text, everyone

MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the tour. `order` decides what comes first, and what is left out where there are too many."""

    label: Text
    text: Text
    url_name: str
    order: int
    icon: str
    can: Can = everyone

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_steps: dict[str, Step] = {}
_start_pages: set[str] = set()


def register_step(label: str | Promise, text: str | Promise, url_name: str, order: int, icon: str, **more: Can) -> None:
    """Add a page to the tour of those who may open it; called in the owning app's `ready`."""
    _steps[url_name] = Step(label, text, url_name, order, icon, **more)


def register_start_pages(url_names: Iterable[str]) -> None:
    """Name the pages that show the tour: where somebody lands after signing in."""
    _start_pages.update(url_names)


def steps_for(actor: Actor) -> list[Step]:
    """The tour of an actor, by their rights: at most a handful."""
    mine = sorted((step for step in _steps.values() if step.can(actor)), key=lambda step: step.order)
    return mine[:MOST_STEPS]


def steps_on(actor: Actor, view_name: str) -> list[Step]:
    """What a page shows of the tour: nothing but on a start page, nor for who has put it away."""
    if view_name not in _start_pages or actor.person_id is None:
        return []
    if TourEnd.objects.filter(person=actor.person_id).exists():
        return []
    return steps_for(actor)


def end(*, actor: Actor, at: datetime) -> None:
    """Put the tour away, for good or until it is asked for again. Raises NotAllowed."""
    if actor.person_id is None:
        raise NotAllowed(document="")
    TourEnd.objects.get_or_create(person_id=actor.person_id, defaults={"ended_at": at})


def begin_again(*, actor: Actor) -> None:
    """Show it on the start page again."""
    TourEnd.objects.filter(person=actor.person_id or 0).delete()
