from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from approvals.models.cases import Case, Step
from core.models import Comment


class Question(models.Model):
    """What a decider wants to know before deciding (APR-05). Its words are a comment on the document (GEN-08)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return f"{self.case}: {self.asked_by}"


class Asked(models.Model):
    """One person a question was put to; the answer is a comment on the document too."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.OneToOneField(Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("question", "pk")
        indexes = (
            models.Index(fields=("person",), name="approvals_asked_open", condition=Q(answered_at__isnull=True)),
        )
        constraints = (
            models.UniqueConstraint(fields=("question", "person"), name="approvals_asked_once"),
            models.CheckConstraint(
                condition=Q(answer__isnull=True, answered_at__isnull=True)
                | Q(answer__isnull=False, answered_at__isnull=False),
                name="approvals_asked_answer_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question} → {self.person}"
