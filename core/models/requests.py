from __future__ import annotations

from django.conf import settings
from django.db import models


class HandledRequest(models.Model):
    """A write that was already answered, by its key: whoever repeats it gets the first answer (GEN-04, GEN-17).

    Forms carry `request_key` in a hidden field, API calls in `Idempotency-Key`. `fingerprint` is the SHA-256 of the
    body; the same key with another body is refused. `answer` is what the first call returned (API) or the new
    document's id (forms).
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("actor", "key"), name="core_handledrequest_once"),)

    def __str__(self) -> str:
        return self.key
