"""Inquiries and violations (PSL-10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import lists as shared
from core.documents import may
from core.errors import DomainError, NotAllowed
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from customers.models import Customer
from customers.selectors.customers import customers_visible_to
from organization.models import Person
from organization.views.access import needs
from parts_sales import exports_quotes, policies
from parts_sales.choices import InquiryState
from parts_sales.forms import ReasonForm
from parts_sales.forms_inquiries import InquiryForm, InquiryListForm, ViolationForm, ViolationListForm
from parts_sales.models import Inquiry, Violation
from parts_sales.selectors import inquiries as selectors
from parts_sales.selectors.visibility import quotes_visible_to
from parts_sales.services import inquiries as services

ROWS = 50
FILTERS = ("state", "q")


@shared.list_page
@require_GET
@needs(policies.sees_inquiries)
def inquiry_list(request: Request) -> HttpResponse:
    """Inquiries the reader sees; the same as Excel."""
    form = InquiryListForm(request.GET)
    rows = selectors.inquiries_found(request.actor, form.question(request.GET.get("sort", "")))
    if shared.wants_file(request):
        sheet, filters = exports_quotes.inquiries_sheet(rows), shared.in_words(form, FILTERS)
        return shared.file_of(request, sheet, name="inquiries", title=_("Inquiries"), filters=filters)
    context = _listed(request, form, rows) | {"can_make": policies.can_take_inquiries(request.actor)}
    return page_or_part(request, "parts_sales/inquiry_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_take_inquiries)
def inquiry_create(request: Request) -> HttpResponse:
    """Write down what somebody asks for; it is handed over by that."""
    people = selectors.quoters(on=timezone.localdate())
    form = InquiryForm(request.POST or None, quoters=[(one.pk, one.name) for one in people])
    if request.actor.person_id in {one.pk for one in people}:
        form.fields["handed_to"].initial = request.actor.person_id

    def work() -> int:
        given = form.cleaned_data
        customer = _known(request, given["customer"])
        return services.record_inquiry(
            way=given["way"], wanted=given["wanted"], received_at=given["received_at"], machine=given["machine"],
            customer_id=customer.pk if customer else None, caller="" if customer else given["customer"],
            handed_to_id=given["handed_to"], actor=request.actor, at=timezone.now(),
        ).pk  # fmt: skip

    return _form(request, form, work, "inquiry", _("New inquiry"), _("Record and hand over"))


@require_GET
def inquiry_detail(request: Request, inquiry_id: int) -> HttpResponse:
    """One inquiry, with the quotes made of it."""
    return _inquiry_page(request, _inquiry(request, inquiry_id))


@require_POST
def inquiry_close(request: Request, inquiry_id: int) -> HttpResponse:
    """Nothing is quoted."""
    inquiry = _inquiry(request, inquiry_id)
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        services.close_inquiry(
            inquiry_id=inquiry.pk, reason=form.cleaned_data.get("reason", ""), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data.get("version"),
        )  # fmt: skip
    except DomainError as error:
        return _inquiry_page(request, _inquiry(request, inquiry_id), error=error)
    messages.success(request, _("The inquiry was closed."))
    return go_to(request, "parts_sales:inquiry_detail", inquiry_id=inquiry.pk)


@shared.list_page
@require_GET
@needs(policies.can_report_violation)
def violation_list(request: Request) -> HttpResponse:
    """Violations the reader sees; the same as Excel."""
    form = ViolationListForm(request.GET)
    rows = selectors.violations_found(request.actor, form.question(request.GET.get("sort", "")))
    if shared.wants_file(request):
        sheet, filters = exports_quotes.violations_sheet(rows), shared.in_words(form, FILTERS)
        return shared.file_of(request, sheet, name="violations", title=_("Violations"), filters=filters)
    return page_or_part(request, "parts_sales/violation_list.html", "table", _listed(request, form, rows))


@require_http_methods(["GET", "POST"])
@needs(policies.can_report_violation)
def violation_create(request: Request) -> HttpResponse:
    """Report that somebody quoted without the right."""
    people = Person.objects.filter(is_active=True).exclude(pk=request.actor.person_id or 0).order_by("sort_key", "pk")
    choices = [
        (one.pk, f"{one.name} · {one.department.name}" if one.department else one.name)
        for one in people.select_related("department")
    ]
    form = ViolationForm(request.POST or None, people=choices)

    def work() -> int:
        given = form.cleaned_data
        return services.report_violation(
            person_id=given["person"], happened_on=given["happened_on"], facts=given["facts"], actor=request.actor,
            at=timezone.now(),
        ).pk  # fmt: skip

    return _form(request, form, work, "violation", _("Report a violation"), _("Report"))


@require_GET
def violation_detail(request: Request, violation_id: int) -> HttpResponse:
    """One violation: facts, proposal, decision."""
    return _violation_page(request, _violation(request, violation_id))


@require_POST
def violation_propose(request: Request, violation_id: int) -> HttpResponse:
    """The manager says what should follow."""
    return _judge(request, violation_id, services.propose_measure, "proposal", _("The proposal went to management."))


@require_POST
def violation_decide(request: Request, violation_id: int) -> HttpResponse:
    """Management decides."""
    return _judge(request, violation_id, services.decide_violation, "decision", _("The decision was recorded."))


def _judge(
    request: Request, violation_id: int, service: Callable[..., Violation], field: str, said: str
) -> HttpResponse:
    violation = _violation(request, violation_id)
    form = ReasonForm(request.POST)
    form.is_valid()
    text = {field: form.cleaned_data.get("reason", "")}
    version = form.cleaned_data.get("version")
    try:
        service(violation_id=violation.pk, actor=request.actor, at=timezone.now(), version=version, **text)
    except DomainError as error:
        return _violation_page(request, _violation(request, violation_id), error=error)
    messages.success(request, said)
    return go_to(request, "parts_sales:violation_detail", violation_id=violation.pk)


def _inquiry(request: Request, inquiry_id: int) -> Inquiry:
    rows = selectors.inquiries_visible_to(request.actor)
    rows = rows.select_related("customer", "created_by", "handed_to", "department")
    return get_object_or_404(rows, pk=inquiry_id)


def _violation(request: Request, violation_id: int) -> Violation:
    rows = selectors.violations_visible_to(request.actor)
    return get_object_or_404(rows.select_related("person", "created_by", "inquiry"), pk=violation_id)


def _inquiry_page(request: Request, inquiry: Inquiry, *, error: DomainError | None = None) -> HttpResponse:
    quotes = policies.can_quote_inquiry(inquiry, request.actor)
    context: dict[str, Any] = {
        "quotes": quotes_visible_to(request.actor).filter(inquiry=inquiry).select_related("created_by"),
        "can_quote": quotes and inquiry.state != InquiryState.CLOSED,
        "can_close": may(inquiry, "close", request.actor),
        "can_report": policies.can_report_violation(request.actor),
    }
    return _page(request, "parts_sales/inquiry_detail.html", inquiry, context, error)


def _violation_page(request: Request, violation: Violation, *, error: DomainError | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "can_propose": may(violation, "propose", request.actor),
        "can_decide": may(violation, "decide", request.actor),
    }
    return _page(request, "parts_sales/violation_detail.html", violation, context, error)


def _page(
    request: Request, template: str, document: Any, context: dict[str, Any], error: DomainError | None
) -> HttpResponse:
    context |= {"document": document, "error": error}
    context |= document_context(actor=request.actor, kind=document.kind, document=document)
    status = 200 if error is None else 403 if isinstance(error, NotAllowed) else 422
    return render(request, template, context, status=status)


def _listed(request: Request, form: Any, rows: Any) -> dict[str, Any]:
    return {
        "form": form,
        "question": form.question(""),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
    }


def _form(request: Request, form: Any, work: Callable[[], int], kind: str, title: str, verb: str) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, f"parts_sales:{kind}_detail", **{f"{kind}_id": answered.sent.document_id})
    context = {
        "form": form,
        "error": answered.error,
        "request_key": answered.key,
        "title": title,
        "verb": verb,
        "back": reverse(f"parts_sales:{kind}_list"),
        "back_label": _("Inquiries") if kind == "inquiry" else _("Violations"),
    }
    return render(request, "parts_sales/record_form.html", context, status=answered.status)


def _known(request: Request, text: str) -> Customer | None:
    """The one customer of this number or name; None where it is nobody known, or several."""
    name = text.strip()
    rows = customers_visible_to(request.actor).filter(merged_into__isnull=True)
    found = list(rows.filter(Q(number=name) | Q(name_zh=name) | Q(name_en=name))[:2])
    return found[0] if len(found) == 1 else None
