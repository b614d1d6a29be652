from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.protect import APPEND_ONLY
from core.money import AmountField
from customers.models import Customer
from organization.models import Department
from parts_sales.choices_results import Bearing, Occasion, PostingState, Waiting
from parts_sales.models.notes import DeliveryNote
from parts_sales.models.orders import SalesOrder, SalesOrderLine
from parts_sales.models.parts import Part
from parts_sales.models.returns import SalesReturn


class ResultPosting(models.Model):
    """What one delivery note or return did to the department's result, and whether it stands in the ledger (PSL-52).

    Written with the document's step. Amounts are in the base currency, tax included; `day` is the day it counts on.
    WAITING, `why` says what keeps it from the ledger; it is tried again daily and when a year or a month opens.
    """

    note = models.ForeignKey(
        DeliveryNote, null=True, blank=True, on_delete=models.PROTECT, related_name="results",
        verbose_name=_("delivery note"),
    )  # fmt: skip
    sales_return = models.ForeignKey(
        SalesReturn, null=True, blank=True, on_delete=models.PROTECT, related_name="results", verbose_name=_("return")
    )
    occasion = models.CharField(_("occasion"), max_length=9, choices=Occasion.choices)
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="results", verbose_name=_("order"))
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer"))
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("date"))
    revenue = AmountField(_("revenue"), default=0)
    cost = AmountField(_("cost"), default=0)
    state = models.CharField(_("state"), max_length=7, choices=PostingState.choices, default=PostingState.WAITING)
    why = models.CharField(_("why it waits"), max_length=8, choices=Waiting.choices, blank=True)
    tried_at = models.DateTimeField(_("tried last"), null=True, blank=True)
    posted_at = models.DateTimeField(_("posted"), null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-day", "-pk")
        indexes = (
            models.Index(fields=("id",), name="parts_sales_result_waits", condition=Q(state="WAITING")),
            models.Index(fields=("day",), name="parts_sales_result_day"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(note__isnull=False, sales_return__isnull=True)
                | Q(note__isnull=True, sales_return__isnull=False),
                name="parts_sales_result_of_one_document",
            ),
            models.UniqueConstraint(
                fields=("note", "sales_return", "occasion"), nulls_distinct=False, name="parts_sales_result_once"
            ),
            models.CheckConstraint(
                condition=Q(state="WAITING", posted_at__isnull=True)
                | Q(state="POSTED", posted_at__isnull=False, why=""),
                name="parts_sales_result_posted_has_time",
            ),
        )

    def __str__(self) -> str:
        return str(self.document)

    @property
    def document(self) -> DeliveryNote | SalesReturn:
        """The delivery note or the return it comes from."""
        found = self.note or self.sales_return
        if found is None:  # the constraint forbids it
            raise LookupError(self.pk)
        return found

    @property
    def margin(self) -> Decimal:
        """What is left."""
        return Decimal(self.revenue) - Decimal(self.cost)


class ResultLine(models.Model):
    """One line of a result, never changed: what went (`quantity`; less than nothing where it came back), what it
    brought and cost, in the base currency, tax included (PSL-51). `is_costed`: False where nobody knows what the part
    costs.
    """

    posting = models.ForeignKey(ResultPosting, on_delete=models.PROTECT, related_name="lines")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="+")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.PROTECT, related_name="results")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bearing = models.CharField(max_length=5, choices=Bearing.choices, default=Bearing.GOODS)
    day = models.DateField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    revenue = AmountField(default=0)
    cost = AmountField(default=0)
    is_costed = models.BooleanField(default=True)

    class Meta:
        ordering = ("pk",)
        triggers = APPEND_ONLY
        indexes = (
            models.Index(fields=("department", "day"), name="parts_sales_resultline_day"),
            models.Index(fields=("part", "day"), name="parts_sales_resultline_part"),
            models.Index(fields=("customer", "day"), name="parts_sales_resultline_buyer"),
        )
        constraints = (models.UniqueConstraint(fields=("posting", "order_line"), name="parts_sales_resultline_once"),)

    def __str__(self) -> str:
        return f"{self.order_line_id}: {self.revenue} - {self.cost}"

    @property
    def margin(self) -> Decimal:
        """What is left."""
        return Decimal(self.revenue) - Decimal(self.cost)
