from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.protect import APPEND_ONLY
from customers.models.customers import Customer


class CustomerMerge(models.Model):
    """Two customers that were one company: what moved where, and why (CUS-01). Append-only.

    `moved` holds for each kind of row the ids that moved, `filled` what the survivor took over from the merged one.
    """

    survivor = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="merges")
    merged = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="merge")
    moved = models.JSONField(default=dict)
    filled = models.JSONField(default=dict)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        triggers = APPEND_ONLY
        constraints = (models.CheckConstraint(condition=~Q(survivor=F("merged")), name="customers_customermerge_two"),)

    def __str__(self) -> str:
        return f"{self.merged} → {self.survivor}"
