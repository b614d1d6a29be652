from __future__ import annotations

from django.conf import settings
from django.db import models

from core.models.base import Subject
from core.models.protect import APPEND_ONLY


class AuditEvent(Subject):
    """One thing that happened to a document: who, what, when, for whom, why, and what changed (GEN-05).

    Names are copied as text so that they outlive their rows. The database refuses changes and deletions.
    """

    code = models.CharField(max_length=80)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf_of_name = models.CharField(max_length=120, blank=True)
    subject_label = models.CharField(max_length=200)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("subject_kind", "subject_id", "at"), name="core_auditevent_subject"),)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.code} {self.subject_label}"
