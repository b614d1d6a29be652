from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from organization.models import Department
from parts_sales import policies
from parts_sales.choices import ApplicationKind, ApplicationState
from parts_sales.models.parts import Part
from parts_sales.models.quotes import Quote

EDITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


@history.track_values("version")
class PriceApplication(Document):
    """A written application for prices nobody in the service department may grant (PSL-03, PSL-41).

    Its lines are the prices asked for, as they stood in the quote when it was handed in; approved, they hold for that
    quote and its later revisions, of the same customer, at these prices or higher ones and for no more pieces. Abroad,
    `list_base`, `asked_base` and `least_base` are the goods of the whole order in the base currency: at list, as asked
    for, and the least the table grants.
    """

    kind: ClassVar[str] = "price_application"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="applications", verbose_name=_("quote"))
    application_kind = models.CharField(
        _("kind"), max_length=8, choices=ApplicationKind.choices, default=ApplicationKind.FLOOR
    )
    state = StateField(choices=ApplicationState.choices, default=ApplicationState.DRAFT, protected=True)
    reason = models.TextField(_("reason"), max_length=2000)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    below_base = AmountField(_("below the floor by"), default=0)
    list_base = AmountField(_("goods at list price"), default=0)
    asked_base = AmountField(_("goods at the prices asked for"), default=0)
    least_base = AmountField(_("granted by the table down to"), default=0)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (marks_search("price_application", key="id", columns=("number", "reason", "department_id")),)
        indexes = (
            models.Index(fields=("department", "-created_at"), name="parts_sales_papp_house"),
            models.Index(fields=("-created_at", "-id"), name="parts_sales_papp_newest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"])
                | (Q(number__isnull=False) & Q(submitted_at__isnull=False)),
                name="parts_sales_priceapplication_submitted_has_number",
            ),
            models.UniqueConstraint(
                fields=("quote", "application_kind"), condition=Q(state="IN_REVIEW"),
                name="parts_sales_priceapplication_one_running",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number or str(self.quote)

    @property
    def is_tier(self) -> bool:
        """Whether it asks for a discount abroad (PSL-41), not for prices below the floor."""
        return self.application_kind == ApplicationKind.TIER

    @property
    def is_beyond(self) -> bool:
        """Whether it asks for more than the table of foreign discounts grants."""
        return self.is_tier and Decimal(self.asked_base) < Decimal(self.least_base)

    @property
    def is_editable(self) -> bool:
        """Drafts and returned applications can be changed."""
        return self.state in EDITABLE

    @transition(
        field="state", source=EDITABLE, target=ApplicationState.IN_REVIEW, permission=policies.can_submit_application
    )
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state",
        source=ApplicationState.IN_REVIEW,
        target=ApplicationState.CANCELLED,
        permission=policies.is_maker,
    )
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=ApplicationState.IN_REVIEW,
        target=ApplicationState.RETURNED,
        permission=policies.by_approval,
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=ApplicationState.IN_REVIEW,
        target=ApplicationState.REJECTED,
        permission=policies.by_approval,
    )
    def reject(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=ApplicationState.IN_REVIEW,
        target=ApplicationState.APPROVED,
        permission=policies.by_approval,
    )
    def approve(self, *, at: datetime) -> None:
        self.approved_at = at

    @transition(field="state", source=EDITABLE, target=ApplicationState.CANCELLED, permission=policies.is_maker)
    def cancel(self, *, at: datetime) -> None: ...


class PriceApplicationLine(models.Model):
    """A price asked for: tax-inclusive, `unit_price` and `list_price` in the application's currency, `floor` in the
    base currency as it was then.
    """

    application = models.ForeignKey(PriceApplication, on_delete=models.CASCADE, related_name="lines")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    list_price = AmountField(_("list price"), null=True, blank=True)
    unit_price = AmountField(_("unit price, tax included"))
    unit_base = AmountField()
    floor = AmountField(_("floor"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return str(self.part)

    @property
    def is_unpriced(self) -> bool:
        """Whether nobody knew a floor of it: it had neither list price nor cost (decision 0200)."""
        return self.list_price is None and not self.floor
