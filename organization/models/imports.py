from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.choices import StaffImportState, StaffKind


class StaffImport(models.Model):
    """A file of departments or people: read, checked as a whole, brought in as a whole (ORG-10, GEN-16).

    `sheets` hold the file's rows as text until it is brought in or let go. `reading` says how it is read: sheet,
    heading row, columns. `rows` are what each row becomes, with what is wrong in which cell; `counts` are rows by
    state. `problem` is why the last step brought nothing in, in both languages.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=StaffKind.choices)
    state = models.CharField(max_length=10, choices=StaffImportState.choices, default=StaffImportState.CHECKING)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    sheets = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("kind", "sha256"), name="organization_import_same_file"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="APPLIED") | Q(applied_at__isnull=False), name="organization_staffimport_applied_at"
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class StaffColumns(models.Model):
    """What columns with certain headings are, as somebody said the last time (GEN-16)."""

    kind = models.CharField(max_length=12, choices=StaffKind.choices, unique=True)
    columns = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.kind
