from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from parts_sales import policies
from parts_sales import policies_price_lists as own
from parts_sales.choices import PriceListState
from parts_sales.models.parts import Part


@history.track_values("version")
class PriceList(Document):
    """A new price list (PSL-02): for each part with a known cost, cost × (1 + `margin_share`) in `currency` at `rate`,
    beside the price in force on `start_date`. Released by somebody else, its prices hold from that day on.

    `category` narrows it to a product group; empty for all parts. `line_count` parts stand in it.
    """

    kind: ClassVar[str] = "price_list"

    state = StateField(choices=PriceListState.choices, default=PriceListState.COMPUTING, protected=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    rate = models.DecimalField(_("exchange rate"), max_digits=18, decimal_places=8, default=1)
    margin_share = models.DecimalField(_("margin standard"), max_digits=6, decimal_places=4)
    category = models.CharField(_("product group"), max_length=60, blank=True)
    start_date = models.DateField(_("holds from"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    line_count = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("released by"),
    )  # fmt: skip

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (marks_search("price_list", key="id", columns=("number", "note", "category")),)
        constraints = (
            models.CheckConstraint(condition=Q(number__isnull=False), name="parts_sales_pricelist_has_number"),
            models.CheckConstraint(
                condition=Q(rate__gt=0) & Q(margin_share__gte=0), name="parts_sales_pricelist_figures"
            ),
            models.CheckConstraint(
                condition=~Q(state="RELEASED") | (Q(released_at__isnull=False) & Q(released_by__isnull=False)),
                name="parts_sales_pricelist_released_says_who",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(
        field="state", source=PriceListState.COMPUTING, target=PriceListState.DRAFT, permission=policies.by_system
    )
    def computed(self, *, at: datetime, count: int) -> None:
        self.line_count = count

    @transition(field="state", source=PriceListState.DRAFT, target=PriceListState.RELEASED, permission=own.can_release)
    def release(self, *, at: datetime, by: int) -> None:
        self.released_at, self.released_by_id = at, by

    @transition(field="state", source=PriceListState.DRAFT, target=PriceListState.CANCELLED, permission=own.sets_prices)
    def cancel(self, *, at: datetime) -> None: ...


class PriceListLine(models.Model):
    """A part of a new price list: `cost` in the base currency, `old_price` in force on the list's day (None: none),
    `computed_price` by the rule, `price` what will hold.
    """

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="lines")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    cost = AmountField(_("cost"))
    old_price = AmountField(_("old price"), null=True, blank=True)
    computed_price = AmountField(_("computed price"))
    price = AmountField(_("new price"))

    class Meta:
        ordering = ("part__number",)
        constraints = (
            models.UniqueConstraint(fields=("price_list", "part"), name="parts_sales_pricelistline_once"),
            models.CheckConstraint(condition=Q(price__gt=0), name="parts_sales_pricelistline_price"),
        )

    def __str__(self) -> str:
        return str(self.part)

    @property
    def change(self) -> Decimal | None:
        """How much more it costs than before; None where it had no price."""
        return None if self.old_price is None else Decimal(self.price) - Decimal(self.old_price)

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody set another price than the rule's."""
        return bool(self.price != self.computed_price)
