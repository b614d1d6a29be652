from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models import AuditEvent
from core.models.protect import APPEND_ONLY
from organization.choices import GlassState, GlassVerdict, ScopeKind
from organization.models.departments import Department
from organization.models.roles import Role, Warehouse


@history.track_values("version")
class BreakGlass(models.Model):
    """In an emergency somebody has a role for a few days that a pair would forbid them (ORG-06b).

    Days are half-open: the right ends on `end_date`. `permissions` are the role's at the moment of granting, so that a
    role that grows later does not widen the right. `crosses` are the pairs it goes past, each as first and second
    permission, the holder's own permission among them, and where they have it from. `review_due_date` is None where
    the right was called off before it began, so that there is nothing to review.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="emergencies")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    crosses = models.JSONField(default=list)
    scope_kind = models.CharField(_("scope"), max_length=12, choices=ScopeKind.choices)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(Warehouse, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until (not included)"))
    reason = models.TextField(_("reason"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    review_due_date = models.DateField(_("to be reviewed by"), null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(_("verdict"), max_length=14, choices=GlassVerdict.choices, blank=True)
    finding = models.TextField(_("finding"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-granted_at", "-pk")
        indexes = (
            models.Index(
                fields=("person", "end_date"), name="organization_breakglass_open", condition=Q(ended_at__isnull=True)
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="organization_breakglass_days"),
            models.CheckConstraint(condition=~Q(granted_by=F("person")), name="organization_breakglass_never_own"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | (~Q(reviewed_by=F("person")) & ~Q(reviewed_by=F("granted_by"))),
                name="organization_breakglass_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict="") & ~Q(finding="")),
                name="organization_breakglass_review_whole",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind="COMPANY", department__isnull=True, warehouse__isnull=True)
                | Q(scope_kind="DEPARTMENT", department__isnull=False, warehouse__isnull=True)
                | Q(scope_kind="WAREHOUSE", department__isnull=True, warehouse__isnull=False),
                name="organization_breakglass_scope",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def state_on(self, on: date) -> GlassState:
        """Where it stands on a day."""
        if self.reviewed_at is not None:
            return GlassState.REVIEWED
        if self.review_due_date is None:
            return GlassState.CALLED_OFF
        if self.ended_at is None and self.end_date > on:
            return GlassState.COMING if self.start_date > on else GlassState.HOLDS
        return GlassState.OVERDUE if self.review_due_date < on else GlassState.TO_REVIEW


class BreakGlassUse(models.Model):
    """One thing done under a break-glass right: the event that names it. Written with the event, never changed."""

    right = models.ForeignKey(BreakGlass, on_delete=models.PROTECT, related_name="uses")
    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("event",)
        constraints = (models.UniqueConstraint(fields=("right", "event"), name="organization_breakglassuse_once"),)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.right}: {self.event}"
