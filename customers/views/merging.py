"""Merging two customers: choose the other one, look at both side by side, say why (CUS-01)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.web import Request, go_to, whole_number
from customers import policies, referrers
from customers.forms import MergeForm
from customers.models import Customer
from customers.selectors import customers as selectors
from customers.selectors import duplicates
from customers.selectors.customers import CustomerQuestion
from customers.services import customers as services
from customers.services.merging import merge_customers
from customers.views.customers import visible
from organization.views.asking import words

OFFERED = 12


@require_http_methods(["GET", "POST"])
def customer_merge(request: Request, customer_id: int) -> HttpResponse:
    """Merge this customer into another one; `?into=` names it."""
    customer = visible(request, customer_id)
    if not policies.can_merge(customer, request.actor):
        raise PermissionDenied
    form = MergeForm(request.POST or None)
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        survivor = visible(request, form.cleaned_data["survivor"])
        try:
            merge_customers(
                survivor_id=survivor.pk,
                merged_id=customer.pk,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            said = _("%(merged)s was merged into %(survivor)s.")
            messages.success(request, said % {"merged": customer, "survivor": survivor})
            return go_to(request, "customers:customer_detail", customer_id=survivor.pk)
    context = _context(request, customer, form) | {"error": error}
    status = (403 if error and error.status == 403 else 422) if request.method == "POST" else 200
    return render(request, "customers/customer_merge.html", context, status=status)


def _context(request: Request, customer: Customer, form: MergeForm) -> dict[str, Any]:
    asked = whole_number(request.POST.get("survivor", "") or request.GET.get("into", ""), digits=9)
    seen = selectors.customers_visible_to(request.actor).filter(merged_into__isnull=True).exclude(pk=customer.pk)
    into = seen.select_related("owner", "department").filter(pk=asked).first() if asked else None
    typed = words(request)
    if typed:
        found = selectors.customers_found(request.actor, CustomerQuestion(words=typed, state="all"))
        offered = [one for one in found.exclude(pk=customer.pk)[:OFFERED] if one.merged_into_id is None]
    else:
        near = duplicates.alike(
            name_zh=customer.name_zh, name_en=customer.name_en, tax_number=customer.tax_number, but_not=customer.pk
        )
        ids = [one.customer.pk for one in near]
        offered = list(seen.filter(pk__in=ids).select_related("owner"))
    return {
        "customer": customer,
        "into": into,
        "offered": offered,
        "words": typed,
        "form": form if form.is_bound else MergeForm(initial={"version": customer.version}),
        "rows": _rows(customer, into) if into else [],
        "moves": _moves(customer) if into else [],
    }


def _rows(customer: Customer, into: Customer) -> list[tuple[str, str, str]]:
    """Each value of both, and what the survivor will have."""
    found = []
    for name in services.FIELDS:
        label = str(getattr(Customer._meta.get_field(name), "verbose_name", name))  # noqa: SLF001 - Django's own way
        shown = [_shown(one, name) for one in (customer, into)]
        if any(shown):
            found.append((label, shown[0], shown[1]))
    return found


def _shown(customer: Customer, name: str) -> str:
    display = getattr(customer, f"get_{name}_display", None)
    return str(display() if display and getattr(customer, name) else getattr(customer, name))


def _moves(customer: Customer) -> list[tuple[str, int]]:
    """What goes to the survivor, and how much of it."""
    own = [
        (_("Contacts"), customer.contacts.count()),
        (_("Addresses"), customer.addresses.count()),
        (_("Machines"), customer.machines.count()),
    ]
    return own + [(str(one.label), one.count(customer.pk)) for one in referrers.registered()]
