from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from customers.models import Customer
from organization.models import Department
from parts_sales import policies
from parts_sales.choices import ConfirmedBy, InquiryState, ViolationState


@history.track_values("version")
class Inquiry(Document):
    """What a customer asks for, as whoever took it wrote it down (PSL-10).

    `received_at` is when it came, `handed_over_at` when it was with the service department: what commerce takes it
    hands over by recording it. `handed_to` is who quotes.
    """

    kind: ClassVar[str] = "inquiry"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiries", verbose_name=_("customer")
    )
    caller = models.CharField(_("who asks"), max_length=160, blank=True)
    way = models.CharField(_("came by"), max_length=8, choices=ConfirmedBy.choices, default=ConfirmedBy.PHONE)
    machine = models.CharField(_("machine"), max_length=120, blank=True)
    wanted = models.TextField(_("parts and quantities"), max_length=4000)
    received_at = models.DateTimeField(_("received at"))
    handed_over_at = models.DateTimeField(_("handed over at"))
    handed_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = StateField(choices=InquiryState.choices, default=InquiryState.OPEN, protected=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "inquiry", key="id", columns=("number", "customer_id", "caller", "machine", "wanted", "department_id")
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="parts_sales_inquiry_house"),
            models.Index(fields=("-created_at", "-id"), name="parts_sales_inquiry_newest"),
            models.Index(fields=("state", "-created_at", "-id"), name="parts_sales_inquiry_state"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(number__isnull=False), name="parts_sales_inquiry_has_number"),
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | ~Q(caller=""), name="parts_sales_inquiry_says_who"
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at__gte=F("received_at")), name="parts_sales_inquiry_handed_over_after"
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def asker(self) -> str:
        """Who asks: the customer, or who called where no customer is known yet."""
        return str(self.customer) if self.customer is not None else self.caller

    @transition(field="state", source=InquiryState.OPEN, target=InquiryState.QUOTED, permission=policies.serves)
    def quote(self, *, at: datetime) -> None: ...

    @transition(field="state", source=InquiryState.OPEN, target=InquiryState.CLOSED, permission=policies.serves)
    def close(self, *, at: datetime) -> None: ...


@history.track_values("version")
class Violation(Document):
    """Somebody outside the service department quoted a price (违规): who, the facts, what its manager proposes and what
    the company's management decides (PSL-10).
    """

    kind: ClassVar[str] = "violation"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person concerned")
    )
    inquiry = models.ForeignKey(Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="violations")
    happened_on = models.DateField(_("happened on"))
    facts = models.TextField(_("facts"), max_length=4000)
    proposal = models.TextField(_("the manager's proposal"), max_length=2000, blank=True)
    decision = models.TextField(_("management's decision"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    state = StateField(choices=ViolationState.choices, default=ViolationState.REPORTED, protected=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "violation", key="id", columns=("number", "person_id", "facts", "proposal", "decision", "department_id")
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(number__isnull=False), name="parts_sales_violation_has_number"),
            models.CheckConstraint(
                condition=Q(state="REPORTED") | ~Q(proposal=""), name="parts_sales_violation_has_proposal"
            ),
            models.CheckConstraint(
                condition=~Q(state="DECIDED") | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="parts_sales_violation_has_decision",
            ),
            models.CheckConstraint(condition=~Q(person=F("created_by")), name="parts_sales_violation_not_of_reporter"),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(
        field="state",
        source=ViolationState.REPORTED,
        target=ViolationState.PROPOSED,
        permission=policies.can_propose_measure,
    )
    def propose(self, *, at: datetime, proposal: str) -> None:
        self.proposal = proposal

    @transition(
        field="state",
        source=ViolationState.PROPOSED,
        target=ViolationState.DECIDED,
        permission=policies.can_decide_violation,
    )
    def decide(self, *, at: datetime, decision: str) -> None:
        self.decision, self.decided_at = decision, at
