"""Complaints and their reports, as the rest of the application knows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints import policies
from complaints.models import Complaint, LiabilityReport, NonConformanceReport
from complaints.selectors import complaints as selectors
from core.actors import Actor
from core.kinds import DocumentKind


def kinds() -> tuple[DocumentKind, ...]:
    """Complaints, reports on liability, non-conformance reports."""
    return (
        DocumentKind(
            code=Complaint.kind,
            label=pgettext_lazy("document", "Complaint"),
            model=Complaint,
            prefix="CP",
            visible_to=selectors.complaints_visible_to,
            url_name="complaints:complaint_detail",
            url_argument="complaint_id",
            can_edit=can_edit,
            can_attach=can_attach,
        ),
        DocumentKind(
            code=LiabilityReport.kind,
            label=_("Report on liability"),
            model=LiabilityReport,
            prefix="QLR",
            visible_to=selectors.reports_visible_to,
            url_name="complaints:liability_detail",
            url_argument="report_id",
            can_edit=policies.is_writer,
        ),
        DocumentKind(
            code=NonConformanceReport.kind,
            label=_("Non-conformance report"),
            model=NonConformanceReport,
            prefix="NCR",
            visible_to=selectors.nonconformances_visible_to,
            url_name="complaints:nonconformance_detail",
            url_argument="report_id",
            can_edit=policies.is_writer,
        ),
    )


def can_edit(complaint: Any, actor: Actor) -> bool:
    """Who may take a photo off again: customer service, while nobody judged."""
    return complaint.state == "OPEN" and policies.is_handler(complaint, actor)


def can_attach(complaint: Any, actor: Actor) -> bool:
    """Photos and papers are added by who follows it, who judges and who explains, to the end."""
    return bool(complaint.is_open) and (policies.can_judge(complaint, actor) or policies.can_explain(complaint, actor))
