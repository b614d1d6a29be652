"""Departments' feedback on transfer slips: given, asked for again, no longer needed (MKT-03)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import documents, formats, notifications
from core.actors import Actor
from core.calendar import add_working_days
from core.errors import WrongState, require_reason, visible_text
from feedback import locks
from feedback.choices import SheetState, SlipState
from feedback.models import FeedbackSheet
from feedback.selectors.people import answerers
from feedback.services.inputs import SheetInput


@transaction.atomic
def give(*, sheet_id: int, given: SheetInput, actor: Actor, at: datetime, version: int | None = None) -> FeedbackSheet:
    """A department's leader gives its feedback; with the last one the slip can be archived. Raises ReasonMissing (the
    feedback), StaleDocument, WrongState, NotAllowed.
    """
    answer = require_reason(given.answer)
    sheet = _running(sheet_id, version)
    documents.require(sheet, "give", actor=actor)
    sheet.answer, sheet.measures = answer[:4000], visible_text(given.measures)[:2000]
    documents.perform(sheet, "give", actor=actor, at=at, by_id=actor.known_id)
    _tell_writer(sheet, "market_feedback.given", at=at)
    if not sheet.slip.sheets.filter(state=SheetState.ASKED).exists():
        _tell_writer(sheet, "transfer_slip.answered", at=at)
    return sheet


@transaction.atomic
def ask_again(*, sheet_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> FeedbackSheet:
    """The feedback says too little: the department gives it again, with as many working days as at first. Raises
    ReasonMissing, StaleDocument, WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    sheet = _running(sheet_id, version)
    today = timezone.localdate(at)
    due = add_working_days(start=today, days=sheet.slip.answer_days)
    documents.perform(sheet, "ask_again", actor=actor, at=at, reason=reason, due_date=due)
    facts = {"reason": reason[:300], "day": formats.day(due)}
    _tell(sheet, answerers(sheet.department_id, on=today), "market_feedback.again", at=at, facts=facts)
    return sheet


@transaction.atomic
def cancel(*, sheet_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> FeedbackSheet:
    """The department need not answer any more. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    sheet = _running(sheet_id, version)
    documents.perform(sheet, "cancel", actor=actor, at=at, reason=reason)
    people = answerers(sheet.department_id, on=timezone.localdate(at))
    _tell(sheet, people, "market_feedback.cancelled", at=at, facts={"reason": reason[:300]})
    return sheet


def _running(sheet_id: int, version: int | None) -> FeedbackSheet:
    """The sheet of a slip that is not archived yet, locked."""
    sheet = locks.lock_sheet(sheet_id)
    documents.require_version(sheet, version)
    if sheet.slip.state != SlipState.DISPATCHED:
        raise WrongState(document=str(sheet.slip), state=sheet.slip.get_state_display())
    return sheet


def _tell(sheet: FeedbackSheet, people: set[int], code: str, *, at: datetime, facts: dict[str, str]) -> None:
    notifications.notify(
        people, code=code, kind=sheet.kind, document_id=sheet.pk, label=f"{sheet} {sheet.slip.information.title}",
        key=f"{code}:{sheet.pk}:{sheet.version}", at=at, facts=facts,
    )  # fmt: skip


def _tell_writer(sheet: FeedbackSheet, code: str, *, at: datetime) -> None:
    slip = sheet.slip
    notifications.notify(
        [slip.created_by_id], code=code, kind=slip.kind, document_id=slip.pk,
        label=f"{slip} {slip.information.title}", key=f"{code}:{sheet.pk}:{sheet.version}", at=at,
        facts={"department": sheet.department.name_zh, "department_en": sheet.department.name_en},
    )  # fmt: skip
