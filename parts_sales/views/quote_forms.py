"""Writing a quote: whose it is, the editor, what it comes to while typing (PSL-11, PSL-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import requests as sendings
from core.errors import DomainError
from core.line_forms import other_lines, with_line
from core.money import CURRENCIES, base_currency
from core.web import Request, go_to, new_request_key, page_or_part, whole_number
from customers.choices import SELLER_CARRIES, Region
from customers.models import Customer
from customers.selectors.customers import CustomerQuestion, customers_found, customers_visible_to
from organization.views.access import needs
from parts_sales import figures, policies
from parts_sales.choices import FreightPayer, LineKind
from parts_sales.forms_quotes import QuoteForm, QuoteLines, quote_input, quote_lines, stored_lines
from parts_sales.models import Inquiry, Quote
from parts_sales.quote_errors import NotAbroad
from parts_sales.selectors import credit, prices, quote_editor
from parts_sales.selectors.inquiries import inquiries_visible_to
from parts_sales.selectors.visibility import quotes_visible_to
from parts_sales.services import quotes
from parts_sales.services.quote_lines import MOST_LINES
from parts_sales.views.quotes import visible

TEMPLATE = "parts_sales/quote_form.html"
OFFERED = 20
EARLIER = 3
HEAD = (
    "contact", "machine", "valid_until", "currency", "shipping_method", "freight_payer", "expected_freight", "incoterm",
    "incoterm_place", "bank_details", "terms", "parameters",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(policies.can_quote)
def quote_create(request: Request) -> HttpResponse:
    """A new quote: first whose, then what."""
    customer = _customer(request)
    if customer is None:
        return _choose(request)
    if not policies.can_quote_to(customer, request.actor):
        return _choose(request, error=NotAbroad(customer=customer.name, document=customer.name))
    if request.method == "POST":
        return _answer(request, customer, quote=None)
    inquiry = _inquiry(request)
    head = QuoteForm(initial=_beginning(request, customer, inquiry), customer=customer)
    lines = quote_lines(initial=_lines_wanted(head, customer, inquiry))
    return _form_page(request, head, lines, customer, inquiry=inquiry)


@require_http_methods(["GET", "POST"])
def quote_edit(request: Request, quote_id: int) -> HttpResponse:
    """A draft or returned quote."""
    quote = visible(request, quote_id)
    if not policies.can_edit_quote(quote, request.actor):
        raise PermissionDenied
    if request.method == "POST":
        return _answer(request, quote.customer, quote=quote)
    head, lines = _stored(quote)
    return _form_page(request, head, lines, quote.customer, quote=quote)


@require_POST
@needs(policies.can_quote)
def quote_check(request: Request) -> HttpResponse:
    """What the quote as typed so far comes to, who has to grant it; nothing is kept."""
    customer = get_object_or_404(customers_visible_to(request.actor), pk=_id(request.POST.get("customer", "")))
    head, lines = QuoteForm(request.POST, customer=customer), quote_lines(request.POST)
    return render(request, "parts_sales/parts/quote_sums.html", _check(request, head, lines, customer))


@require_GET
@needs(policies.can_quote)
def quote_parts(request: Request) -> JsonResponse:
    """What an editor's lines show of parts, as JSON: `?part=20-4410&part=…`, `currency` of the prices, `customer` whose
    last price is told.
    """
    numbers = [number.strip().upper() for number in request.GET.getlist("part")[:MOST_LINES]]
    currency = request.GET.get("currency", "")
    found = quote_editor.parts_for_lines(
        numbers,
        actor=request.actor,
        on=timezone.localdate(),
        currency=currency if currency in CURRENCIES else base_currency(),
        customer_id=_id(request.GET.get("customer", "")),
    )
    return JsonResponse({"parts": found})


def _answer(request: Request, customer: Customer, *, quote: Quote | None) -> HttpResponse:
    action = request.POST.get("action", "save")
    if (data := _with_other_lines(request.POST, action)) is not None:
        return _form_page(request, QuoteForm(data, customer=customer), quote_lines(data), customer, quote=quote)
    head, lines = QuoteForm(request.POST, customer=customer), quote_lines(request.POST)
    if not (head.is_valid() and lines.is_valid()):
        return _form_page(request, head, lines, customer, quote=quote, is_checked=True, status=422)
    is_saved = False
    try:
        quote = _save(request, head, lines, quote)
        is_saved = True
        if action == "submit":
            quote = quotes.submit_quote(quote_id=quote.pk, actor=request.actor, at=timezone.now())
    except DomainError as error:
        if is_saved and quote is not None:
            head, lines = _stored(Quote.objects.get(pk=quote.pk))
        status = 403 if error.status == 403 else 422
        return _form_page(request, head, lines, customer, quote=quote, error=error, is_saved=is_saved, status=status)
    if action == "submit":
        messages.success(request, _("%(number)s was handed in for review.") % {"number": quote.number})
    else:
        messages.success(request, _("The draft was saved."))
    return go_to(request, "parts_sales:quote_detail", quote_id=quote.pk)


def _with_other_lines(data: QueryDict, action: str) -> QueryDict | None:
    """The typed data with a line more of the kind whose button was pressed, or one less; None for other buttons."""
    kind = action.removeprefix("add_")
    if action.startswith("add_") and kind in LineKind.values:
        return with_line(data, {"kind": kind, "quantity": "1"}, most=MOST_LINES)
    return other_lines(data, action, most=MOST_LINES)


def _save(request: Request, head: QuoteForm, lines: QuoteLines, quote: Quote | None) -> Quote:
    draft, at = quote_input(head, lines), timezone.now()
    if quote is not None:
        version = head.cleaned_data["version"]
        return quotes.change_quote(quote_id=quote.pk, draft=draft, version=version, actor=request.actor, at=at)
    with sendings.once(actor=request.actor, key=head.cleaned_data["request_key"], body=request.POST) as sent:
        if not sent.is_repeated:
            sent.document_id = quotes.create_quote(draft=draft, actor=request.actor, at=at).pk
    return Quote.objects.get(pk=sent.document_id or 0)


def _beginning(request: Request, customer: Customer, inquiry: Inquiry | None) -> dict[str, Any]:
    """A new quote begins with what the department's last one said of payment and shipping."""
    last = quotes_visible_to(request.actor).filter(
        region=customer.region, department=request.actor.department_id
    ).order_by("-created_at").first()  # fmt: skip
    contact = customer.contacts.filter(retired_at__isnull=True).first()
    initial: dict[str, Any] = {
        "request_key": new_request_key(),
        "valid_until": figures.usual_validity(on=timezone.localdate()),
        "freight_payer": FreightPayer.SELLER if customer.incoterm in SELLER_CARRIES else FreightPayer.BUYER,
        "currency": customer.currency,
        "incoterm": customer.incoterm,
        "incoterm_place": _place_before(request, customer),
        "contact": contact.name if contact else "",
        "inquiry": inquiry.pk if inquiry else None,
        "machine": inquiry.machine if inquiry else "",
    }
    if last is not None:
        initial |= {name: getattr(last, name) for name in ("shipping_method", "bank_details", "terms")}
    kept = prices.bank_details_on(on=timezone.localdate(), currency=customer.currency or base_currency())
    if kept or (last is not None and last.currency != (customer.currency or base_currency())):
        initial["bank_details"] = kept
    return initial


def _lines_wanted(head: QuoteForm, customer: Customer, inquiry: Inquiry | None) -> list[dict[str, Any]]:
    """What the inquiry names by part number stands in the quote already."""
    if inquiry is None:
        return [{}]
    named = quote_editor.lines_wanted(
        inquiry.wanted, on=timezone.localdate(), currency=_currency(head, customer), most=MOST_LINES
    )
    return named or [{}]


def _place_before(request: Request, customer: Customer) -> str:
    """The place the customer's usual term named in the last quote to them."""
    if not customer.incoterm:
        return ""
    before = quotes_visible_to(request.actor).filter(customer=customer, incoterm=customer.incoterm)
    return before.order_by("-created_at").values_list("incoterm_place", flat=True).first() or ""


def _stored(quote: Quote) -> tuple[QuoteForm, QuoteLines]:
    initial = {name: getattr(quote, name) for name in HEAD} | {"version": quote.version, "inquiry": quote.inquiry_id}
    lines: Sequence[dict[str, Any]] = stored_lines(quote) or [{}]
    return QuoteForm(initial=initial, customer=quote.customer), quote_lines(initial=lines)


def _check(request: Request, head: QuoteForm, lines: QuoteLines, customer: Customer) -> dict[str, Any]:
    return {
        "check": quote_editor.check(
            head, lines, customer=customer, actor=request.actor, on=timezone.localdate()
        )
    }  # fmt: skip


def _form_page(
    request: Request,
    head: QuoteForm,
    lines: QuoteLines,
    customer: Customer,
    *,
    quote: Quote | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    discounts = prices.discounts_alone()
    currency = quote.currency if quote is not None else _currency(head, customer)
    context: dict[str, Any] = {
        "form": head,
        "lines": lines,
        "customer": customer,
        "quote": quote,
        "currency": currency,
        "sees_floors": policies.sees_floors(request.actor),
        "sees_costs": policies.sees_costs(request.actor),
        "own_discount": max([discounts.get(role, 0) for role in request.actor.roles] or [0]),
        "discounts": {name: discounts.get(name, 0) for name in ("deputy_manager", "department_manager")},
        "most_lines": MOST_LINES,
        "credit": credit.live_terms_of(customer.pk),
        "earlier": [] if quote is not None else _earlier(request, customer),
        **_check(request, head, lines, customer),
        **more,
    }
    if "inquiry" not in context:
        context["inquiry"] = quote.inquiry if quote is not None else _inquiry(request)
    return page_or_part(request, TEMPLATE, "quote-form", context, status=status)


def _earlier(request: Request, customer: Customer) -> Sequence[Quote]:
    """The customer's latest quotes, to begin from one of them (PSL-11)."""
    rows = quotes_visible_to(request.actor).filter(customer=customer).exclude(number=None)
    return [one for one in rows.order_by("-created_at", "-pk")[:EARLIER] if policies.can_quote_for(one, request.actor)]


def _currency(head: QuoteForm, customer: Customer) -> str:
    typed = head["currency"].value() if "currency" in head.fields else ""
    return str(typed) if typed in CURRENCIES else base_currency()


def _customer(request: Request) -> Customer | None:
    """The customer the quote is for: of the form, or of the address; None while nobody is chosen."""
    wanted = request.POST.get("customer") or request.GET.get("customer") or ""
    if not wanted:
        inquiry = _inquiry(request)
        return inquiry.customer if inquiry is not None else None
    return get_object_or_404(customers_visible_to(request.actor), pk=_id(wanted), merged_into__isnull=True)


def _inquiry(request: Request) -> Inquiry | None:
    wanted = _id(request.POST.get("inquiry") or request.GET.get("inquiry", ""))
    return inquiries_visible_to(request.actor).filter(pk=wanted).select_related("customer").first()


def _id(text: str) -> int:
    return whole_number(text, digits=18) or 0


def _choose(request: Request, *, error: DomainError | None = None) -> HttpResponse:
    """Whose quote it is: customers by name, number, pinyin; those abroad for who quotes there."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = customers_found(request.actor, CustomerQuestion(words=words))
    if not policies.can_quote_abroad(request.actor):
        rows = rows.exclude(region=Region.FOREIGN)
    context = {"found": rows[:OFFERED], "words": words, "inquiry": _inquiry(request), "error": error}
    status = error.status if error is not None else 200
    return page_or_part(request, "parts_sales/quote_customer.html", "found", context, status=status)
