from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements import policies
from agreements.choices import LOSABLE, ContactWay, LeadState
from agreements.models.agreements import Agreement
from core import history
from core.models.base import Document
from core.models.protect import APPEND_ONLY
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.models import Customer
from organization.models import Department

LATER = ("AGREED", "PAID", "DATED", "TOLD", "IN_SERVICE", "SURVEYED")


@history.track_values("version")
class Lead(Document):
    """Somebody who may become a customer of a service, through the stages until it was surveyed (CUS-02).

    A prospect has a name of its own until it is a customer of ours. `delivered_by` is the division that delivers and
    confirms the day; `agreement` is signed before the customer is told.
    """

    kind: ClassVar[str] = "lead"

    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="leads", verbose_name=_("customer")
    )
    name = models.CharField(_("prospect"), max_length=160)
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), max_length=160, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    need = models.TextField(_("what they need"), max_length=2000)
    source = models.CharField(_("source"), max_length=160, blank=True)
    product = models.CharField(_("product chosen"), max_length=200, blank=True)
    amount = AmountField(_("amount expected"), null=True, blank=True)
    state = StateField(choices=LeadState.choices, default=LeadState.LEAD, protected=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("next step on"), null=True, blank=True)
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="leads", verbose_name=_("agreement")
    )
    delivered_by = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("delivered by")
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_reference = models.CharField(_("reference of the payment"), max_length=120, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    service_start = models.DateField(_("service from"), null=True, blank=True)
    told_on = models.DateField(_("customer told on"), null=True, blank=True)
    survey = models.CharField(_("survey"), max_length=300, blank=True)
    lost_why = models.CharField(_("why it was lost"), max_length=500, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "lead",
                key="id",
                columns=("number", "name", "contact", "phone", "need", "product", "customer_id", "owner_id"),
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="agreements_lead_house"),
            models.Index(fields=("-created_at", "-id"), name="agreements_lead_newest"),
            models.Index(fields=("state", "-created_at", "-id"), name="agreements_lead_state"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False, submitted_at__isnull=False), name="agreements_lead_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("CHOSEN", *LATER)) | ~Q(product=""), name="agreements_lead_chosen"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LATER) | Q(customer__isnull=False), name="agreements_lead_is_customer"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LATER[1:]) | Q(paid_on__isnull=False, paid_by__isnull=False),
                name="agreements_lead_paid",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LATER[2:]) | Q(service_start__isnull=False), name="agreements_lead_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LATER[3:]) | Q(agreement__isnull=False, told_on__isnull=False),
                name="agreements_lead_told",
            ),
            models.CheckConstraint(condition=~Q(state="LOST") | ~Q(lost_why=""), name="agreements_lead_lost_why"),
        )

    def __str__(self) -> str:
        return self.number or self.name

    @transition(field="state", source=LeadState.LEAD, target=LeadState.POTENTIAL, permission=policies.can_edit_lead)
    def qualify(self, *, at: datetime) -> None: ...

    @transition(field="state", source=LeadState.POTENTIAL, target=LeadState.INTENDED, permission=policies.can_edit_lead)
    def intend(self, *, at: datetime) -> None: ...

    @transition(field="state", source=LeadState.INTENDED, target=LeadState.CHOSEN, permission=policies.can_edit_lead)
    def choose(self, *, at: datetime) -> None: ...

    @transition(field="state", source=LeadState.CHOSEN, target=LeadState.AGREED, permission=policies.can_edit_lead)
    def agree(self, *, at: datetime) -> None: ...

    @transition(field="state", source=LeadState.AGREED, target=LeadState.PAID, permission=policies.can_confirm_payment)
    def confirm_payment(self, *, at: datetime, by: int) -> None:
        self.paid_by_id = by

    @transition(field="state", source=LeadState.PAID, target=LeadState.DATED, permission=policies.can_confirm_start)
    def confirm_start(self, *, at: datetime) -> None: ...

    @transition(field="state", source=LeadState.DATED, target=LeadState.TOLD, permission=policies.can_edit_lead)
    def tell(self, *, at: datetime) -> None: ...

    @transition(field="state", source=LeadState.TOLD, target=LeadState.IN_SERVICE, permission=policies.can_edit_lead)
    def begin(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=LeadState.IN_SERVICE, target=LeadState.SURVEYED, permission=policies.can_edit_lead
    )
    def record_survey(self, *, at: datetime) -> None: ...

    @transition(field="state", source=LOSABLE, target=LeadState.LOST, permission=policies.can_edit_lead)
    def lose(self, *, at: datetime) -> None: ...


class LeadContact(models.Model):
    """One entry of a lead's sales log; entries are only ever added (CUS-02)."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="contacts")
    on = models.DateField(_("day"))
    way = models.CharField(_("how"), max_length=8, choices=ContactWay.choices)
    person = models.CharField(_("spoke to"), max_length=80, blank=True)
    text = models.TextField(_("what was said"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-on", "-pk")
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.lead} {self.on}"


@history.track_values()
class PlanItem(models.Model):
    """One line of the service plan of an agreement: what is delivered by whom, from when until when (CUS-03).
    `done_on` is when it was delivered; `note` says what, or why late.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="plan")
    text = models.CharField(_("what is delivered"), max_length=300)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("delivered by")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("who delivers"),
    )  # fmt: skip
    start_date = models.DateField(_("from"))
    due_date = models.DateField(_("until"))
    done_on = models.DateField(_("delivered on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("due_date", "pk")
        indexes = (models.Index(fields=("due_date",), condition=Q(done_on__isnull=True), name="agreements_plan_due"),)
        constraints = (
            models.CheckConstraint(condition=Q(due_date__gte=models.F("start_date")), name="agreements_plan_days"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_by__isnull=False), name="agreements_plan_done_by"
            ),
        )

    def __str__(self) -> str:
        return self.text

    def is_late(self, on: date) -> bool:
        """Delivered after its day, or not yet though the day is over."""
        return (self.done_on or on) > self.due_date
