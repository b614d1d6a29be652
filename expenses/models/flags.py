from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from expenses.choices import GRAVE_CHECKS, Check
from expenses.models.claims import Claim
from expenses.models.requests import SpendRequest


@history.track_values()
class Flag(models.Model):
    """Something a check found on a claim or request (EXP-05), as it was when the document was last saved or submitted.

    `line` is the number of the line, 0 for the document as a whole. `key` names the finding: found again, it keeps its
    explanation. What is no longer found after the document changed stays with it as not current.
    """

    claim = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="flags")
    request = models.ForeignKey(SpendRequest, null=True, on_delete=models.CASCADE, related_name="flags")
    check_code = models.CharField(_("check"), max_length=8, choices=Check.choices)
    line = models.PositiveSmallIntegerField(default=0)
    line_text = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=40)
    found_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    explanation = models.TextField(_("explanation"), blank=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    explained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("line", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(claim__isnull=False, request__isnull=True) | Q(claim__isnull=True, request__isnull=False),
                name="expenses_flag_of_one",
            ),
            models.CheckConstraint(
                condition=Q(explanation="") | Q(explained_by__isnull=False, explained_at__isnull=False),
                name="expenses_flag_explained_by_somebody",
            ),
            models.UniqueConstraint(fields=("claim", "key"), name="expenses_flag_once_a_claim"),
            models.UniqueConstraint(fields=("request", "key"), name="expenses_flag_once_a_request"),
        )

    def __str__(self) -> str:
        return f"{self.check_code} {self.line}"

    @property
    def is_grave(self) -> bool:
        """Whether it warns rather than hints."""
        return self.check_code in GRAVE_CHECKS

    @property
    def is_explained(self) -> bool:
        return bool(self.explanation)
