"""The list of annual budgets and how one begins."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from budgets import exports, forms, policies
from budgets.choices import BudgetState, Scenario
from budgets.draft_errors import ScenarioNeedsName
from budgets.models import FiscalYear
from budgets.selectors import budget_lists
from budgets.selectors.budget_lists import BudgetFilter, BudgetRow
from budgets.services import starts
from core import lists, requests
from core.components import Choice
from core.errors import DomainError
from core.web import Request, go_to, new_request_key, page_or_part
from organization.models import Department

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@lists.list_page
@require_GET
def budget_list(request: Request) -> HttpResponse:
    """Every budget one may see, and the ways to begin one's own (BUD-10, BUD-22, GEN-13)."""
    chosen = _chosen(request)
    year = budget_lists.shown_year(chosen.year)
    rows = budget_lists.budgets_for(request.actor, chosen) if year else None
    if lists.wants_file(request) and rows is not None:
        sheet = exports.budgets_sheet(rows)
        return lists.file_of(request, sheet, name="budgets", title=_("Annual budgets"), filters=_in_words(chosen, year))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page")) if rows is not None else None
    shown = budget_lists.rows_of(list(page)) if page else []
    waiting = budget_lists.departments_without_budget(request.actor, year) if year and year.state != "CLOSED" else []
    context: dict[str, Any] = {
        "year": year,
        "years": FiscalYear.objects.order_by("-year"),
        "chosen": chosen,
        "page": page,
        "rows": shown,
        "totals": budget_lists.sum_of(_all_rows(rows, page, shown), scenario=chosen.scenario),
        "departments": budget_lists.departments_seen(request.actor),
        "states": [(state, label) for state, label in BudgetState.choices],
        "scenarios": Scenario.choices,
        "progress": budget_lists.progress_of(request.actor, year) if year else None,
        "without": waiting,
        "can_make": request.actor.can_somewhere(policies.MAKE),
        "can_add_up": policies.can_open_budgets(request.actor),
        "can_set_bounds": request.actor.can(policies.RUN_YEARS),
        "can_set_ceilings": policies.can_set_ceilings(request.actor),
        **(_beginning(request, waiting[0], year) if waiting and year and not chosen.is_set else {}),
    }
    return page_or_part(request, "budgets/budget_list.html", "budgets", context)


@require_http_methods(["GET", "POST"])
def budget_start(request: Request) -> HttpResponse:
    """Begin a draft: from last year's actuals or budget, from a file, or empty (BUD-22)."""
    departments = budget_lists.departments_to_draft(request.actor)
    years = budget_lists.plannable_years()
    if not departments:
        raise PermissionDenied
    department, year = _meant(request, departments, years)
    point = budget_lists.starting_point(department=department, year=year) if department and year else None
    given: dict[str, Any] = {
        "departments": departments,
        "years": years,
        "season_years": point.season_years if point else (),
        "categories": [row for row in starts.usable_leaves() if row.kind == "COST"],
    }
    if request.method == "POST":
        form = forms.Start(request.POST, **given)
        error: DomainError | None = None
        if form.is_valid():
            try:
                return _begin(request, form)
            except ScenarioNeedsName as unnamed:
                form.add_error("scenario_name", str(unnamed))
            except DomainError as refused:
                error = refused
        context = {"form": form, "error": error, "point": point, "year": year, "department": department}
        return render(request, "budgets/budget_start.html", context, status=422)
    form = forms.Start(initial=_initial(request, department, year, point), **given)
    context = {"form": form, "point": point, "year": year, "department": department}
    return render(request, "budgets/budget_start.html", context)


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook as a download."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _all_rows(rows: Any, page: Any, shown: list[BudgetRow]) -> list[BudgetRow]:
    """What stands under the list is of all its pages, not of the one shown (GEN-13)."""
    if page is None or page.paginator.num_pages == 1:
        return shown
    return budget_lists.rows_of(list(rows))


def _in_words(chosen: BudgetFilter, year: FiscalYear | None) -> list[tuple[str, object]]:
    department = Department.objects.filter(pk=chosen.department_id).first() if chosen.department_id else None
    return [
        (_("Fiscal year"), year.year if year else ""),
        (_("State"), lists.choice_words(BudgetState.choices, chosen.state)),
        (_("Department"), department or ""),
        (_("Scenario"), lists.choice_words(Scenario.choices, chosen.scenario)),
        (_("Search"), chosen.text),
    ]


def _chosen(request: Request) -> BudgetFilter:
    form = forms.Filter(request.GET)
    form.is_valid()
    data = form.cleaned_data
    year = data.get("year")
    if year is None:
        default = budget_lists.shown_year(None)
        year = default.year if default else None
    return BudgetFilter(
        year=year,
        state=data.get("state") or "",
        department_id=data.get("department"),
        scenario=data.get("scenario") or "",
        text=(data.get("q") or "").strip(),
        sort=data.get("sort") or "",
    )


def _beginning(request: Request, department: Department, year: FiscalYear) -> dict[str, Any]:
    """The large card of a department without a budget: what to begin from, the best first."""
    point = budget_lists.starting_point(department=department, year=year)
    base = f"{reverse('budgets:budget_start')}?department={department.pk}&year={year.year}"
    before = year.year - 1
    ways = []
    if point.outlook:
        ways.append(
            Choice(
                title=_("Begin with the actuals of %(year)s") % {"year": before},
                text=_("Raise or lower by category, spread over the months by season"),
                url=f"{base}&source=actuals",
                icon="history",
                best=True,
            )
        )
    if point.has_budget:
        ways.append(
            Choice(
                title=_("Begin with the budget of %(year)s") % {"year": before},
                text=_("Brings lines, rationale and control methods along"),
                url=f"{base}&source=budget",
                icon="copy",
                best=not ways,
            )
        )
    ways += [
        Choice(
            title=_("Bring in an Excel file"),
            text=_("Checked first, written after; a template can be downloaded"),
            url=f"{base}&source=file",
            icon="table-import",
        ),
        Choice(
            title=_("Begin empty"),
            text=_("Only the cost categories"),
            url=f"{base}&source=empty",
            icon="file-plus",
            best=not ways,
        ),
    ]
    return {"begin": department, "point": point, "ways": ways}


def _meant(
    request: Request, departments: list[Department], years: list[FiscalYear]
) -> tuple[Department | None, FiscalYear | None]:
    """Which department and year the page is about: as asked, else the first ones that fit."""
    asked = request.POST if request.method == "POST" else request.GET
    department = next((row for row in departments if str(row.pk) == asked.get("department")), None)
    year = next(
        (row for row in years if str(row.pk) == asked.get("fiscal_year") or str(row.year) == asked.get("year")), None
    )
    default = budget_lists.shown_year(None)
    fallback = next((row for row in years if default and row.pk == default.pk), years[0] if years else None)
    return department or departments[0], year or fallback


def _initial(request: Request, department: Any, year: Any, point: Any) -> dict[str, Any]:
    source = request.GET.get("source", "")
    known = {"actuals", "budget", "empty", "file"}
    return {
        "request_key": new_request_key(),
        "source": source if source in known else "actuals" if point and point.outlook else "empty",
        "department": department.pk if department else None,
        "fiscal_year": year.pk if year else None,
        "season_years": list(point.season_years[:3]) if point else [],
    }


def _begin(request: Request, form: forms.Start) -> HttpResponse:
    data = form.cleaned_data
    with requests.once(actor=request.actor, key=data["request_key"], body=request.POST) as sent:
        if not sent.is_repeated:
            sent.document_id = starts.start_budget(
                department_id=data["department"],
                fiscal_year_id=data["fiscal_year"],
                start=form.start(),
                scenario=data["scenario"],
                scenario_name=data["scenario_name"],
                actor=request.actor,
                at=timezone.now(),
            ).pk
    if data["source"] == "file":
        return go_to(request, "budgets:import_upload", budget_id=sent.document_id)
    return go_to(request, "budgets:budget_grid", budget_id=sent.document_id)
