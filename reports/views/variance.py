from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from budgets import confidential
from core import formats, lists
from core.actors import Scope
from core.variance import Variance
from core.web import Request, page_or_part
from reports import charts, exports, forms, policies, rows
from reports.choices import Compare, Rows, Span, Unit
from reports.rules import MONTHS
from reports.selectors import documents, panel, variance
from reports.selectors.figures import Names

TEMPLATE = "reports/variance.html"
FIGURES = (("actual", _("Actual")), ("held", _("Committed")), ("budget", _("Appropriation")))


def asked_by(request: Request) -> forms.Asked | None:
    """What the page is asked for, in the unit its reader likes where none is chosen (GEN-11)."""
    return forms.read(request.GET, wan=getattr(request.user, "show_in_wan", True))


def require_reader(request: Request) -> None:
    """Refuse who reads no reports (GEN-10)."""
    if not policies.can_view(request.actor):
        raise PermissionDenied


@lists.list_page_of(**forms.KNOWN)
@require_GET
def variance_table(request: Request) -> HttpResponse:
    """The variance page; for HTMX with `sel`, only the panel of that row (RPT-02)."""
    require_reader(request)
    asked = asked_by(request)
    if asked is None:
        return render(request, TEMPLATE, {"asked": None})
    context = variance_page(request, asked)
    part = "panel" if request.htmx and request.htmx.target == "panel" else "report"
    return page_or_part(request, TEMPLATE, part, context)


def variance_page(request: Request, asked: forms.Asked, **more: Any) -> dict[str, Any]:
    """What the page and its parts show."""
    scope, names = policies.sight(request.actor), Names()
    question = asked.question
    table = variance.variance_table(question=question, scope=scope, names=names)
    node = table.node(request.GET.get("sel", "")) if request.GET.get("sel") else None
    return {
        **about(asked, table),
        "table": table,
        "rows": rows.joined(rows.rows_of(table=table, asked=asked, selected=node), _row_template(request)),
        "total": rows.total_row(table=table, asked=asked),
        "rows_label": Rows(question.rows).label,
        "compare_label": Compare(asked.compare).label,
        "as_of_value": f"{timezone.localtime(question.as_of):%Y-%m-%d}" if question.as_of else "",
        "as_of_time": f"{timezone.localtime(question.as_of):%H:%M}" if question.as_of else "",
        **(panel_page(asked, table, node, scope, names, confidential.withheld_from(request.actor)) if node else {}),
        "years": forms.years(),
        "departments": [
            department
            for department in sorted(names.departments.values(), key=lambda d: names.department_order[d.pk])
            if scope.covers(department.pk)
        ],
        "categories": [
            (category, "\u3000" * level) for category, level in names.category_tree() if not category.is_contingency
        ],
        "projects": sorted(names.projects.values(), key=lambda project: project.code),
        "choices": {"span": Span.choices, "rows": Rows.choices, "compare": Compare.choices, "unit": Unit.choices},
        "months": MONTHS,
        "query": request.GET.urlencode(),
        "now": timezone.localtime(),
        **more,
    }


def _row_template(request: Request) -> rows.Template:
    """Renders a row; its address ends with the row's key."""
    template = get_template("reports/parts/variance_row.html")
    query = request.GET.copy()
    for name in ("sel", "page"):
        query.pop(name, None)
    address = f"?{query.urlencode()}&sel=" if query else "?sel="
    return lambda row: str(template.render({"row": row, "address": address}))


def about(asked: forms.Asked, table: variance.Table) -> dict[str, Any]:
    """What the line below the title says."""
    return {
        "asked": asked,
        "question": asked.question,
        "span_label": variance.span_label(asked.question.span),
        "contingency_text": rows.shown_in(asked.unit)(table.contingency),
        "table": table,
    }


def panel_page(
    asked: forms.Asked,
    table: variance.Table,
    node: variance.Node,
    scope: Scope,
    names: Names,
    withheld: frozenset[str],
) -> dict[str, Any]:
    """What the panel of a row shows, ready for its template and its chart."""
    shown = panel.row_panel(question=asked.question, scope=scope, node=node, names=names, withheld=withheld)
    show, forecast = rows.shown_in(asked.unit), node.figures.forecast
    gap = Variance(
        value=None if forecast is None else forecast - node.figures.year,
        income=asked.question.income,
        unit="wan" if asked.unit == Unit.WAN else "amount",
    )
    return {
        "panel": shown,
        "shown": rows.single_row(node=node, table=table, asked=asked),
        "bar_unit": gap.unit,
        "panel_forecast": formats.NOTHING if table.is_plan_only else show(forecast),
        "panel_forecast_gap": "" if forecast is None or table.is_plan_only else gap.phrase,
        "panel_months": [
            (formats.month_name(m.month), show(m.budget), show(m.actual), show(m.held)) for m in shown.months
        ],
        "panel_chart": charts.months_chart(
            budget=[m.budget for m in shown.months], actual=[m.actual for m in shown.months], unit=asked.unit
        ),
    }


@lists.list_page_of(figure=(_("Figure"), tuple(documents.FIGURE_KINDS)), **forms.KNOWN)
@require_GET
def variance_documents(request: Request) -> HttpResponse:
    """All documents behind one figure of the table, largest first."""
    require_reader(request)
    asked = asked_by(request)
    if asked is None:
        raise Http404
    scope, names = policies.sight(request.actor), Names()
    table = variance.variance_table(question=asked.question, scope=scope, names=names)
    node = table.node(request.GET.get("sel", "")) if request.GET.get("sel") else None
    if request.GET.get("sel") and node is None:
        raise Http404
    figure = request.GET.get("figure", "actual")
    if figure not in documents.FIGURE_KINDS:
        figure = "actual"
    figures = node.figures if node else table.total
    amount = {"actual": figures.actual, "held": figures.held, "budget": figures.year}[figure]
    withheld = confidential.withheld_from(request.actor)
    place = documents.where(
        question=asked.question,
        scope=scope,
        ids=node.ids if node else {},
        figure=figure,
        names=names,
        withheld=withheld,
    )
    behind = documents.behind_figure(place, figure=figure, amount=amount, sort=request.GET.get("sort", ""))
    if lists.wants_file(request):
        filters = [
            (_("Row"), node.label if node else _("Company")),
            (_("Figure"), dict(FIGURES)[figure]),
            (_("Fiscal year"), asked.question.year.year),
            (_("Months"), f"{variance.span_label(asked.question.span)}, {formats.month_name(asked.question.month)}"),
        ]
        if behind.is_long:
            filters.append((_("Shown"), _("The latest %(count)s postings") % {"count": documents.LATEST}))
            filters.append((_("Total"), _("Of all postings")))
        sheet = exports.documents_sheet(behind.rows, total=amount)
        title, at = _("Documents behind the figure"), asked.question.as_of
        return lists.file_of(request, sheet, name="documents", title=title, filters=filters, at=at)
    page = Paginator(behind.rows, 50).get_page(request.GET.get("page"))
    context = {
        **about(asked, table),
        "node": node,
        "figure": figure,
        "figure_label": dict(FIGURES)[figure],
        "figures": FIGURES,
        "page": page,
        "documents": documents.as_documents(page.object_list),
        "is_long": behind.is_long,
        "latest": documents.LATEST,
        "is_withheld": documents.has_withheld(place, figure),
        "total": amount,
    }
    return page_or_part(request, "reports/variance_documents.html", "table", context)


@require_GET
def variance_export(request: Request) -> HttpResponse:
    """The table as shown, as an Excel file (GEN-13, RPT-45)."""
    require_reader(request)
    asked = asked_by(request)
    if asked is None:
        raise Http404
    table = variance.variance_table(question=asked.question, scope=policies.sight(request.actor))
    response = HttpResponse(
        exports.variance_workbook(table=table, asked=asked, names=Names()),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    name = f"variance-{asked.question.year.year}-{asked.question.month:02d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
