"""The company budget: departments' budgets added up, down to the line (BUD-25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from budgets import policies
from budgets.models import BudgetLine, Category, FiscalYear
from budgets.rules.figures import added_up
from budgets.selectors import budget_lists, consolidation
from budgets.selectors.consolidation import ALL, BY_CATEGORY, BY_DEPARTMENT, IN_FORCE, SENT, Question
from core import formats, list_filters, lists
from core.list_workbooks import Sheet
from core.money import ZERO
from core.web import Request, go_to, whole_number
from organization.models import Department
from organization.views.access import needs

ROWS = ((BY_CATEGORY, gettext_lazy("By category")), (BY_DEPARTMENT, gettext_lazy("By department")))
STATES = (
    (ALL, gettext_lazy("Drafts too")),
    (SENT, gettext_lazy("Submitted and in force")),
    (IN_FORCE, gettext_lazy("In force alone")),
)
INCOME = {"0": False, "1": True}
FILTERS: dict[str, Any] = {
    "by": (gettext_lazy("Rows"), dict(ROWS)),
    "states": (gettext_lazy("State"), dict(STATES)),
}
OF_A_ROW: dict[str, Any] = {
    "category": (gettext_lazy("Category"), list_filters.is_id),
    "department": (gettext_lazy("Department"), list_filters.is_id),
    "income": (gettext_lazy("Kind"), tuple(INCOME)),
}


@require_GET
@needs(policies.can_open_budgets)
def company_now(request: Request) -> HttpResponse:
    """The company budget of the year that is planned, or else runs; the list of budgets while there is none."""
    year = budget_lists.shown_year(None)
    if year is None:
        return go_to(request, "budgets:budget_list")
    return go_to(request, "budgets:company_budget", year=year.year)


@lists.narrowed_page(FILTERS)
@require_GET
@needs(policies.can_open_budgets)
def company_budget(request: Request, year: int) -> HttpResponse:
    """The sum of all budgets one sees, by category or department and month."""
    question = _asked(request, year)
    table = consolidation.consolidated(question=question, actor=request.actor)
    context = {
        "question": question,
        "table": table,
        "cost_rows": _folded(table.costs, question),
        "revenue_rows": _folded(table.revenue, question),
        "months": _calendar(question.year),
        "years": FiscalYear.objects.order_by("-year"),
        "choices": {"by": ROWS, "states": STATES},
        "query": urlencode({"by": question.by, "states": question.states}),
    }
    return render(request, "budgets/company_budget.html", context)


@lists.narrowed_page(FILTERS | OF_A_ROW)
@require_GET
@needs(policies.can_open_budgets)
def company_lines(request: Request, year: int) -> HttpResponse:
    """The lines a row is made of; each leads to its page."""
    question = _asked(request, year)
    category_id, department_id = (
        whole_number(request.GET.get(name, ""), digits=18) for name in ("category", "department")
    )
    rows = consolidation.lines_behind(
        question=question,
        actor=request.actor,
        category_id=category_id,
        department_id=department_id,
        income=INCOME.get(request.GET.get("income", "")),
    )
    context = {
        "question": question,
        "rows": rows,
        "months": _calendar(question.year),
        "sums": added_up(line.amounts for line in rows),
        "total": sum((line.total for line in rows), ZERO),
        "category": Category.objects.filter(pk=category_id).first() if category_id else None,
        "department": Department.objects.filter(pk=department_id).first() if department_id else None,
        "query": urlencode({"by": question.by, "states": question.states}),
    }
    return render(request, "budgets/company_lines.html", context)


@lists.narrowed_page(FILTERS, file_of_page="budgets:company_budget")
@require_GET
@needs(policies.can_open_budgets)
def company_export(request: Request, year: int) -> HttpResponse:
    """Every line behind the company budget, as a workbook (GEN-13)."""
    question = _asked(request, year)
    rows = consolidation.lines_behind(question=question, actor=request.actor)
    heads = [
        (_("Department"), 20),
        (_("Budget"), 16),
        (_("Kind"), 10),
        (_("Code"), 10),
        (_("Category"), 22),
        (_("Project"), 18),
        (_("Description"), 28),
        *((formats.month_name(month), 13) for month in _calendar(question.year)),
        (_("Whole year"), 15),
    ]
    sheet = Sheet(_("Company budget"), heads, _cells(rows))  # without sums: costs and revenue do not add up
    filters = [(_("Fiscal year"), year), (_("State"), dict(STATES)[question.states])]
    return lists.file_of(request, sheet, name="company-budget", title=_("Company budget"), filters=filters)


def _cells(rows: Sequence[BudgetLine]) -> Iterator[Sequence[Any]]:
    for line in rows:
        yield (
            line.budget.department.name,
            line.budget.number or line.budget.get_state_display(),
            str(line.category.get_kind_display()),
            line.category.code,
            line.category.name,
            line.project.name if line.project is not None else "",
            line.description,
            *line.amounts,
            line.total,
        )


def _asked(request: Request, year: int) -> Question:
    def chosen(name: str, allowed: Sequence[tuple[str, Any]]) -> str:
        value = request.GET.get(name, "")
        return value if value in dict(allowed) else allowed[0][0]

    return Question(
        year=get_object_or_404(FiscalYear, year=year), by=chosen("by", ROWS), states=chosen("states", STATES)
    )


def _folded(root: consolidation.Node, question: Question) -> list[dict[str, Any]]:
    """The rows with the address of the lines behind each; what is below the first level is folded."""
    return [
        {
            "row": row,
            "lines": urlencode({**row.node.ids, "by": question.by, "states": question.states}),
            "is_hidden": row.level > 0,
        }
        for row in consolidation.rows_of(root)
    ]


def _calendar(year: FiscalYear) -> list[int]:
    """The months of a year in its order, as calendar months."""
    return [(year.start_date.month - 1 + offset) % 12 + 1 for offset in range(12)]
