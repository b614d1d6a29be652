from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from feedback import policies
from feedback.choices import Importance, Reliability, SheetState, SlipState
from feedback.models.market import MarketInfo
from organization.models import Department


@history.track_values("version")
class TransferSlip(Document):
    """A transfer slip (信息传递单, MKT-02): what is to be known or done about a piece of information, and who is asked.

    Numbered by grade and importance; both stay as they were when the number was given. `answer_days` are the working
    days departments have once the slip is approved, `due_date` the day that makes.
    """

    kind: ClassVar[str] = "transfer_slip"

    information = models.ForeignKey(MarketInfo, on_delete=models.PROTECT, related_name="slips")
    grade = models.CharField(_("grade"), max_length=1, choices=Reliability.choices)
    importance = models.PositiveSmallIntegerField(_("importance"), choices=Importance.choices)
    summary = models.TextField(_("what it says"), max_length=4000)
    request = models.TextField(_("what is asked of the departments"), max_length=2000)
    answer_days = models.PositiveSmallIntegerField(_("working days for feedback"))
    state = StateField(choices=SlipState.choices, default=SlipState.IN_REVIEW, protected=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    due_date = models.DateField(_("feedback by"), null=True, blank=True)
    is_publishable = models.BooleanField(_("for publication"), default=False)
    conclusion = models.TextField(_("conclusion"), max_length=2000, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (marks_search("transfer_slip", key="id", columns=("number", "summary", "request", "conclusion")),)
        indexes = (
            models.Index(fields=("state", "-created_at", "-id"), name="feedback_slip_state"),
            models.Index(fields=("-created_at", "-id"), name="feedback_slip_newest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="feedback_slip_has_number"
            ),
            models.UniqueConstraint(
                fields=("information",),
                condition=Q(state__in=["IN_REVIEW", "RETURNED", "DISPATCHED"]),
                name="feedback_slip_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["DISPATCHED", "ARCHIVED"])
                | (Q(dispatched_at__isnull=False) & Q(due_date__isnull=False)),
                name="feedback_slip_dispatched_has_day",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(field="state", source=SlipState.RETURNED, target=SlipState.IN_REVIEW, permission=policies.is_writer)
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(field="state", source=SlipState.IN_REVIEW, target=SlipState.RETURNED, permission=policies.by_approval)
    def send_back(self, *, at: datetime) -> None: ...

    @transition(field="state", source=SlipState.IN_REVIEW, target=SlipState.REJECTED, permission=policies.by_approval)
    def reject(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(SlipState.IN_REVIEW, SlipState.RETURNED),
        target=SlipState.WITHDRAWN,
        permission=policies.is_writer,
    )
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(field="state", source=SlipState.IN_REVIEW, target=SlipState.DISPATCHED, permission=policies.by_approval)
    def dispatch(self, *, at: datetime, due_date: date) -> None:
        self.dispatched_at, self.due_date = at, due_date

    @transition(field="state", source=SlipState.DISPATCHED, target=SlipState.ARCHIVED, permission=policies.can_screen)
    def archive(self, *, at: datetime) -> None:
        self.archived_at = at


class SlipDepartment(models.Model):
    """A department a slip goes to once it is approved."""

    slip = models.ForeignKey(TransferSlip, on_delete=models.CASCADE, related_name="addressees")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("department__position", "department__code")
        constraints = (models.UniqueConstraint(fields=("slip", "department"), name="feedback_addressee_once"),)

    def __str__(self) -> str:
        return f"{self.slip_id}: {self.department_id}"


@history.track_values("version")
class FeedbackSheet(Document):
    """A department's feedback on a slip (信息反馈单, MKT-03). `created_by` is who wrote the slip."""

    kind: ClassVar[str] = "market_feedback"

    slip = models.ForeignKey(TransferSlip, on_delete=models.PROTECT, related_name="sheets")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"))
    due_date = models.DateField(_("feedback by"))
    state = StateField(choices=SheetState.choices, default=SheetState.ASKED, protected=True)
    answer = models.TextField(_("feedback"), max_length=4000, blank=True)
    measures = models.TextField(_("what is done about it"), max_length=2000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_date", "pk")
        triggers = (
            marks_search("market_feedback", key="id", columns=("number", "answer", "measures", "department_id")),
        )
        indexes = (
            models.Index(fields=("department", "state", "due_date"), name="feedback_sheet_house"),
            models.Index(fields=("state", "due_date"), name="feedback_sheet_due"),
        )
        constraints = (
            models.UniqueConstraint(fields=("slip", "department"), name="feedback_sheet_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="feedback_sheet_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state=SheetState.GIVEN)
                | (~Q(answer="") & Q(given_at__isnull=False) & Q(given_by__isnull=False)),
                name="feedback_sheet_given_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(field="state", source=SheetState.ASKED, target=SheetState.GIVEN, permission=policies.can_answer)
    def give(self, *, at: datetime, by_id: int | None) -> None:
        self.given_at, self.given_by_id = at, by_id

    @transition(field="state", source=SheetState.GIVEN, target=SheetState.ASKED, permission=policies.can_screen)
    def ask_again(self, *, at: datetime, due_date: date) -> None:
        self.due_date = due_date

    @transition(field="state", source=SheetState.ASKED, target=SheetState.CANCELLED, permission=policies.can_screen)
    def cancel(self, *, at: datetime) -> None: ...
