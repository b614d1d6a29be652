"""The reports of a complaint on paper: liability, non-conformance, plan of measures, follow-up, effect (CMP-07)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from complaints.models import Complaint, LiabilityReport, NonConformanceReport
from core import formats
from core.actors import Actor
from corrective.models import CorrectiveAction, EffectReport, Round
from corrective.selectors.actions import current_round
from organization import selectors as organization
from reports.papers import documents
from reports.papers.content import Box, Column, Content, Facts, Prose, Row, Section, Signatures, Table
from reports.papers.registry import DocumentPaper, Parameters


class QualityPaper(DocumentPaper):
    """A report about quality, in the reader's language."""

    forms = ("pdf",)

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        document = self.document(parameters, actor)
        company = organization.company()
        return Content(
            title=str(self.label),
            subtitle=company.name if company is not None else "",
            number=document.number or "",
            state=str(document.get_state_display()),
            state_of=documents.state_of(document),
            sections=self.sections(document),
        )

    @abstractmethod
    def sections(self, document: Any) -> list[Section]:
        """What stands on it."""


class LiabilityPaper(QualityPaper):
    """质量责任认定报告: who is responsible and why, the panel's decisions, places to sign."""

    code = "liability_report"
    kind = LiabilityReport.kind
    label = gettext_lazy("Report on liability")

    def sections(self, document: LiabilityReport) -> list[Section]:
        cases = documents.rounds_of(document)
        judged = [
            (_("Who answers for it"), str(document.get_liable_display())),
            (_("Responsible department"), document.responsible.name if document.responsible else formats.NOTHING),
            (pgettext("complaint", "Cause"), document.cause),
        ]
        return [
            _about(document.complaint),
            _prose(_("What happened"), document.complaint.happened),
            Facts(judged, title=_("Liability")),
            _prose(_("Analysis"), document.analysis),
            _prose(_("Conclusion"), document.conclusion),
            documents.decisions(document, cases),
            *documents.signatures(document, cases, maker=_("Written by"), otherwise=[_("Review panel")]),
        ]


class NonConformancePaper(QualityPaper):
    """不合格品鉴定报告: what does not conform, what was required and found, what becomes of it."""

    code = "nonconformance_report"
    kind = NonConformanceReport.kind
    label = gettext_lazy("Non-conformance report")

    def sections(self, document: NonConformanceReport) -> list[Section]:
        complaint = document.complaint
        item = [
            (_("What does not conform"), document.item),
            (_("Quantity"), str(document.quantity)),
            (_("What becomes of it"), str(document.get_disposition_display())),
            (_("Responsible department"), complaint.responsible.name if complaint.responsible else formats.NOTHING),
            (_("Analysed with"), _expert(document)),
        ]
        return [
            _about(complaint),
            Facts(item, title=pgettext("complaint", "Finding")),
            _prose(pgettext("complaint", "Required"), document.required),
            _prose(pgettext("complaint", "Found"), document.found),
            Signatures(
                [
                    Box(_("Customer service"), document.created_by.name, formats.day(document.created_at)),
                    # Only who agreed has signed; whom customer service named stands there to be signed by hand.
                    Box(_("Expert"), document.expert.name, formats.day(document.issued_at))
                    if document.issued_at
                    else Box(_("Expert")),
                    Box(_("Responsible department")),
                ]
            ),
        ]


class PlanPaper(QualityPaper):
    """The plan of corrective and preventive measures: each round with cause and measures."""

    code = "capa_plan"
    kind = CorrectiveAction.kind
    label = gettext_lazy("Plan of corrective and preventive measures")

    def sections(self, document: CorrectiveAction) -> list[Section]:
        cases = documents.rounds_of(document)
        found: list[Section] = [_action(document), _prose(_("What is wrong"), document.problem)]
        for made in document.rounds.order_by("number"):
            found += _plan(made)
        return [
            *found,
            documents.decisions(document, cases),
            *documents.signatures(document, cases, maker=_("Asked for by"), otherwise=[_("Experts")]),
        ]


class FollowUpPaper(QualityPaper):
    """改进措施追踪检查记录: each check with what was seen."""

    code = "follow_up_record"
    kind = CorrectiveAction.kind
    label = gettext_lazy("Record of follow-up checks")

    def sections(self, document: CorrectiveAction) -> list[Section]:
        checks = document.checks.select_related("round", "measure", "by").order_by("at", "pk")
        rows = [
            Row(
                (
                    formats.day(one.at),
                    str(one.round.number),
                    one.measure.text if one.measure else _("All measures"),
                    one.finding,
                    _("In order") if one.in_order else _("Not in order"),
                    one.by.name,
                )
            )
            for one in checks
        ]
        columns = [
            Column(_("Date"), width=12),
            Column(_("Round"), width=8),
            Column(_("Looked at"), width=26),
            Column(pgettext("complaint", "Finding"), width=34),
            Column(_("Outcome"), width=12),
            Column(_("Checked by"), width=12),
        ]
        return [
            _action(document),
            _measures(current_round(document)),
            Table(columns=columns, rows=rows, title=_("Checks"), empty=_("Nothing was checked yet.")),
            Signatures([Box(_("Customer service")), Box(_("Responsible department"))]),
        ]


class EffectPaper(QualityPaper):
    """改进措施效果鉴定报告: the panel's verdict on a round."""

    code = "effect_report"
    kind = EffectReport.kind
    label = gettext_lazy("Report on the effect of measures")

    def sections(self, document: EffectReport) -> list[Section]:
        cases = documents.rounds_of(document)
        verdict = _("Effective") if document.is_effective else _("Not effective")
        facts = [(_("Round"), str(document.round.number)), (_("Verdict"), verdict)]
        return [
            _action(document.round.action),
            _measures(document.round),
            Facts(facts, title=_("Verdict")),
            _prose(_("What was seen"), document.finding),
            _prose(_("Figures before and after"), document.figures),
            documents.decisions(document, cases),
            *documents.signatures(document, cases, maker=_("Written by"), otherwise=[_("Review panel")]),
        ]


# --- Parts ------------------------------------------------------------------------------------------------------------


def _about(complaint: Complaint) -> Facts:
    pairs: list[tuple[str, Any]] = [
        (pgettext("document", "Complaint"), f"{complaint.number} {complaint.title}"),
        (_("Customer"), complaint.customer.name),
        (_("Severity"), str(complaint.get_severity_display())),
        (_("Recorded"), formats.day(complaint.created_at)),
        (_("Machine"), str(complaint.machine or formats.NOTHING)),
        (pgettext("sale", "Order"), str(complaint.order or formats.NOTHING)),
        (_("Part"), f"{complaint.part.number} {complaint.part.name}" if complaint.part else formats.NOTHING),
    ]
    return Facts(pairs)


def _expert(document: NonConformanceReport) -> str:
    """Whom it was analysed with, and whether they agreed (CMP-04)."""
    if document.issued_at:
        return _("%(person)s, agreed on %(day)s") % {
            "person": document.expert.name, "day": formats.day(document.issued_at),
        }  # fmt: skip
    return _("%(person)s, has not agreed") % {"person": document.expert.name}


def _action(action: CorrectiveAction) -> Facts:
    return Facts(
        [
            (_("Corrective action"), f"{action.number} {action.title}"),
            (_("Concerns"), action.subject_label or formats.NOTHING),
            (_("Responsible department"), action.department.name),
            (_("Asked for by"), action.created_by.name),
            (_("Measures to be written by"), formats.day(action.plan_due)),
        ]
    )


def _plan(made: Round) -> Sequence[Section]:
    causes = [
        f"{one.get_branch_display()}: {one.text}" if one.branch else f"{place}. {one.text}"
        for place, one in enumerate(made.causes.all(), start=1)
    ]
    round_of = _("Round %(number)s") % {"number": made.number}
    return [
        Prose(title=f"{round_of} · {made.get_method_display()}", paragraphs=causes or [formats.NOTHING]),
        _prose(_("Root cause"), made.root_cause),
        _measures(made),
        _prose(_("How the effect will be measured"), made.effect_measure),
    ]


def _measures(made: Round) -> Table:
    rows = [
        Row(
            (
                str(one.get_measure_kind_display()),
                one.text,
                one.owner.name,
                formats.day(one.due_date),
                formats.day(one.done_at) if one.done_at else "",
                one.result,
            )
        )
        for one in made.measures.select_related("owner")
    ]
    columns = [
        Column(_("Kind"), width=10),
        Column(_("Measure"), width=30),
        Column(_("Owner"), width=12),
        Column(_("Due on"), width=12),
        Column(_("Done"), width=12),
        Column(pgettext("measure", "What was done"), width=26),
    ]
    return Table(columns=columns, rows=rows, title=_("Measures"), empty=_("No measures yet."))


def _prose(title: str, text: str) -> Prose:
    return Prose(title=title, paragraphs=[line for line in text.splitlines() if line.strip()] or [formats.NOTHING])
