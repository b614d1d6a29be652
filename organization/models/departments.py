from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.named import Named
from organization.choices import DepartmentKind, DepartmentStatus


@history.track_values("version")
class Department(Named):
    """A node of the tree company → divisions → departments → teams (ORG-01).

    The company's `letterhead` is what papers for customers say of it below its name: address, telephone, tax number.
    """

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(_("kind"), max_length=12, choices=DepartmentKind.choices)
    code = models.CharField(_("cost-centre code"), max_length=20, unique=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="manages"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="deputises"
    )
    status = models.CharField(
        _("status"), max_length=8, choices=DepartmentStatus.choices, default=DepartmentStatus.ACTIVE
    )
    letterhead_zh = models.TextField(_("address on papers, Chinese"), max_length=300, blank=True)
    letterhead_en = models.TextField(_("address on papers, English"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("kind",), condition=Q(kind="COMPANY"), name="organization_department_one_company"
            ),
            models.CheckConstraint(
                condition=Q(kind="COMPANY", parent__isnull=True) | (~Q(kind="COMPANY") & Q(parent__isnull=False)),
                name="organization_department_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="organization_department_not_own_parent"
            ),
        )


class DepartmentMove(models.Model):
    """Where a department stood before it was moved (ORG-01)."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="moves")
    old_parent = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    new_parent = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ("-moved_at",)

    def __str__(self) -> str:
        return f"{self.department}: {self.old_parent} → {self.new_parent}"
