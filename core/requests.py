"""Whoever repeats a request gets the first answer: forms by their `request_key`, API calls by `Idempotency-Key`
(GEN-04, GEN-17)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.errors import DomainError, InvalidInput
from core.models import HandledRequest

_KEY = re.compile(r"[\x21-\x7e]{1,72}")
NOT_THE_BODY = frozenset({"csrfmiddlewaretoken", "request_key"})


class KeyReused(DomainError):
    """The same key came with another body."""

    code = "idempotency_key_reused"
    text = _("This was already sent with other contents. Begin a new one instead of changing what was sent.")
    status = 422


class RequestInFlight(DomainError):
    """The same request is being answered right now."""

    code = "request_in_flight"
    text = _("The same request is being worked on. Ask again in a moment.")


@dataclass(slots=True)
class Sent:
    """One sending of a form. `document_id` is what the first sending made; the view sets it when it makes something."""

    document_id: int | None = None
    is_repeated: bool = False


def fingerprint(body: object) -> str:
    """The SHA-256 of a body; the order of its keys does not count."""
    canonical = body if isinstance(body, bytes) else json.dumps(body, sort_keys=True, default=str).encode()
    return hashlib.sha256(canonical).hexdigest()


def begin(*, actor: Actor, purpose: str, key: str, body: object, at: datetime, wait: bool) -> HandledRequest:
    """Take a key (of one purpose: "api", "form") inside the write's own transaction: a rollback gives it back, a
    commit keeps it with its answer. Until then a lock keeps others with the same key away; `keep` stores the row.

    The row's `status` is set when the request was answered before. Raises KeyReused, and where `wait` is false
    RequestInFlight while another transaction works on the same key.
    """
    if not _KEY.fullmatch(key):
        raise InvalidInput(problem=_("An idempotency key is 1 to 72 printable characters without blanks."))
    key = f"{purpose}:{key}"
    if not _lock(f"{actor.person_id}:{key}", wait=wait):
        raise RequestInFlight
    digest = fingerprint(body)
    row = HandledRequest.objects.filter(actor_id=actor.person_id, key=key).first()
    if row is None:
        return HandledRequest(actor_id=actor.person_id, key=key, fingerprint=digest, at=at)
    if row.fingerprint != digest:
        raise KeyReused
    return row


def keep(row: HandledRequest, *, status: int, answer: Any) -> None:
    """Keep the answer of a request begun in this transaction."""
    row.status, row.answer = status, answer
    row.save(force_insert=True)


@contextmanager
def once(*, actor: Actor, key: str, body: Mapping[str, Any]) -> Iterator[Sent]:
    """Make something from a form once, however often the form is sent (GEN-04). One transaction around the block:

        with requests.once(actor=request.actor, key=form.cleaned_data["request_key"], body=request.POST) as sent:
            if not sent.is_repeated:
                sent.document_id = services.create_claim(...).pk
        return go_to(request, "expenses:claim_detail", claim_id=sent.document_id)

    A second sending waits for the first and gets its document. An error inside the block rolls everything back, the
    key too. Raises KeyReused when the same form comes back with other values. An empty key acts every time.
    """
    with transaction.atomic():
        if not key or actor.person_id is None:
            yield Sent()
            return
        row = begin(actor=actor, purpose="form", key=key[:72], body=_fields(body), at=timezone.now(), wait=True)
        if row.status is not None:
            yield Sent(document_id=row.answer, is_repeated=True)
            return
        sent = Sent()
        yield sent
        keep(row, status=200, answer=sent.document_id)


def _fields(body: Mapping[str, Any]) -> dict[str, Any]:
    getlist = getattr(body, "getlist", None)
    return {name: getlist(name) if getlist else body[name] for name in body if name not in NOT_THE_BODY}


def _lock(name: str, *, wait: bool) -> bool:
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 4711))", [name])
        (taken,) = cursor.fetchone()
    return wait or bool(taken)
