"""What somebody who leaves followed goes to whoever manages their department: leads and agreements (ORG-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements import locks
from agreements.choices import OPEN_STAGES, AgreementState
from agreements.models import Agreement, Lead
from core import audit, documents
from core.actors import SYSTEM
from organization.models import Person

FOLLOWED = (AgreementState.READY, AgreementState.SIGNED)
"""Agreements under review keep their owner, whom the reviewers were measured against (ORG-06)."""


@transaction.atomic
def hand_on(*, person_id: int, heir_id: int, at: datetime) -> int:
    """Open leads, and agreements to be signed or in force, have the heir as their owner; how many."""
    heir = Person.objects.get(pk=heir_id)
    mine = Agreement.objects.filter(owner=person_id, state__in=FOLLOWED, end_date__gte=timezone.localdate(at))
    leads = Lead.objects.filter(owner=person_id, state__in=OPEN_STAGES)
    rows: list[Any] = [
        *(locks.lock_agreement(pk) for pk in list(mine.order_by("pk").values_list("pk", flat=True))),
        *(locks.lock_lead(pk) for pk in list(leads.order_by("pk").values_list("pk", flat=True))),
    ]
    for row in rows:
        changes = {"owner": [row.owner.name_zh, heir.name_zh]}
        row.owner = heir
        documents.touch(row, fields=("owner",))
        audit.record(
            kind=row.kind, document_id=row.pk, label=str(row), code=f"{row.kind}.edit", actor=SYSTEM, at=at,
            facts={"changes": changes}, after=row.state,
        )  # fmt: skip
    return len(rows)
