"""The nightly look at the ledger: what differs is told to finance and to the auditors (LED-02)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from budgets import policies
from budgets.models import ControlKey
from budgets.selectors import verification
from core import notifications
from organization import selectors as organization
from organization.models import Person


def verify_and_tell(*, at: datetime) -> verification.Verification:
    """Verify all of the ledger; where it differs, tell everybody who may verify it, once a day."""
    found = verification.verify()
    if not found.holds:
        first = found.differences[0]
        day = timezone.localdate(at)
        people = Person.objects.filter(
            is_active=True, assignments__role__permissions__contains=[policies.VERIFY_LEDGER]
        )
        actors = organization.actors_for(people=people.distinct(), on=day)
        notifications.notify(
            [pk for pk, actor in actors.items() if actor.can_somewhere(policies.VERIFY_LEDGER)],
            code="ledger.differs",
            kind="control_key",
            document_id=first.key_id,
            label=str(ControlKey.objects.get(pk=first.key_id)),
            key=f"ledger.differs:{day:%Y-%m-%d}",
            at=at,
            facts={"count": len(found.differences), "first": str(first)},
        )
    return found
