"""What is not our fault: explained, understood or negotiated, settled or escalated (CMP-03)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import locks
from complaints.choices import TalkKind
from complaints.models import Complaint
from complaints.selectors.people import above, escalates_to, handlers
from complaints.services.closing import require_closable
from complaints.services.complaints import said
from complaints.services.telling import tell
from core import documents
from core.actors import Actor
from core.errors import InvalidInput, require_reason
from organization.models import Person


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
        to = escalates_to(complaint, actor_id=actor.person_id)
        documents.perform(complaint, "escalate", actor=actor, at=at, reason=text[:500], to_id=to)
        people = above(complaint) | ({to} if to is not None else set())
        tell(complaint, people, "complaint.escalated", at=at, facts={"reason": text[:300]})
    else:
        documents.touch(complaint, fields=("responded_at",))
    return complaint


@transaction.atomic
def decide(
    *, complaint_id: int, text: str, actor: Actor, at: datetime, salesperson_id: int | None = None,
    settle_by: date | None = None, version: int | None = None,
) -> Complaint:  # fmt: skip
    """To whom it was escalated decides how the negotiation goes on: by whom, and until which day. It can be escalated
    again, then to the manager above. Raises ReasonMissing (the decision), InvalidInput, StaleDocument, WrongState,
    NotAllowed.
    """
    text = require_reason(text)
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    documents.require(complaint, "decide", actor=actor)
    if settle_by is not None and settle_by < timezone.localdate(at):
        raise InvalidInput(problem=_("The day by which it is to be settled lies in the past."))
    facts: dict[str, Any] = {"decision": text[:500]}
    if settle_by is not None:
        facts["settle_by"] = settle_by.isoformat()
    if salesperson_id is not None and salesperson_id != complaint.salesperson_id:
        person = Person.objects.filter(pk=salesperson_id, is_active=True).exclude(pk=actor.known_id).first()
        if person is None:
            raise InvalidInput(problem=_("Choose a salesperson who works here."))
        facts["changes"] = {"salesperson": [complaint.salesperson.name, person.name]}
        complaint.salesperson = person
    documents.perform(
        complaint, "decide", actor=actor, at=at, settle_by=settle_by or complaint.settle_by, facts=facts
    )  # fmt: skip
    people = {complaint.salesperson_id} | handlers(complaint, on=timezone.localdate(at))
    tell(complaint, people, "complaint.decided", at=at, facts={"reason": text[:300]})
    return complaint


SETTLED, GOES_ON, ESCALATED = "SETTLED", "OPEN", "ESCALATED"


def _heard(
    complaint: Complaint, kind: str, text: str, answer: str, by_letter: bool, actor: Actor, at: datetime
) -> None:
    said(complaint, kind, text, answer=answer, by_letter=by_letter, actor=actor, at=at)
    complaint.responded_at = complaint.responded_at or at
