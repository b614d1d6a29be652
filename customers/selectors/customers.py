"""Customers as lists, pages and other apps find them (CUS-01)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from core import search
from core.actors import Actor
from core.ordering import ordered
from customers import policies
from customers.models import Customer
from organization.models import Department, Person

SORTS = {
    "number": "number", "name": "name_zh", "region": "region", "country": "country", "grade": "grade",
    "owner": "owner__sort_key", "machines": "machine_count", "created": "created_at",
}  # fmt: skip
IN_USE, ARCHIVED, ALL = "", "archived", "all"


@dataclass(frozen=True, slots=True)
class CustomerQuestion:
    """What a list of customers is asked for."""

    words: str = ""
    region: str = ""
    grade: str = ""
    mine: bool = False
    state: str = IN_USE
    sort: str = ""


def customers_visible_to(actor: Actor) -> QuerySet[Customer]:
    """All for who serves the whole company; else those one's house serves or looks after, and one's own (GEN-10)."""
    rows = Customer.objects.all()
    if actor.is_system or policies.sees_all(actor):
        return rows
    if actor.person_id is None:
        return rows.none()
    scope = actor.sight(policies.EDIT)
    if scope.company:
        return rows
    house = list(scope.departments)
    return rows.filter(Q(owner=actor.person_id) | Q(department__in=house) | Q(owner__department__in=house))


def customers_found(actor: Actor, asked: CustomerQuestion) -> QuerySet[Customer]:
    """The customers a list shows, with what it joins."""
    rows = customers_visible_to(actor).select_related("owner", "department", "merged_into")
    if asked.words:
        rows = search.fitting(rows, Customer.kind, asked.words)
    if asked.region:
        rows = rows.filter(region=asked.region)
    if asked.grade:
        rows = rows.filter(grade=asked.grade)
    if asked.mine:
        rows = rows.filter(owner=actor.person_id)
    if asked.state != ALL:
        rows = rows.filter(archived_at__isnull=asked.state != ARCHIVED)
    rows = rows.annotate(machine_count=Count("machines", filter=Q(machines__retired_at__isnull=True)))
    return ordered(rows, asked.sort, SORTS, usual=("number",))


def owners() -> QuerySet[Person]:
    """Who may look after customers: everybody who works here, by name."""
    return Person.objects.filter(is_active=True, department__isnull=False).order_by("sort_key", "pk")


def houses() -> QuerySet[Department]:
    """Departments that may serve customers."""
    return Department.objects.filter(status="ACTIVE").order_by("position", "code")


def is_seen(customer_id: int | None, actor: Actor) -> bool:
    """Whether the actor may open a customer's page: elsewhere its name is no link (GEN-10)."""
    return customer_id is not None and customers_visible_to(actor).filter(pk=customer_id).exists()
