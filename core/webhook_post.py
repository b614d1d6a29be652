"""Bringing events to other systems: signed, retried with growing pauses for a day (GEN-17)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from core import outbox, outward, sealing
from core.models import DeliveryState, WebhookDelivery
from core.webhooks import PURPOSE

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 487))
"""Together a day; after the last the delivery is given up and can be sent again by hand."""
NAMED = "Shouhou"


def signature(secret: str, *, at: datetime, body: bytes) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 of the seconds, a dot and the body, under the webhook's secret. The other
    side computes the same, and refuses old times against repeats.
    """
    seconds = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def send_waiting(*, at: datetime) -> int:
    """Deliver what is due, one after the other; how many arrived. Two workers at once share them."""
    arrived = 0
    while batch := outbox.take_up(_deliveries(), at=outbox.moment(at), limit=1):
        arrived += _send(batch[0], at=at)
    return arrived


def _deliveries() -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.select_related("webhook")


def _send(row: WebhookDelivery, *, at: datetime) -> int:
    webhook = row.webhook
    if not webhook.is_active:
        outbox.skipped(row, error="paused")
        return 0
    secret = sealing.unseal(webhook.secret, purpose=PURPOSE)
    if secret is None:
        outbox.failed(row, error="its secret cannot be read; renew it", at=outbox.moment(at), pauses=())
        return 0
    body = row.body.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": NAMED,
        f"{NAMED}-Event": row.event,
        f"{NAMED}-Delivery": str(row.public_id),
        f"{NAMED}-Signature": signature(secret, at=timezone.now(), body=body),
    }
    try:
        answer = outward.post(webhook.address, body=body, headers=headers)
    except (outward.AddressRefused, outward.CallFailed) as error:
        _note(row, None)
        outbox.failed(row, error=str(error), at=outbox.moment(at), pauses=PAUSES)
        return 0
    _note(row, answer.status)
    if not 200 <= answer.status < 300:
        outbox.failed(row, error=answer.text, at=outbox.moment(at), pauses=PAUSES)
        return 0
    outbox.was_sent(row, at=outbox.moment(at))
    return 1


def _note(row: WebhookDelivery, status: int | None) -> None:
    WebhookDelivery.objects.filter(pk=row.pk).update(status=status)


def clean_up(*, at: datetime) -> int:
    """Delete deliveries that are over, after their time. How many rows went."""
    over = WebhookDelivery.objects.exclude(state=DeliveryState.WAITING).filter(created_at__lt=at - outbox.KEPT)
    return over.delete()[0]
