"""Telling other systems of events: who is told of what, and a row for each event on its way (GEN-17).

What goes out is thin: which event, on which document, when. Whoever is told asks the API for the rest, with the rights
of a token of its own.
"""

from __future__ import annotations

import json
import logging
import secrets
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import audit, kinds, outbox, outward, sealing
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, StaleDocument, WrongState, visible_text
from core.models import AuditEvent, DeliveryState, Webhook, WebhookDelivery

log = logging.getLogger(__name__)

KEEP = "core.keep_webhooks"
KIND = "webhook"
PING = "ping"
PURPOSE = "core.webhooks"
MOST = 20
MOST_NAMED = 5
_shared: dict[str, str | Promise] = {}
_nudges: list[Callable[[], None]] = []


def register_events(*codes: str) -> None:
    """Offer events of documents of every kind, besides those named after a kind (`expense_claim.submit`)."""
    _shared.update(dict.fromkeys(codes, ""))


def on_nudge(send: Callable[[], None]) -> None:
    """Register how a worker is told that deliveries wait; losing the message loses nothing."""
    _nudges.append(send)


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """The events another system can be told of, by kind of document: codes with their words."""
    codes = sorted(audit.registered_codes())
    groups = [
        (str(kind.label), [(code, audit.sentence(code)) for code in codes if code.startswith(f"{kind.code}.")])
        for kind in kinds.registered()
    ]
    groups.append((_("Documents of every kind"), [(code, audit.sentence(code)) for code in _shared]))
    return [(label, events) for label, events in groups if events]


def offered_codes() -> set[str]:
    """The same without words."""
    return {code for _label, events in offered() for code, _words in events}


def is_event(code: str) -> bool:
    """Whether another system can have been told of it: what is offered, and the trial."""
    return code == PING or code in offered_codes()


def can_keep(actor: Actor) -> bool:
    """Who says which systems are told of what."""
    return actor.can(KEEP)


def all_of(actor: Actor) -> QuerySet[Webhook]:
    """All webhooks for those who keep them, nothing for others."""
    return Webhook.objects.all() if can_keep(actor) else Webhook.objects.none()


def deliveries_of(actor: Actor) -> QuerySet[WebhookDelivery]:
    """All deliveries for those who keep webhooks, newest first."""
    rows = WebhookDelivery.objects.select_related("webhook")
    return rows if can_keep(actor) else rows.none()


@transaction.atomic
def create(*, label: str, address: str, events: Collection[str], actor: Actor, at: datetime) -> tuple[Webhook, str]:
    """Have another system told of events; the webhook and its secret, which is shown this once.

    Raises NotAllowed, InvalidInput, outward.AddressRefused.
    """
    _require_keeper(actor, label)
    if actor.person_id is None:
        raise NotAllowed(document=label)
    facts = _checked(label, address, events)
    if Webhook.objects.count() >= MOST:
        raise InvalidInput(problem=_("There are %(count)s webhooks already; take one over instead.") % {"count": MOST})
    secret = _new_secret()
    made = Webhook.objects.create(
        **facts, secret=sealing.seal(secret, purpose=PURPOSE), created_by_id=actor.person_id, created_at=at
    )
    _record(made, "create", actor=actor, at=at, changes={name: [None, value] for name, value in facts.items()})
    return made, secret


@transaction.atomic
def change(
    *, webhook_id: int, version: int, label: str, address: str, events: Collection[str], actor: Actor, at: datetime
) -> Webhook:
    """Change name, address and events. Raises NotAllowed, StaleDocument, InvalidInput, outward.AddressRefused."""
    kept = _locked(webhook_id, actor)
    if kept.version != version:
        raise StaleDocument(document=str(kept))
    facts = _checked(label, address, events)
    changes = {name: [getattr(kept, name), value] for name, value in facts.items() if getattr(kept, name) != value}
    if changes:
        for name, value in facts.items():
            setattr(kept, name, value)
        _save(kept, *facts)
        _record(kept, "change", actor=actor, at=at, changes=changes)
    return kept


@transaction.atomic
def set_active(*, webhook_id: int, is_active: bool, actor: Actor, at: datetime) -> Webhook:
    """Pause a webhook, or let it go on: what happens meanwhile is not told later. Raises NotAllowed, WrongState."""
    kept = _locked(webhook_id, actor)
    if kept.is_active == is_active:
        raise WrongState(document=str(kept), state=_("active") if is_active else _("paused"))
    kept.is_active = is_active
    _save(kept, "is_active")
    _record(kept, "resume" if is_active else "pause", actor=actor, at=at)
    return kept


@transaction.atomic
def renew_secret(*, webhook_id: int, actor: Actor, at: datetime) -> str:
    """A new secret, shown this once; the old one signs nothing from now on. Raises NotAllowed."""
    kept = _locked(webhook_id, actor)
    secret = _new_secret()
    kept.secret = sealing.seal(secret, purpose=PURPOSE)
    _save(kept, "secret")
    _record(kept, "renew_secret", actor=actor, at=at)
    return secret


@transaction.atomic
def ping(*, webhook_id: int, actor: Actor, at: datetime) -> WebhookDelivery:
    """Send a webhook an event that means nothing, to see whether it arrives. Raises NotAllowed, WrongState."""
    kept = _locked(webhook_id, actor)
    if not kept.is_active:
        raise WrongState(document=str(kept), state=_("paused"))
    (row,) = _write([kept.pk], event=PING, kind=KIND, document_id=kept.pk, facts={}, at=at)
    return row


@transaction.atomic
def send_again(*, delivery_id: int, actor: Actor, at: datetime) -> WebhookDelivery:
    """Have a delivery that arrived or was given up sent once more, with the same id. Raises NotAllowed, WrongState."""
    row = WebhookDelivery.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery_id)
    _require_keeper(actor, str(row))
    if row.state == DeliveryState.WAITING:
        raise WrongState(document=str(row), state=row.get_state_display())
    before = row.state
    outbox.wait_again(row, at=at)
    _record(row.webhook, "send_again", actor=actor, at=at, facts={"delivery": str(row.public_id), "before": before})
    transaction.on_commit(nudge)
    return row


def listen(event: AuditEvent) -> None:
    """Write a delivery for every system that is told of such an event, in the event's transaction."""
    if event.code not in _shared and kinds.find(event.subject_kind) is None:
        return
    told = list(Webhook.objects.filter(is_active=True, events__contains=[event.code]).values_list("pk", flat=True))
    if told:
        facts = {"before": event.before, "after": event.after, "actor": event.actor_id}
        _write(told, event=event.code, kind=event.subject_kind, document_id=event.subject_id, facts=facts, at=event.at)


def _write(
    webhook_ids: Sequence[int], *, event: str, kind: str, document_id: int, facts: dict[str, Any], at: datetime
) -> list[WebhookDelivery]:
    rows = []
    for webhook_id in webhook_ids:
        public_id = uuid.uuid4()
        document = {"kind": kind, "id": document_id, "url": _url(kind, document_id)}
        told = {"id": str(public_id), "event": event, "at": at.isoformat(), "document": document, **facts}
        rows.append(
            WebhookDelivery(
                webhook_id=webhook_id, public_id=public_id, event=event, body=json.dumps(told, ensure_ascii=False),
                subject_kind=kind, subject_id=document_id, due_at=at, created_at=at,
            )
        )  # fmt: skip
    WebhookDelivery.objects.bulk_create(rows)
    transaction.on_commit(nudge)
    return rows


def _url(kind: str, document_id: int) -> str:
    path = kinds.url_of(kind, document_id)
    return f"{settings.PUBLIC_URL}{path}" if path else ""


def nudge() -> None:
    """Tell a worker that deliveries wait; where the queue is away, the clock finds them."""
    for send in _nudges:
        try:
            send()
        except OSError:
            log.warning("the queue could not be told of waiting deliveries; the clock will find them")


def _checked(label: str, address: str, events: Collection[str]) -> dict[str, Any]:
    label, address = visible_text(label)[:80], address.strip()
    chosen = sorted(set(events))
    if not label:
        raise InvalidInput(problem=_("Say what the other system is."), field="label")
    if not chosen:
        raise InvalidInput(problem=_("Choose at least one event, among those offered."), field="events")
    if unknown := set(chosen) - offered_codes():
        listed = ", ".join(sorted(unknown)[:MOST_NAMED])
        raise InvalidInput(problem=_("These events are not offered: %(events)s.") % {"events": listed}, field="events")
    outward.place_of(address)
    return {"label": label, "address": address, "events": chosen}


def _new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


def _locked(webhook_id: int, actor: Actor) -> Webhook:
    kept = Webhook.objects.select_for_update(of=("self",), no_key=True).get(pk=webhook_id)
    _require_keeper(actor, str(kept))
    return kept


def _save(kept: Webhook, *fields: str) -> None:
    kept.version += 1
    kept.save(update_fields=(*fields, "version"))


def _require_keeper(actor: Actor, label: str) -> None:
    if not can_keep(actor):
        raise NotAllowed(document=label)


def _record(
    kept: Webhook,
    what: str,
    *,
    actor: Actor,
    at: datetime,
    changes: dict[str, list[Any]] | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    audit.record(
        kind=KIND, document_id=kept.pk, label=kept.label, code=f"{KIND}.{what}", actor=actor, at=at,
        facts=({"changes": changes} if changes else {}) | (facts or {}),
    )  # fmt: skip
