from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TableImportState(models.TextChoices):
    OPEN = "OPEN", _("Checked, not brought in")
    APPLIED = "APPLIED", _("Brought in")
    DISCARDED = "DISCARDED", _("Let go")


class TableImport(models.Model):
    """A file of master data: customers, parts, a stock count. Read once, its rows kept as text; what they would do is
    worked out each time it is looked at (GEN-16, decision 0105).

    `target` names what the rows are, `columns` what each column is (by its place), `counts` what applying did.
    """

    target = models.SlugField(max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=120, blank=True)
    rows = models.JSONField(default=list)
    header_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=TableImportState.choices, default=TableImportState.OPEN)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        indexes = (models.Index(fields=("target", "sha256"), name="core_tableimport_same_file"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="APPLIED", applied_at__isnull=False) | ~Q(state="APPLIED"),
                name="core_tableimport_applied_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.file_name
