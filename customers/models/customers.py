from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.search import marks_search
from customers.choices import Grade, Incoterm, Region
from organization.models import Department


@history.track_values("version", "name_keys", "tax_key")
class Customer(models.Model):
    """A company we serve (CUS-01). `owner` looks after it; `department` is the house that serves it.

    `name_keys` and `tax_key` are what duplicates are found by (rules/names.py). An archived customer takes part in
    nothing new; a merged one stays as it was and leads to its survivor.
    """

    kind: ClassVar[str] = "customer"

    number = models.CharField(_("customer number"), max_length=32, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=120, blank=True)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    region = models.CharField(_("domestic or foreign"), max_length=8, choices=Region.choices, default=Region.DOMESTIC)
    country = models.CharField(_("country or region"), max_length=60, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices, default=Grade.C)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    bank = models.CharField(_("bank and branch"), max_length=160, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=60, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    incoterm = models.CharField(_("Incoterm"), max_length=3, choices=Incoterm.choices, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("looked after by")
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("served by"))
    name_keys = ArrayField(models.CharField(max_length=400), default=list)
    tax_key = models.CharField(max_length=40, blank=True)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from",
        verbose_name=_("merged into"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        triggers = (
            marks_search(
                "customer",
                key="id",
                columns=("name_zh", "name_en", "tax_number", "owner_id", "department_id", "country"),
            ),
        )
        indexes = (
            GinIndex(fields=("name_keys",), name="customers_customer_names"),
            models.Index(fields=("department",), name="customers_customer_house"),
            models.Index(fields=("name_zh",), name="customers_customer_name"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="customers_customer_has_name"),
            models.UniqueConstraint(
                fields=("tax_key",), condition=Q(merged_into__isnull=True) & ~Q(tax_key=""),
                name="customers_customer_tax_number_once",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(archived_at__isnull=False),
                name="customers_customer_merged_is_archived",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="customers_customer_not_merged_into_itself",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; the other one where that is missing."""
        if (get_language() or "zh").startswith("zh"):
            return self.name_zh or self.name_en
        return self.name_en or self.name_zh

    @property
    def other_name(self) -> str:
        """The name in the other language, where there are two."""
        return next((name for name in (self.name_zh, self.name_en) if name and name != self.name), "")

    @property
    def is_in_use(self) -> bool:
        """Neither archived nor merged."""
        return self.archived_at is None and self.merged_into_id is None

    @property
    def is_foreign(self) -> bool:
        """Whether it is served by foreign trade."""
        return self.region == Region.FOREIGN
