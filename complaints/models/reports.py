from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints import policies
from complaints.choices import OUR_FAULT, Disposition, LiabilityState, Liable, NonConformanceState
from complaints.models.complaints import Complaint
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from organization.models import Department
from parts_sales.models import Part


@history.track_values("version")
class LiabilityReport(Document):
    """The report on liability (质量责任认定报告): who is responsible and why; the agreement review panel confirms it or
    sends it back (CMP-02).
    """

    kind: ClassVar[str] = "liability_report"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="liability_reports")
    liable = models.CharField(_("liable"), max_length=8, choices=Liable.choices)
    responsible = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("responsible department"),
    )  # fmt: skip
    cause = models.CharField(_("cause"), max_length=80)
    analysis = models.TextField(_("analysis"), max_length=4000)
    conclusion = models.TextField(_("conclusion"), max_length=2000)
    state = StateField(choices=LiabilityState.choices, default=LiabilityState.IN_REVIEW, protected=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (marks_search("liability_report", key="id", columns=("number", "cause", "analysis", "conclusion")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="complaints_liability_number"
            ),
            models.CheckConstraint(
                condition=~Q(liable__in=OUR_FAULT) | Q(responsible__isnull=False),
                name="complaints_liability_ours_has_department",
            ),
            models.UniqueConstraint(fields=("complaint",), name="complaints_liability_one"),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def is_ours(self) -> bool:
        """Whether we answer for it towards the customer."""
        return self.liable in OUR_FAULT

    @transition(
        field="state", source=LiabilityState.RETURNED, target=LiabilityState.IN_REVIEW, permission=policies.can_rewrite
    )
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state", source=LiabilityState.IN_REVIEW, target=LiabilityState.RETURNED, permission=policies.by_approval
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=LiabilityState.IN_REVIEW, target=LiabilityState.CONFIRMED, permission=policies.by_approval
    )
    def confirm(self, *, at: datetime) -> None:
        self.confirmed_at = at


@history.track_values("version")
class NonConformanceReport(Document):
    """The non-conformance report (不合格品鉴定报告): what does not conform and what becomes of it, found by customer
    service with the planning centre's experts (CMP-04).

    Customer service writes it, the expert it names agrees, which issues it, or sends it back. `issued_at` is when the
    expert agreed; reports from before experts were asked have none.
    """

    kind: ClassVar[str] = "nonconformance_report"

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="nonconformance")
    part = models.ForeignKey(Part, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(_("what does not conform"), max_length=120)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    required = models.TextField(_("required"), max_length=1000)
    found = models.TextField(_("found"), max_length=4000)
    disposition = models.CharField(_("what becomes of it"), max_length=10, choices=Disposition.choices)
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("analysed with")
    )
    state = StateField(choices=NonConformanceState.choices, default=NonConformanceState.WAITING, protected=True)
    issued_at = models.DateTimeField(_("agreed by the expert"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (marks_search("nonconformance_report", key="id", columns=("number", "item", "required", "found")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="complaints_ncr_number"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="complaints_ncr_quantity"),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True) | Q(state=NonConformanceState.ISSUED), name="complaints_ncr_issued"
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(
        field="state",
        source=(NonConformanceState.WAITING, NonConformanceState.RETURNED),
        target=NonConformanceState.WAITING,
        permission=policies.can_write_finding,
    )
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state", source=NonConformanceState.WAITING, target=NonConformanceState.RETURNED,
        permission=policies.is_expert,
    )  # fmt: skip
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=NonConformanceState.WAITING, target=NonConformanceState.ISSUED,
        permission=policies.is_expert,
    )  # fmt: skip
    def issue(self, *, at: datetime) -> None:
        self.issued_at = at
