from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history


@history.track_values("version")
class ExchangeRate(models.Model):
    """What one unit of a foreign currency is worth in the base currency from a day on (GEN-01, GEN-02b).

    A document takes the rate of the latest day on or before its own. Documents freeze the rate they took, so a
    correction changes none that was submitted.
    """

    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("rate of"))
    rate = models.DecimalField(_("exchange rate"), max_digits=18, decimal_places=8)
    source = models.CharField(_("source of the rate"), max_length=60)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-day", "currency")
        constraints = (
            models.UniqueConstraint(fields=("currency", "day"), name="budgets_exchangerate_once"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="budgets_exchangerate_positive"),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.day}"
