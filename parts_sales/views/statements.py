"""Monthly statements: the list, drawing one up, sending it, what the customer said (PSL-25)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import lists as shared
from core.forms import VersionForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from organization.views.access import needs
from organization.views.acting import Action, act
from parts_sales import exports_statement, policies_money
from parts_sales.forms_money import words_of
from parts_sales.forms_statement import (
    AnswerForm,
    DisputeForm,
    SendStatementForm,
    StatementForm,
    StatementListForm,
)
from parts_sales.models import Statement
from parts_sales.selectors import statements as selectors
from parts_sales.selectors.addresses import address_of
from parts_sales.services import statements as services

ROWS = 50
FILTERS = ("month", "state", "q")


@shared.list_page
@require_GET
@needs(policies_money.can_open_receipts)
def statement_list(request: Request) -> HttpResponse:
    """The statements the reader sees; the same as Excel."""
    form = StatementListForm(request.GET)
    form.is_valid()
    asked: dict[str, Any] = {
        "words": words_of(form.cleaned_data.get("q")),
        "state": form.cleaned_data.get("state") or "",
        "month": form.cleaned_data.get("month"),
        "sort": request.GET.get("sort", ""),
    }
    rows = selectors.statements_found(request.actor, **asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        sheet = exports_statement.statements_sheet(rows)
        return shared.file_of(request, sheet, name="statements", title=_("Statements"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "totals": selectors.totals_of(rows),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_make": policies_money.can_keep_statements(request.actor),
    }
    return page_or_part(request, "parts_sales/statement_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies_money.can_keep_statements)
def statement_create(request: Request) -> HttpResponse:
    """Draw a month up by hand."""
    today = timezone.localdate()
    initial = {"month": selectors.last_month(today), "customer_id": request.GET.get("customer", "")[:12]}
    customers = list(selectors.customers_offered(request.actor))
    form = StatementForm(request.POST or None, customers=customers, initial=initial)

    def work() -> int:
        return services.make_statement(**form.cleaned_data, actor=request.actor, at=timezone.now()).pk

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:statement_detail", statement_id=answered.sent.document_id)
    context = {"form": form, "error": answered.error, "request_key": answered.key}
    return render(request, "parts_sales/statement_form.html", context, status=answered.status)


@require_GET
def statement_detail(request: Request, statement_id: int) -> HttpResponse:
    """One statement with its lines; the same as Excel."""
    statement = visible(request, statement_id)
    if shared.wants_file(request):
        sheet = exports_statement.statement_sheet(statement)
        return shared.file_of(request, sheet, name=str(statement), title=f"{statement} {statement.customer.name}")
    context = {
        "statement": statement,
        "page": selectors.statement_page(statement=statement, actor=request.actor),
        **document_context(actor=request.actor, kind=statement.kind, document=statement),
    }
    return render(request, "parts_sales/statement_detail.html", context)


@require_http_methods(["GET", "POST"])
def statement_send(request: Request, statement_id: int) -> HttpResponse:
    """It goes to the customer."""
    statement = _kept(request, statement_id)
    address = address_of(statement.customer)
    initial = {"version": statement.version, "way": "EMAIL" if address else "FAX", "to": address}
    form = SendStatementForm(request.POST or None, initial=initial)
    says = _("By e-mail it goes out from here with the PDF; any other way you print it and mark it as sent.")
    action = _action(statement, _("Send %(statement)s"), _("Send"), "send", says)
    return act(request, action, form, _work(request, services.send, statement, form, _("%(statement)s was sent.")))


@require_http_methods(["GET", "POST"])
def statement_confirm(request: Request, statement_id: int) -> HttpResponse:
    """The customer agrees."""
    statement = _kept(request, statement_id)
    form = AnswerForm(request.POST or None, initial={"version": statement.version})
    says = _("Keep the customer's answer with the statement as a file where there is one.")
    action = _action(statement, _("%(statement)s confirmed by the customer"), _("Confirmed"), "check", says)
    said = _("%(statement)s is confirmed by the customer.")
    return act(request, action, form, _work(request, services.confirm, statement, form, said))


@require_http_methods(["GET", "POST"])
def statement_contest(request: Request, statement_id: int) -> HttpResponse:
    """The customer disputes it."""
    statement = _kept(request, statement_id)
    form = DisputeForm(request.POST or None, initial={"version": statement.version})
    says = _("Say which invoice or payment differs. Once it is put right, the statement can be made anew.")
    action = _action(statement, _("%(statement)s disputed by the customer"), _("Disputed"), "alert-circle", says)
    said = _("The dispute about %(statement)s was recorded.")
    return act(request, action, form, _work(request, services.contest, statement, form, said, reason="what"))


@require_http_methods(["GET", "POST"])
def statement_renew(request: Request, statement_id: int) -> HttpResponse:
    """Draw it up anew."""
    statement = _kept(request, statement_id)
    form = VersionForm(request.POST or None, initial={"version": statement.version})
    says = _("Invoices, payments and credits are read again as they are now; then it is sent again.")
    action = _action(statement, _("Make %(statement)s anew"), _("Make anew"), "refresh", says)
    said = _("%(statement)s was made anew.")
    return act(request, action, form, _work(request, services.renew, statement, form, said))


def visible(request: Request, statement_id: int) -> Statement:
    """The statement, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.statements_visible_to(request.actor).select_related("customer", "department", "created_by")
    return get_object_or_404(rows, pk=statement_id)


def _kept(request: Request, statement_id: int) -> Statement:
    """The statement, for who agrees statements with customers; 403 for others who see it."""
    statement = visible(request, statement_id)
    if not policies_money.can_answer_statement(statement, request.actor):
        raise PermissionDenied
    return statement


def _work(request: Request, service: Any, statement: Statement, form: Form, said: str, **renamed: str) -> Any:
    """The one thing, with what was typed; `renamed` says what the service calls a field."""

    def work() -> str:
        given = {renamed.get(name, name): value for name, value in form.cleaned_data.items()}
        service(statement_id=statement.pk, **given, actor=request.actor, at=timezone.now())
        return said % {"statement": statement}

    return work


def _action(statement: Statement, title: str, verb: str, icon: str, says: str) -> Action:
    back = reverse("parts_sales:statement_detail", args=[statement.pk])
    crumbs = ((_("Statements"), reverse("parts_sales:statement_list")), (str(statement), back))
    return Action(
        title=title % {"statement": statement}, verb=verb, icon=icon, back=back, crumbs=crumbs, says=(says,),
        section=_("Spare parts"),
    )  # fmt: skip
