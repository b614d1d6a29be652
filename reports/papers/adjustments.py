"""A budget adjustment: its lines with both signs, why, what it does to each budget, who signs (BUD-32)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from approvals.selectors import my_task
from budgets.models import Adjustment
from budgets.selectors.adjustment_pages import AdjustmentPage, adjustment_page
from core import formats
from core.actors import Actor
from core.money import ZERO, base_currency
from reports.papers import documents, words
from reports.papers.content import Column, Content, Facts, Row, Section, Table
from reports.papers.registry import DocumentPaper, Parameters


class AdjustmentPaper(DocumentPaper):
    """One adjustment."""

    code = "budget_adjustment"
    kind = Adjustment.kind
    label = gettext_lazy("Budget adjustment")

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        adjustment = self.document(parameters, actor)
        decides = my_task(actor, self.kind, adjustment.pk) is not None
        page = adjustment_page(adjustment=adjustment, actor=actor, decides=decides)
        cases = documents.rounds_of(adjustment)
        kind = str(adjustment.get_adjustment_kind_display())
        sections: list[Section] = [_facts(page), _lines(page)]
        sections += documents.signatures(
            adjustment,
            cases,
            maker=_("Requested by"),
            otherwise=(_("Department head"), _("Finance check"), _("Approved by")),
        )
        sections += [documents.decisions(adjustment, cases), documents.history(adjustment)]
        return Content(
            title=_("Budget adjustment: %(kind)s") % {"kind": kind},
            subtitle=adjustment.title,
            number=adjustment.number or _("Draft"),
            state=str(adjustment.get_state_display()),
            state_of=documents.state_of(adjustment),
            sections=sections,
        )


def _facts(page: AdjustmentPage) -> Facts:
    adjustment = page.adjustment
    pairs: list[tuple[str, Any]] = [
        (_("Department"), adjustment.department.name),
        (_("Fiscal year"), str(adjustment.fiscal_year.year)),
        (_("Maker"), adjustment.created_by.name),
        (_("In force since"), words.moment(adjustment.approved_at)),
        (_("Purpose"), adjustment.purpose or formats.NOTHING),
        (_("Criteria met"), adjustment.criteria or formats.NOTHING),
    ]
    if adjustment.risk:
        pairs.append((_("Risk it answers"), adjustment.risk))
    lead: list[tuple[str, Any]] = [(_("Amount (%(currency)s)") % {"currency": base_currency()}, adjustment.total)]
    if page.gained and page.taken:
        lead += [(_("Given"), page.taken), (_("Received"), page.gained)]
    return Facts(pairs, lead=lead)


def _lines(page: AdjustmentPage) -> Table:
    rows = [
        Row(
            (
                line.category.name,
                line.department.name,
                line.project.name if line.project else "",
                _("%(month)s %(year)s")
                % {"month": formats.month_name(line.period.month), "year": page.adjustment.fiscal_year.year},
                line.note,
                line.amount if line.amount > 0 else None,
                -line.amount if line.amount < 0 else None,
            )
        )
        for line in page.lines
    ]
    gained, taken = page.gained, page.taken
    total = Row((_("Total"), "", "", "", "", gained, taken), role="total", sums=range(len(rows)))
    net = Row(
        (_("Net change of the budget"), "", "", "", "", _above(gained - taken), _above(taken - gained)), role="sum"
    )
    return Table(
        title=pgettext("document", "Lines"),
        note=_("%(currency)s, tax included") % {"currency": base_currency()},
        columns=[
            Column(_("Category"), width=22),
            Column(_("Department"), width=18),
            Column(_("Project"), width=14),
            Column(pgettext("calendar", "Month"), width=12),
            Column(_("Note"), width=26),
            Column(pgettext("adjustment", "Raised by"), "money", 16),
            Column(pgettext("adjustment", "Cut by"), "money", 16),
        ],
        rows=[*rows, total, net],
    )


def _above(amount: Decimal) -> Decimal:
    return max(amount, ZERO)
