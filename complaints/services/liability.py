"""Whose fault it is: the report written, confirmed or sent back by the panel, and what follows (CMP-02, CMP-03)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from complaints import locks, policies
from complaints.choices import OUR_FAULT, Liable
from complaints.models import LiabilityReport
from complaints.rules.causes import key_of
from complaints.selectors.people import handlers
from complaints.services import recurrence
from complaints.services.inputs import LiabilityInput
from complaints.services.telling import tell
from core import audit, documents, jobs, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, require_reason, visible_text
from organization.choices import DepartmentStatus
from organization.models import Department

PREFIX = "QLR"


@transaction.atomic
def report(
    *, complaint_id: int, draft: LiabilityInput, actor: Actor, at: datetime, version: int | None = None
) -> LiabilityReport:
    """The division concerned or customer service says who is responsible; the panel decides. A report the panel sent
    back is changed by its writer and goes to the panel again under its number.

    Raises ReasonMissing (analysis, conclusion), InvalidInput, NoRoute, StaleDocument, WrongState, NotAllowed.
    """
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    documents.require(complaint, "judge", actor=actor)
    made = LiabilityReport.objects.select_for_update().filter(complaint=complaint).first()
    if made is None:
        made = LiabilityReport(complaint=complaint, created_by_id=actor.known_id, created_at=at, submitted_at=at)
        _write(made, draft)
        made.number = numbers.take(PREFIX, timezone.localdate(at).year)
        made.save()
        audit.record(
            kind=made.kind, document_id=made.pk, label=str(made), code="liability_report.create", actor=actor, at=at,
            after=made.state,
        )  # fmt: skip
    else:
        if not policies.can_rewrite(made, actor):
            raise NotAllowed(document=str(made))
        _write(made, draft)
        documents.perform(made, "submit", actor=actor, at=at)
    documents.perform(complaint, "judge", actor=actor, at=at, facts={"report": str(made)})
    cases.start(kind=made.kind, document_id=made.pk, actor=actor, at=at)
    return made


@transaction.atomic
def confirmed(*, report_id: int, actor: Actor, at: datetime) -> None:
    """The panel agrees: our fault leads to a non-conformance report, what is not to an explanation (CMP-03, CMP-04)."""
    made = locks.lock_report(report_id)
    complaint = locks.lock_complaint(made.complaint_id)
    documents.perform(made, "confirm", actor=actor, at=at)
    complaint.liable, complaint.cause, complaint.cause_key = made.liable, made.cause, key_of(made.cause)
    complaint.responsible_id = made.responsible_id
    documents.perform(complaint, "confirm", actor=actor, at=at, ours=made.is_ours, facts={"report": str(made)})
    if made.is_ours:
        tell(complaint, handlers(complaint, on=timezone.localdate(at)), "complaint.to_report", at=at)
        jobs.after_commit(recurrence.LOOK, key=f"complaint_again:{complaint.pk}:cause", complaint_id=complaint.pk)
    else:
        tell(complaint, {complaint.salesperson_id}, "complaint.to_explain", at=at)


@transaction.atomic
def sent_back(*, report_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """The panel wants it looked at again. A refusal says the same: somebody has to say whose fault it is."""
    made = locks.lock_report(report_id)
    complaint = locks.lock_complaint(made.complaint_id)
    documents.perform(made, "send_back", actor=actor, at=at, reason=reason)
    documents.perform(complaint, "send_back", actor=actor, at=at, reason=reason)
    tell(complaint, {made.created_by_id}, "complaint.sent_back", at=at, facts={"reason": reason[:300]})


def _write(made: LiabilityReport, draft: LiabilityInput) -> None:
    cause = " ".join(visible_text(draft.cause).split())[:80]
    if draft.liable not in Liable.values or not cause:
        raise InvalidInput(problem=_("Say who answers for it, and name the cause in a few words."))
    ours = draft.liable in OUR_FAULT
    if ours and draft.responsible_id is None:
        raise InvalidInput(problem=_("Name the department that answers for it: it will be asked for measures."))
    active = Department.objects.filter(status=DepartmentStatus.ACTIVE)
    if draft.responsible_id is not None and not active.filter(pk=draft.responsible_id).exists():
        raise InvalidInput(problem=_("Choose one of the values offered."))
    made.liable, made.cause = draft.liable, cause
    made.responsible_id = draft.responsible_id if ours else None
    made.analysis = require_reason(draft.analysis)[:4000]
    made.conclusion = require_reason(draft.conclusion)[:2000]
