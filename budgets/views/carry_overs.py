"""The year's end: what is left, what goes along into the new year, what lapses (BUD-35)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from budgets import policies
from budgets.choices import AdjustmentKind, FiscalYearState
from budgets.forms_carry_overs import CarryOverForm, initial_of
from budgets.models import Adjustment, FiscalYear, Period
from budgets.selectors import carry_overs as selectors
from budgets.selectors import ledger
from budgets.selectors.adjustments import adjustments_visible_to, departments_to_adjust
from budgets.services import adjustment_drafts
from budgets.services.adjustment_drafts import AdjustmentInput
from budgets.views.moves import status_of
from core import requests
from core.errors import DomainError, NotAllowed
from core.money import ZERO
from core.web import Request, go_to, new_request_key
from organization.models import Department
from organization.views.access import gate, needs

TEMPLATE = "budgets/year_end.html"


@require_http_methods(["GET", "POST"])
@needs(policies.can_open_budgets)
def year_end(request: Request, year: int) -> HttpResponse:
    """What a year leaves over, by department; whoever makes budgets chooses what goes along."""
    fiscal_year = get_object_or_404(FiscalYear, year=year)
    departments = _departments(request)
    department = _chosen(request, departments)
    may_make = department is not None and request.actor.can(policies.MAKE, department.pk)
    return _page(request, fiscal_year, department, departments, may_make=may_make)


@require_http_methods(["GET", "POST"])
def carry_over_edit(request: Request, adjustment_id: int) -> HttpResponse:
    """A drafted or returned carry-over, chosen anew."""
    rows = adjustments_visible_to(request.actor).filter(adjustment_kind=AdjustmentKind.CARRY_OVER)
    adjustment = get_object_or_404(rows, pk=adjustment_id)
    gate(adjustment, "submit", actor=request.actor)
    before = get_object_or_404(FiscalYear, year=adjustment.fiscal_year.year - 1)
    return _page(request, before, adjustment.department, [adjustment.department], may_make=True, adjustment=adjustment)


def _page(
    request: Request,
    year: FiscalYear,
    department: Department | None,
    departments: list[Department],
    *,
    may_make: bool,
    adjustment: Adjustment | None = None,
) -> HttpResponse:
    origin, into = selectors.months_between(year)
    ids = [department.pk] if department is not None else []
    but = adjustment.pk if adjustment is not None else None
    unspent = selectors.unspent_of(year=year, department_ids=ids, but=but)
    held = selectors.held_in(year=year, department_ids=ids, but=but)
    can_choose = may_make and origin is not None and bool(into) and year.state == FiscalYearState.OPEN
    form = None
    error: DomainError | None = None
    if request.method == "POST" and not may_make:
        error = NotAllowed(document=_("Year's end %(year)s") % {"year": year})
    status = 422 if request.method == "POST" else 200
    if can_choose and origin is not None:
        form = _form(request, year, unspent, held, into, adjustment)
        if request.method == "POST" and form.is_valid() and department is not None:
            try:
                done = _save(request, form, department, origin, adjustment)
            except DomainError as refused:
                error, status = refused, status_of(refused)
            else:
                messages.success(request, _("The carry-over was saved as a draft; submit it when it is complete."))
                return go_to(request, "budgets:adjustment_detail", adjustment_id=done)
    context: dict[str, Any] = {
        "year": year,
        "department": department,
        "departments": departments,
        "adjustment": adjustment,
        "form": form,
        "error": error,
        "request_key": request.POST.get("request_key") or new_request_key(),
        "origin": origin,
        "into": into,
        "may_make": may_make,
        "unspent": form.unspent_rows() if form is not None else [(own, None) for own in unspent],
        "unspent_sum": sum((own.unspent for own in unspent), ZERO),
        "held": form.held_rows() if form is not None else [(own, None) for own in held],
        "held_sum": sum((own.commitment.amount for own in held), ZERO),
        "holders": ledger.holders_of_year(fiscal_year_id=year.pk) if _sees_all(request) else (),
        "carry_overs": list(selectors.carry_overs_of(year=year, actor=request.actor)[:50]),
        "lapses": _lapses(year, departments),
    }
    return render(request, TEMPLATE, context, status=status)


def _form(
    request: Request,
    year: FiscalYear,
    unspent: list[selectors.Unspent],
    held: list[selectors.Held],
    into: list[Period],
    adjustment: Adjustment | None,
) -> CarryOverForm:
    initial = {"title": _("Carry-over of %(year)s") % {"year": year}}
    if adjustment is not None:
        initial = initial_of(adjustment)
    return CarryOverForm(request.POST or None, initial=initial, unspent=unspent, held=held, into=into)


def _save(
    request: Request, form: CarryOverForm, department: Department, origin: Period, adjustment: Adjustment | None
) -> int:
    data = form.cleaned_data
    draft = AdjustmentInput(
        department_id=department.pk,
        adjustment_kind=AdjustmentKind.CARRY_OVER,
        title=data["title"],
        purpose=data["purpose"],
        criteria=data["criteria"],
        lines=form.lines(department_id=department.pk, origin=origin),
    )
    if adjustment is not None:
        adjustment_drafts.change_adjustment(
            adjustment_id=adjustment.pk,
            draft=draft,
            version=data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
        return adjustment.pk
    with requests.once(actor=request.actor, key=request.POST.get("request_key", ""), body=request.POST) as sent:
        if not sent.is_repeated:
            sent.document_id = adjustment_drafts.create_adjustment(
                draft=draft, actor=request.actor, at=timezone.now()
            ).pk
    return int(sent.document_id or 0)


def _departments(request: Request) -> list[Department]:
    """The departments whose money the actor sees or makes budgets for, their own first."""
    reach = request.actor.sight(policies.VIEW) | request.actor.scope_of(policies.MAKE)
    rows = Department.objects.all() if reach.company else Department.objects.filter(pk__in=reach.departments)
    own = {department.pk for department in departments_to_adjust(request.actor)}
    return sorted(rows, key=lambda one: (one.pk not in own, one.position, one.code))


def _chosen(request: Request, departments: list[Department]) -> Department | None:
    asked = (request.POST if request.method == "POST" else request.GET).get("department", "")
    if asked:
        return next((one for one in departments if str(one.pk) == asked), None)
    return departments[0] if departments else None


def _lapses(year: FiscalYear, departments: list[Department]) -> list[tuple[Department, selectors.Lapse]]:
    found = selectors.lapsed_of(year)
    return [(one, found[one.pk]) for one in departments if one.pk in found]


def _sees_all(request: Request) -> bool:
    return request.actor.sight(policies.VIEW).company
