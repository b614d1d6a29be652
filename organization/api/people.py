"""`people`: who works here (ORG-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import Changes, Creates, Input, ReasonIn, Router, VersionedInput
from core.api import move as posts
from core.api.fields import IdField
from core.api.filters import IdFilter
from organization import policies, selectors, services
from organization.api.checks import existing
from organization.forms.people import USERNAME
from organization.models import Department, Person


class PersonOut(serializers.Serializer[Any]):
    """A person as colleagues see them."""

    id = serializers.IntegerField(read_only=True)
    username = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    email = serializers.CharField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    position = serializers.CharField(read_only=True)
    position_en = serializers.CharField(read_only=True)
    joined_date = serializers.DateField(read_only=True, allow_null=True)
    left_date = serializers.DateField(read_only=True, allow_null=True)
    is_active = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class PersonChange(VersionedInput):
    """What can be changed without moving them."""

    name_zh = serializers.CharField(max_length=60)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, default="")
    position = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    position_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    joined_date = serializers.DateField(required=False, allow_null=True, default=None)


class PersonIn(Input):
    """Somebody new; without a password they cannot sign in by one."""

    username = serializers.CharField(max_length=60, validators=[USERNAME])
    name_zh = serializers.CharField(max_length=60)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, default="")
    department = IdField()
    position = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    position_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    joined_date = serializers.DateField(required=False, allow_null=True, default=None)


class PersonMoveIn(ReasonIn):
    """The new department."""

    department = IdField()


class LeaveIn(ReasonIn):
    """The day all rights end; null where somebody who was about to leave stays."""

    left_date = serializers.DateField(allow_null=True)


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By department (itself alone) and by who works here."""

    department = IdFilter(field_name="department_id")
    is_active = django_filters.BooleanFilter()
    username = django_filters.CharFilter(lookup_expr="iexact")


class PersonResource(Creates[Person], Changes[Person]):
    """The people one sees: one's own house, or all for who may see the organization."""

    serializer_class = PersonOut
    input_serializers = {"create": PersonIn, "partial_update": PersonChange}
    filterset_class = PersonFilter
    permissions = dict.fromkeys(("create", "partial_update", "move", "leave"), policies.EDIT)
    ordering_fields = {"name": "sort_key", "username": "username", "joined_date": "joined_date"}
    ordering = "pk"

    def visible(self, actor: Actor) -> QuerySet[Person]:
        return selectors.people_visible_to(actor)

    def search(self, rows: QuerySet[Person], words: str) -> QuerySet[Person]:
        return selectors.matching(rows, words=words)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Person:
        existing(Department, department=data["department"])
        given = {**data, "department_id": data["department"]}
        del given["department"]
        return services.create_person(**given, actor=actor, at=at)

    def change(self, document: Person, *, data: dict[str, Any], actor: Actor, at: datetime) -> Person:
        names = ("name_zh", "name_en", "email", "position", "position_en", "joined_date")
        now = {name: getattr(document, name) for name in names}
        return services.change_person(person_id=document.pk, **{**now, **data}, actor=actor, at=at)

    @posts(input=PersonMoveIn)
    def move(self, person: Person, *, data: dict[str, Any], actor: Actor, at: datetime) -> Person:
        """Another department from today; rights that no longer fit end. Needs a reason."""
        existing(Department, department=data["department"])
        return services.move_person(
            person_id=person.pk,
            department_id=data["department"],
            reason=data["reason"],
            version=data.get("version"),
            actor=actor,
            at=at,
        )

    @posts(input=LeaveIn)
    def leave(self, person: Person, *, data: dict[str, Any], actor: Actor, at: datetime) -> Person:
        """Every right ends on that day, open tasks go to the department's manager. Until then another day can be said,
        or null: they stay, and the roles go on. Needs a reason.
        """
        return services.leave(
            person_id=person.pk, left_date=data["left_date"], reason=data["reason"], actor=actor, at=at
        )


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("people", PersonResource, basename="people")
