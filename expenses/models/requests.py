from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgets.models import Category, Period, Project
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from expenses import policies
from expenses.choices import ChangeState, Outcome, RequestState
from organization.models import Department

EDITABLE = (RequestState.DRAFT, RequestState.RETURNED)


@history.track_values("version", "supplier_key")
class SpendRequest(Document):
    """A request to spend before spending (EXP-01). Submitting holds budget; what is not used is released.

    `expected_date` decides the month it counts in; `end_date` is the last day it may be used (reminder, then release).
    `approved_total` is what the deciders last granted; zero until then. `complaint` is the number of the complaint
    it is spent on (CMP-08).
    """

    kind: ClassVar[str] = "spend_request"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    state = StateField(choices=RequestState.choices, default=RequestState.DRAFT, protected=True)
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    expected_date = models.DateField(_("expected on"))
    end_date = models.DateField(_("to be used by"))
    single_use = models.BooleanField(_("close after one claim"), default=False)
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    supplier_key = models.CharField(max_length=120, blank=True, default="", db_default="", editable=False)
    complaint = models.CharField(_("complaint"), max_length=40, blank=True, default="", db_default="")
    currency = models.CharField(max_length=3, default="CNY")
    total = AmountField(default=0)
    approved_total = AmountField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "spend_request",
                key="id",
                columns=("number", "title", "purpose", "supplier", "complaint", "department_id"),
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="expenses_request_department"),
            models.Index(fields=("created_by", "-created_at"), name="expenses_request_maker"),
            models.Index(fields=("-created_at", "-id"), name="expenses_request_newest"),
            models.Index(fields=("state", "-created_at", "-id"), name="expenses_request_state"),
            models.Index(fields=("total",), name="expenses_request_amount"),
            models.Index(fields=("title",), name="expenses_request_title"),
            models.Index(fields=("end_date",), name="expenses_request_end"),
            models.Index(fields=("end_date",), name="expenses_request_open", condition=Q(state="APPROVED")),
            models.Index(
                fields=("supplier_key", "expected_date"),
                name="expenses_request_supplier",
                condition=~Q(supplier_key=""),
            ),
            models.Index(fields=("complaint",), name="expenses_request_complaint", condition=~Q(complaint="")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"])
                | (Q(number__isnull=False) & Q(submitted_at__isnull=False)),
                name="expenses_request_submitted_has_number",
            ),
            models.CheckConstraint(condition=Q(end_date__gte=F("expected_date")), name="expenses_request_days"),
            models.CheckConstraint(condition=Q(total__gte=0), name="expenses_request_total"),
        )

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_editable(self) -> bool:
        """Drafts and returned requests can be changed."""
        return self.state in EDITABLE

    @property
    def is_live(self) -> bool:
        """Approved and not ended: claims that are given back return their hold here. A waiting top-up does
        not end it.
        """
        return self.state == RequestState.APPROVED or (
            self.state == RequestState.IN_REVIEW and bool(self.approved_total)
        )

    @transition(field="state", source=EDITABLE, target=RequestState.IN_REVIEW, permission=policies.can_submit_request)
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(field="state", source=RequestState.IN_REVIEW, target=RequestState.DRAFT, permission=policies.is_owner)
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=RequestState.IN_REVIEW, target=RequestState.RETURNED, permission=policies.by_approval
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=RequestState.IN_REVIEW, target=RequestState.REJECTED, permission=policies.by_approval
    )
    def reject(self, *, at: datetime) -> None:
        self.closed_at = at

    @transition(
        field="state", source=RequestState.IN_REVIEW, target=RequestState.APPROVED, permission=policies.by_approval
    )
    def approve(self, *, at: datetime) -> None:
        self.approved_total = self.total

    @transition(
        field="state",
        source=RequestState.IN_REVIEW,
        target=RequestState.IN_REVIEW,
        permission=policies.can_submit_request,
    )
    def amend(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state",
        source=RequestState.APPROVED,
        target=RequestState.APPROVED,
        permission=policies.can_submit_request,
    )
    def adjust(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=RequestState.APPROVED,
        target=RequestState.IN_REVIEW,
        permission=policies.can_submit_request,
    )
    def top_up(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=RequestState.IN_REVIEW, target=RequestState.APPROVED, permission=policies.by_approval
    )
    def keep(self, *, at: datetime) -> None: ...

    @transition(field="state", source=RequestState.APPROVED, target=RequestState.CLOSED, permission=policies.can_close)
    def close(self, *, at: datetime) -> None:
        self.closed_at = at

    @transition(field="state", source=RequestState.APPROVED, target=RequestState.EXPIRED, permission=policies.by_system)
    def expire(self, *, at: datetime) -> None:
        self.closed_at = at

    @transition(
        field="state",
        source=(RequestState.DRAFT, RequestState.RETURNED, RequestState.APPROVED),
        target=RequestState.CANCELLED,
        permission=policies.is_owner,
    )
    def cancel(self, *, at: datetime) -> None:
        self.closed_at = at


@history.track_values()
class SpendRequestLine(models.Model):
    """An estimate on one category (EXP-01).

    `held` is what the line still holds of the budget, in `held_period`: 0 when closed (LED-05b). `used` is what claims
    have taken of it.
    """

    request = models.ForeignKey(SpendRequest, on_delete=models.CASCADE, related_name="lines")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(_("description"), max_length=200)
    amount = AmountField(_("estimate"))
    held = AmountField(default=0)
    used = AmountField(default=0)
    held_period = models.ForeignKey(Period, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        triggers = (marks_search("spend_request", key="request_id", columns=("category_id", "description")),)
        indexes = (models.Index(fields=("request",), name="expenses_requestline_holding", condition=Q(held__gt=0)),)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=0), name="expenses_requestline_not_negative"),
            models.CheckConstraint(
                condition=Q(held__gte=0) & Q(used__gte=0), name="expenses_requestline_holds_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.description


class RequestChange(models.Model):
    """A top-up or cut of an approved request, by line (EXP-01).

    A cut, or a top-up within the tolerance, is posted at once; a larger one is PENDING while the request is in review
    again.
    """

    request = models.ForeignKey(SpendRequest, on_delete=models.PROTECT, related_name="changes")
    line = models.ForeignKey(SpendRequestLine, on_delete=models.PROTECT, related_name="+")
    amount = AmountField()
    state = models.CharField(max_length=8, choices=ChangeState.choices, default=ChangeState.POSTED)
    reason = models.TextField()
    changed_by = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("changed_at", "pk")
        constraints = (models.CheckConstraint(condition=~Q(amount=0), name="expenses_requestchange_not_zero"),)

    def __str__(self) -> str:
        return f"{self.line}: {self.amount}"
