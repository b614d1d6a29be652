from __future__ import annotations

from django.conf import settings
from django.db import models

from core.models.base import Subject
from core.models.search import MARKS_SUBJECT


class Attachment(Subject):
    """A file on a document (GEN-07). It is stored under a random name outside the web root.

    `removed_at` hides a file taken off a draft; the file of a submitted document stays.
    """

    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("uploaded_at", "pk")
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="core_attachment_subject"),)
        triggers = (MARKS_SUBJECT,)

    def __str__(self) -> str:
        return self.name
