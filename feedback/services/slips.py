"""Transfer slips: written, reviewed by importance, dispatched, archived (MKT-02 to MKT-04)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from core import audit, documents, formats, notifications, numbers, thresholds
from core.actors import SYSTEM, Actor
from core.calendar import add_working_days
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from feedback import locks, policies
from feedback.choices import ArchiveClass, InfoState, SheetState, SlipState
from feedback.errors import FeedbackOpen, SlipExists
from feedback.models import FeedbackSheet, SlipDepartment, TransferSlip
from feedback.rules.numbers import slip_prefix
from feedback.selectors.people import answerers
from feedback.services.inputs import SlipInput
from feedback.thresholds import ANSWER
from organization.choices import DepartmentKind, DepartmentStatus
from organization.models import Department

SHEET_PREFIX = "IF"
MOST_DAYS = 60
RUNNING = (SlipState.IN_REVIEW, SlipState.RETURNED, SlipState.DISPATCHED)


@transaction.atomic
def write(*, info_id: int, draft: SlipInput, actor: Actor, at: datetime, version: int | None = None) -> TransferSlip:
    """Write the transfer slip of a screened piece of information and have it reviewed (MKT-02). `version` is the
    information's. Raises InvalidInput, SlipExists, NoRoute, StaleDocument, WrongState, NotAllowed.
    """
    info = locks.lock_info(info_id)
    documents.require_version(info, version)
    running = TransferSlip.objects.filter(information=info, state__in=RUNNING).first()
    if running is not None:
        raise SlipExists(slip=str(running))
    documents.require(info, "transfer", actor=actor)
    if actor.person_id is None or info.importance is None:
        raise NotAllowed(document=_("a transfer slip"))
    slip = TransferSlip(
        information=info, grade=info.reliability, importance=info.importance, created_by_id=actor.person_id,
        created_at=at, submitted_at=at,
    )  # fmt: skip
    _fill(slip, draft, at=at)
    prefix = slip_prefix(info.reliability, info.importance)
    slip.number = numbers.take(prefix, timezone.localdate(at).year)
    slip.save()
    _address(slip, draft)
    documents.perform(info, "transfer", actor=actor, at=at, facts={"slip": str(slip)})
    audit.record(
        kind=slip.kind, document_id=slip.pk, label=str(slip), code="transfer_slip.create", actor=actor, at=at,
        after=slip.state, facts={"information": str(info)},
    )  # fmt: skip
    cases.start(kind=slip.kind, document_id=slip.pk, actor=actor, at=at)
    return slip


@transaction.atomic
def resubmit(*, slip_id: int, draft: SlipInput, actor: Actor, at: datetime, version: int | None = None) -> TransferSlip:
    """Change a returned slip and send it again; grade, importance and number stay. Raises InvalidInput, StaleDocument,
    WrongState, NotAllowed.
    """
    slip = locks.lock_slip(slip_id)
    documents.require_version(slip, version)
    documents.require(slip, "submit", actor=actor)
    _fill(slip, draft, at=at)
    _address(slip, draft)
    documents.perform(slip, "submit", actor=actor, at=at)
    cases.start(kind=slip.kind, document_id=slip.pk, actor=actor, at=at)
    return slip


@transaction.atomic
def withdraw(*, slip_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> TransferSlip:
    """Its writer takes a slip back; another one can be written. Raises ReasonMissing, AlreadyDecided, StaleDocument,
    WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    slip = locks.lock_slip(slip_id)
    documents.require_version(slip, version)
    documents.require(slip, "withdraw", actor=actor)
    if slip.state == SlipState.IN_REVIEW:
        cases.withdraw(kind=slip.kind, document_id=slip.pk, actor=actor, at=at)
    documents.perform(slip, "withdraw", actor=actor, at=at, reason=reason)
    documents.perform(slip.information, "come_back", actor=actor, at=at, facts={"slip": str(slip)})
    return slip


@transaction.atomic
def approved(*, slip_id: int, actor: Actor, at: datetime) -> None:
    """The last review passed: each department gets its feedback sheet with a day (MKT-03)."""
    slip = locks.lock_slip(slip_id)
    today = timezone.localdate(at)
    due = add_working_days(start=today, days=slip.answer_days)
    departments = [row.department for row in slip.addressees.select_related("department")]
    names = audit.in_both(lambda them: _(", ").join(one.name for one in them), departments)
    documents.perform(slip, "dispatch", actor=actor, at=at, due_date=due, facts={"departments": names})
    for department in departments:
        sheet = FeedbackSheet.objects.create(
            number=numbers.take(SHEET_PREFIX, today.year), slip=slip, department=department, due_date=due,
            created_by_id=slip.created_by_id, created_at=at, submitted_at=at,
        )  # fmt: skip
        audit.record(
            kind=sheet.kind, document_id=sheet.pk, label=str(sheet), code="market_feedback.ask", actor=actor, at=at,
            after=sheet.state, facts={"slip": str(slip)},
        )  # fmt: skip
        notifications.notify(
            answerers(department.pk, on=today), code="market_feedback.asked", kind=sheet.kind, document_id=sheet.pk,
            label=f"{sheet} {slip.information.title}", key=f"market_feedback.asked:{sheet.pk}", at=at,
            facts={"day": formats.day(due)},
        )  # fmt: skip


@transaction.atomic
def returned(*, slip_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Back to its writer."""
    documents.perform(locks.lock_slip(slip_id), "send_back", actor=actor, at=at, reason=reason)


@transaction.atomic
def rejected(*, slip_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Not passed on; the information is kept and may get another slip."""
    slip = locks.lock_slip(slip_id)
    documents.perform(slip, "reject", actor=actor, at=at, reason=reason)
    documents.perform(slip.information, "come_back", actor=SYSTEM, at=at, facts={"slip": str(slip)})


@transaction.atomic
def mark(*, slip_id: int, publish: bool, actor: Actor, at: datetime, version: int | None = None) -> TransferSlip:
    """Mark a dispatched slip for publication, or take the mark off (MKT-03). Raises StaleDocument, WrongState,
    NotAllowed.
    """
    slip = locks.lock_slip(slip_id)
    documents.require_version(slip, version)
    if slip.state not in {SlipState.DISPATCHED, SlipState.ARCHIVED} or slip.is_publishable == publish:
        raise WrongState(document=str(slip), state=slip.get_state_display())
    if not policies.can_screen(slip, actor):
        raise NotAllowed(document=str(slip))
    slip.is_publishable = publish
    documents.touch(slip, fields=("is_publishable",))
    code = "transfer_slip.publish" if publish else "transfer_slip.keep_inside"
    audit.record(kind=slip.kind, document_id=slip.pk, label=str(slip), code=code, actor=actor, at=at)
    return slip


@transaction.atomic
def archive(
    *, slip_id: int, archive_class: str, conclusion: str, actor: Actor, at: datetime, version: int | None = None
) -> TransferSlip:
    """Sort and archive a slip with its feedback, and the information with it (MKT-04). Raises FeedbackOpen,
    InvalidInput, ReasonMissing (the conclusion), StaleDocument, WrongState, NotAllowed.
    """
    conclusion = require_reason(conclusion)[:2000]
    slip = locks.lock_slip(slip_id)
    documents.require_version(slip, version)
    documents.require(slip, "archive", actor=actor)
    if archive_class not in ArchiveClass.values:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    missing = slip.sheets.filter(state=SheetState.ASKED).select_related("department")
    if missing:
        names = _(", ").join(one.department.name for one in missing)
        raise FeedbackOpen(document=str(slip), departments=names)
    slip.conclusion = conclusion
    documents.perform(slip, "archive", actor=actor, at=at, facts={"conclusion": conclusion[:500]})
    if slip.information.state == InfoState.TRANSFERRED:
        documents.perform(slip.information, "archive", actor=actor, at=at, archive_class=archive_class)
    notifications.notify(
        {slip.information.created_by_id} - {actor.person_id or 0}, code="market_information.archived",
        kind=slip.information.kind, document_id=slip.information_id,
        label=f"{slip.information} {slip.information.title}", key=f"market_information.archived:{slip.pk}", at=at,
        facts={"conclusion": conclusion[:300]},
    )  # fmt: skip
    return slip


def usual_days(at: datetime) -> int:
    """The working days departments have unless the slip says otherwise."""
    return int(thresholds.in_force(ANSWER, on=timezone.localdate(at)).of(ANSWER).figure("days"))


def _fill(slip: TransferSlip, draft: SlipInput, *, at: datetime) -> None:
    """What is typed, onto the slip. Raises InvalidInput."""
    summary, request = visible_text(draft.summary)[:4000], visible_text(draft.request)[:2000]
    days = draft.answer_days if draft.answer_days is not None else usual_days(at)
    if not summary or not request or not 1 <= days <= MOST_DAYS:
        raise InvalidInput(problem=_("Say what the information is, what is asked, and in how many working days."))
    slip.summary, slip.request, slip.answer_days = summary, request, days


def _address(slip: TransferSlip, draft: SlipInput) -> None:
    """The departments it goes to. Raises InvalidInput."""
    wanted = set(draft.department_ids)
    known = Department.objects.filter(pk__in=wanted, status=DepartmentStatus.ACTIVE)
    found = set(known.exclude(kind=DepartmentKind.COMPANY).values_list("pk", flat=True))
    if not wanted or found != wanted:
        raise InvalidInput(problem=_("Choose the departments that are asked."))
    slip.addressees.all().delete()
    SlipDepartment.objects.bulk_create(SlipDepartment(slip=slip, department_id=pk) for pk in sorted(wanted))
