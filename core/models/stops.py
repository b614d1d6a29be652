from __future__ import annotations

from django.conf import settings
from django.db import models


class StopWish(models.Model):
    """Somebody asked that the job working on a subject ("expense_import:7") ends. A row of its own: that of the
    subject is locked by the job (decision 0066).
    """

    subject = models.CharField(max_length=80, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject
