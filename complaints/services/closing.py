"""The end of a complaint that is our fault: what does not conform, measures, the customer told (CMP-04 to CMP-07)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import locks, policies
from complaints.choices import ComplaintState, Disposition, TalkKind
from complaints.errors import ComplaintOpen
from complaints.models import Complaint, NonConformanceReport
from complaints.selectors.people import experts_offered
from complaints.services.complaints import said
from complaints.services.inputs import NonConformanceInput
from core import audit, documents, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from corrective.choices import OPEN, ActionState
from corrective.models import CorrectiveAction
from corrective.selectors.actions import actions_about
from corrective.services import actions as corrective
from corrective.services.inputs import ActionInput, SubjectRef
from parts_sales.choices_delivery import NoteState
from parts_sales.models import DeliveryNote, SalesReturn
from parts_sales.models.returns import OPEN as OPEN_RETURNS

PREFIX = "NCR"
GONE = (NoteState.SHIPPED, NoteState.ARRIVED, NoteState.CANCELLED)


@transaction.atomic
def issue(
    *, complaint_id: int, draft: NonConformanceInput, actor: Actor, at: datetime, version: int | None = None
) -> NonConformanceReport:
    """Customer service and an expert found what does not conform; the responsible department is asked for
    corrective and preventive measures (CMP-04, CMP-05). Raises ReasonMissing, InvalidInput, StaleDocument,
    WrongState, NotAllowed.
    """
    found, required = require_reason(draft.found), require_reason(draft.required)
    item = visible_text(draft.item).strip()[:120]
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    documents.require(complaint, "issue", actor=actor)
    if not item or draft.quantity < 1 or draft.disposition not in Disposition.values:
        raise InvalidInput(problem=_("Say what does not conform, how many, and what becomes of it."))
    if draft.expert_id not in {one.pk for one in experts_offered()}:
        raise InvalidInput(problem=_("Choose an expert of the panel."))
    made = NonConformanceReport.objects.create(
        number=numbers.take(PREFIX, timezone.localdate(at).year), complaint=complaint, part_id=complaint.part_id,
        item=item, quantity=draft.quantity, required=required[:1000], found=found[:4000],
        disposition=draft.disposition, expert_id=draft.expert_id, created_by_id=actor.known_id, created_at=at,
        submitted_at=at,
    )  # fmt: skip
    audit.record(
        kind=made.kind, document_id=made.pk, label=str(made), code="nonconformance_report.issue", actor=actor, at=at,
        after=made.state,
    )  # fmt: skip
    documents.perform(complaint, "issue", actor=actor, at=at, facts={"report": str(made)})
    _ask(complaint, found, actor=actor, at=at)
    return made


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
    return _ask(complaint, problem, actor=actor, at=at)


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


def _ask(complaint: Complaint, problem: str, *, actor: Actor, at: datetime) -> CorrectiveAction:
    if complaint.responsible_id is None:
        raise InvalidInput(problem=_("Name the department that answers for it: it will be asked for measures."))
    subject = SubjectRef(Complaint.kind, complaint.pk, f"{complaint} {complaint.title}")
    draft = ActionInput(complaint.responsible_id, complaint.title, problem, subject=subject)
    return corrective.begin(draft=draft, actor=actor, at=at)
