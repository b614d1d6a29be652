from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import formats
from core.money import AmountField, TaxRateField
from parts_sales.choices import LineKind
from parts_sales.models.parts import Part


class SaleLine(models.Model):
    """One line of a quote or an order: goods with their part, or freight, travel, labour with words (PSL-12).

    Number, names and unit are the part's of the day the line was made. `unit_price` and `amount` are tax-inclusive, in
    the document's currency; `list_price` likewise, None where the part has none. `cost` and `floor` are of one unit in
    the base currency, tax included, frozen with the price for what is computed later (PSL-03, PSL-51).
    """

    kind = models.CharField(_("kind"), max_length=8, choices=LineKind.choices, default=LineKind.GOODS)
    part = models.ForeignKey(Part, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    part_number = models.CharField(_("part number"), max_length=40, blank=True)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3, default=1)
    list_price = AmountField(_("list price"), null=True, blank=True)
    unit_price = AmountField(_("unit price, tax included"))
    tax_rate = TaxRateField(_("tax rate"), default=0)
    amount = AmountField(_("amount, tax included"), default=0)
    cost = AmountField(null=True, blank=True)
    floor = AmountField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.part_number} {self.name}".strip()

    @property
    def name(self) -> str:
        """The name in the reader's language; the Chinese one where the English is missing."""
        if (get_language() or "zh").startswith("zh"):
            return self.name_zh
        return self.name_en or self.name_zh

    @property
    def is_goods(self) -> bool:
        """Whether it is a part that is delivered."""
        return self.kind == LineKind.GOODS

    @property
    def plain_quantity(self) -> Decimal:
        """The quantity without trailing zeros."""
        return Decimal(formats.plain(self.quantity))
