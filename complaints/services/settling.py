"""What is not our fault: explained, understood or negotiated, settled or escalated (CMP-03)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from complaints import locks
from complaints.choices import TalkKind
from complaints.models import Complaint
from complaints.selectors.people import above
from complaints.services.closing import require_closable
from complaints.services.complaints import said
from core import documents, notifications
from core.actors import Actor
from core.errors import require_reason


@transaction.atomic
def explain(
    *, complaint_id: int, text: str, understood: bool, actor: Actor, at: datetime, answer: str = "",
    by_letter: bool = False, version: int | None = None,
) -> Complaint:  # fmt: skip
    """The salesperson explained; the customer understands, which settles it, or does not, which leads to negotiation.
    Raises ReasonMissing (what was explained), AddressMissing, ComplaintOpen, StaleDocument, WrongState, NotAllowed.
    """
    text = require_reason(text)
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    move = "understand" if understood else "negotiate"
    documents.require(complaint, move, actor=actor)
    _heard(complaint, TalkKind.EXPLANATION, text, answer, by_letter, actor, at)
    if understood:
        require_closable(complaint)
        documents.perform(complaint, move, actor=actor, at=at, outcome=(answer.strip() or text)[:2000])
    else:
        documents.perform(complaint, move, actor=actor, at=at)
    return complaint


@transaction.atomic
def negotiate(
    *, complaint_id: int, text: str, outcome: str, actor: Actor, at: datetime, version: int | None = None
) -> Complaint:
    """Record a round of negotiation and what came of it: `outcome` SETTLED, OPEN (it goes on) or ESCALATED. Raises
    ReasonMissing, ComplaintOpen, StaleDocument, WrongState, NotAllowed.
    """
    text = require_reason(text)
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    move = "escalate" if outcome == ESCALATED else "settle"
    documents.require(complaint, move, actor=actor)
    _heard(complaint, TalkKind.NEGOTIATION, text, "", False, actor, at)
    if outcome == SETTLED:
        require_closable(complaint)
        documents.perform(complaint, "settle", actor=actor, at=at, outcome=text[:2000])
    elif outcome == ESCALATED:
        documents.perform(complaint, "escalate", actor=actor, at=at, reason=text[:500])
        notifications.notify(
            above(complaint), code="complaint.escalated", kind=complaint.kind, document_id=complaint.pk,
            label=f"{complaint} {complaint.title}", key=f"complaint:{complaint.pk}:escalated:{complaint.version}",
            at=at, facts={"reason": text[:300]},
        )  # fmt: skip
    else:
        documents.touch(complaint, fields=("responded_at",))
    return complaint


SETTLED, GOES_ON, ESCALATED = "SETTLED", "OPEN", "ESCALATED"


def _heard(
    complaint: Complaint, kind: str, text: str, answer: str, by_letter: bool, actor: Actor, at: datetime
) -> None:
    said(complaint, kind, text, answer=answer, by_letter=by_letter, actor=actor, at=at)
    complaint.responded_at = complaint.responded_at or at
