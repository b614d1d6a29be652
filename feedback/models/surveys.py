from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import formats, history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from customers.models import Customer
from feedback import policies
from feedback.choices import AnswerWay, Score, SurveyKind, SurveyState
from organization.models import Department


@history.track_values("version", "link_key")
class Survey(Document):
    """One customer asked how content they are (CMP-20); it has no number.

    `department` served them and `division` is the one it stood under then, so that figures of past months keep their
    place. `link_key` is what the signed link must carry: a new link makes the one before useless. A bad answer has
    `follow_owner`, who calls back by `follow_due`. `occasion` is what the clock asked for: it stands once, so that two
    clocks at the same moment ask once.
    """

    kind: ClassVar[str] = "survey"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer"))
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("served by"))
    division = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("division"))
    survey_kind = models.CharField(_("kind"), max_length=10, choices=SurveyKind.choices)
    about = models.CharField(_("about"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    address = models.EmailField(_("e-mail"), max_length=160, blank=True)
    state = StateField(choices=SurveyState.choices, default=SurveyState.OPEN, protected=True)
    link_key = models.CharField(max_length=32, blank=True)
    expires_at = models.DateTimeField(_("link valid until"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    way = models.CharField(_("answered"), max_length=5, choices=AnswerWay.choices, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    score = models.PositiveSmallIntegerField(_("satisfaction"), choices=Score.choices, null=True, blank=True)
    recommend = models.PositiveSmallIntegerField(_("would recommend us"), null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    occasion = models.CharField(_("asked for by the clock"), max_length=60, null=True, blank=True, unique=True)
    follow_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("followed up by"),
    )  # fmt: skip
    follow_due = models.DateField(_("follow-up by"), null=True, blank=True)
    followed_at = models.DateTimeField(null=True, blank=True)
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    follow_note = models.TextField(_("what was agreed"), max_length=2000, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search("survey", key="id", columns=("about", "contact", "comment", "follow_note", "customer_id")),
        )
        indexes = (
            models.Index(fields=("customer", "-created_at"), name="feedback_survey_customer"),
            models.Index(fields=("-created_at", "-id"), name="feedback_survey_newest"),
            models.Index(fields=("answered_at", "division"), name="feedback_survey_answered"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=SurveyState.ANSWERED)
                | (Q(score__isnull=False) & Q(answered_at__isnull=False) & ~Q(way="")),
                name="feedback_survey_answered_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(1, 5)), name="feedback_survey_score_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(recommend__isnull=True) | Q(recommend__range=(0, 10)),
                name="feedback_survey_recommend_0_to_10",
            ),
            models.CheckConstraint(
                condition=Q(follow_owner__isnull=True, follow_due__isnull=True)
                | Q(follow_owner__isnull=False, follow_due__isnull=False),
                name="feedback_survey_follow_up_whole",
            ),
            models.CheckConstraint(
                condition=Q(followed_at__isnull=True) | (Q(follow_owner__isnull=False) & ~Q(follow_note="")),
                name="feedback_survey_followed_has_note",
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer.name} {formats.day(self.created_at)}"

    @property
    def waits_for_follow_up(self) -> bool:
        """Whether somebody still has to call back."""
        return self.follow_owner_id is not None and self.followed_at is None

    @property
    def asked_about(self) -> str:
        """What the customer reads that it is about; empty where it is about nothing in particular."""
        return self.about or ("" if self.survey_kind == SurveyKind.PERIODIC else str(self.get_survey_kind_display()))

    @transition(field="state", source=SurveyState.OPEN, target=SurveyState.ANSWERED, permission=policies.anybody)
    def answer(self, *, at: datetime, way: str, by_id: int | None) -> None:
        self.answered_at, self.way, self.entered_by_id, self.link_key = at, way, by_id, ""

    @transition(field="state", source=SurveyState.OPEN, target=SurveyState.CANCELLED, permission=policies.manages)
    def cancel(self, *, at: datetime) -> None:
        self.link_key = ""

    def ask_follow_up(self, *, owner_id: int, due: date) -> None:
        """Give it to somebody to call back."""
        self.follow_owner_id, self.follow_due = owner_id, due


class SurveyWish(models.Model):
    """That a customer is left out of surveys the clock sends, or is asked again: the latest row holds (CMP-20)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    is_left_out = models.BooleanField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("customer", "-at", "-id"), name="feedback_wish_latest"),)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="feedback_wish_has_reason"),)

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.is_left_out}"
