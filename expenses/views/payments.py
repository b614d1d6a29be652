"""Payments: what is owed, choosing what to pay, the payment and its moves (EXP-07)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import lists as shared
from core import requests as sendings
from core.errors import DomainError
from core.list_workbooks import XLSX
from core.money import ZERO
from core.pages import document_context
from core.web import Request, go_to, new_request_key, page_or_part, whole_number
from expenses import bank_files, exports, policies
from expenses.forms.payments import OwedForm, PayForm, PaymentListForm, RecordForm, ReverseForm
from expenses.models import Payment
from expenses.selectors import payments as selectors
from expenses.selectors.payments import OwedQuestion
from expenses.services import payments
from expenses.views.moves import mover, status_of
from organization.views.access import needs

ROWS = 50


@shared.list_page
@require_GET
@needs(policies.can_open_payments)
def payable_list(request: Request) -> HttpResponse:
    """What is still to be paid: by payee and age, or debt by debt to choose from; the same as Excel."""
    form = OwedForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    question = OwedQuestion(
        side=asked.get("side") or "",
        person_id=asked.get("person"),
        supplier_key=asked.get("supplier") or "",
        words=(asked.get("q") or "").replace("\x00", "").strip(),
    )
    today = timezone.localdate()
    sort = asked.get("sort") or ""
    rows = selectors.owed_found(request.actor, question, sort=sort)
    view = asked.get("by") or "age"
    ages = selectors.ages_ordered(selectors.owed_by_age(rows, today=today), sort)
    if shared.wants_file(request):
        sheet = exports.owed_sheet(rows, today=today) if view == "items" else exports.ages_sheet(ages)
        filters = [*shared.in_words(form, ("side", "q"))]
        return shared.file_of(request, sheet, name="outstanding", title=_("To be paid"), filters=filters)
    context = {
        "form": form,
        "question": question,
        "view": view,
        "views": [
            (_("By payee"), shared.without(request.GET, "by", "person", "supplier", "sort", "page"), view == "age"),
            (_("Debt by debt"), shared.without(request.GET, "page", "sort", by="items"), view == "items"),
        ],
        "ages": ages,
        "total": selectors.total_row(ages),
        "page": Paginator(rows if view == "items" else ages, selectors.MOST_ITEMS).get_page(request.GET.get("page")),
        "can_pay": policies.can_record_payments(request.actor),
        "today": today,
    }
    return page_or_part(request, "expenses/payable_list.html", "table", context)


@shared.list_page
@require_GET
@needs(policies.can_open_payments)
def payment_list(request: Request) -> HttpResponse:
    """Payments the reader sees; the same as Excel."""
    form = PaymentListForm(request.GET)
    asked = form.asked()
    rows = selectors.payments_found(request.actor, **asked)
    if shared.wants_file(request):
        sheet, filters = exports.payments_sheet(rows), shared.in_words(form, ("state", "since", "until", "q"))
        return shared.file_of(request, sheet, name="payments", title=_("Payments"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "chips": shared.chips(request.GET, form, ("since", "until")),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "totals": selectors.totals_of_payments(rows),
        "can_pay": policies.can_record_payments(request.actor),
    }
    return page_or_part(request, "expenses/payment_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_record_payments)
def payment_create(request: Request) -> HttpResponse:
    """Pay the chosen debts: prepare them for the bank, or record what was paid already."""
    chosen = _whole_numbers((request.POST or request.GET).getlist("payable"))
    rows = list(selectors.owed_found(request.actor, OwedQuestion()).filter(pk__in=chosen)[: selectors.MOST_ITEMS])
    if not rows and request.method == "GET":
        messages.info(request, _("Choose at least one amount to pay."))
        return go_to(request, "expenses:payable_list")
    is_paid = request.POST.get("action") == "pay"
    form = PayForm(request.POST or None, payables=rows, is_paid=is_paid)
    error: DomainError | None = None
    key = request.POST.get("request_key", "")
    if request.method == "POST" and form.is_valid():
        try:
            with sendings.once(actor=request.actor, key=key, body=request.POST) as sent:
                if sent.is_repeated:
                    messages.info(request, _("This was done already; it was not done a second time."))
                    return go_to(request, "expenses:payment_list")
                payment = _pay(request, form, is_paid=is_paid)
        except DomainError as refused:
            error, key = refused, ""
        else:
            return go_to(request, "expenses:payment_detail", payment_id=payment.pk)
    total = sum((row.outstanding for row in rows), ZERO)
    context = {"form": form, "error": error, "total": total, "request_key": key or new_request_key()}
    status = 200 if request.method == "GET" else status_of(error) if error else 422
    return render(request, "expenses/payment_form.html", context, status=status)


def _pay(request: Request, form: PayForm, *, is_paid: bool) -> Payment:
    at, actor = timezone.now(), request.actor
    if is_paid:
        payment = payments.pay(lines=form.lines(), paid=form.paid(), actor=actor, at=at)
        messages.success(request, _("%(number)s was recorded as paid.") % {"number": payment.number})
    else:
        payment = payments.prepare_payment(lines=form.lines(), actor=actor, at=at)
        messages.success(request, _("%(number)s was prepared. Make the bank file.") % {"number": payment.number})
    return payment


def visible(request: Request, payment_id: int) -> Payment:
    """The payment, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.payments_visible_to(request.actor).select_related("created_by", "paid_by")
    return get_object_or_404(rows, pk=payment_id)


@require_GET
def payment_detail(request: Request, payment_id: int) -> HttpResponse:
    """One payment: facts, lines with their accounts, timeline."""
    return _page(request, visible(request, payment_id))


@require_POST
def payment_record(request: Request, payment_id: int) -> HttpResponse:
    """The bank has paid it."""
    payment, form = visible(request, payment_id), RecordForm(request.POST)
    if not form.is_valid():
        return _page(request, payment, panel="record", record_form=form, status=422)

    def act() -> str:
        done = payments.record_paid(
            payment_id=payment.pk,
            paid=form.paid(),
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
        return _("%(number)s was recorded as paid.") % {"number": done.number}

    return _move(request, payment, act, panel="record", record_form=form)


@require_POST
def payment_cancel(request: Request, payment_id: int) -> HttpResponse:
    """Give a prepared payment up, with a reason."""
    payment, form = visible(request, payment_id), ReverseForm(request.POST)
    form.is_valid()

    def act() -> str:
        payments.cancel_payment(
            payment_id=payment.pk,
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data.get("version"),
        )
        return _("%(number)s was given up; its amounts are owed again.") % {"number": payment.number}

    return _move(request, payment, act, panel="cancel", form=form)


@require_POST
def payment_reverse(request: Request, payment_id: int) -> HttpResponse:
    """Take back what was paid, whole or the chosen lines, with a reason."""
    payment = visible(request, payment_id)
    form = ReverseForm(request.POST, lines=list(payment.lines.select_related("payable__person")))
    form.is_valid()

    def act() -> str:
        payments.reverse_payment(
            payment_id=payment.pk,
            line_ids=_chosen_lines(request),
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data.get("version"),
        )
        return _("What %(number)s paid is owed again.") % {"number": payment.number}

    return _move(request, payment, act, panel="reverse", form=form)


@require_POST
def payment_file(request: Request, payment_id: int) -> HttpResponse:
    """The bank's file, as CSV or Excel; that it was made is kept."""
    payment = visible(request, payment_id)
    try:
        lines = payments.mark_exported(payment_id=payment.pk, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _page(request, payment, error=error)
    is_csv = request.POST.get("format") == "csv"
    content = bank_files.as_csv(lines) if is_csv else bank_files.as_workbook(lines)
    answer = HttpResponse(content, content_type="text/csv; charset=gb18030" if is_csv else XLSX)
    name = f"{payment.number}-{_('bank')}.{'csv' if is_csv else 'xlsx'}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _chosen_lines(request: Request) -> list[int]:
    """The chosen lines as sent: one that stands no more is for the service to refuse, never to be left out."""
    return _whole_numbers(request.POST.getlist("lines"))


def _whole_numbers(texts: Iterable[str]) -> list[int]:
    return [number for one in texts if (number := whole_number(one, digits=9)) is not None]


def _page(
    request: Request, payment: Payment, *, error: DomainError | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "page": selectors.payment_page(payment=payment, actor=request.actor),
        "payment": payment,
        "error": error,
        "record_form": RecordForm(initial={"account": selectors.last_account(request.actor)}),
        **document_context(actor=request.actor, kind=payment.kind, document=payment),
        **more,
    }
    return render(request, "expenses/payment_detail.html", context, status=status_of(error) if error else status)


_move = mover("expenses:payment_detail", "payment_id", visible=visible, page=_page)
