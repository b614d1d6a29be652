from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.models.categories import Category
from budgets.models.years import FiscalYear
from core import history
from core.money import AmountField
from organization.models import Department


@history.track_values("version")
class Ceiling(models.Model):
    """The most a department's budget of a year may cost by finance's word (BUD-23).

    Without a category it is over all costs, the contingency included; with one it is over that category and what
    stands below it in the tree. A budget may go above it with a reason that every approver sees.
    """

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="ceilings")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = AmountField(_("ceiling"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("department__position", "category__position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("fiscal_year", "department", "category"), nulls_distinct=False, name="budgets_ceiling_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budgets_ceiling_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.fiscal_year_id}/{self.department_id}/{self.category_id or '*'}: {self.amount}"
