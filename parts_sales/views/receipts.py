"""Money received: the list, recording, matching, undoing, reversing (PSL-20, PSL-24)."""

from __future__ import annotations

from typing import Any

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
from core.money import base_currency
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from customers.selectors.customers import customers_visible_to
from organization.views.access import needs
from organization.views.acting import Action, act
from parts_sales import exports_money, policies_money
from parts_sales.forms import ReasonForm
from parts_sales.forms_money import MatchForm, ReceiptForm, ReceiptListForm, words_of
from parts_sales.models import Receipt
from parts_sales.selectors import receipts as selectors
from parts_sales.services import receipts as services

ROWS = 50
FILTERS = ("state", "way", "since", "until", "q")


@shared.list_page
@require_GET
@needs(policies_money.can_open_receipts)
def receipt_list(request: Request) -> HttpResponse:
    """Money received, the same as Excel; what stands unmatched is one filter away."""
    form = ReceiptListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.receipts_found(request.actor, asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        sheet = exports_money.receipts_sheet(rows)
        return shared.file_of(request, sheet, name="receipts", title=_("Money received"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "totals": selectors.totals_of(rows),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_record": policies_money.can_record_receipts(request.actor),
    }
    return page_or_part(request, "parts_sales/receipt_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies_money.can_record_receipts)
def receipt_create(request: Request) -> HttpResponse:
    """Record money that came in; what it is for is said on its page."""
    initial = {
        "received_date": timezone.localdate(),
        "currency": base_currency(),
        "account": selectors.last_account(request.actor),
        "way": "BANK",
    }
    customers = customers_visible_to(request.actor).filter(merged_into__isnull=True).order_by("name_zh", "pk")
    form = ReceiptForm(request.POST or None, initial=initial, customers=list(customers))

    def work() -> int:
        return services.record_receipt(draft=form.draft(), actor=request.actor, at=timezone.now()).pk

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:receipt_match", receipt_id=answered.sent.document_id)
    context = {"form": form, "error": answered.error, "request_key": answered.key}
    return render(request, "parts_sales/receipt_form.html", context, status=answered.status)


@require_GET
def receipt_detail(request: Request, receipt_id: int) -> HttpResponse:
    """One receipt with what it stands against."""
    receipt = visible(request, receipt_id)
    context = {
        "receipt": receipt,
        "page": selectors.receipt_page(receipt=receipt, actor=request.actor),
        **document_context(actor=request.actor, kind=receipt.kind, document=receipt),
    }
    return render(request, "parts_sales/receipt_detail.html", context)


@require_http_methods(["GET", "POST"])
def receipt_match(request: Request, receipt_id: int) -> HttpResponse:
    """Say which orders the money is for."""
    receipt = _kept(request, receipt_id)
    words = words_of(request.GET.get("q"))[:100]
    found = selectors.orders_offered(receipt, request.actor, words)
    initial: dict[str, Any] = {"version": receipt.version}
    if len(found) == 1:
        initial[f"amount-{found[0].pk}"] = min(found[0].owed, receipt.unmatched)
    form = MatchForm(request.POST or None, orders=found, payers=selectors.payers_of(receipt), initial=initial)

    def work() -> int:
        services.match_receipt(
            receipt_id=receipt.pk, parts=form.parts(), actor=request.actor, at=timezone.now(),
            reason=form.cleaned_data["reason"], version=form.cleaned_data["version"],
        )  # fmt: skip
        return receipt.pk

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:receipt_detail", receipt_id=receipt.pk)
    context = {"receipt": receipt, "form": form, "words": words, "error": answered.error, "request_key": answered.key}
    return render(request, "parts_sales/receipt_match.html", context, status=answered.status)


@require_http_methods(["GET", "POST"])
def receipt_unmatch(request: Request, receipt_id: int, match_id: int) -> HttpResponse:
    """Take the money off an order again."""
    receipt = _kept(request, receipt_id)
    one = get_object_or_404(receipt.matches.select_related("order"), pk=match_id)
    title = _("Take %(amount)s off %(order)s") % {"amount": formats.amount(one.amount), "order": one.order}

    def service(**given: Any) -> None:
        services.unmatch(match_ids=[one.pk], **given)

    says = _("The order owes it again; the money stands unmatched.")
    return _with_reason(request, receipt, service, title=title, verb=_("Take off"), says=says)


@require_http_methods(["GET", "POST"])
def receipt_reverse(request: Request, receipt_id: int) -> HttpResponse:
    """The money did not come, or went back."""
    receipt = _kept(request, receipt_id)
    title = _("Reverse %(receipt)s") % {"receipt": receipt}
    says = _("All orders it stands against owe it again. The receipt stays readable.")
    return _with_reason(request, receipt, services.reverse_receipt, title=title, verb=_("Reverse"), says=says)


def visible(request: Request, receipt_id: int) -> Receipt:
    """The receipt, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.receipts_visible_to(request.actor).select_related("customer", "created_by")
    return get_object_or_404(rows, pk=receipt_id)


def _kept(request: Request, receipt_id: int) -> Receipt:
    receipt = visible(request, receipt_id)
    if not policies_money.can_keep_receipt(receipt, request.actor):
        raise PermissionDenied
    return receipt


def _with_reason(request: Request, receipt: Receipt, service: Any, *, title: str, verb: str, says: str) -> HttpResponse:
    form = ReasonForm(request.POST or None, initial={"version": receipt.version})

    def work() -> str:
        service(
            receipt_id=receipt.pk,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
        return _("Done: %(what)s.") % {"what": title}

    back = reverse("parts_sales:receipt_detail", args=[receipt.pk])
    crumbs = ((_("Money received"), reverse("parts_sales:receipt_list")), (str(receipt), back))
    action = Action(
        title=title, verb=verb, icon="rotate", back=back, crumbs=crumbs, says=(says,), section=_("Spare parts"),
        danger=True,
    )  # fmt: skip
    return act(request, action, form, work)
