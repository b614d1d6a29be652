"""What does not conform: written by customer service, agreed to by an expert, measures asked for (CMP-04, CMP-05)."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import locks, policies
from complaints.choices import ComplaintState, Disposition
from complaints.models import Complaint, NonConformanceReport
from complaints.selectors.people import experts_offered, handlers
from complaints.services.closing import ask_for_measures
from complaints.services.inputs import NonConformanceInput
from complaints.services.telling import tell
from core import audit, documents, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text

PREFIX = "NCR"


@transaction.atomic
def report(
    *, complaint_id: int, draft: NonConformanceInput, actor: Actor, at: datetime, version: int | None = None
) -> NonConformanceReport:
    """Customer service writes what does not conform and asks the expert it was analysed with; one that waits or was
    sent back is changed under its number (CMP-04).

    Raises ReasonMissing, InvalidInput, StaleDocument, WrongState, NotAllowed.
    """
    found, required = require_reason(draft.found), require_reason(draft.required)
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    if complaint.state != ComplaintState.NONCONFORMING:
        raise WrongState(document=str(complaint), state=complaint.get_state_display())
    if not policies.is_handler(complaint, actor):
        raise NotAllowed(document=str(complaint))
    made = NonConformanceReport.objects.select_for_update().filter(complaint=complaint).first()
    if made is None:
        made = NonConformanceReport(complaint=complaint, created_by_id=actor.known_id, created_at=at, submitted_at=at)
        _write(made, draft, found, required, actor)
        made.number = numbers.take(PREFIX, timezone.localdate(at).year)
        made.save()
        audit.record(
            kind=made.kind, document_id=made.pk, label=str(made), code="nonconformance_report.create", actor=actor,
            at=at, after=made.state, facts={"expert_asked": audit.in_both(attrgetter("name"), made.expert)},
        )  # fmt: skip
    else:
        _write(made, draft, found, required, actor)
        documents.perform(
            made, "submit", actor=actor, at=at, facts={"expert_asked": audit.in_both(attrgetter("name"), made.expert)}
        )
    documents.touch(complaint)
    tell(made, {made.expert_id}, "nonconformance_report.to_agree", at=at)
    return made


@transaction.atomic
def agree(*, report_id: int, actor: Actor, at: datetime, version: int | None = None) -> NonConformanceReport:
    """The expert agrees: the report is issued, and the responsible department is asked for corrective and preventive
    measures (CMP-04, CMP-05). Raises InvalidInput, StaleDocument, WrongState, NotAllowed.
    """
    made = locks.lock_nonconformance(report_id)
    documents.require_version(made, version)
    complaint = locks.lock_complaint(made.complaint_id)
    documents.perform(made, "issue", actor=actor, at=at)
    documents.perform(complaint, "issue", actor=actor, at=at, facts={"report": str(made)})
    follows = handlers(complaint, on=timezone.localdate(at))
    handler = made.created_by_id if made.created_by_id in follows or not follows else min(follows)
    ask_for_measures(complaint, made.found, handler_id=handler, actor=actor, at=at)
    tell(made, follows - {actor.person_id}, "nonconformance_report.agreed", at=at)
    return made


@transaction.atomic
def send_back(
    *, report_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> NonConformanceReport:
    """The expert sees it otherwise, and says why; customer service changes it. Raises ReasonMissing, StaleDocument,
    WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    made = locks.lock_nonconformance(report_id)
    documents.require_version(made, version)
    documents.perform(made, "send_back", actor=actor, at=at, reason=reason)
    people = handlers(made.complaint, on=timezone.localdate(at))
    tell(made, people, "nonconformance_report.sent_back", at=at, facts={"reason": reason[:300]})
    return made


def _write(
    made: NonConformanceReport, draft: NonConformanceInput, found: str, required: str, actor: Actor
) -> None:  # fmt: skip
    """What was typed; the expert is somebody else than the writer, who can agree to nothing of their own."""
    complaint: Complaint = made.complaint
    item = visible_text(draft.item).strip()[:120]
    if not item or draft.quantity < 1 or draft.disposition not in Disposition.values:
        raise InvalidInput(problem=_("Say what does not conform, how many, and what becomes of it."))
    if draft.expert_id not in {one.pk for one in experts_offered()} - {actor.person_id}:
        raise InvalidInput(problem=_("Choose an expert of the panel."))
    made.part_id, made.item, made.quantity = complaint.part_id, item, draft.quantity
    made.required, made.found = required[:1000], found[:4000]
    made.disposition, made.expert_id = draft.disposition, draft.expert_id
