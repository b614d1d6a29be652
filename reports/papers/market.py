"""Transfer slips and feedback sheets of market information as paper (MKT-02, MKT-03)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import formats
from core.actors import Actor
from feedback.choices import SheetState, SlipState
from feedback.models import FeedbackSheet, TransferSlip
from organization import selectors as organization
from reports.papers import documents, words
from reports.papers.content import Box, Column, Content, Facts, Prose, Row, Section, Signatures, Table
from reports.papers.registry import DocumentPaper, Parameters


class TransferSlipPaper(DocumentPaper):
    """信息传递单: the information, whom it goes to, who reviewed it, what the departments answered."""

    kind = TransferSlip.kind
    code = TransferSlip.kind
    label = gettext_lazy("Transfer slip")
    forms = ("pdf",)

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        slip = self.document(parameters, actor)
        info, rounds = slip.information, documents.rounds_of(slip)
        departments = [row.department.name for row in slip.addressees.select_related("department")]
        due = formats.day(slip.due_date) if slip.due_date else _("%(days)s working days") % {"days": slip.answer_days}
        pairs: list[tuple[str, Any]] = [
            (_("Market information"), f"{info.number} {info.title}"),
            (_("Kind"), info.get_info_kind_display()),
            (_("Grade"), slip.get_grade_display()),
            (_("Importance"), slip.get_importance_display()),
            (_("Source"), info.source),
            (_("Reported by"), f"{info.created_by.name} · {info.department.name} · {formats.day(info.created_at)}"),
            (pgettext("market information", "Goes to"), _(", ").join(departments)),
            (_("Feedback by"), due),
            (_("For publication"), _("Yes") if slip.is_publishable else _("No")),
        ]
        sections: list[Section] = [
            Facts(pairs, template="papers/voucher_head.html"),
            Prose(_("What the information says"), slip.summary.splitlines()),
            Prose(_("What is asked of the departments"), slip.request.splitlines()),
        ]
        if slip.sheets.exists():
            sections.append(_answers(slip))
        if slip.conclusion:
            told = [f"{info.get_archive_class_display()}: {slip.conclusion}"]
            sections.append(Prose(_("Conclusion"), told))
        sections += documents.signatures(
            slip, rounds, maker=_("Written by"), otherwise=[_("Information manager"), _("Vice general manager")]
        )
        return _paper(slip, _("Market information transfer slip"), sections, is_over=slip.state == SlipState.WITHDRAWN)


class FeedbackSheetPaper(DocumentPaper):
    """信息反馈单: what one department was asked and what it answered."""

    kind = FeedbackSheet.kind
    code = FeedbackSheet.kind
    label = gettext_lazy("Feedback sheet")
    forms = ("pdf",)

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        sheet = self.document(parameters, actor)
        slip = sheet.slip
        pairs: list[tuple[str, Any]] = [
            (_("Transfer slip"), slip.number),
            (_("Department"), sheet.department.name),
            (_("Market information"), f"{slip.information.number} {slip.information.title}"),
            (_("Feedback by"), formats.day(sheet.due_date)),
            (_("Importance"), slip.get_importance_display()),
            (_("State"), sheet.get_state_display()),
        ]
        given = sheet.given_by.name if sheet.given_by else ""
        when = words.moment(sheet.given_at) if sheet.given_at else ""
        sections: list[Section] = [
            Facts(pairs, template="papers/voucher_head.html"),
            Prose(_("What the information says"), slip.summary.splitlines()),
            Prose(_("What is asked of the departments"), slip.request.splitlines()),
            Prose(_("Feedback of the department"), sheet.answer.splitlines() or [formats.NOTHING]),
            Prose(_("What is done about it"), sheet.measures.splitlines() or [formats.NOTHING]),
            Signatures([Box(_("For the department"), given, when), Box(_("Information manager"))]),
        ]
        is_over = sheet.state == SheetState.CANCELLED
        return _paper(sheet, _("Market information feedback sheet"), sections, is_over=is_over)


def _answers(slip: TransferSlip) -> Table:
    rows = slip.sheets.select_related("department", "given_by").order_by("department__position", "pk")
    return Table(
        title=_("Feedback of the departments"),
        columns=[
            Column(_("Department"), width=18),
            Column(_("Feedback"), width=44),
            Column(_("What is done about it"), width=28),
            Column(_("Given by"), width=14),
            Column(_("Given at"), "moment", 16),
        ],
        rows=[
            Row(
                (
                    one.department.name, one.answer or one.get_state_display(), one.measures,
                    one.given_by.name if one.given_by else "", one.given_at,
                )
            )
            for one in rows
        ],
    )  # fmt: skip


def _paper(document: Any, title: str, sections: list[Section], *, is_over: bool) -> Content:
    return Content(
        title=title,
        subtitle=organization.company().name,
        number=document.number or "",
        state=document.get_state_display() if is_over else "",
        state_of=documents.state_of(document),
        sections=sections,
    )
