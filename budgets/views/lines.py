"""Single lines of a draft: reading, adding, changing, spreading, removing and bringing back (BUD-10, BUD-11, BUD-14).

Each is a page of its own that works without scripts; the grid shows the same part in a dialog.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets import forms, policies
from budgets.models import Budget, BudgetLine, Project
from budgets.rules.figures import with_quarters
from budgets.selectors.budgets import questions_of
from budgets.selectors.changes import history_of
from budgets.selectors.grid import grid_of
from budgets.selectors.history import years_with_actuals
from budgets.selectors.remarks import remarks_on
from budgets.services import lines, remarks, spreading, starts
from budgets.views.access import seen_budget
from core import formats
from core.errors import DomainError, WrongState
from core.web import Request, go_to, page_or_part


@require_GET
def line_detail(request: Request, budget_id: int, line_id: int) -> HttpResponse:
    """One line with its months, its reasons, what was asked and said about it."""
    return _line_page(request, seen_budget(request, budget_id), line_id)


@require_POST
def line_comment(request: Request, budget_id: int, line_id: int) -> HttpResponse:
    """Say something about a line; its page comes back with it, or with why it was refused (GEN-08)."""
    budget = seen_budget(request, budget_id)
    line = _line(budget, line_id)
    text = request.POST.get("text", "")
    try:
        remarks.remark(line=line, text=text, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _line_page(request, budget, line_id, status=422, said=text, said_error=str(error))
    if request.htmx:
        return _line_page(request, budget, line_id)
    return go_to(request, "budgets:line_detail", budget_id=budget.pk, line_id=line_id)


def _line_page(request: Request, budget: Budget, line_id: int, *, status: int = 200, **more: Any) -> HttpResponse:
    row = next((row for row in grid_of(budget).rows if row.line.pk == line_id), None)
    if row is None:
        raise Http404
    figures = with_quarters(row.line.amounts)
    start = budget.fiscal_year.start_date.month
    quarters = [
        {
            "number": quarter + 1,
            "total": figures[quarter * 4 + 3],
            "months": [
                {
                    "month": (start + quarter * 3 + offset - 1) % 12 + 1,
                    "amount": figures[quarter * 4 + offset],
                    "before": row.before[quarter * 3 + offset] if row.before else None,
                }
                for offset in range(3)
            ],
        }
        for quarter in range(4)
    ]
    context = {
        "budget": budget,
        "row": row,
        "quarters": quarters,
        "questions": [question for question in questions_of(budget) if question.line_id == line_id],
        "history": history_of(budget, line_id=line_id, month=0),
        "can_edit": policies.can_edit(budget, request.actor),
        "can_ask": policies.can_ask(budget, request.actor),
        "question_form": forms.Question(),
        "remarks": remarks_on(budget, line_id),
    }
    return page_or_part(request, "budgets/line_detail.html", "line", context | more, status=status)


@require_http_methods(["GET", "POST"])
def line_add(request: Request, budget_id: int) -> HttpResponse:
    """Add a line."""
    budget = seen_budget(request, budget_id)
    form = _line_form(request, budget, None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            line = lines.add_line(
                budget_id=budget.pk,
                category_id=data["category"],
                project_id=data["project"],
                description=data["description"],
                rationale=data["rationale"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as error:
            return _page(request, budget, None, form, error=error)
        return _done(request, budget, line=line.pk)
    return _page(request, budget, None, form)


@require_http_methods(["GET", "POST"])
def line_edit(request: Request, budget_id: int, line_id: int) -> HttpResponse:
    """Change what a line is for; its months are spread and it is removed from here, too."""
    budget = seen_budget(request, budget_id)
    line = _line(budget, line_id)
    form = _line_form(request, budget, line)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            lines.change_line(
                budget_id=budget.pk,
                line_id=line.pk,
                version=data["version"] or 0,
                category_id=data["category"],
                project_id=data["project"],
                description=data["description"],
                rationale=data["rationale"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as error:
            return _page(request, budget, line, form, error=error)
        return _done(request, budget, line=line.pk)
    return _page(request, budget, line, form)


@require_POST
def line_remove(request: Request, budget_id: int, line_id: int) -> HttpResponse:
    """Take a line off; the grid offers to bring it back."""
    budget = seen_budget(request, budget_id)
    line = _line(budget, line_id)
    try:
        lines.remove_line(budget_id=budget.pk, line_id=line_id, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _page(request, budget, line, _line_form(request, budget, line, bound=False), error=error)
    if not request.htmx:
        messages.success(request, _("“%(line)s” was removed.") % {"line": line})
    return _done(request, budget, removed=line_id, label=str(line))


@require_POST
def line_restore(request: Request, budget_id: int, line_id: int) -> HttpResponse:
    """Bring a removed line back as it was."""
    budget = seen_budget(request, budget_id)
    try:
        lines.restore_line(budget_id=budget.pk, line_id=line_id, actor=request.actor, at=timezone.now())
    except DomainError as error:
        if request.htmx:
            return JsonResponse({"code": error.code, "detail": str(error)}, status=error.status)
        messages.error(request, str(error))
    return _done(request, budget, line=line_id)


@require_POST
def line_spread(request: Request, budget_id: int, line_id: int) -> HttpResponse:
    """Spread the year's amount over the months: written for a plain form, only worked out for the grid (BUD-14)."""
    budget = seen_budget(request, budget_id)
    line = _line(budget, line_id)
    form = forms.Spread(request.POST, years=_season_years(budget))
    error: DomainError | None = None
    if form.is_valid():
        data = form.cleaned_data
        given: dict[str, Any] = {"total": data["total"], "method": data["method"], "years": data["years"]}
        try:
            if request.htmx:
                if not policies.can_edit(budget, request.actor):
                    raise WrongState(document=str(budget), state=budget.get_state_display())
                months = spreading.spread_months(budget=budget, line=line, **given)
                return JsonResponse({"line": line.pk, "amounts": [str(amount) for amount in months]})
            spreading.spread_line(budget_id=budget.pk, line_id=line.pk, actor=request.actor, at=timezone.now(), **given)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("Spread to the cent: %(total)s.") % {"total": formats.amount(data["total"])})
            return go_to(request, "budgets:budget_grid", budget_id=budget.pk)
    line_form = _line_form(request, budget, line, bound=False)
    return _page(request, budget, line, line_form, error=error, spread_form=form, status=422)


def _line(budget: Budget, line_id: int) -> BudgetLine:
    line = budget.lines.select_related("category__parent", "project").filter(pk=line_id).first()
    if line is None:
        raise Http404
    return line


def _line_form(request: Request, budget: Budget, line: BudgetLine | None, *, bound: bool = True) -> forms.Line:
    categories = starts.usable_leaves()
    if line is not None and line.category_id not in {category.pk for category in categories}:
        categories.append(line.category)
    projects = Project.objects.filter(Q(retired_at__isnull=True) | Q(pk=line.project_id if line else None))
    data = request.POST if request.method == "POST" and bound else None
    initial = forms.Line.initial_of(line) if line else {"category": request.GET.get("category")}
    return forms.Line(data, initial=initial, categories=categories, projects=list(projects))


def _season_years(budget: Budget) -> list[int]:
    years = years_with_actuals(department_id=budget.department_id, before=budget.fiscal_year.year)
    return [year.year for year in years]


def _page(
    request: Request,
    budget: Budget,
    line: BudgetLine | None,
    form: forms.Line,
    *,
    error: DomainError | None = None,
    spread_form: forms.Spread | None = None,
    status: int | None = None,
) -> HttpResponse:
    years = _season_years(budget)
    context = {
        "budget": budget,
        "line": line,
        "form": form,
        "error": error,
        "can_edit": policies.can_edit(budget, request.actor),
        "spread_form": spread_form or forms.Spread(initial={"total": line.total if line else None}, years=years),
    }
    refused = request.method == "POST"
    return page_or_part(request, "budgets/line_edit.html", "line", context, status=status or (422 if refused else 200))


def _done(request: Request, budget: Budget, **told: Any) -> HttpResponse:
    """The grid reads what was done and draws itself anew; a plain form goes back to the grid."""
    if request.htmx:
        return JsonResponse(told)
    return go_to(request, "budgets:budget_grid", budget_id=budget.pk)
