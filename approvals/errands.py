"""Errands: steps of documents that somebody has to take though no round of approval asks for them: an answer to a
review, a call to a customer, measures to be written (APR-05).

The apps that own such steps register where they find them; the inbox, the start pages and the API show them beside
what is to be decided, and this app knows none of the documents.

    errands.register(Source("complaint", _("Complaint"), rows, told, permissions=(HANDLE, JUDGE)))    # in `ready`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from core.actors import Actor
from organization.choices import ScopeKind
from organization.selectors.actors import assignments_in_force
from organization.selectors.departments import line_up, parents


@dataclass(frozen=True, slots=True)
class Errand:
    """One step that waits for the reader: what to do on which document, by when."""

    kind: str
    kind_label: str
    document_id: int
    number: str
    title: str
    what: str
    url: str
    since: datetime | None = None
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a source says of one row; the rest its kind knows."""

    number: str
    title: str
    what: str
    url: str
    since: datetime | None = None
    due_date: date | None = None


class Seat:
    """Whoever reads, on a day, with the departments that are theirs to answer for."""

    def __init__(self, actor: Actor, on: date) -> None:
        self.actor, self.on = actor, on

    @property
    def me(self) -> int:
        """The reader's id; 0 for nobody."""
        return self.actor.person_id or 0

    def has(self, permission: str) -> bool:
        """Whether a role of the reader holds it; what is lent in an emergency makes nobody responsible."""
        return permission in self.actor.grants

    def nearest(self, permission: str) -> frozenset[int]:
        """The departments for which a step that needs this right falls to the reader: whoever holds it nearest above a
        department is meant, those who hold it for the whole company where nobody else does.
        """
        return self._reach.get(permission, frozenset())

    def above(self, department_id: int | None) -> list[int]:
        """A department and those above it."""
        return line_up(self._parents, department_id)

    def gone(self, permission: str, field: str) -> Q:
        """Documents whose follower, named by a field, follows nothing any more: they fall to all who hold the right."""
        if not self.has(permission):
            return Q(pk__in=[])
        rows = assignments_in_force(on=self.on).filter(role__permissions__contains=[permission])
        return ~Q(**{f"{field}__in": rows.order_by().values("person")})

    @cached_property
    def _parents(self) -> dict[int, int | None]:
        return parents()

    @cached_property
    def _reach(self) -> dict[str, frozenset[int]]:
        wanted = {code for source in registered() for code in source.permissions} & self.actor.grants.keys()
        if not wanted:
            return {}
        rows = assignments_in_force(on=self.on).filter(
            scope_kind=ScopeKind.DEPARTMENT, role__permissions__overlap=sorted(wanted)
        )
        held: dict[str, dict[int, set[int]]] = {code: {} for code in wanted}
        for person, department, codes in rows.values_list("person", "department", "role__permissions"):
            for code in wanted.intersection(codes):
                held[code].setdefault(department, set()).add(person)
        return {code: self._nearest(places, self.actor.grants[code].company) for code, places in held.items()}

    def _nearest(self, places: dict[int, set[int]], company: bool) -> frozenset[int]:
        def falls_to_me(department_id: int) -> bool:
            near = next((places[one] for one in self.above(department_id) if one in places), None)
            return company if near is None else self.me in near

        return frozenset(pk for pk in self._parents if falls_to_me(pk))


@dataclass(frozen=True, slots=True)
class Source:
    """Where errands of one kind come from. `rows` gives the documents that wait for whoever sits there, None where
    none can; `told` says of one of them what is to be done. `permissions` are the rights `rows` asks the seat about.
    """

    kind: str
    label: str | Promise
    rows: Callable[[Seat], QuerySet[Any] | None]
    told: Callable[[Any, Seat], Told]
    permissions: tuple[str, ...] = ()


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make errands of a kind known; called in the owning app's `ready`."""
    _sources[source.kind] = source


def registered() -> list[Source]:
    """All sources, in order of registration."""
    return list(_sources.values())
