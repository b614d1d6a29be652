"""Debts by age, and what was done to collect them (PSL-25)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import formats
from core import lists as shared
from core.web import Request, page_or_part
from customers.models import Customer
from organization.views.access import needs
from organization.views.acting import Action, act
from parts_sales import exports_money, policies_money
from parts_sales.forms_money import DebtListForm, DunningForm, words_of
from parts_sales.selectors import debts as selectors
from parts_sales.services import dunning
from parts_sales.services.inputs_money import DunningInput

ROWS = 50
FILTERS = ("only", "q")


@shared.list_page
@require_GET
@needs(policies_money.can_open_receipts)
def debt_list(request: Request) -> HttpResponse:
    """What customers owe by age, with what was done last; the same as Excel."""
    form = DebtListForm(request.GET)
    form.is_valid()
    asked = {
        "words": words_of(form.cleaned_data.get("q")),
        "only": form.cleaned_data.get("only") or "",
        "sort": request.GET.get("sort", ""),
    }
    rows = selectors.debts(request.actor, on=timezone.localdate(), **asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        sheet = exports_money.debts_sheet(rows)
        return shared.file_of(request, sheet, name="debts", title=_("Debts by age"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "total": selectors.total_row(rows),
        "chips": shared.chips(request.GET, form, FILTERS),
    }
    return page_or_part(request, "parts_sales/debt_list.html", "table", context)


@require_GET
def debt_detail(request: Request, customer_id: int) -> HttpResponse:
    """One customer's unpaid invoices, and what was done."""
    customer = visible(request, customer_id)
    context = {
        "customer": customer,
        "page": selectors.debt_page(customer=customer, on=timezone.localdate()),
        "can_dun": policies_money.can_keep_statements(request.actor),
    }
    return render(request, "parts_sales/debt_detail.html", context)


@require_http_methods(["GET", "POST"])
def dunning_add(request: Request, customer_id: int) -> HttpResponse:
    """Record what was done."""
    customer = visible(request, customer_id)
    if not policies_money.can_keep_statements(request.actor):
        raise PermissionDenied
    form = DunningForm(request.POST or None, initial={"day": timezone.localdate()})

    def work() -> str:
        draft = DunningInput(**form.cleaned_data)
        dunning.record_dunning(customer_id=customer.pk, draft=draft, actor=request.actor, at=timezone.now())
        return _("What was done was recorded.")

    overdue = selectors.debt_page(customer=customer, on=timezone.localdate()).row.overdue
    back = reverse("parts_sales:debt_detail", args=[customer.pk])
    action = Action(
        title=_("What was done about the debts of %(customer)s") % {"customer": customer.name},
        verb=_("Record"),
        back=back,
        crumbs=((_("Debts by age"), reverse("parts_sales:debt_list")), (customer.name, back)),
        says=(_("%(amount)s is overdue today; it is kept with the entry.") % {"amount": formats.amount(overdue)},),
        section=_("Spare parts"),
    )
    return act(request, action, form, work)


def visible(request: Request, customer_id: int) -> Customer:
    """The customer, if the reader deals with money and sees some of its orders; 404 otherwise (GEN-10)."""
    if not policies_money.can_open_receipts(request.actor):
        return get_object_or_404(Customer.objects.none(), pk=customer_id)
    return get_object_or_404(selectors.customers_owing_visible_to(request.actor), pk=customer_id)
