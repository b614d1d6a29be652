from __future__ import annotations

from django.conf import settings
from django.db import models

from budgets.choices import ImportState
from budgets.models.budgets import Budget


class BudgetImport(models.Model):
    """A workbook read into a draft: uploaded, columns mapped, checked, applied as a whole (GEN-16, BUD-22).

    `sheets` hold the rows as text; `mapping` says what each column is; `preview` names the bad rows and why.
    `sha256` recognises the same file sent twice.
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=120, blank=True)
    sheets = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-uploaded_at",)
        indexes = (models.Index(fields=("budget", "sha256"), name="budgets_import_same_file"),)

    def __str__(self) -> str:
        return self.file_name
