from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.models import Category, FiscalYear
from core.money import AmountField
from organization.models import Department
from reports.choices import AlertKind


class BudgetAlert(models.Model):
    """A control key of which its owner was told that its money runs out or departs from plan (EXP-11).

    `month` is the month it is about, 0 for the year as a whole; `threshold` the share of the budget that was reached,
    0 for the other kinds: with year, department, category and kind they name the alert, once. `budget` and `used` are
    what was compared: the year's budget with what is spent and committed, with the estimate for the year, or a month's
    budget with its actual. `gone_month` is when the budget would be exhausted. `run` is the reading that found it.
    """

    kind: ClassVar[str] = "budget_alert"

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    alert_kind = models.CharField(_("kind"), max_length=8, choices=AlertKind.choices)
    month = models.PositiveSmallIntegerField(default=0)
    threshold = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    budget = AmountField(_("budget"))
    used = AmountField(_("used"))
    gone_month = models.PositiveSmallIntegerField(null=True)
    found_at = models.DateTimeField(_("found at"))
    run = models.UUIDField()
    note = models.CharField(_("note"), max_length=500, blank=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-found_at", "-pk")
        indexes = (
            models.Index(
                fields=("department", "-found_at"),
                name="reports_budgetalert_open",
                condition=Q(acknowledged_at__isnull=True),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("fiscal_year", "department", "category", "alert_kind", "month", "threshold"),
                name="reports_budgetalert_once",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | (Q(acknowledged_by__isnull=False) & ~Q(note="")),
                name="reports_budgetalert_acknowledged_by_somebody",
            ),
            models.CheckConstraint(condition=Q(month__lte=12), name="reports_budgetalert_month"),
        )

    def __str__(self) -> str:
        return f"{self.department} · {self.category}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has acknowledged it."""
        return self.acknowledged_at is None
