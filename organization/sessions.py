"""The session store: Django's own, with whose session it is beside it, so that it can be shown and ended (ORG-09)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from organization.models import SignedInSession

FACTS = "signed_in"
"""Where a session keeps how it was begun; `organization.signin` writes it."""


class SessionStore(DatabaseStore):
    """Keeps person, device and times beside the session's data."""

    @classmethod
    def get_model_class(cls) -> type[SignedInSession]:
        return SignedInSession

    def create_model_instance(self, data: dict[str, Any]) -> SignedInSession:
        row: SignedInSession = super().create_model_instance(data)  # type: ignore[assignment]
        facts = data.get(FACTS, {})
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.handle = facts.get("handle", "")
        row.method = facts.get("method", "")
        row.address = facts.get("address")
        row.agent = facts.get("agent", "")
        row.signed_in_at = _moment(facts.get("at"))
        row.seen_at = _moment(facts.get("seen"))
        return row


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
