"""A market research report as paper (市场调研报告, CUS-02, RPT-41)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.choices import ResearchState
from agreements.models import ResearchReport
from core import formats
from core.actors import Actor
from organization import selectors as organization
from reports.papers import documents
from reports.papers.content import Box, Content, Facts, Prose, Section, Signatures
from reports.papers.registry import DocumentPaper, Parameters


class ResearchPaper(DocumentPaper):
    """One report: which market, what it needs, who else offers it, what is recommended."""

    kind = ResearchReport.kind
    code = ResearchReport.kind
    label = gettext_lazy("Market research report")
    forms = ("pdf",)

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        report = self.document(parameters, actor)
        pairs: list[tuple[str, Any]] = [
            (_("Title"), report.title),
            (_("Market looked at"), report.market),
            (_("Time of research"), f"{formats.day(report.since)} – {formats.day(report.until)}"),
            (_("How it was found out"), report.method),
            (_("Written by"), f"{report.created_by.name} · {report.department.name}"),
        ]
        if report.lead is not None:
            pairs.append((_("Lead"), f"{report.lead.number} {report.lead.name}"))
        sections: list[Section] = [
            Facts(pairs, template="papers/voucher_head.html"),
            Prose(_("What is needed"), report.demand.splitlines()),
            Prose(_("Competitors and their prices"), report.rivals.splitlines() or [formats.NOTHING]),
            Prose(_("Conclusion and recommendation"), report.advice.splitlines()),
            _signatures(report),
        ]
        return Content(
            title=_("Market research report"),
            subtitle=organization.company().name,
            number=report.number or "",
            state="" if report.state == ResearchState.ISSUED else str(report.get_state_display()),
            state_of=documents.state_of(report),
            sections=sections,
        )


def _signatures(report: ResearchReport) -> Signatures:
    issued = report.issued_by.name if report.issued_by else ""
    when = formats.day(report.submitted_at) if report.submitted_at else ""
    return Signatures([
        Box(_("Written by"), report.created_by.name, formats.day(report.created_at)), Box(_("Issued by"), issued, when),
    ])  # fmt: skip
