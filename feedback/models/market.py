from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from customers.models import Customer
from feedback import policies
from feedback.choices import ArchiveClass, Importance, InfoKind, InfoState, Origin, Reliability
from organization.models import Department


@history.track_values("version")
class MarketInfo(Document):
    """A piece of market information (MKT-01): reported by anybody, screened and graded by the information manager.

    `created_by` reported it, `department` is theirs. `importance` is set by screening, and `reliability` is the
    reporter's until then. `complaint_number` names the complaint it is about, by number alone.
    """

    kind: ClassVar[str] = "market_information"

    title = models.CharField(_("title"), max_length=120)
    content = models.TextField(_("content"), max_length=4000)
    info_kind = models.CharField(_("kind"), max_length=12, choices=InfoKind.choices)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.OUTSIDE)
    source = models.CharField(_("source"), max_length=200)
    reliability = models.CharField(_("reliability"), max_length=1, choices=Reliability.choices)
    importance = models.PositiveSmallIntegerField(_("importance"), choices=Importance.choices, null=True, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("reporter's department")
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("customer")
    )
    complaint_number = models.CharField(_("complaint"), max_length=32, blank=True)
    state = StateField(choices=InfoState.choices, default=InfoState.REPORTED, protected=True)
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    screened_at = models.DateTimeField(null=True, blank=True)
    screen_note = models.CharField(_("note on screening"), max_length=500, blank=True)
    archive_class = models.CharField(_("sorted as"), max_length=8, choices=ArchiveClass.choices, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "market_information",
                key="id",
                columns=("number", "title", "content", "source", "screen_note", "complaint_number", "customer_id"),
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="feedback_info_house"),
            models.Index(fields=("state", "-created_at", "-id"), name="feedback_info_state"),
            models.Index(fields=("-created_at", "-id"), name="feedback_info_newest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="feedback_info_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["KEPT", "TRANSFERRED", "ARCHIVED"])
                | (Q(importance__isnull=False) & Q(screened_at__isnull=False)),
                name="feedback_info_kept_is_graded",
            ),
            models.CheckConstraint(
                condition=~Q(state=InfoState.ARCHIVED) | (~Q(archive_class="") & Q(archived_at__isnull=False)),
                name="feedback_info_archived_is_sorted",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(field="state", source=InfoState.REPORTED, target=InfoState.KEPT, permission=policies.can_screen)
    def screen(self, *, at: datetime, by_id: int | None) -> None:
        self.screened_at, self.screened_by_id = at, by_id

    @transition(field="state", source=InfoState.REPORTED, target=InfoState.SET_ASIDE, permission=policies.can_screen)
    def set_aside(self, *, at: datetime, by_id: int | None) -> None:
        self.screened_at, self.screened_by_id = at, by_id

    @transition(field="state", source=InfoState.REPORTED, target=InfoState.WITHDRAWN, permission=policies.is_reporter)
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(field="state", source=InfoState.KEPT, target=InfoState.TRANSFERRED, permission=policies.can_transfer)
    def transfer(self, *, at: datetime) -> None: ...

    @transition(field="state", source=InfoState.TRANSFERRED, target=InfoState.KEPT, permission=policies.by_approval)
    def come_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(InfoState.KEPT, InfoState.TRANSFERRED),
        target=InfoState.ARCHIVED,
        permission=policies.can_screen,
    )
    def archive(self, *, at: datetime, archive_class: str) -> None:
        self.archived_at, self.archive_class = at, archive_class


class Reward(models.Model):
    """What a piece of information earned its reporter (MKT-04): once, decided by somebody else."""

    information = models.OneToOneField(MarketInfo, on_delete=models.PROTECT, related_name="reward")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="feedback_reward_above_nought"),
            models.CheckConstraint(condition=~Q(person=models.F("decided_by")), name="feedback_reward_by_others"),
        )

    def __str__(self) -> str:
        return f"{self.information_id}: {self.amount}"
