"""`saved-views`: the filters of lists kept under a name (GEN-13)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers

from core import saved_views
from core.actors import Actor
from core.api.fields import Input
from core.api.resources import Changes, Creates, Resource, move
from core.errors import InvalidInput
from core.models import Audience, SavedView


class ViewChange(Input):
    """A name, and who finds the view besides its owner."""

    name = serializers.CharField(max_length=60)
    audience = serializers.ChoiceField(choices=Audience.choices, default=Audience.OWN)


class ViewIn(ViewChange):
    """The address of a list, such as `/expenses/claims/`, and its filters as they stand behind the question mark."""

    path = serializers.CharField(max_length=300)
    query = serializers.CharField(max_length=5000, allow_blank=True)


class UsualIn(Input):
    """Whether the list opens with the view."""

    usual = serializers.BooleanField()


class ViewOut(serializers.Serializer[SavedView]):
    """A kept view; it carries the question, never the answer."""

    id = serializers.IntegerField(read_only=True)
    owner = serializers.IntegerField(source="owner_id", read_only=True)
    list_name = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    query = serializers.CharField(read_only=True)
    audience = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    deleted_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ViewFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By list."""

    list_name = django_filters.CharFilter(max_length=100)


class SavedViewResource(Creates[SavedView], Changes[SavedView], Resource[SavedView]):
    """One's own views, deleted ones among them, and those others share with one."""

    serializer_class = ViewOut
    input_serializers = {"create": ViewIn, "partial_update": ViewChange}
    filterset_class = ViewFilter
    ordering_fields = {"name": "name"}
    search_fields = ("name",)

    def visible(self, actor: Actor) -> QuerySet[SavedView]:
        return saved_views.seen_by(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> SavedView:
        try:
            list_name = saved_views.list_at(data["path"])
        except Http404:
            raise InvalidInput(problem=_("There is no list at this address.")) from None
        return saved_views.keep(
            list_name=list_name,
            query=data["query"],
            name=data["name"],
            audience=data["audience"],
            actor=actor,
            at=at,
        )

    def change(self, document: SavedView, *, data: dict[str, Any], actor: Actor, at: datetime) -> SavedView:
        return saved_views.change(
            view_id=document.pk,
            name=data.get("name", document.name),
            audience=data.get("audience", document.audience),
            actor=actor,
        )

    @move()
    def delete(self, document: SavedView, *, data: dict[str, Any], actor: Actor, at: datetime) -> SavedView:
        """Hide one's own view; it can be brought back for a week."""
        return saved_views.delete(view_id=document.pk, actor=actor, at=at)

    @move()
    def restore(self, document: SavedView, *, data: dict[str, Any], actor: Actor, at: datetime) -> SavedView:
        """Bring a deleted view back."""
        return saved_views.restore(view_id=document.pk, actor=actor)

    @move(input=UsualIn)
    def usual(self, document: SavedView, *, data: dict[str, Any], actor: Actor, at: datetime) -> SavedView:
        """Have the list open with it from now on, or no longer."""
        return saved_views.set_usual(view_id=document.pk, is_usual=data["usual"], actor=actor)
