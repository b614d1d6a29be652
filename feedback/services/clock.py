"""What the clock does: reminds of feedback, passes lateness up, minds calls that were not made (MKT-03, CMP-20)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from core import formats, jobs, notifications, thresholds
from core.calendar import working_days_between
from feedback.models import FeedbackSheet, Survey
from feedback.rules import lateness
from feedback.selectors.market import sheets_of_clock
from feedback.selectors.people import answerers, manager_above
from feedback.selectors.surveys import late_follow_ups
from feedback.thresholds import LATE

REMIND, FOLLOW = "feedback.remind", "feedback.follow_up_late"


def mind_days(*, at: datetime) -> int:
    """Write a job for each sheet and each call that may be due; how many. Safe to run twice and late."""
    today = timezone.localdate(at)
    sheets = list(sheets_of_clock().values_list("pk", flat=True))
    for pk in sheets:
        jobs.after_commit(REMIND, key=f"feedback_remind:{pk}:{today}", sheet_id=pk)
    surveys = list(late_follow_ups(on=today).values_list("pk", flat=True))
    for pk in surveys:
        jobs.after_commit(FOLLOW, key=f"feedback_follow:{pk}", survey_id=pk)
    return len(sheets) + len(surveys)


@jobs.handler(REMIND)
def remind(*, sheet_id: int, at: datetime) -> None:
    """Remind the department once before the day; when late tell it and the slip's writer once, then the manager above
    (MKT-03).
    """
    sheet = sheets_of_clock().select_related("slip__information").filter(pk=sheet_id).first()
    if sheet is None:
        return
    today = timezone.localdate(at)
    standing = thresholds.in_force(LATE, on=today).of(LATE)
    left = working_days_between(start=today, end=sheet.due_date)
    people = answerers(sheet.department_id, on=today)
    if lateness.reminder_due(left, before=int(standing.figure("before"))) and sheet.due_date >= today:
        _tell(sheet, people, "market_feedback.due", at=at)
    step = lateness.level(
        working_days_between(start=sheet.due_date, end=today), above_after=int(standing.figure("above"))
    )
    if step >= lateness.DEPARTMENT:
        _tell(sheet, people | {sheet.slip.created_by_id}, "market_feedback.late", at=at)
    above = manager_above(sheet.department_id) if step >= lateness.ABOVE else None
    if above is not None:
        _tell(sheet, {above}, "market_feedback.late", at=at, more=":above")


@jobs.handler(FOLLOW)
def follow_up_late(*, survey_id: int, at: datetime) -> None:
    """Tell once that a dissatisfied customer was not called back in time."""
    survey = late_follow_ups(on=timezone.localdate(at)).select_related("customer").filter(pk=survey_id).first()
    if survey is None or survey.follow_owner_id is None or survey.follow_due is None:
        return
    notifications.notify(
        {survey.follow_owner_id, survey.created_by_id}, code="survey.follow_up_late", kind=Survey.kind,
        document_id=survey.pk, label=str(survey), key=f"survey.follow_up_late:{survey.pk}", at=at,
        facts={"day": formats.day(survey.follow_due)},
    )  # fmt: skip


def _tell(sheet: FeedbackSheet, people: set[int], code: str, *, at: datetime, more: str = "") -> None:
    notifications.notify(
        people, code=code, kind=sheet.kind, document_id=sheet.pk, label=f"{sheet} {sheet.slip.information.title}",
        key=f"{code}:{sheet.pk}:{sheet.due_date}{more}", at=at, facts={"day": formats.day(sheet.due_date)},
    )  # fmt: skip
