"""What the corrective action of a complaint means for it (CMP-06, CMP-08b); called in the transaction of its move."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from complaints import locks
from complaints.choices import ComplaintState
from complaints.models import Complaint
from complaints.selectors.people import handlers
from complaints.services.closing import open_measures
from complaints.services.telling import tell
from core import audit, documents
from core.actors import Actor
from corrective.subjects import Subject


def effective(action: Any, actor: Actor, at: datetime) -> None:
    """The measures work: customer service tells the customer. One that is closed already stays closed."""
    complaint = locks.lock_complaint(action.subject_id)
    if complaint.state == ComplaintState.MEASURES and not open_measures(complaint):
        documents.perform(complaint, "work_out", actor=actor, at=at, facts={"action": str(action)})
        tell(complaint, handlers(complaint, on=timezone.localdate(at)), "complaint.to_tell", at=at)
    else:
        _note(complaint, "complaint.effective", action, actor, at)


def ineffective(action: Any, actor: Actor, at: datetime) -> None:
    """Another round begins; the complaint waits for it."""
    _note(locks.lock_complaint(action.subject_id), "complaint.another_round", action, actor, at)


def reopened(action: Any, actor: Actor, at: datetime) -> None:
    """The effect is verified again. Who has not been told of the result yet waits; what was closed stays closed, and
    shows that it is looked at again.
    """
    complaint = locks.lock_complaint(action.subject_id)
    if complaint.state == ComplaintState.TELLING:
        documents.perform(complaint, "look_again", actor=actor, at=at, facts={"action": str(action)})
    else:
        _note(complaint, "complaint.effect_reopened", action, actor, at)
    tell(complaint, handlers(complaint, on=timezone.localdate(at)), "complaint.again", at=at)


def cancelled(action: Any, actor: Actor, at: datetime) -> None:
    """Measures were taken back: others have to be asked for, or the complaint never ends (CMP-07)."""
    complaint = locks.lock_complaint(action.subject_id)
    _note(complaint, "complaint.action_cancelled", action, actor, at)
    if complaint.state == ComplaintState.MEASURES:
        tell(complaint, handlers(complaint, on=timezone.localdate(at)), "complaint.ask_again", at=at)


SUBJECT = Subject(Complaint.kind, effective=effective, ineffective=ineffective, reopened=reopened, cancelled=cancelled)


def _note(complaint: Complaint, code: str, action: Any, actor: Actor, at: datetime) -> None:
    documents.touch(complaint)
    audit.record(
        kind=complaint.kind, document_id=complaint.pk, label=str(complaint), code=code, actor=actor, at=at,
        facts={"action": str(action)},
    )  # fmt: skip
