"""What every document row has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class Subject(models.Model):
    """A row that belongs to a document of any kind: kind code (core.kinds) and id, no foreign key."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()

    class Meta:
        abstract = True


class Document(models.Model):
    """A document: number, maker, times, a version for stale pages (GEN-03, GEN-04).

    A concrete document adds `state` (protected StateField) and its transitions, and sets `kind` to its code in
    `core.kinds`. `version` counts saves; a form carries the version it was read at.
    """

    kind: ClassVar[str]
    state: Any

    number = models.CharField(max_length=32, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def get_state_display(self) -> str:  # overridden by Django for concrete choice fields
        return str(self.state)
