from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints import policies
from complaints.choices import ENDED, ComplaintState, Ending, Liable, Severity, Source
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from customers.models import Customer, Machine
from organization.models import Department
from parts_sales.models import Part, SalesOrder

S = ComplaintState


@history.track_values("version", "cause_key")
class Complaint(Document):
    """What a customer complains about, from the first call to the end (CMP-01 to CMP-07).

    `department` is the division concerned, which judges liability; `salesperson` explains to the customer what is not
    our fault. `first_due` and `resolve_due` are the targets of its severity in working hours, `responded_at` and
    `closed_at` when they were met. `liable`, `cause` and `responsible` are known once the panel confirmed the report
    on liability; `cause_key` is the cause as it is compared with others. `escalated_to` decides where a negotiation
    came to nothing, `settle_by` is the day that decision names; the targets stay what they are measured by.
    """

    kind: ClassVar[str] = "complaint"

    source = models.CharField(_("came by"), max_length=8, choices=Source.choices)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="complaints", verbose_name=_("customer")
    )
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), max_length=160, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    machine = models.ForeignKey(
        Machine, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("machine")
    )
    order = models.ForeignKey(
        SalesOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("order")
    )
    part = models.ForeignKey(
        Part, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("part")
    )
    title = models.CharField(_("title"), max_length=120)
    happened = models.TextField(_("what happened"), max_length=4000)
    wish = models.TextField(_("what the customer wants"), max_length=2000, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("division concerned")
    )
    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("salesperson")
    )
    state = StateField(choices=S.choices, default=S.OPEN, protected=True)
    first_due = models.DateTimeField(_("first response due"))
    resolve_due = models.DateTimeField(_("to be resolved by"))
    responded_at = models.DateTimeField(_("first response"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    liable = models.CharField(_("liable"), max_length=8, choices=Liable.choices, blank=True)
    cause = models.CharField(_("cause"), max_length=80, blank=True)
    cause_key = models.CharField(max_length=80, blank=True, db_index=True)
    responsible = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("responsible department"),
    )  # fmt: skip
    escalated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("escalated to"),
    )  # fmt: skip
    settle_by = models.DateField(pgettext_lazy("complaint", "to be settled by"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True)
    outcome = models.TextField(_("outcome"), max_length=2000, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "complaint",
                key="id",
                columns=(
                    "number", "title", "happened", "wish", "contact", "phone", "cause", "customer_id", "department_id",
                ),
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("-created_at", "-id"), name="complaints_complaint_newest"),
            models.Index(fields=("state", "-created_at", "-id"), name="complaints_complaint_state"),
            models.Index(fields=("part", "closed_at"), name="complaints_complaint_part"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="complaints_complaint_number"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED) | (Q(closed_at__isnull=False) & ~Q(ending="") & ~Q(outcome="")),
                name="complaints_complaint_closed_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.EXPLAINING, S.NONCONFORMING, S.MEASURES, S.TELLING, S.CLOSED])
                | ~Q(liable=""),
                name="complaints_complaint_judged",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.state not in ENDED

    @transition(field="state", source=S.OPEN, target=S.JUDGING, permission=policies.can_judge)
    def judge(self, *, at: datetime) -> None: ...

    @transition(field="state", source=S.JUDGING, target=S.OPEN, permission=policies.by_approval)
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=S.JUDGING, target=(S.NONCONFORMING, S.EXPLAINING), permission=policies.by_approval
    )
    def confirm(self, *, at: datetime, ours: bool) -> str:
        return S.NONCONFORMING if ours else S.EXPLAINING

    @transition(field="state", source=S.EXPLAINING, target=S.CLOSED, permission=policies.can_explain)
    def understand(self, *, at: datetime, outcome: str) -> None:
        self.closed_at, self.ending, self.outcome = at, Ending.UNDERSTOOD, outcome

    @transition(field="state", source=S.EXPLAINING, target=S.NEGOTIATING, permission=policies.can_explain)
    def negotiate(self, *, at: datetime) -> None: ...

    @transition(field="state", source=(S.NEGOTIATING, S.ESCALATED), target=S.CLOSED, permission=policies.can_explain)
    def settle(self, *, at: datetime, outcome: str) -> None:
        self.closed_at, self.ending, self.outcome = at, Ending.NEGOTIATED, outcome

    @transition(field="state", source=S.NEGOTIATING, target=S.ESCALATED, permission=policies.can_explain)
    def escalate(self, *, at: datetime, to_id: int | None) -> None:
        self.escalated_to_id = to_id

    @transition(field="state", source=S.ESCALATED, target=S.NEGOTIATING, permission=policies.can_decide)
    def decide(self, *, at: datetime, settle_by: date | None) -> None:
        self.settle_by = settle_by

    @transition(field="state", source=S.NONCONFORMING, target=S.MEASURES, permission=policies.by_approval)
    def issue(self, *, at: datetime) -> None: ...

    @transition(field="state", source=S.MEASURES, target=S.TELLING, permission=policies.by_approval)
    def work_out(self, *, at: datetime) -> None: ...

    @transition(field="state", source=S.TELLING, target=S.MEASURES, permission=policies.by_approval)
    def look_again(self, *, at: datetime) -> None: ...

    @transition(field="state", source=S.TELLING, target=S.CLOSED, permission=policies.is_handler)
    def close(self, *, at: datetime, outcome: str) -> None:
        self.closed_at, self.ending, self.outcome = at, Ending.EFFECTIVE, outcome

    @transition(field="state", source=S.OPEN, target=S.CANCELLED, permission=policies.is_handler)
    def cancel(self, *, at: datetime) -> None: ...
