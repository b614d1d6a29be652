from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models.base import Subject
from core.models.outbox import Delivery


class Webhook(models.Model):
    """Another system that is told of events (GEN-17). The secret that signs what it is sent is kept encrypted."""

    label = models.CharField(max_length=80)
    address = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=80))
    secret = models.CharField(max_length=400)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("label", "pk")

    def __str__(self) -> str:
        return self.label


class WebhookDelivery(Delivery, Subject):
    """One event on its way to one system. `public_id` stays the same however often it is sent, so that the other side
    can tell repeats; `body` is exactly what is signed and sent."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(max_length=80)
    body = models.TextField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(Delivery.Meta):
        abstract = False
        indexes: ClassVar[tuple[models.Index, ...]] = (
            *Delivery.Meta.indexes,
            models.Index(fields=("webhook", "-created_at"), name="core_webhookdelivery_of"),
        )

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook}"
