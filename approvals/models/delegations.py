from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.money import AmountField


class Delegation(models.Model):
    """Somebody decides in another's place for a time (APR-07). Days are half-open: on `end_date` the delegator decides
    themselves again.

    `document_kinds` empty means every kind. `amount_cap` is the largest amount the delegate decides on, in the base
    currency; None: as far as the delegator's own authority goes. `ended_at` ends it early.
    """

    delegator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until (not included)"))
    document_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    amount_cap = AmountField(_("up to"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    created_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-start_date", "-pk")
        indexes = (
            models.Index(fields=("delegator", "end_date"), name="approvals_delegation_by", condition=Q(ended_at=None)),
            models.Index(fields=("delegate", "end_date"), name="approvals_delegation_to", condition=Q(ended_at=None)),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(delegate=F("delegator")), name="approvals_delegation_never_to_oneself"),
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="approvals_delegation_days"),
            models.CheckConstraint(
                condition=Q(amount_cap__isnull=True) | Q(amount_cap__gt=0), name="approvals_delegation_cap"
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegator} → {self.delegate}"

    def reaches(self, kind: str, amount: Decimal | None) -> bool:
        """Whether it is about documents of this kind and amount; a document without an amount exceeds no cap."""
        fits = not self.document_kinds or kind in self.document_kinds
        return fits and (self.amount_cap is None or amount is None or abs(amount) <= self.amount_cap)

    def state_on(self, on: date) -> str:
        """ENDED, COMING or HOLDS on a day."""
        if self.ended_at is not None or self.end_date <= on:
            return "ENDED"
        return "COMING" if self.start_date > on else "HOLDS"
