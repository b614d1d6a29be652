from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.choices import Incoterm, Region
from customers.models import Customer
from organization.models import Department, Warehouse
from parts_sales import policies
from parts_sales.choices import FreightPayer, LineKind, OrderState
from parts_sales.choices_money import HoldKind
from parts_sales.models.credit import CreditTerm
from parts_sales.models.lines import SaleLine
from parts_sales.models.quotes import Quote
from parts_sales.models.terms import NamesPlace


@history.track_values(
    "version", "paid_amount", "paid_base", "credited_amount", "credited_base", "shipped_base", "billed_base"
)
class SalesOrder(NamesPlace, Document):
    """What a customer ordered, made from the quote they confirmed; prices and quantities never change (PSL-14).

    Amounts are tax-inclusive in `currency`, those with `base` in the base currency at the quote's frozen rate.
    `paid_amount` (`paid_base`) is what money was matched to it (PSL-20), `credited_amount` (`credited_base`) what of it
    came back and was credited (PSL-53), `shipped_base` what has left, `billed_base`
    what of that was invoiced (PSL-22). `credit_term` are the terms it was found within; `hold_kind` and `hold_reason`
    say why it waits. PREPARED, the customer has not confirmed it yet: it promises no stock and uses no credit.
    """

    kind: ClassVar[str] = "sales_order"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders", verbose_name=_("customer"))
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="order", verbose_name=_("quote"))
    region = models.CharField(max_length=8, choices=Region.choices, default=Region.DOMESTIC)
    state = StateField(choices=OrderState.choices, default=OrderState.OPEN, protected=True)
    hold_kind = models.CharField(max_length=8, choices=HoldKind.choices, blank=True)
    hold_reason = models.CharField(_("why it waits"), max_length=500, blank=True)
    hold_reason_en = models.CharField(max_length=500, blank=True)
    credit_term = models.ForeignKey(CreditTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    machine = models.CharField(_("machine"), max_length=120, blank=True)
    ship_to = models.TextField(_("delivery address"), max_length=500, blank=True)
    order_date = models.DateField(_("date"))
    currency = models.CharField(max_length=3, default="CNY")
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    shipping_method = models.CharField(_("shipping method"), max_length=80, blank=True)
    freight_payer = models.CharField(
        _("freight"), max_length=8, choices=FreightPayer.choices, default=FreightPayer.BUYER
    )
    incoterm = models.CharField(_("Incoterm"), max_length=3, choices=Incoterm.choices, blank=True)
    incoterm_place = models.CharField(_("named place"), max_length=60, blank=True)
    total = AmountField(default=0)
    base_total = AmountField(default=0)
    paid_amount = AmountField(default=0)
    paid_base = AmountField(default=0)
    credited_amount = AmountField(default=0)
    credited_base = AmountField(default=0)
    shipped_base = AmountField(default=0)
    billed_base = AmountField(default=0)
    due_date = models.DateField(_("due"), null=True, blank=True)
    part_delivery_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("part delivery agreed by"),
    )  # fmt: skip
    part_delivery_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "sales_order", key="id", columns=("number", "customer_id", "machine", "contact", "department_id")
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="parts_sales_order_house"),
            models.Index(fields=("customer", "-created_at"), name="parts_sales_order_customer"),
            models.Index(fields=("created_by", "-created_at"), name="parts_sales_order_maker"),
            models.Index(fields=("-created_at", "-id"), name="parts_sales_order_newest"),
            models.Index(fields=("state", "-created_at", "-id"), name="parts_sales_order_state"),
            models.Index(fields=("base_total",), name="parts_sales_order_amount"),
            models.Index(fields=("-order_date", "-created_at", "-id"), name="parts_sales_order_day"),
            models.Index(
                F("base_total") - (F("paid_base") + F("credited_base")),
                F("created_at").desc(),
                F("id").desc(),
                name="parts_sales_order_owed",
            ),
            models.Index(
                fields=("-created_at", "-id"),
                name="parts_sales_order_unbilled",
                condition=Q(billed_base__lt=F("shipped_base")),
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(number__isnull=False), name="parts_sales_order_has_number"),
            models.CheckConstraint(
                condition=Q(total__gte=0)
                & Q(rate__gt=0)
                & Q(paid_amount__gte=0)
                & Q(paid_amount__lte=F("total"))
                & Q(paid_base__gte=0)
                & Q(paid_base__lte=F("base_total"))
                & Q(credited_amount__gte=0)
                & Q(credited_amount__lte=F("total"))
                & Q(credited_base__gte=0)
                & Q(credited_base__lte=F("base_total")),
                name="parts_sales_order_paid",
            ),
            models.CheckConstraint(
                condition=Q(shipped_base__gte=0)
                & Q(shipped_base__lte=F("base_total"))
                & Q(billed_base__gte=0)
                & Q(billed_base__lte=F("base_total")),
                name="parts_sales_order_shipped",
            ),
            models.CheckConstraint(
                condition=~Q(state="ON_HOLD") | (~Q(hold_reason="") & ~Q(hold_kind="")),
                name="parts_sales_order_hold_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def owed(self) -> Decimal:
        """What is still to be paid, in the order's currency: less what was credited."""
        return max(Decimal(self.total) - Decimal(self.credited_amount) - Decimal(self.paid_amount), Decimal(0))

    @property
    def owed_base(self) -> Decimal:
        """What is still to be paid, in the base currency."""
        return max(Decimal(self.base_total) - self.settled_base, Decimal(0))

    @property
    def settled_base(self) -> Decimal:
        """What is paid or credited, in the base currency."""
        return Decimal(self.paid_base) + Decimal(self.credited_base)

    @property
    def to_pay_back(self) -> Decimal:
        """What was paid and credited beyond the order, in its currency: it is the customer's (PSL-53)."""
        return max(Decimal(self.paid_amount) + Decimal(self.credited_amount) - Decimal(self.total), Decimal(0))

    @property
    def is_paid(self) -> bool:
        """Whether nothing is owed any more."""
        return self.owed_base <= 0

    @property
    def unbilled_base(self) -> Decimal:
        """What has left and was not invoiced yet, in the base currency."""
        return max(Decimal(self.shipped_base) - Decimal(self.billed_base), Decimal(0))

    @property
    def why_held(self) -> str:
        """Why it waits, in the reader's language where the application wrote it."""
        chinese = (get_language() or "zh").startswith("zh")
        return self.hold_reason if chinese else self.hold_reason_en or self.hold_reason

    @transition(field="state", source=OrderState.PREPARED, target=OrderState.OPEN, permission=policies.by_system)
    def open_up(self, *, at: datetime) -> None: ...

    @transition(field="state", source=OrderState.OPEN, target=OrderState.ON_HOLD, permission=policies.can_stop_order)
    def hold(self, *, at: datetime, kind: str, why: str, why_en: str = "") -> None:
        self.hold_kind, self.hold_reason, self.hold_reason_en = kind, why, why_en

    @transition(field="state", source=OrderState.ON_HOLD, target=OrderState.OPEN, permission=policies.can_stop_order)
    def resume(self, *, at: datetime) -> None:
        self.hold_kind = self.hold_reason = self.hold_reason_en = ""

    @transition(field="state", source=OrderState.OPEN, target=OrderState.SHIPPED, permission=policies.by_system)
    def all_shipped(self, *, at: datetime) -> None:
        self.shipped_at = at

    @transition(field="state", source=OrderState.SHIPPED, target=OrderState.OPEN, permission=policies.by_system)
    def unship(self, *, at: datetime) -> None:
        self.shipped_at = None

    @transition(field="state", source=OrderState.SHIPPED, target=OrderState.CLOSED, permission=policies.by_system)
    def close(self, *, at: datetime) -> None:
        self.closed_at = at

    @transition(field="state", source=OrderState.CLOSED, target=OrderState.SHIPPED, permission=policies.by_system)
    def reopen(self, *, at: datetime) -> None:
        self.closed_at = None

    @transition(
        field="state",
        source=(OrderState.PREPARED, OrderState.OPEN, OrderState.ON_HOLD),
        target=OrderState.CANCELLED,
        permission=policies.can_cancel_order,
    )
    def cancel(self, *, at: datetime) -> None:
        self.hold_kind = self.hold_reason = self.hold_reason_en = ""


@history.track_values("reserved", "noted", "issued", "returned")
class SalesOrderLine(SaleLine):
    """One line of an order. Of `quantity`: `reserved` is promised from stock, `noted` stands on delivery notes that are
    not cancelled, `issued` has left the warehouse, `returned` came back (PSL-32, PSL-53).
    """

    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="lines")
    warehouse = models.ForeignKey(Warehouse, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reserved = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    noted = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    issued = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    returned = models.DecimalField(max_digits=12, decimal_places=3, default=0)

    class Meta(SaleLine.Meta):
        triggers = (marks_search("sales_order", key="order_id", columns=("part_number", "name_zh", "name_en")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(unit_price__gte=0) & Q(amount__gte=0),
                name="parts_sales_orderline_amounts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.GOODS) | (Q(part__isnull=False) & Q(warehouse__isnull=False)),
                name="parts_sales_orderline_goods_have_part",
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0)
                & Q(issued__gte=0)
                & Q(noted__gte=F("issued"))
                & Q(noted__lte=F("quantity"))
                & Q(returned__gte=0)
                & Q(returned__lte=F("issued")),
                name="parts_sales_orderline_quantities",
            ),
        )
