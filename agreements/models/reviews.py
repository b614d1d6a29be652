from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements import policies
from agreements.choices import Answer, CostKind, Ground, Part, ReviewState, Risk
from agreements.models.agreements import Agreement, AgreementVersion
from agreements.models.guards import ANSWERS_STAY, CONCLUDED_WHOLE
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition


@history.track_values("version")
class AgreementReview(Document):
    """The requirement form (产品要求评审表) of a version and what the parts answered to it (CUS-10).

    `of` is the version it is about; an amendment's is not signed yet. `grounds` say why it is needed. The price and the
    required margin are those of the day it was started (CUS-11).
    """

    kind: ClassVar[str] = "agreement_review"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reviews")
    of = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="reviews")
    grounds = ArrayField(models.CharField(max_length=12, choices=Ground.choices))
    product = models.CharField(_("product"), max_length=300)
    technical_requirements = models.TextField(_("technical requirements"), max_length=4000, blank=True)
    quantities = models.CharField(_("quantities"), max_length=300)
    dates = models.CharField(_("dates"), max_length=300)
    special_terms = models.TextField(_("special terms"), max_length=4000, blank=True)
    state = StateField(choices=ReviewState.choices, default=ReviewState.ASKED, protected=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    net_price = AmountField(_("net price"), default=0)
    required_margin = models.DecimalField(_("required margin"), max_digits=5, decimal_places=4, default=0)
    risk = models.CharField(_("order risk"), max_length=6, choices=Risk.choices, blank=True)
    overruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    overruled_at = models.DateTimeField(null=True, blank=True)
    overruling = models.TextField(_("why finance is overruled"), max_length=2000, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(_("conclusion"), max_length=4000, blank=True)
    explanation = models.TextField(_("explanation to the customer"), max_length=4000, blank=True)
    alternative = models.TextField(_("alternative proposed"), max_length=4000, blank=True)
    told_how = models.CharField(_("how the customer was told"), max_length=300, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "agreement_review",
                key="id",
                columns=("number", "product", "technical_requirements", "special_terms", "conclusion"),
            ),
            CONCLUDED_WHOLE,
        )
        indexes = (
            models.Index(fields=("state", "-created_at", "-id"), name="agreements_review_state"),
            models.Index(fields=("-created_at", "-id"), name="agreements_review_newest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False, submitted_at__isnull=False), name="agreements_review_has_number"
            ),
            models.UniqueConstraint(
                fields=("of",), condition=Q(state__in=("ASKED", "RUNNING")), name="agreements_review_one_running"
            ),
            models.CheckConstraint(
                condition=~Q(state="DECLINE")
                | (~Q(explanation="") & ~Q(alternative="") & ~Q(told_how="") & Q(concluded_at__isnull=False)),
                name="agreements_review_decline_says_why",
            ),
            models.CheckConstraint(
                condition=Q(overruled_at__isnull=True) | (~Q(overruling="") & Q(overruled_by__isnull=False)),
                name="agreements_review_overruling_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(field="state", source=ReviewState.ASKED, target=ReviewState.RUNNING, permission=policies.can_review)
    def start(self, *, at: datetime, by: int) -> None:
        self.started_at, self.started_by_id = at, by

    @transition(
        field="state",
        source=(ReviewState.ASKED, ReviewState.RUNNING),
        target=ReviewState.RETURNED,
        permission=policies.can_review,
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(ReviewState.ASKED, ReviewState.RUNNING),
        target=ReviewState.WITHDRAWN,
        permission=policies.by_review,
    )
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(field="state", source=ReviewState.RUNNING, target=ReviewState.SIGN, permission=policies.can_review)
    def conclude_sign(self, *, at: datetime, by: int, conclusion: str) -> None:
        self.concluded_at, self.concluded_by_id, self.conclusion = at, by, conclusion

    @transition(field="state", source=ReviewState.RUNNING, target=ReviewState.DECLINE, permission=policies.can_review)
    def conclude_decline(self, *, at: datetime, by: int, conclusion: str) -> None:
        self.concluded_at, self.concluded_by_id, self.conclusion = at, by, conclusion


@history.track_values()
class ReviewAnswer(models.Model):
    """What one part answers, with reasons; empty until it does (CUS-10). `points` hold its words on each thing it is
    asked about (rules/reviews.py).
    """

    review = models.ForeignKey(AgreementReview, on_delete=models.PROTECT, related_name="answers")
    part = models.CharField(_("part of the review"), max_length=10, choices=Part.choices)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer.choices, blank=True)
    reason = models.TextField(_("reasons"), max_length=2000, blank=True)
    condition = models.TextField(_("conditions"), max_length=2000, blank=True)
    points = models.JSONField(default=dict, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        triggers = (ANSWERS_STAY,)
        constraints = (
            models.UniqueConstraint(fields=("review", "part"), name="agreements_answer_once"),
            models.UniqueConstraint(
                fields=("review", "answered_by"), condition=Q(answered_by__isnull=False),
                name="agreements_answer_one_part_each",
            ),
            models.CheckConstraint(
                condition=Q(answer="") | (~Q(reason="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="agreements_answer_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(answer="YES_IF") | ~Q(condition=""), name="agreements_answer_if_says_what"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.review} {self.part}"


class ReviewCost(models.Model):
    """One cost of the order, as finance enters it: without tax, in the base currency (CUS-11)."""

    review = models.ForeignKey(AgreementReview, on_delete=models.PROTECT, related_name="costs")
    position = models.PositiveSmallIntegerField()
    cost_kind = models.CharField(_("kind of cost"), max_length=8, choices=CostKind.choices)
    text = models.CharField(_("what for"), max_length=200, blank=True)
    amount = AmountField(_("amount"))

    class Meta:
        ordering = ("position",)
        triggers = (ANSWERS_STAY,)
        constraints = (
            models.UniqueConstraint(fields=("review", "position"), name="agreements_cost_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="agreements_cost_amount"),
        )

    def __str__(self) -> str:
        return f"{self.cost_kind} {self.amount}"
