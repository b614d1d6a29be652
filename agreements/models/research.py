from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements import policies
from agreements.choices import ResearchState
from agreements.models.leads import Lead
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from organization.models import Department


@history.track_values("version")
class ResearchReport(Document):
    """A market research report (市场调研报告, CUS-02): which market was looked at when and how, what is needed there,
    who else offers it at which price, what we should do. `lead` is the prospect it was made for, where there is one.
    """

    kind: ClassVar[str] = "research_report"

    title = models.CharField(_("title"), max_length=160)
    market = models.CharField(_("market looked at"), max_length=200)
    since = models.DateField(_("looked at from"))
    until = models.DateField(_("looked at until"))
    method = models.CharField(_("how it was found out"), max_length=500)
    demand = models.TextField(_("what is needed"), max_length=6000)
    rivals = models.TextField(_("competitors and their prices"), max_length=6000, blank=True)
    advice = models.TextField(_("conclusion and recommendation"), max_length=6000)
    lead = models.ForeignKey(
        Lead, null=True, blank=True, on_delete=models.PROTECT, related_name="research", verbose_name=_("lead")
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"))
    state = StateField(choices=ResearchState.choices, default=ResearchState.DRAFT, protected=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "research_report",
                key="id",
                columns=("number", "title", "market", "method", "demand", "rivals", "advice", "lead_id"),
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="agreements_research_house"),
            models.Index(fields=("-created_at", "-id"), name="agreements_research_newest"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="agreements_research_days"),
            models.CheckConstraint(
                condition=~Q(state="ISSUED")
                | Q(number__isnull=False, submitted_at__isnull=False, issued_by__isnull=False),
                name="agreements_research_has_number",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.title

    @transition(
        field="state", source=ResearchState.DRAFT, target=ResearchState.ISSUED, permission=policies.can_edit_research
    )
    def issue(self, *, at: datetime, by: int) -> None:
        self.submitted_at, self.issued_by_id = at, by

    @transition(
        field="state",
        source=(ResearchState.DRAFT, ResearchState.ISSUED),
        target=ResearchState.WITHDRAWN,
        permission=policies.can_edit_research,
    )
    def withdraw(self, *, at: datetime) -> None: ...
