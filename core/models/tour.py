from __future__ import annotations

from django.conf import settings
from django.db import models


class TourEnd(models.Model):
    """Somebody has put the tour away (QLT-54); without a row it is shown."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}"
