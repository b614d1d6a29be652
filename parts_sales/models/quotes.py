from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.choices import Incoterm, Region
from customers.models import Customer
from organization.models import Department
from parts_sales import policies
from parts_sales.choices import ConfirmedBy, FreightPayer, LineKind, QuoteState, SentBy
from parts_sales.models.inquiries import Inquiry
from parts_sales.models.lines import SaleLine
from parts_sales.models.terms import NamesPlace

EDITABLE = (QuoteState.DRAFT, QuoteState.RETURNED)


@history.track_values("version")
class Quote(NamesPlace, Document):
    """What parts and work are offered to a customer for (PSL-11, PSL-12).

    Amounts are tax-inclusive, in `currency`; `base_total` is in the base currency at the rate frozen on the quote's
    day. `revision` counts from 1; a revision `replaces` the quote the customer objected to and keeps its number with
    the revision behind it (PSL-13). `parameters` is what the clerk collected about machine and parts, beside the
    pictures among its files (PSL-40). How the customer confirmed stands here; the order is made with it (PSL-14).
    """

    kind: ClassVar[str] = "quote"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="quotes", verbose_name=_("customer"))
    region = models.CharField(max_length=8, choices=Region.choices, default=Region.DOMESTIC)
    state = StateField(choices=QuoteState.choices, default=QuoteState.DRAFT, protected=True)
    revision = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="quotes", verbose_name=_("inquiry")
    )
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    machine = models.CharField(_("machine"), max_length=120, blank=True)
    quote_date = models.DateField(_("date"))
    valid_until = models.DateField(_("valid until"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    rate_date = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=60, blank=True)
    shipping_method = models.CharField(_("shipping method"), max_length=80, blank=True)
    freight_payer = models.CharField(
        _("freight"), max_length=8, choices=FreightPayer.choices, default=FreightPayer.BUYER
    )
    expected_freight = AmountField(_("freight expected"), null=True, blank=True)
    incoterm = models.CharField(_("Incoterm"), max_length=3, choices=Incoterm.choices, blank=True)
    incoterm_place = models.CharField(_("named place"), max_length=60, blank=True)
    bank_details = models.TextField(_("bank details"), max_length=500, blank=True)
    terms = models.TextField(_("terms"), max_length=2000, blank=True)
    parameters = models.TextField(_("technical parameters"), max_length=2000, blank=True)
    goods_total = AmountField(default=0)
    total = AmountField(default=0)
    base_total = AmountField(default=0)
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_way = models.CharField(_("sent by"), max_length=8, choices=SentBy.choices, blank=True)
    sent_to = models.CharField(_("sent to"), max_length=160, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_way = models.CharField(_("confirmed by"), max_length=8, choices=ConfirmedBy.choices, blank=True)
    confirmed_name = models.CharField(_("who confirmed"), max_length=80, blank=True)
    confirmed_proof = models.CharField(_("proof"), max_length=300, blank=True)
    freight_confirmed_at = models.DateTimeField(null=True, blank=True)
    freight_confirmed_way = models.CharField(max_length=8, choices=ConfirmedBy.choices, blank=True)
    freight_confirmed_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search("quote", key="id", columns=("number", "customer_id", "machine", "contact", "department_id")),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="parts_sales_quote_house"),
            models.Index(fields=("customer", "-created_at"), name="parts_sales_quote_customer"),
            models.Index(fields=("created_by", "-created_at"), name="parts_sales_quote_maker"),
            models.Index(fields=("-created_at", "-id"), name="parts_sales_quote_newest"),
            models.Index(fields=("state", "-created_at", "-id"), name="parts_sales_quote_state"),
            models.Index(fields=("base_total",), name="parts_sales_quote_amount"),
            models.Index(fields=("-valid_until", "-created_at", "-id"), name="parts_sales_quote_valid"),
            models.Index(F("number").desc(nulls_last=True), name="parts_sales_quote_number"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"])
                | (Q(number__isnull=False) & Q(submitted_at__isnull=False)),
                name="parts_sales_quote_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_way="") & ~Q(confirmed_name="")),
                name="parts_sales_quote_confirmed_says_how",
            ),
            models.CheckConstraint(condition=Q(total__gte=0) & Q(rate__gt=0), name="parts_sales_quote_total"),
            models.CheckConstraint(
                condition=Q(revision=1, replaces__isnull=True) | Q(revision__gt=1, replaces__isnull=False),
                name="parts_sales_quote_revision",
            ),
        )

    def __str__(self) -> str:
        return self.number or str(self.customer)

    @property
    def is_editable(self) -> bool:
        """Drafts and returned quotes can be changed."""
        return self.state in EDITABLE

    def is_expired(self, on: date) -> bool:
        """Whether it was sent and its validity has ended."""
        return self.state == QuoteState.SENT and self.valid_until < on

    @transition(field="state", source=EDITABLE, target=QuoteState.IN_REVIEW, permission=policies.can_submit_quote)
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(field="state", source=QuoteState.IN_REVIEW, target=QuoteState.DRAFT, permission=policies.is_maker)
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(field="state", source=QuoteState.IN_REVIEW, target=QuoteState.RETURNED, permission=policies.by_approval)
    def send_back(self, *, at: datetime) -> None: ...

    @transition(field="state", source=QuoteState.IN_REVIEW, target=QuoteState.APPROVED, permission=policies.by_approval)
    def approve(self, *, at: datetime) -> None:
        self.approved_at = at

    @transition(
        field="state", source=QuoteState.IN_REVIEW, target=QuoteState.CANCELLED, permission=policies.by_approval
    )
    def reject(self, *, at: datetime) -> None: ...

    @transition(field="state", source=QuoteState.APPROVED, target=QuoteState.SENT, permission=policies.can_quote_for)
    def send(self, *, at: datetime, way: str, to: str) -> None:
        self.sent_at, self.sent_way, self.sent_to = at, way, to

    @transition(field="state", source=QuoteState.SENT, target=QuoteState.CONFIRMED, permission=policies.can_quote_for)
    def confirm(self, *, at: datetime, way: str, name: str, confirmed_at: datetime, proof: str) -> None:
        self.confirmed_at, self.confirmed_way, self.confirmed_name = confirmed_at, way, name
        self.confirmed_proof = proof

    @transition(
        field="state",
        source=(QuoteState.SENT, QuoteState.APPROVED, QuoteState.LOST, QuoteState.CANCELLED),
        target=QuoteState.SUPERSEDED,
        permission=policies.can_quote_for,
    )
    def supersede(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(QuoteState.SENT, QuoteState.APPROVED),
        target=QuoteState.LOST,
        permission=policies.can_quote_for,
    )
    def lose(self, *, at: datetime) -> None: ...

    @transition(field="state", source=EDITABLE, target=QuoteState.CANCELLED, permission=policies.is_maker)
    def cancel(self, *, at: datetime) -> None: ...


@history.track_values()
class QuoteLine(SaleLine):
    """One line of a quote (PSL-12)."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")

    class Meta(SaleLine.Meta):
        triggers = (marks_search("quote", key="quote_id", columns=("part_number", "name_zh", "name_en")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(unit_price__gte=0) & Q(amount__gte=0),
                name="parts_sales_quoteline_amounts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.GOODS) | Q(part__isnull=False), name="parts_sales_quoteline_goods_have_part"
            ),
        )
