from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.choices import CategoryKind, ControlAction, ControlScope, CostNature
from core import history
from core.models.named import Named
from core.money import AmountField
from organization.models import Department

LEVELS = 3
"""How deep the tree of categories may go."""


@history.track_values("version")
class Category(Named):
    """A node of the tree of cost and revenue categories, with its default control policy (BUD-03, LED-05).

    A category in use is retired, never deleted. Budgets and spending stand on leaves only.
    `tolerance_amount` and `tolerance_share` add up to what spending may exceed the available amount by.
    """

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CategoryKind.choices, default=CategoryKind.COST)
    nature = models.CharField(_("nature"), max_length=8, choices=CostNature.choices, default=CostNature.VARIABLE)
    scope = models.CharField(
        _("control scope"), max_length=16, choices=ControlScope.choices, default=ControlScope.YEAR_TO_DATE
    )
    action = models.CharField(
        _("when over budget"), max_length=8, choices=ControlAction.choices, default=ControlAction.STOP
    )
    tolerance_amount = AmountField(_("tolerance, amount"), default=0)
    tolerance_share = models.DecimalField(_("tolerance, share"), max_digits=5, decimal_places=4, default=0)
    needs_request = models.BooleanField(_("claims need a spend request"), default=False)
    default_tax_rate = models.DecimalField(_("tax rate"), max_digits=5, decimal_places=4, default=0)
    position = models.PositiveSmallIntegerField(default=0)
    is_shipped = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(tolerance_amount__gte=0) & Q(tolerance_share__gte=0) & Q(tolerance_share__lte=1),
                name="budgets_category_tolerance",
            ),
        )


@history.track_values("version")
class ControlPolicy(models.Model):
    """A department's own control of a category, in place of the category's (LED-05)."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="policies")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(_("control scope"), max_length=16, choices=ControlScope.choices)
    action = models.CharField(_("when over budget"), max_length=8, choices=ControlAction.choices)
    tolerance_amount = AmountField(_("tolerance, amount"), default=0)
    tolerance_share = models.DecimalField(_("tolerance, share"), max_digits=5, decimal_places=4, default=0)
    reason = models.TextField(_("reason"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("category", "department"), name="budgets_controlpolicy_once"),
            models.CheckConstraint(
                condition=Q(tolerance_amount__gte=0) & Q(tolerance_share__gte=0) & Q(tolerance_share__lte=1),
                name="budgets_controlpolicy_tolerance",
            ),
        )

    def __str__(self) -> str:
        return f"{self.department} {self.category}"


class Project(Named):
    """A project or product line that budget lines and spending can name (BUD-10)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("code",)
