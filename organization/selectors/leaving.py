"""What somebody who leaves leaves behind open: documents begun, returned, or still holding money (ORG-02)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet

from core import kinds
from core.actors import Actor
from core.kinds import DocumentKind
from organization import hooks
from organization.models import Person
from organization.selectors.departments import manager_of


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A document somebody left behind."""

    kind_label: str
    label: str
    title: str
    state: str
    state_label: str
    url: str


def heir_of(person: Person) -> Person | None:
    """Who takes over what somebody leaves: whoever manages their department, or the one above (ORG-02)."""
    return manager_of(department_id=person.department_id or 0, except_for=person.pk)


def left_open_by(*, person_id: int, actor: Actor) -> list[LeftOpen]:
    """What a person left open, as far as the reader sees it, by kind. A statement for each kind."""
    return [
        LeftOpen(
            kind_label=str(kind.label),
            label=str(row),
            title=str(getattr(row, "title", "")),
            state=row.state,
            state_label=row.get_state_display(),
            url=kind.url_of(row.pk),
        )
        for kind, states in _kinds()
        for row in _of(kind.visible_to(actor), person_id, states).order_by("pk")
    ]


def leaves_something_open(*, person_id: int) -> bool:
    """Whether a person leaves any document open, whoever sees it."""
    return any(_of(kind.model._default_manager.all(), person_id, states).exists() for kind, states in _kinds())  # noqa: SLF001


def _kinds() -> Iterator[tuple[DocumentKind, frozenset[str]]]:
    """The kinds somebody makes and carries on, with the states in which they wait for that person."""
    for kind in kinds.registered():
        states = hooks.open_states(kind.code) & _states_of(kind.model)
        if states:
            yield kind, states


def _states_of(model: type[Model]) -> frozenset[str]:
    try:
        model._meta.get_field("created_by")  # noqa: SLF001 - Django's own way
        state = model._meta.get_field("state")  # noqa: SLF001
    except FieldDoesNotExist:
        return frozenset()
    return frozenset(str(code) for code, _label in getattr(state, "flatchoices", ()))


def _of(rows: QuerySet[Any], person_id: int, states: frozenset[str]) -> QuerySet[Any]:
    return rows.filter(created_by=person_id, state__in=states)
