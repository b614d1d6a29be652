from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from agreements import policies
from agreements.choices import AgreementState
from agreements.models.guards import AGREEMENT_WHOLE, LINES_STAY, SIGNED_STAYS, VERSIONS_KEPT, VERSIONS_WHOLE
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField, TaxRateField
from core.transitions import StateField, transition
from customers.models import Customer
from organization.models import Department


@history.track_values("version")
class Agreement(Document):
    """What we and a customer agreed on, as one or more versions (CUS-10, CUS-20, CUS-30).

    `start_date` to `end_date`, both included, is the time the signed versions cover without a gap; while it is a draft,
    what its only version says. `owner` is reminded before it ends. `renews` is the agreement it goes on from.
    Amounts of the versions are in `currency`, converted at `rate` of the day it was handed in (GEN-02b).
    """

    kind: ClassVar[str] = "agreement"

    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("customer")
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    subject = models.CharField(_("subject"), max_length=200)
    state = StateField(choices=AgreementState.choices, default=AgreementState.DRAFT, protected=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    rate_date = models.DateField(null=True, blank=True)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    renews = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals", verbose_name=_("renews")
    )

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "agreement",
                key="id",
                columns=("number", "subject", "customer_id", "owner_id", "department_id"),
            ),
            AGREEMENT_WHOLE,
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="agreements_agreement_house"),
            models.Index(fields=("-created_at", "-id"), name="agreements_agreement_newest"),
            models.Index(fields=("customer", "-created_at"), name="agreements_agreement_customer"),
            models.Index(fields=("end_date",), condition=Q(state="SIGNED"), name="agreements_agreement_ends"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="agreements_agreement_days"),
            models.CheckConstraint(
                condition=Q(state="SIGNED", signed_on__isnull=False) | (~Q(state="SIGNED") & Q(signed_on__isnull=True)),
                name="agreements_agreement_signed_on",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("DRAFT", "CANCELLED")) | Q(number__isnull=False, submitted_at__isnull=False),
                name="agreements_agreement_has_number",
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="agreements_agreement_rate"),
        )

    def __str__(self) -> str:
        return self.number or self.subject

    @transition(
        field="state", source=AgreementState.DRAFT, target=AgreementState.IN_REVIEW, permission=policies.can_edit
    )
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(field="state", source=AgreementState.DRAFT, target=AgreementState.READY, permission=policies.can_edit)
    def finish(self, *, at: datetime) -> None:
        self.submitted_at = self.submitted_at or at

    @transition(
        field="state", source=AgreementState.IN_REVIEW, target=AgreementState.DRAFT, permission=policies.by_review
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AgreementState.IN_REVIEW, target=AgreementState.READY, permission=policies.by_review
    )
    def grant(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AgreementState.IN_REVIEW, target=AgreementState.DECLINED, permission=policies.by_review
    )
    def decline(self, *, at: datetime) -> None: ...

    @transition(field="state", source=AgreementState.READY, target=AgreementState.SIGNED, permission=policies.can_edit)
    def sign(self, *, at: datetime, signed_on: date) -> None:
        self.signed_on = signed_on

    @transition(
        field="state",
        source=(AgreementState.DRAFT, AgreementState.READY),
        target=AgreementState.CANCELLED,
        permission=policies.can_edit,
    )
    def cancel(self, *, at: datetime) -> None: ...


class AgreementVersion(models.Model):
    """What an agreement says from `start_date` to `end_date`, both included. Once signed it is never changed, only
    ended earlier by the version that takes over (CUS-20). `number` is given when it is signed; the first has it from
    the beginning.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"))
    amount = AmountField(_("amount"), default=0)
    base_amount = AmountField(default=0)
    net_amount = AmountField(default=0)
    terms = models.TextField(_("terms"), max_length=6000, blank=True)
    special_technical = models.TextField(_("special technical terms"), max_length=2000, blank=True)
    special_contract = models.TextField(_("special contract terms"), max_length=2000, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_for_us = models.CharField(_("signed for us by"), max_length=80, blank=True)
    signed_for_customer = models.CharField(_("signed for the customer by"), max_length=80, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("start_date", "pk")
        triggers = (
            VERSIONS_WHOLE,
            VERSIONS_KEPT,
            SIGNED_STAYS,
            marks_search("agreement", key="agreement_id", columns=("terms", "special_technical", "special_contract")),
        )
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="agreements_version_once"),
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="agreements_version_days"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="agreements_version_amount"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | (Q(number__isnull=False) & ~Q(signed_for_us="") & ~Q(signed_for_customer="")),
                name="agreements_version_signed_by_both",
            ),
            ExclusionConstraint(
                name="agreements_version_one_in_force",
                condition=Q(signed_on__isnull=False),
                # Ranges for both: a plain equal sign in such a constraint would need an extension.
                expressions=[
                    (
                        Func(F("agreement_id"), F("agreement_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("start_date"), F("end_date"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement} {self.number or '–'}"


class AgreementLine(models.Model):
    """One thing agreed on: what, how much, at which tax-inclusive price, by when (CUS-10, GEN-02)."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    product = models.CharField(_("product or service"), max_length=160)
    technical = models.CharField(_("technical requirement"), max_length=500, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_price = AmountField(_("unit price"))
    tax_rate = TaxRateField(_("tax rate"))
    amount = AmountField(_("amount"))
    due_date = models.DateField(_("delivered by"), null=True, blank=True)

    class Meta:
        ordering = ("position",)
        triggers = (LINES_STAY,)
        constraints = (
            models.UniqueConstraint(fields=("version", "position"), name="agreements_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, amount__gte=0), name="agreements_line_amount"
            ),
        )

    def __str__(self) -> str:
        return self.product
