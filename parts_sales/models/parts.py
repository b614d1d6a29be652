from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import formats, history
from core.models.search import marks_search
from organization.models import Warehouse
from parts_sales.choices import PartKind


@history.track_values("version")
class Part(models.Model):
    """A part that is sold (PSL-01). Its warehouse follows from its kind unless it was set (`has_own_warehouse`).

    Sizes are in millimetres, the weight in kilograms. `fits` are the machines it fits. A retired part is not sold any
    more; `successor` is what is sold in its place.
    """

    kind: ClassVar[str] = "part"

    number = models.CharField(_("part number"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    part_kind = models.CharField(_("kind"), max_length=14, choices=PartKind.choices, default=PartKind.PURCHASED)
    category = models.CharField(_("product group"), max_length=60, blank=True)
    fits = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("fits"))
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    has_own_warehouse = models.BooleanField(default=False)
    unit = models.CharField(_("unit"), max_length=10, default="件")
    weight_kg = models.DecimalField(_("weight in kg"), max_digits=10, decimal_places=3, null=True, blank=True)
    length_mm = models.PositiveIntegerField(_("length in mm"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("width in mm"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("height in mm"), null=True, blank=True)
    is_valuable = models.BooleanField(_("valuable"), default=False)
    is_fragile = models.BooleanField(_("fragile"), default=False)
    hs_code = models.CharField(_("HS code"), max_length=14, blank=True)
    origin = models.CharField(_("country of origin"), max_length=60, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        triggers = (
            marks_search("part", key="id", columns=("number", "name_zh", "name_en", "category", "fits", "retired_at")),
        )
        indexes = (
            models.Index(fields=("number",), name="parts_sales_part_beginning", opclasses=("varchar_pattern_ops",)),
        )
        constraints = (
            models.UniqueConstraint(Upper("number"), name="parts_sales_part_number_once"),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")), name="parts_sales_part_not_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(weight_kg__isnull=True) | Q(weight_kg__gte=0), name="parts_sales_part_weight"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def name(self) -> str:
        """The name in the reader's language; the Chinese one where the English is missing."""
        if (get_language() or "zh").startswith("zh"):
            return self.name_zh
        return self.name_en or self.name_zh

    @property
    def size(self) -> str:
        """Length × width × height as far as known; empty for none."""
        sides = [side for side in (self.length_mm, self.width_mm, self.height_mm) if side]
        return " × ".join(map(str, sides))

    @property
    def weight(self) -> Decimal | None:
        """The weight without trailing zeros."""
        return None if self.weight_kg is None else Decimal(formats.plain(self.weight_kg))
