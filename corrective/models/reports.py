from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from corrective import policies
from corrective.choices import ReportState
from corrective.models.rounds import Round


@history.track_values("version")
class EffectReport(Document):
    """The report on a round's effect (改进措施效果鉴定报告): one of the panel writes it, others confirm it (CMP-06).

    `is_effective` is the verdict; it moves the corrective action once the report is confirmed.
    """

    kind: ClassVar[str] = "effect_report"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    is_effective = models.BooleanField(_("effective"))
    finding = models.TextField(_("what was seen"), max_length=4000)
    figures = models.TextField(_("figures before and after"), max_length=2000, blank=True)
    state = StateField(choices=ReportState.choices, default=ReportState.IN_REVIEW, protected=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (marks_search("effect_report", key="id", columns=("number", "finding", "figures")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="corrective_report_has_number"
            ),
            models.UniqueConstraint(
                fields=("round",),
                condition=Q(state__in=["IN_REVIEW", "RETURNED"]),
                name="corrective_report_one_running",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(field="state", source=ReportState.RETURNED, target=ReportState.IN_REVIEW, permission=policies.is_writer)
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state", source=ReportState.IN_REVIEW, target=ReportState.RETURNED, permission=policies.by_approval
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=ReportState.IN_REVIEW, target=ReportState.CONFIRMED, permission=policies.by_approval
    )
    def confirm(self, *, at: datetime) -> None:
        self.confirmed_at = at

    @transition(
        field="state",
        source=(ReportState.IN_REVIEW, ReportState.RETURNED),
        target=ReportState.WITHDRAWN,
        permission=policies.is_writer,
    )
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(ReportState.IN_REVIEW, ReportState.RETURNED),
        target=ReportState.WITHDRAWN,
        permission=policies.by_approval,
    )
    def reject(self, *, at: datetime) -> None: ...
