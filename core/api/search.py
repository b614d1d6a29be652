"""`search`: documents of every kind found by all they are known by, within the caller's sight (GEN-12)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rest_framework import serializers

from core import kinds, search
from core.actors import Actor
from core.api.fields import DayField, Input
from core.api.resources import Resource, move
from core.models import SearchEntry

OF_EACH_KIND = 20


class SearchIn(Input):
    """The words, and what narrows them: one kind of document, days from and until."""

    q = serializers.CharField(max_length=search.LONGEST_QUESTION)
    kind = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    since = DayField(required=False, allow_null=True, default=None)
    until = DayField(required=False, allow_null=True, default=None)


class FoundOut(serializers.Serializer[Any]):
    """One document, with the words around what was asked for."""

    document_kind = serializers.CharField(source="kind", read_only=True)
    document_kind_label = serializers.SerializerMethodField()
    document = serializers.IntegerField(source="document_id", read_only=True)
    label = serializers.CharField(source="hit.label", read_only=True)  # type: ignore[assignment]
    url = serializers.CharField(source="hit.url", read_only=True)
    excerpt = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True)

    def get_document_kind_label(self, found: search.Result) -> str:
        return str(kinds.get(found.kind).label)


class SearchOut(serializers.Serializer[Any]):
    """The latest documents of each kind that fit, at most twenty of a kind."""

    results = FoundOut(many=True, read_only=True)


class SearchResource(Resource[SearchEntry]):
    """What the search box finds: there is one call, and neither a list nor an id."""

    serializer_class = SearchOut
    filter_backends = ()  # type: ignore[assignment]
    pagination_class = None  # type: ignore[assignment]

    @move(on_list=True, input=SearchIn, output=SearchOut, writes=False)
    def ask(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
        """Find documents by number, text, customer, part and person; nothing is written."""
        words = data["q"].strip()
        asked = search.Question(words, kind=data["kind"], since=data["since"], until=data["until"])
        found = search.found(actor, asked, enough=OF_EACH_KIND) if words else {}
        wanted = {kind: one for kind, one in found.items() if not data["kind"] or kind == data["kind"]}
        results = [
            result
            for kind, one in wanted.items()
            for result in search.results(actor, kind, list(one.rows[:OF_EACH_KIND]), words)
        ]
        return {"results": results}


search_documents = SearchResource.as_view({"post": "ask"}, basename="search")
