"""`webhooks` and `webhook-deliveries`: which other systems are told of what, and what became of it (GEN-17)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core import outward, webhooks
from core.actors import Actor
from core.api import scopes
from core.api.fields import Input, LabelField
from core.api.filters import IdFilter, KnownFilter
from core.api.resources import Changes, Creates, Resource, move
from core.models import DeliveryState, Webhook, WebhookDelivery


class WebhookIn(Input):
    """Another system: its name, its address (https, on the public internet), the codes of the events it is told of."""

    label = serializers.CharField(max_length=80)  # type: ignore[assignment]
    address = serializers.CharField(max_length=outward.LONGEST)
    events = serializers.ListField(child=serializers.CharField(max_length=80), min_length=1, max_length=200)


class WebhookChange(WebhookIn):
    """What is to be changed, with the version it was read at."""

    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class WebhookOut(serializers.Serializer[Any]):
    """A webhook without its secret."""

    id = serializers.IntegerField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    address = serializers.CharField(read_only=True)
    events = serializers.ListField(child=serializers.CharField(), read_only=True)
    is_active = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)


class NewWebhookOut(WebhookOut):
    """The answer to making one or renewing its secret: the only time the secret is shown.

    What is sent carries `Shouhou-Event`, `Shouhou-Delivery` (the same id however often it is sent) and
    `Shouhou-Signature: t=<seconds>,v1=<hex>`. To check it, compute HMAC-SHA256 under the secret over the seconds, a dot
    and the body exactly as received, compare in constant time, and refuse times more than five minutes old. Any answer
    of 2xx counts as arrived; everything else is tried again for a day.
    """

    secret = serializers.CharField(read_only=True)


class WebhookResource(Creates[Webhook], Changes[Webhook], Resource[Webhook]):
    """Which other systems are told of what; for the information manager."""

    serializer_class = WebhookOut
    input_serializers = {"create": WebhookIn, "partial_update": WebhookChange}
    permissions = dict.fromkeys(
        ("list", "retrieve", "create", "partial_update", "pause", "resume", "ping", "renew_secret"), webhooks.KEEP
    )
    ordering_fields = {"label": "label", "created_at": "created_at"}
    ordering = "label"

    def visible(self, actor: Actor) -> QuerySet[Webhook]:
        return webhooks.all_of(actor)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self.validated(WebhookIn)
        made, secret = webhooks.create(**data, actor=self.actor, at=timezone.now())
        # No Idempotency-Key here: the kept answer would hold the secret.
        return Response({**WebhookOut(made).data, "secret": secret}, status=201)

    create.output_class = NewWebhookOut  # type: ignore[attr-defined]

    def change(self, document: Webhook, *, data: dict[str, Any], actor: Actor, at: datetime) -> Webhook:
        kept = {name: getattr(document, name) for name in ("label", "address", "events", "version")}
        return webhooks.change(webhook_id=document.pk, **(kept | data), actor=actor, at=at)

    @action(detail=True, methods=["post"], url_path="renew-secret")
    def renew_secret(self, request: Request, pk: str) -> Response:
        """A new secret, shown this once; the old one signs nothing from now on."""
        kept = self.one()
        secret = webhooks.renew_secret(webhook_id=kept.pk, actor=self.actor, at=timezone.now())
        return Response({**WebhookOut(self.one()).data, "secret": secret})

    renew_secret.needed_scope = scopes.WRITE  # type: ignore[attr-defined]
    renew_secret.input_class = None  # type: ignore[attr-defined]
    renew_secret.output_class = NewWebhookOut  # type: ignore[attr-defined]

    @move()
    def pause(self, document: Webhook, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Tell it nothing until it goes on; what happens meanwhile is not told later."""
        webhooks.set_active(webhook_id=document.pk, is_active=False, actor=actor, at=at)

    @move()
    def resume(self, document: Webhook, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Tell it of events again."""
        webhooks.set_active(webhook_id=document.pk, is_active=True, actor=actor, at=at)

    @move()
    def ping(self, document: Webhook, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Send it the event `ping`, which means nothing."""
        webhooks.ping(webhook_id=document.pk, actor=actor, at=at)


class WebhookDeliveryOut(serializers.Serializer[Any]):
    """One event on its way to one system, with its outcome; `body` is what is sent."""

    id = serializers.IntegerField(read_only=True)
    webhook = serializers.IntegerField(source="webhook_id", read_only=True)
    public_id = serializers.UUIDField(read_only=True)
    event = serializers.CharField(read_only=True)
    document_kind = serializers.CharField(source="subject_kind", read_only=True)
    document = serializers.IntegerField(source="subject_id", read_only=True)
    body = serializers.SerializerMethodField()
    state = serializers.CharField(read_only=True)
    state_label = LabelField(source="get_state_display")
    attempts = serializers.IntegerField(read_only=True)
    status = serializers.IntegerField(read_only=True, allow_null=True)
    error = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    due_at = serializers.DateTimeField(read_only=True)
    sent_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def get_body(self, row: WebhookDelivery) -> dict[str, Any]:
        return dict(json.loads(row.body))


class WebhookDeliveryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By webhook, outcome and event."""

    webhook = IdFilter(field_name="webhook_id")
    state = django_filters.ChoiceFilter(choices=DeliveryState.choices)
    event = KnownFilter(webhooks.is_event)


class WebhookDeliveryResource(Resource[WebhookDelivery]):
    """Events on their way to other systems, listed with their outcome, and sent again where asked for."""

    serializer_class = WebhookDeliveryOut
    permissions = dict.fromkeys(("list", "retrieve", "send_again"), webhooks.KEEP)
    filterset_class = WebhookDeliveryFilter
    ordering_fields = {"created_at": "created_at"}
    ordering = "-created_at"

    def visible(self, actor: Actor) -> QuerySet[WebhookDelivery]:
        return webhooks.deliveries_of(actor)

    @move()
    def send_again(self, document: WebhookDelivery, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Send it once more, with the same id."""
        webhooks.send_again(delivery_id=document.pk, actor=actor, at=at)
