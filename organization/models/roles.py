from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.named import Named
from core.money import AmountField
from organization.choices import ScopeKind
from organization.models.departments import Department


class Warehouse(Named):
    """A warehouse, as a scope for rights: raw materials and semi-finished goods are shipped."""

    code = models.CharField(_("code"), max_length=20, unique=True)

    class Meta:
        ordering = ("code",)


@history.track_values("version")
class Role(Named):
    """A bundle of permissions with its authority limits (ORG-04, ORG-08).

    `approve_limit` is the largest amount the role decides on alone, in the base currency (None: no limit);
    `discount_limit_share` the largest discount it grants alone, as a fraction. `requires_second_factor`: whoever holds
    it sets up an authenticator app before anything else (ORG-09).
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    permissions = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    approve_limit = AmountField(_("approves alone up to"), null=True, blank=True)
    discount_limit_share = models.DecimalField(
        _("discount granted alone"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    requires_second_factor = models.BooleanField(_("needs a second factor"), default=False, db_default=False)
    is_shipped = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(approve_limit__isnull=True) | Q(approve_limit__gte=0),
                name="organization_role_limit_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(discount_limit_share__isnull=True)
                | (Q(discount_limit_share__gte=0) & Q(discount_limit_share__lte=1)),
                name="organization_role_discount_is_a_share",
            ),
        )


@history.track_values()
class RoleAssignment(models.Model):
    """A person holds a role over a scope for a time (ORG-03). Days are half-open: the right ends on `end_date`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="assignments")
    scope_kind = models.CharField(_("scope"), max_length=12, choices=ScopeKind.choices)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(Warehouse, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until (not included)"), null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    reason = models.TextField(_("reason"))
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("person", "role", "start_date")
        indexes = (models.Index(fields=("role", "start_date"), name="organization_assignment_role"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="organization_roleassignment_days",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind="COMPANY", department__isnull=True, warehouse__isnull=True)
                | Q(scope_kind="DEPARTMENT", department__isnull=False, warehouse__isnull=True)
                | Q(scope_kind="WAREHOUSE", department__isnull=True, warehouse__isnull=False),
                name="organization_roleassignment_scope",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("person")),
                name="organization_roleassignment_never_own",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class IncompatiblePair(models.Model):
    """Two permissions that one person never holds together (ORG-05)."""

    first = models.CharField(max_length=60)
    second = models.CharField(max_length=60)
    is_shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ("first", "second")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="organization_incompatiblepair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="organization_incompatiblepair_ordered"),
        )

    def __str__(self) -> str:
        return f"{self.first} × {self.second}"
