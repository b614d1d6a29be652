"""Customers: the list, the page, making and changing one, what it has several of (CUS-01)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import lists as shared
from core.errors import DomainError
from core.forms import VersionForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from customers import exports, policies
from customers.forms import PART_FORMS, CustomerForm, ListForm, part_of
from customers.models import Customer
from customers.selectors import customers as selectors
from customers.selectors import duplicates
from customers.selectors.pages import customer_page
from customers.services import customers as services
from customers.services import parts
from customers.views import words
from organization.views.access import needs
from organization.views.acting import Action, act

ROWS = 50
FILTERS = ("region", "grade", "mine", "state", "q")


@shared.list_page
@require_GET
@needs(policies.can_open)
def customer_list(request: Request) -> HttpResponse:
    """The customers the reader sees; the same as Excel."""
    form = ListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.customers_found(request.actor, asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        return shared.file_of(
            request, *exports.customer_sheets(rows), name="customers", title=_("Customers"), filters=filters
        )
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_make": policies.can_make(request.actor),
    }
    return page_or_part(request, "customers/customer_list.html", "table", context)


@require_GET
def customer_detail(request: Request, customer_id: int) -> HttpResponse:
    """One customer with everything about it."""
    return page(request, visible(request, customer_id))


@require_http_methods(["GET", "POST"])
@needs(policies.can_make)
def customer_create(request: Request) -> HttpResponse:
    """A new customer; who looks like it is shown while it is typed."""
    form = CustomerForm(request.POST or None, initial={"owner": request.actor.person_id, "grade": "C"})

    def work() -> int:
        made = services.create_customer(
            draft=form.draft(),
            is_another=form.cleaned_data["is_another"],
            actor=request.actor,
            at=timezone.now(),
        )
        return made.pk

    return _form(request, form, work, customer=None)


@require_http_methods(["GET", "POST"])
def customer_edit(request: Request, customer_id: int) -> HttpResponse:
    """Change what a customer is."""
    customer = visible(request, customer_id)
    if not policies.can_edit(customer, request.actor):
        raise PermissionDenied
    initial = {name: getattr(customer, name) for name in services.FIELDS}
    initial |= {"owner": customer.owner_id, "department": customer.department_id, "version": customer.version}
    form = CustomerForm(request.POST or None, initial=initial)

    def work() -> int:
        services.change_customer(
            customer_id=customer.pk,
            draft=form.draft(),
            version=form.cleaned_data["version"],
            is_another=form.cleaned_data["is_another"],
            actor=request.actor,
            at=timezone.now(),
        )
        return customer.pk

    return _form(request, form, work, customer=customer)


@require_GET
@needs(policies.can_make)
def customer_alike(request: Request) -> HttpResponse:
    """Customers that look like what is being typed."""
    given = {name: request.GET.get(name, "").replace("\x00", "")[:160] for name in ("name_zh", "name_en", "tax_number")}
    known = request.GET.get("but_not", "")
    but_not = int(known) if known.isascii() and known.isdecimal() and len(known) < 10 else None
    found = duplicates.alike(**given, but_not=but_not)
    return page_or_part(request, "customers/alike.html", "alike", _alike_context(request, found))


@require_POST
def customer_archive(request: Request, customer_id: int) -> HttpResponse:
    """Put a customer away."""
    return _move(request, customer_id, services.archive_customer)


@require_POST
def customer_restore(request: Request, customer_id: int) -> HttpResponse:
    """Take it up again."""
    return _move(request, customer_id, services.restore_customer)


@require_http_methods(["GET", "POST"])
def part_add(request: Request, customer_id: int, part: str) -> HttpResponse:
    """A contact, an address or a machine more."""
    customer = _changeable(request, customer_id, part)
    form = PART_FORMS[part](request.POST or None)

    def work() -> str:
        made = parts.add(customer_id=customer.pk, draft=part_of(part, form), actor=request.actor, at=timezone.now())
        return _("%(name)s was added.") % {"name": made}

    return act(request, _action(customer, words.adding(part), _("Add"), "plus"), form, work)


@require_http_methods(["GET", "POST"])
def part_edit(request: Request, customer_id: int, part: str, part_id: int) -> HttpResponse:
    """Change one of them."""
    customer = _changeable(request, customer_id, part)
    found: Any = get_object_or_404(parts.MODELS[part], pk=part_id, customer=customer.pk, retired_at__isnull=True)
    form = PART_FORMS[part](
        request.POST or None, initial={name: getattr(found, name) for name in PART_FORMS[part].base_fields}
    )

    def work() -> str:
        done = parts.change(
            customer_id=customer.pk,
            part_id=part_id,
            draft=part_of(part, form),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
        return _("%(name)s was changed.") % {"name": done}

    return act(request, _action(customer, str(found), _("Save"), "check"), form, work)


@require_POST
def part_retire(request: Request, customer_id: int, part: str, part_id: int) -> HttpResponse:
    """Take one of them out of use."""
    customer = _changeable(request, customer_id, part)
    get_object_or_404(parts.MODELS[part], pk=part_id, customer=customer.pk, retired_at__isnull=True)
    try:
        parts.retire(customer_id=customer.pk, code=part, part_id=part_id, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return page(request, customer, error=error)
    return go_to(request, "customers:customer_detail", customer_id=customer.pk)


def visible(request: Request, customer_id: int) -> Customer:
    """The customer, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.customers_visible_to(request.actor).select_related("owner", "department", "merged_into")
    return get_object_or_404(rows, pk=customer_id)


def page(request: Request, customer: Customer, *, error: DomainError | None = None) -> HttpResponse:
    """A customer's page, with what was refused."""
    context = {
        "customer": customer,
        "page": customer_page(customer=customer, actor=request.actor, on=timezone.localdate()),
        "error": error,
        **document_context(actor=request.actor, kind=customer.kind, document=customer),
    }
    status = (403 if error.status == 403 else 422) if error else 200
    return render(request, "customers/customer_detail.html", context, status=status)


def _changeable(request: Request, customer_id: int, part: str) -> Customer:
    customer = visible(request, customer_id)
    if part not in PART_FORMS:
        raise Http404
    if not policies.can_edit(customer, request.actor):
        raise PermissionDenied
    return customer


def _form(request: Request, form: CustomerForm, work: Any, *, customer: Customer | None) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "customers:customer_detail", customer_id=answered.sent.document_id)
    given = {name: str(form[name].value() or "")[:160] for name in ("name_zh", "name_en", "tax_number")}
    found = duplicates.alike(**given, but_not=customer.pk if customer else None) if request.method == "POST" else []
    context = {
        "form": form,
        "customer": customer,
        "error": answered.error,
        "request_key": answered.key,
        **_alike_context(request, found),
    }
    return render(request, "customers/customer_form.html", context, status=answered.status)


def _alike_context(request: Request, found: list[duplicates.Alike]) -> dict[str, Any]:
    ids = [one.customer.pk for one in found]
    seen = set(selectors.customers_visible_to(request.actor).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        "alike": [(one, one.customer.pk in seen) for one in found],
        "has_certain": bool(duplicates.certain(found)),
    }


def _move(request: Request, customer_id: int, service: Any) -> HttpResponse:
    customer = visible(request, customer_id)
    if not policies.can_make(request.actor):
        raise PermissionDenied
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        service(customer_id=customer.pk, version=version, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return page(request, visible(request, customer_id), error=error)
    return go_to(request, "customers:customer_detail", customer_id=customer.pk)


def _action(customer: Customer, title: str, verb: str, icon: str) -> Action:
    back = reverse("customers:customer_detail", args=[customer.pk])
    crumbs = ((_("Customers"), reverse("customers:customer_list")), (customer.name, back))
    return Action(title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, section=_("Customers"))
