"""Ceilings: finance's table of a year, and one category of one department (BUD-23)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from budgets import forms_ceilings, policies
from budgets.models import Ceiling, FiscalYear
from budgets.selectors import ceilings as selectors
from budgets.selectors.ceilings import DepartmentCeilings
from budgets.services import ceilings as services
from budgets.services.ceilings import CeilingInput
from core import lists
from core.errors import DomainError
from core.list_workbooks import Sheet
from core.web import Request, go_to, whole_number
from organization.views.access import needs
from organization.views.acting import Action, act

WholeSet = formset_factory(forms_ceilings.WholeCeiling, extra=0)


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_ceilings)
def ceiling_list(request: Request, year: int) -> HttpResponse:
    """Every department with its ceiling, last year's money and what is planned; the ceilings are typed here."""
    fiscal_year = get_object_or_404(FiscalYear, year=year)
    rows, sums = selectors.table(year=fiscal_year)
    initial = [_initial(row) for row in rows]
    formset: BaseFormSet[Any] = WholeSet(request.POST or None, initial=initial, prefix="c")
    error: DomainError | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if formset.is_valid():
            try:
                count = services.set_ceilings(
                    fiscal_year_id=fiscal_year.pk,
                    wanted=[_whole(form.cleaned_data) for form in formset.forms],
                    actor=request.actor,
                    at=timezone.now(),
                )
            except DomainError as refused:
                error, status = refused, 403 if refused.status == 403 else 422
            else:
                messages.success(request, _said(count))
                return go_to(request, "budgets:ceiling_list", year=year)
    by_department = {int(form["department"].value() or 0): form for form in formset.forms}
    context = {
        "year": fiscal_year,
        "years": FiscalYear.objects.order_by("-year"),
        "rows": [(row, by_department.get(row.department.pk)) for row in rows],
        "sums": sums,
        "formset": formset,
        "error": error,
        "is_open": fiscal_year.state != "CLOSED",
    }
    return render(request, "budgets/ceiling_list.html", context, status=status)


@require_GET
@needs(policies.can_set_ceilings)
def ceiling_export(request: Request, year: int) -> HttpResponse:
    """The table as a workbook (GEN-13)."""
    fiscal_year = get_object_or_404(FiscalYear, year=year)
    rows, _sums = selectors.table(year=fiscal_year)
    heads = [
        (_("Department"), 24),
        (_("Category"), 24),
        (_("Last year's budget"), 18),
        (_("Outlook of last year"), 18),
        (_("Ceiling"), 18),
        (_("Planned"), 18),
        (_("Left"), 18),
    ]
    sheet = Sheet(_("Ceilings"), heads, _cells(rows), sums=(2, 3))
    filters = [(_("Fiscal year"), year)]
    return lists.file_of(request, sheet, name="ceilings", title=_("Ceilings"), filters=filters)


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_ceilings)
def ceiling_single(request: Request, year: int) -> HttpResponse:
    """A ceiling over one category of one department; an empty amount takes it away."""
    fiscal_year = get_object_or_404(FiscalYear, year=year)
    kept = _kept(request, fiscal_year)
    form = forms_ceilings.SingleCeiling(request.POST or None, initial=kept)

    def work() -> str:
        given = form.cleaned_data
        own = CeilingInput(given["department"].pk, given["category"].pk, given["amount"], given["was"])
        if kept is None or (kept["department"], kept["category"]) != (own.department_id, own.category_id):
            own = CeilingInput(own.department_id, own.category_id, own.amount, None)
        return _said(
            services.set_ceilings(fiscal_year_id=fiscal_year.pk, wanted=[own], actor=request.actor, at=timezone.now())
        )

    back = reverse("budgets:ceiling_list", args=[year])
    crumbs = (
        (_("Annual budgets"), f"{reverse('budgets:budget_list')}?year={year}"),
        (_("Ceilings %(year)s") % {"year": year}, back),
    )
    action = Action(
        title=_("Ceiling of a category"),
        verb=_("Save"),
        icon="check",
        back=back,
        crumbs=crumbs,
        says=[_("Whoever drafts the department's budget is told; going above it needs a reason.")],
    )
    return act(request, action, form, work)


def _cells(rows: Sequence[DepartmentCeilings]) -> Iterator[Sequence[Any]]:
    for row in rows:
        whole = row.whole.amount if row.whole is not None else None
        planned = row.planned if row.budget is not None else None
        yield (row.department.name, _("All costs"), row.last_budget, row.outlook, whole, planned, row.left)
        for _ceiling, own in row.single:
            yield (row.department.name, own.label, None, None, own.ceiling, own.planned, own.left)


def _said(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return ngettext("%(count)s ceiling was changed.", "%(count)s ceilings were changed.", count) % {"count": count}


def _initial(row: DepartmentCeilings) -> dict[str, Any]:
    amount = row.whole.amount if row.whole is not None else None
    return {"department": row.department.pk, "was": amount, "amount": amount}


def _whole(data: dict[str, Any]) -> CeilingInput:
    amount: Decimal | None = data["amount"]
    return CeilingInput(data["department"], None, amount, data["was"])


def _kept(request: Request, year: FiscalYear) -> dict[str, Any] | None:
    """The ceiling a link is about, as the form's first values; None for a new one."""
    department, category = (whole_number(request.GET.get(name, ""), digits=11) for name in ("department", "category"))
    if department is None or category is None:
        return None
    found = Ceiling.objects.filter(fiscal_year=year, department=department, category=category).first()
    amount = found.amount if found is not None else None
    return {"department": department, "category": category, "amount": amount, "was": amount}
