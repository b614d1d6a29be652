from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliveryState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("delivery", "Waiting")
    SENT = "SENT", pgettext_lazy("delivery", "Sent")
    GIVEN_UP = "GIVEN_UP", _("Given up")
    SKIPPED = "SKIPPED", _("No longer needed")


FAILURES = {"held back": _("Held back after a restore: it may have been sent before.")}
"""What is said by ourselves of a row that was not sent; everything else is the other side's own words."""


class Delivery(models.Model):
    """Something to be sent to another machine, kept until it is sent or given up (GEN-09, GEN-17, QLT-30).

    Whoever sends a row first moves `due_at` ahead and counts `begun`; a worker killed in the middle leaves the row to
    the next one after that time. `attempts` counts the failures that lead to giving up.
    """

    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    begun = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True
        ordering = ("-created_at", "-pk")
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(
                fields=("due_at",), name="%(app_label)s_%(class)s_waiting", condition=models.Q(state="WAITING")
            ),
            models.Index(fields=("state", "-created_at"), name="%(app_label)s_%(class)s_list"),
        )
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_sent_has_time",
                condition=models.Q(state="SENT", sent_at__isnull=False)
                | (~models.Q(state="SENT") & models.Q(sent_at__isnull=True)),
            ),
        )

    @property
    def failure(self) -> str:
        """Why it was not sent, as it is shown."""
        return str(FAILURES.get(self.error, self.error))
