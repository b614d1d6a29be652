from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import history


@history.track_values("version")
class ThresholdValue(models.Model):
    """What a threshold is from a day on: whether it holds at all, and its figures as text. `subject` is the row it is
    about where there is one for each of many (a category's price), else 0.
    """

    code = models.SlugField(_("threshold"), max_length=40)
    subject = models.BigIntegerField(default=0)
    since = models.DateField(_("in force from"))
    is_on = models.BooleanField(_("holds"), default=True)
    figures = models.JSONField(_("figures"), default=dict)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("code", "subject", "since")
        constraints = (
            models.UniqueConstraint(fields=("code", "subject", "since"), name="core_thresholdvalue_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.since}"
