from __future__ import annotations

from django.db import models


class ClockRun(models.Model):
    """When something that the clock starts once a day was started last (QLT-30)."""

    name = models.CharField(max_length=80, unique=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
