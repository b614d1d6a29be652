from __future__ import annotations

from django.conf import settings
from django.db import models

from core.models.base import Subject
from core.models.protect import APPEND_ONLY
from core.models.search import MARKS_SUBJECT


class Comment(Subject):
    """A remark on a document, with the people it mentions (GEN-08). Not changed once written."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("subject_kind", "subject_id", "at"), name="core_comment_subject"),)
        triggers = (*APPEND_ONLY, MARKS_SUBJECT)

    def __str__(self) -> str:
        return self.text[:60]
