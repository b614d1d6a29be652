from __future__ import annotations

from django.conf import settings
from django.db import models

from core.models.base import Subject


class Notification(Subject):
    """A notice to one person, with a link to the document (GEN-09).

    `code` and `facts` are put into the reader's language when shown. `key` makes a retried job tell a person once.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    code = models.CharField(max_length=80)
    facts = models.JSONField(default=dict, blank=True)
    subject_label = models.CharField(max_length=200)
    key = models.CharField(max_length=160)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("person", "-at"), name="core_notification_person"),
            models.Index(fields=("person",), name="core_notification_unread", condition=models.Q(read_at__isnull=True)),
        )
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="core_notification_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.subject_label}"
