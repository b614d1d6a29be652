"""Inquiries and violations as lists and pages find them (PSL-10, GEN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from core import search
from core.actors import Actor
from core.ordering import ordered
from organization import selectors as organization
from organization.models import Person, Role
from parts_sales import policies
from parts_sales.models import Inquiry, Violation
from parts_sales.selectors.visibility import of_house

INQUIRY_SORTS = {"number": "number", "received": "received_at", "handed": "handed_to__sort_key", "state": "state"}
VIOLATION_SORTS = {"number": "number", "happened": "happened_on", "person": "person__sort_key", "state": "state"}


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """What of the inquiries or violations is asked for."""

    state: str = ""
    words: str = ""
    sort: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.state or self.words)


def inquiries_found(actor: Actor, asked: RecordQuestion) -> QuerySet[Inquiry]:
    """The inquiries of a list."""
    rows = _narrowed(inquiries_visible_to(actor), asked, Inquiry.kind)
    rows = rows.select_related("customer", "created_by", "handed_to")
    return ordered(rows, asked.sort, INQUIRY_SORTS, usual=("-created_at", "-pk"))


def violations_found(actor: Actor, asked: RecordQuestion) -> QuerySet[Violation]:
    """The violations of a list."""
    rows = _narrowed(violations_visible_to(actor), asked, Violation.kind).select_related("person", "created_by")
    return ordered(rows, asked.sort, VIOLATION_SORTS, usual=("-created_at", "-pk"))


def _narrowed(rows: Any, asked: RecordQuestion, kind: str) -> Any:
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.words:
        rows = search.fitting(rows, kind, asked.words)
    return rows


def inquiries_visible_to(actor: Actor) -> QuerySet[Inquiry]:
    """Those of the departments whose sales one sees, and those one took or was handed."""
    own = of_house(actor, Inquiry.kind)
    if not own:
        return Inquiry.objects.all()
    return Inquiry.objects.filter(own | Q(handed_to=actor.person_id or 0))


def violations_visible_to(actor: Actor) -> QuerySet[Violation]:
    """Those one reported, those of the departments whose manager one is, all for who decides; never what is about
    oneself.
    """
    if actor.is_system:
        return Violation.objects.all()
    rows = Violation.objects.exclude(person=actor.person_id or 0)
    if actor.can(policies.DECIDE_VIOLATION):
        return rows
    scope = actor.scope_of(policies.APPROVE)
    if scope.company:
        return rows
    return rows.filter(Q(created_by=actor.person_id or 0) | Q(department__in=scope.departments))


def quoters(*, on: date, abroad: bool = False) -> list[Person]:
    """Who makes quotes, by name, `abroad` those for customers there: whom inquiries are handed to (PSL-10, PSL-40)."""
    needed = [policies.QUOTE, *([policies.QUOTE_ABROAD] if abroad else [])]
    roles = Role.objects.filter(permissions__contains=needed)
    held = organization.assignments_in_force(on=on).filter(role__in=roles)
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True, department__isnull=False)
    return list(people.order_by("sort_key", "pk"))
