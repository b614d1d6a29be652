"""A budget's own page and its moves: submit, withdraw, give up, settings, methods, questions, export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals import pages as approval_pages
from budgets import forms, policies
from budgets.choices import BudgetState
from budgets.handlers import BudgetHandler
from budgets.models import Budget, FiscalYear, LineQuestion
from budgets.selectors import ceilings, checks, versions
from budgets.selectors.adjustments import in_force_of
from budgets.selectors.budgets import (
    baseline_of,
    contingency_of,
    control_methods_of,
    cost_categories_of,
    lines_of,
    questions_of,
)
from budgets.selectors.grid import grid_of
from budgets.selectors.workbooks import budget_workbook
from budgets.services import budgets, methods, questions
from budgets.services.methods import Method
from budgets.views.access import seen_budget
from budgets.views.budgets import workbook
from core import documents
from core.errors import DomainError
from core.pages import document_context
from core.web import Request, go_to

MethodSet = formset_factory(forms.Method, extra=0)


@require_GET
def budget_detail(request: Request, budget_id: int) -> HttpResponse:
    """The budget as its readers and reviewers see it (BUD-10, BUD-30)."""
    budget = seen_budget(request, budget_id)
    return render(request, "budgets/budget_detail.html", budget_page(request, budget))


def budget_page(request: Request, budget: Budget, **more: Any) -> dict[str, Any]:
    """Everything the document page shows."""
    actor = request.actor
    grid = grid_of(budget)
    baseline = baseline_of(budget)
    asked = list(questions_of(budget))
    can_answer = policies.can_answer(budget, actor)
    context: dict[str, Any] = {
        "budget": budget,
        "grid": grid,
        "contingency": contingency_of(budget, grid.totals),
        "ceilings": (distances := ceilings.distances_of(budget)),
        "above": ceilings.above(distances),
        "changes": versions.changes_since(baseline, lines_of(budget)) if baseline and baseline.number else [],
        "baseline": baseline,
        "questions": asked,
        "questions_open": sum(1 for question in asked if question.answered_at is None),
        "questions_mine": sum(
            1 for question in asked if question.answered_at is None and question.asked_by_id != actor.person_id
        ),
        "methods": list(control_methods_of(budget)),
        "can_edit": policies.can_edit(budget, actor),
        "can_ask": policies.can_ask(budget, actor),
        "can_answer": can_answer,
        "answer_form": forms.Answer() if can_answer else None,
        "may": {move: documents.may(budget, move, actor) for move in ("submit", "withdraw", "cancel")},
        "reason_form": forms.Reason(initial={"version": budget.version}),
        **approval_pages.approval_context(actor=actor, kind=Budget.kind, document_id=budget.pk),
        **document_context(actor=actor, kind=Budget.kind, document=budget),
    }
    if budget.is_editable:
        context["checks"] = checks.checks_of(budget)
        context["is_stopped"] = checks.is_stopped(context["checks"])
        context |= approval_pages.preview_context(
            kind=Budget.kind, facts=BudgetHandler().facts(budget.pk), on=timezone.localdate()
        )
    elif budget.state == BudgetState.IN_FORCE:
        context["in_force"] = in_force_of(budget)
    return context | more


@require_POST
def budget_submit(request: Request, budget_id: int) -> HttpResponse:
    """Send the draft to its reviewers (BUD-30)."""
    budget = seen_budget(request, budget_id)
    form = forms.Submit(request.POST)
    data = form.cleaned_data if form.is_valid() else {}
    try:
        budgets.submit_budget(
            budget_id=budget.pk,
            version=data.get("version"),
            sequence=data.get("sequence"),
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        return _refused(request, budget, error)
    messages.success(request, _("The budget was sent to its reviewers."))
    return go_to(request, "budgets:budget_detail", budget_id=budget.pk)


@require_POST
def budget_withdraw(request: Request, budget_id: int) -> HttpResponse:
    """Take it back until the first decision (APR-09)."""
    budget = seen_budget(request, budget_id)
    form = forms.Submit(request.POST)
    version = form.cleaned_data.get("version") if form.is_valid() else None
    try:
        budgets.withdraw_budget(budget_id=budget.pk, version=version, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _refused(request, budget, error)
    messages.success(request, _("The budget is a draft again."))
    return go_to(request, "budgets:budget_detail", budget_id=budget.pk)


@require_POST
def budget_cancel(request: Request, budget_id: int) -> HttpResponse:
    """Give a draft up (GEN-14)."""
    budget = seen_budget(request, budget_id)
    form = forms.Reason(request.POST)
    if not form.is_valid():
        return _refused(request, budget, None, reason_form=form, cancelling=True)
    try:
        budgets.cancel_budget(
            budget_id=budget.pk,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        return _refused(request, budget, error)
    messages.success(request, _("The draft was given up; it stays readable."))
    return go_to(request, "budgets:budget_list")


@require_http_methods(["GET", "POST"])
def budget_settings(request: Request, budget_id: int) -> HttpResponse:
    """The note, why the contingency is what it is (BUD-16), and why the budget goes above its ceiling (BUD-23)."""
    budget = seen_budget(request, budget_id)
    form = forms.Settings(request.POST or None, initial=forms.Settings.initial_of(budget))
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            budgets.change_budget(budget_id=budget.pk, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("Saved."))
            return go_to(request, "budgets:budget_detail", budget_id=budget.pk)
    grid = grid_of(budget)
    context = {
        "budget": budget,
        "form": form,
        "error": error,
        "contingency": contingency_of(budget, grid.totals),
        "ceilings": ceilings.distances_of(budget),
        "can_edit": policies.can_edit(budget, request.actor),
    }
    return render(request, "budgets/budget_settings.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def budget_methods(request: Request, budget_id: int) -> HttpResponse:
    """The annex of control methods, one row per cost category with lines (BUD-04)."""
    budget = seen_budget(request, budget_id)
    present = {method.category_id: method for method in control_methods_of(budget)}
    categories = cost_categories_of(budget)
    categories += [m.category for pk, m in present.items() if pk not in {c.pk for c in categories}]
    initial = [_method_initial(present.get(category.pk)) for category in categories]
    formset = MethodSet(request.POST or None, initial=initial, prefix="m")
    error: DomainError | None = None
    if request.method == "POST" and formset.is_valid():
        wanted = [
            Method(category_id=category.pk, **form.cleaned_data)
            for category, form in zip(categories, formset.forms, strict=False)
        ]
        version = request.POST.get("version", "")
        try:
            methods.set_control_methods(
                budget_id=budget.pk,
                methods=wanted,
                version=int(version) if version.isdecimal() else None,
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("The control methods were saved."))
            return go_to(request, "budgets:budget_detail", budget_id=budget.pk)
    context = {
        "budget": budget,
        "formset": formset,
        "rows": list(zip(categories, formset.forms, strict=False)),
        "error": error,
        "can_edit": policies.can_edit(budget, request.actor),
    }
    return render(request, "budgets/budget_methods.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def question_ask(request: Request, budget_id: int, line_id: int) -> HttpResponse:
    """A reviewer's question on a line (BUD-30)."""
    budget = seen_budget(request, budget_id)
    form = forms.Question(request.POST)
    try:
        text = form.cleaned_data["question"] if form.is_valid() else ""
        questions.ask(budget_id=budget.pk, line_id=line_id, question=text, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _refused(request, budget, error)
    messages.success(request, _("The author was asked."))
    return go_to(request, "budgets:budget_detail", budget_id=budget.pk)


@require_POST
def question_answer(request: Request, budget_id: int, question_id: int) -> HttpResponse:
    """The author's answer, line by line (BUD-30)."""
    budget = seen_budget(request, budget_id)
    question = get_object_or_404(LineQuestion, pk=question_id, budget=budget)
    form = forms.Answer(request.POST)
    try:
        text = form.cleaned_data["answer"] if form.is_valid() else ""
        questions.answer(question_id=question.pk, text=text, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _refused(request, budget, error)
    messages.success(request, _("Answered; whoever asked is told."))
    return go_to(request, "budgets:budget_detail", budget_id=budget.pk)


@require_GET
def budget_export(request: Request, budget_id: int) -> HttpResponse:
    """The budget as a workbook that the import reads back (BUD-22, RPT-45)."""
    budget = seen_budget(request, budget_id)
    label = budget.number or f"{budget.department.code}-{budget.fiscal_year.year}"
    return workbook(budget_workbook(budget), f"{_('Budget')}-{label}.xlsx")


@require_http_methods(["GET", "POST"])
def contingency_bounds(request: Request, year: int) -> HttpResponse:
    """Finance sets the bounds of the contingency for a year (BUD-16)."""
    fiscal_year = get_object_or_404(FiscalYear, year=year)
    if not request.actor.can(policies.RUN_YEARS):
        raise PermissionDenied
    initial = {
        "version": fiscal_year.version,
        "least": fiscal_year.contingency_least_share * 100,
        "most": fiscal_year.contingency_most_share * 100,
    }
    form = forms.Bounds(request.POST or None, initial=initial)
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            budgets.set_contingency_bounds(
                fiscal_year_id=fiscal_year.pk,
                least=data["least"] / 100,
                most=data["most"] / 100,
                version=data["version"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("The bounds hold for every budget of %(year)s from now on.") % {"year": year})
            return go_to(request, "budgets:budget_list")
    context = {"year": fiscal_year, "form": form, "error": error}
    return render(request, "budgets/contingency_bounds.html", context, status=422 if request.method == "POST" else 200)


def _method_initial(method: Any) -> dict[str, Any]:
    if method is None:
        return {}
    return {name: getattr(method, name) for name in ("who_may_spend", "limit", "proof", "method")}


def _refused(request: Request, budget: Budget, error: DomainError | None, **more: Any) -> HttpResponse:
    fresh = seen_budget(request, budget.pk)
    context = budget_page(request, fresh, error=error, **more)
    return render(request, "budgets/budget_detail.html", context, status=422)
