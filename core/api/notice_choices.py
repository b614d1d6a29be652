"""`notice-choices`: how the caller is told of what (GEN-09, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import digests, notifications
from core.actors import Actor
from core.api.fields import Input
from core.api.resources import Resource
from core.models import NoticeSettings, Way


class TopicOut(serializers.Serializer[Any]):
    """A topic, how the caller is told of it, and how they could be."""

    topic = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    way = serializers.ChoiceField(choices=Way.choices)
    ways = serializers.ListField(child=serializers.ChoiceField(choices=Way.choices))


class NoticeChoicesOut(serializers.Serializer[Any]):
    """The hour of the daily mail, and the topics that concern the caller."""

    digest_hour = serializers.IntegerField()
    topics = TopicOut(many=True)


class NoticeChoicesIn(Input):
    """What is named changes, all else stays: a way by topic, the hour of the daily mail."""

    digest_hour = serializers.ChoiceField(choices=list(digests.HOURS), required=False)
    ways = serializers.DictField(child=serializers.ChoiceField(choices=Way.choices), required=False)


class NoticeChoicesResource(Resource[NoticeSettings]):
    """One's own choices: they are there for everybody, so there is neither a list nor an id."""

    serializer_class = NoticeChoicesOut
    input_serializers = {"partial_update": NoticeChoicesIn}
    filter_backends = ()  # type: ignore[assignment]
    pagination_class = None  # type: ignore[assignment]

    def visible(self, actor: Actor) -> QuerySet[NoticeSettings]:
        return NoticeSettings.objects.filter(person_id=actor.person_id or 0)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(_shown(self.actor))

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self.validated(NoticeChoicesIn, partial=True)

        def work(at: datetime) -> Response:
            now = digests.settings_of(self.actor.person_id or 0)
            digests.choose(
                ways=data.get("ways", {}),
                digest_hour=data.get("digest_hour", now.digest_hour),
                actor=self.actor,
                at=at,
            )
            return Response(_shown(self.actor))

        return self.write(work)


def _shown(actor: Actor) -> dict[str, Any]:
    kept = digests.settings_of(actor.person_id or 0)
    topics = [topic for topic in notifications.topics() if topic.concerns(actor)]
    return {
        "digest_hour": kept.digest_hour,
        "topics": [
            {
                "topic": topic.code,
                "label": str(topic.label),
                "way": str(kept.ways.get(topic.code, topic.usual)),
                "ways": [str(way) for way in topic.ways],
            }
            for topic in topics
        ],
    }


notice_choices = NoticeChoicesResource.as_view(
    {"get": "retrieve", "patch": "partial_update"}, basename="notice-choices"
)
