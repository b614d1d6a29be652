"""What complaints cost each budget, on paper and as a workbook (CMP-08)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import formats
from core.actors import Actor, Scope
from core.money import base_currency
from reports import forms, policies
from reports.papers.content import Column, Content, Facts, Row, Table
from reports.papers.moments import latest_posting
from reports.papers.registry import Paper, Parameters
from reports.papers.standard import plain_period
from reports.papers.variance import NoYear
from reports.selectors.complaint_costs import CostTable, complaint_costs
from reports.selectors.figures import Names, narrowed


class ComplaintCostPaper(Paper):
    """By budget, by month, and paper by paper."""

    code = "complaint_costs"
    label = gettext_lazy("Cost of complaints")

    def read(self, given: Mapping[str, str], actor: Actor) -> Parameters:
        question = _asked(given).question
        complete = {
            "year": str(question.year.year), "span": question.span, "month": str(question.month),
            "department": question.department_id, "category": question.category_id,
        }  # fmt: skip
        return {name: str(value) for name, value in complete.items() if value not in (None, "")}

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        if not policies.can_view(actor):
            raise Http404

    def scope(self, parameters: Parameters, actor: Actor) -> Scope:
        department = parameters.get("department")
        return narrowed(policies.sight(actor), int(department) if department else None)

    def title(self, parameters: Parameters) -> str:
        return f"{self.label} {plain_period(_asked(parameters))}"

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        asked, names = _asked(parameters), Names()
        question = asked.question
        table = complaint_costs(question, actor=actor, scope=policies.sight(actor))
        department = names.departments.get(question.department_id or 0)
        category = names.categories.get(question.category_id or 0)
        about = [plain_period(asked), *(one.name for one in (department, category) if one is not None)]
        return Content(
            title=str(self.label),
            subtitle=" · ".join(about),
            state_of=latest_posting(question.year),
            landscape=True,
            sections=[_lead(table), _by_budget(table), _by_month(table), _by_paper(table)],
        )


def _lead(table: CostTable) -> Facts:
    lead = [(_("Posted"), table.posted), (_("Only asked for"), table.held)]
    return Facts([(_("Complaints"), str(table.complaints))], lead=lead)


def _by_budget(table: CostTable) -> Table:
    rows = [
        Row(
            (
                row.department, row.category, row.complaints, row.posted, row.held,
                _("income taken back") if row.spent is None else row.spent, row.share,
            )
        )
        for row in table.budgets
    ]  # fmt: skip
    total = (_("Total"), None, table.complaints, table.posted, table.held, None, None)
    columns = [
        Column(_("Department"), width=22),
        Column(_("Category"), width=24),
        Column(_("Complaints"), "count", 11),
        Column(_("Posted"), "money", 16),
        Column(_("Only asked for"), "money", 16),
        Column(_("All spent there"), "money", 18),
        Column(_("Share"), "percent", 9),
    ]
    return Table(
        columns=columns,
        rows=_summed(rows, total),
        title=_("By budget"),
        sheet=_("By budget"),
        note=_("%(currency)s, tax included. Income that was taken back is a cost.") % {"currency": base_currency()},
        empty=_("No costs of complaints in these months"),
    )


def _by_month(table: CostTable) -> Table:
    rows = [Row((formats.month_name(month), posted, held)) for month, posted, held in table.months]
    columns = [
        Column(pgettext("calendar", "Month"), width=16),
        Column(_("Posted"), "money", 16),
        Column(_("Only asked for"), "money", 16),
    ]
    total = (_("Total"), table.posted, table.held)
    return Table(columns=columns, rows=_summed(rows, total), title=_("By month"), sheet=_("By month"))


def _by_paper(table: CostTable) -> Table:
    rows = [
        Row(
            (
                row.complaint, row.complaint_title or formats.NOTHING, row.label, row.number,
                formats.month_name(row.month), row.department, row.category, row.posted, row.held,
            )
        )
        for row in table.papers
    ]  # fmt: skip
    columns = [
        Column(pgettext("document", "Complaint"), width=15),
        Column(_("About"), width=22),
        Column(_("Document"), width=15),
        Column(_("Number"), width=17),
        Column(pgettext("calendar", "Month"), width=10),
        Column(_("Department"), width=18),
        Column(_("Category"), width=20),
        Column(_("Posted"), "money", 15),
        Column(_("Only asked for"), "money", 15),
    ]
    total = (_("Total"), *[None] * 6, table.posted, table.held)
    return Table(
        columns=columns, rows=_summed(rows, total), title=_("Papers behind it"), sheet=_("Papers"), small=True,
        empty=_("No costs of complaints in these months"),
    )  # fmt: skip


def _summed(rows: list[Row], total: tuple[str | int | Decimal | None, ...]) -> list[Row]:
    """Rows with their total; nothing where there are none."""
    return [*rows, Row(total, role="total", sums=range(len(rows)))] if rows else []


def _asked(parameters: Mapping[str, str]) -> forms.Asked:
    asked = forms.read(parameters)
    if asked is None:
        raise NoYear
    return asked
