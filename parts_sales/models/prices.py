from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core import history
from core.money import AmountField
from parts_sales.choices import Figure
from parts_sales.models.parts import Part


class Entered(models.Model):
    """Who entered a value, and when."""

    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        abstract = True


@history.track_values()
class PartCost(Entered):
    """What a part costs, tax included, in the base currency, from a day on until the next one begins (PSL-01)."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="costs")
    start_date = models.DateField(_("from"))
    amount = AmountField(_("standard cost"))
    source = models.CharField(_("where it is from"), max_length=120, blank=True)

    class Meta:
        ordering = ("part", "-start_date")
        constraints = (
            models.UniqueConstraint(fields=("part", "start_date"), name="parts_sales_partcost_day_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="parts_sales_partcost_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.part_id} {self.start_date}"


@history.track_values()
class PartPrice(Entered):
    """A part's tax-inclusive list price in a currency, `start_date` <= day < `end_date` (None: until further notice).

    Old prices stay readable; on any day at most one is in force (PSL-01).
    """

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="prices")
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until (not included)"), null=True, blank=True)
    amount = AmountField(_("list price"))

    class Meta:
        ordering = ("part", "currency", "-start_date")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="parts_sales_partprice_positive"),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gt=F("start_date")), name="parts_sales_partprice_days"
            ),
            ExclusionConstraint(
                name="parts_sales_partprice_no_overlap",
                # Ranges for all three: a plain equal sign in such a constraint would need an extension.
                expressions=[
                    (Func(F("part_id"), F("part_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            Func(
                                F("currency"), function="hashtextextended", template="%(function)s(%(expressions)s, 0)"
                            ),
                            Func(
                                F("currency"), function="hashtextextended", template="%(function)s(%(expressions)s, 0)"
                            ),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("start_date"), F("end_date"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.part_id} {self.currency} {self.start_date}"


@history.track_values()
class PriceFigure(Entered):
    """A figure prices are made by, from a day on until the next one begins: minimum margin, tax rates (PSL-03, GEN-02).

    `value` is a fraction: 0.08 is 8 %.
    """

    code = models.CharField(_("figure"), max_length=20, choices=Figure.choices)
    start_date = models.DateField(_("from"))
    value = models.DecimalField(_("value"), max_digits=6, decimal_places=4)

    class Meta:
        ordering = ("code", "-start_date")
        constraints = (
            models.UniqueConstraint(fields=("code", "start_date"), name="parts_sales_pricefigure_day_once"),
            models.CheckConstraint(condition=Q(value__gte=0) & Q(value__lt=10), name="parts_sales_pricefigure_share"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.start_date}"


@history.track_values()
class DiscountTier(Entered):
    """One tier of the table of foreign discounts that begins on `start_date` (PSL-41). All tiers of one day are one
    table; it holds until the next one begins.
    """

    start_date = models.DateField(_("from"))
    upper = AmountField(_("up to"), null=True, blank=True)
    is_inclusive = models.BooleanField(_("the bound belongs to it"), default=True)
    share = models.DecimalField(_("share of the list price"), max_digits=5, decimal_places=4)

    class Meta:
        ordering = ("-start_date", F("upper").asc(nulls_last=True))
        constraints = (
            models.UniqueConstraint(
                fields=("start_date", "upper"), nulls_distinct=False, name="parts_sales_discounttier_bound_once"
            ),
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=1), name="parts_sales_discounttier_share"),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(upper__gt=0), name="parts_sales_discounttier_bound"
            ),
        )

    def __str__(self) -> str:
        return f"{self.start_date} {self.upper}"


@history.track_values()
class BankDetails(Entered):
    """Where customers pay money of a currency, as quotes and contracts state it, from a day on until the next one
    begins (PSL-12, decision 0201).
    """

    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    start_date = models.DateField(_("from"))
    text = models.TextField(_("bank details"), max_length=500)

    class Meta:
        ordering = ("currency", "-start_date")
        constraints = (
            models.UniqueConstraint(fields=("currency", "start_date"), name="parts_sales_bankdetails_day_once"),
            models.CheckConstraint(condition=~Q(text=""), name="parts_sales_bankdetails_says_where"),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.start_date}"
