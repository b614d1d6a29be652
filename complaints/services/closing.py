"""The end of a complaint that is our fault: measures asked for, the customer told (CMP-05 to CMP-07)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import locks, policies
from complaints.choices import ComplaintState, TalkKind
from complaints.errors import ComplaintOpen
from complaints.models import Complaint
from complaints.services.complaints import said
from core import documents
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason
from corrective.choices import OPEN, ActionState
from corrective.models import CorrectiveAction
from corrective.selectors.actions import actions_about
from corrective.services import actions as corrective
from corrective.services.inputs import ActionInput, SubjectRef
from parts_sales.choices_delivery import NoteState
from parts_sales.models import DeliveryNote, SalesReturn
from parts_sales.models.returns import OPEN as OPEN_RETURNS

GONE = (NoteState.SHIPPED, NoteState.ARRIVED, NoteState.CANCELLED)


@transaction.atomic
def ask_again(
    *, complaint_id: int, problem: str, actor: Actor, at: datetime, version: int | None = None
) -> CorrectiveAction:
    """Ask for measures once more, where those asked for were taken back. Raises ReasonMissing (the problem),
    StaleDocument, WrongState, NotAllowed.
    """
    problem = require_reason(problem)
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    if complaint.state != ComplaintState.MEASURES or has_live_action(complaint):
        raise WrongState(document=str(complaint), state=complaint.get_state_display())
    if not policies.is_handler(complaint, actor):
        raise NotAllowed(document=str(complaint))
    documents.touch(complaint)
    return ask_for_measures(complaint, problem, handler_id=actor.known_id, actor=actor, at=at)


@transaction.atomic
def tell_and_close(
    *, complaint_id: int, text: str, actor: Actor, at: datetime, by_letter: bool = False, version: int | None = None
) -> Complaint:
    """The effect is confirmed: the customer is told, by letter or otherwise, and the complaint is closed (CMP-06).
    Raises ReasonMissing (what they were told), AddressMissing, ComplaintOpen, StaleDocument, WrongState, NotAllowed.
    """
    text = require_reason(text)
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    documents.require(complaint, "close", actor=actor)
    require_closable(complaint)
    said(complaint, TalkKind.TOLD, text, by_letter=by_letter, actor=actor, at=at)
    complaint.responded_at = complaint.responded_at or at
    documents.perform(complaint, "close", actor=actor, at=at, outcome=text[:2000])
    return complaint


def require_closable(complaint: Complaint) -> None:
    """Raises ComplaintOpen while a step is open (CMP-07)."""
    missing = open_steps(complaint)
    if missing:
        raise ComplaintOpen(document=str(complaint), missing=missing)


def open_steps(complaint: Complaint) -> str:
    """What of a complaint is not finished, in words; empty for nothing (CMP-07): measures, goods on their way back, a
    replacement that has not left.
    """
    returns = SalesReturn.objects.filter(complaint=complaint.number, state__in=OPEN_RETURNS).order_by("pk")
    notes = DeliveryNote.objects.filter(free_of__complaint=complaint.number).exclude(state__in=GONE).order_by("pk")
    waiting = (*open_measures(complaint), *returns, *notes)
    return _(", ").join(f"{one} {one.get_state_display()}" for one in waiting)


def open_measures(complaint: Complaint) -> list[CorrectiveAction]:
    """The corrective actions that are under way."""
    return list(actions_about(Complaint.kind, complaint.pk).filter(state__in=OPEN))


def has_live_action(complaint: Complaint) -> bool:
    """Whether measures were asked for and not taken back."""
    return actions_about(Complaint.kind, complaint.pk).exclude(state=ActionState.CANCELLED).exists()


def ask_for_measures(
    complaint: Complaint, problem: str, *, handler_id: int, actor: Actor, at: datetime
) -> CorrectiveAction:
    """Ask the responsible department of a locked complaint for measures; `handler_id` of customer service follows them
    up. Raises InvalidInput.
    """
    if complaint.responsible_id is None:
        raise InvalidInput(problem=_("Name the department that answers for it: it will be asked for measures."))
    subject = SubjectRef(Complaint.kind, complaint.pk, f"{complaint} {complaint.title}")
    draft = ActionInput(complaint.responsible_id, complaint.title, problem, subject=subject)
    return corrective.begin(draft=draft, actor=actor, at=at, handler_id=handler_id)
