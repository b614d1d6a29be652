"""Quotes: the list, one quote with its moves, its revisions beside each other (PSL-11 to PSL-15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.pages import approval_context, preview_context
from core import attachments, formats
from core import lists as shared
from core.errors import DomainError, NotAllowed
from core.forms import VersionForm
from core.long_lists import RowsLater
from core.models import Mail, MailKind
from core.pages import document_context
from core.web import Request, go_to, page_or_part
from organization.views.access import needs
from parts_sales import exports_quotes, forms_quotes, policies
from parts_sales.forms import ReasonForm
from parts_sales.handlers import QuoteHandler
from parts_sales.models import Quote
from parts_sales.selectors import holders, quote_compare, quote_pages
from parts_sales.selectors import quotes as selectors
from parts_sales.selectors.visibility import quotes_visible_to
from parts_sales.services import applications, discounts, orders, quote_answers, quotes
from parts_sales.thumbnails import picture_answer

ROWS = 50
FILTERS = ("state", "region", "since", "until", "least", "most", "q")


@shared.list_page
@require_GET
@needs(policies.sees_quotes)
def quote_list(request: Request) -> HttpResponse:
    """Quotes the reader sees; the same as Excel."""
    today = timezone.localdate()
    form = forms_quotes.ListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.quotes_found(request.actor, asked, on=today)
    if shared.wants_file(request):
        filters = [(_("Whose"), _scopes()[asked.scope]), *shared.in_words(form, FILTERS)]
        sheet = exports_quotes.quotes_sheet(rows)
        return shared.file_of(request, sheet, name="quotes", title=_("Quotes"), filters=filters)
    totals = selectors.totals_of(rows)
    context = {
        "form": form,
        "question": asked,
        "page": RowsLater(rows, ROWS, counted=totals.count, few=("created_by",)).get_page(request.GET.get("page")),
        "totals": totals,
        "scopes": [
            (label, shared.without(request.GET, "page", scope=code), code == asked.scope)
            for code, label in _scopes().items()
        ],
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_make": policies.can_quote(request.actor),
        "today": today,
    }
    return page_or_part(request, "parts_sales/quote_list.html", "table", context)


@require_GET
def quote_detail(request: Request, quote_id: int) -> HttpResponse:
    """One quote: lines, sums, route, answers, timeline."""
    return _page(request, visible(request, quote_id))


@require_GET
def quote_picture(request: Request, quote_id: int, attachment_id: int) -> HttpResponse:
    """A small picture of what the clerk collected for the quote (PSL-40)."""
    kept = {one.pk: one for one in quote_pages.pictures_of(visible(request, quote_id))}.get(attachment_id)
    return picture_answer(kept)


@require_GET
def quote_compare_page(request: Request, quote_id: int) -> HttpResponse:
    """A quote beside the one it replaces (PSL-13)."""
    quote = visible(request, quote_id)
    if quote.replaces is None:
        raise Http404
    found = quote_compare.compared(quote.replaces, quote)
    context = {"quote": quote, "before": quote.replaces, "compared": found}
    return render(request, "parts_sales/quote_compare.html", context)


@require_POST
def quote_submit(request: Request, quote_id: int) -> HttpResponse:
    """Hand it in for review."""
    quote = visible(request, quote_id)
    form = VersionForm(request.POST)

    def work() -> str:
        done = quotes.submit_quote(quote_id=quote.pk, **_common(request, form))
        return _("%(number)s was handed in for review.") % {"number": done.number}

    return _move(request, quote, work)


@require_POST
def quote_withdraw(request: Request, quote_id: int) -> HttpResponse:
    """Take it back before anybody decided."""
    quote = visible(request, quote_id)
    form = VersionForm(request.POST)

    def work() -> str:
        quotes.withdraw_quote(quote_id=quote.pk, **_common(request, form))
        return _("%(number)s was withdrawn.") % {"number": quote.number}

    return _move(request, quote, work)


@require_POST
def quote_cancel(request: Request, quote_id: int) -> HttpResponse:
    """Give a draft up, with a reason."""
    return _with_reason(request, quote_id, quotes.cancel_quote, "cancel", _("The quote was cancelled."))


@require_POST
def quote_lose(request: Request, quote_id: int) -> HttpResponse:
    """The customer does not buy."""
    return _with_reason(request, quote_id, quotes.lose_quote, "lose", _("The quote was marked as lost."))


@require_POST
def quote_apply(request: Request, quote_id: int) -> HttpResponse:
    """Apply for the prices below the floor (PSL-03), abroad for the discount (PSL-41)."""
    is_abroad = visible(request, quote_id).customer.is_foreign
    said = (
        _("The application was handed in.") if is_abroad else _("The application went to the domestic sales manager.")
    )
    return _with_reason(request, quote_id, applications.apply_for_prices, "apply", said)


@require_POST
def quote_discount(request: Request, quote_id: int) -> HttpResponse:
    """Offer all goods at one share of their list prices; the discount is applied for after (PSL-41)."""
    quote = visible(request, quote_id)
    form = forms_quotes.DiscountForm(request.POST)
    if not form.is_valid():
        return _page(request, quote, panel="discount", discount_form=form, status=422)

    def work() -> str:
        discounts.offer_share(quote_id=quote.pk, share=form.cleaned_data["share"] / 100, **_common(request, form))
        return _("All goods are offered at %(share)s %% of their list prices.") % {"share": form.cleaned_data["share"]}

    return _move(request, quote, work, panel="discount", discount_form=form)


@require_POST
def quote_revise(request: Request, quote_id: int) -> HttpResponse:
    """Make the next revision and go on in it."""
    quote = visible(request, quote_id)
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        reason = form.cleaned_data.get("reason", "")
        made = quotes.revise_quote(quote_id=quote.pk, reason=reason, **_common(request, form))
    except DomainError as error:
        return _page(request, visible(request, quote.pk), error=error, panel="revise", form=form)
    messages.success(request, _("%(number)s is a draft now; the old revision stays readable.") % {"number": made})
    return go_to(request, "parts_sales:quote_edit", quote_id=made.pk)


@require_POST
def quote_copy(request: Request, quote_id: int) -> HttpResponse:
    """A new draft with the lines of this one."""
    quote = visible(request, quote_id)
    try:
        made = quotes.copy_quote(quote_id=quote.pk, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _page(request, quote, error=error)
    messages.success(request, _("A new draft with the same lines was made."))
    return go_to(request, "parts_sales:quote_edit", quote_id=made.pk)


@require_POST
def quote_prepare(request: Request, quote_id: int) -> HttpResponse:
    """Prepare the order of a quote that was sent; the customer's confirmation opens it."""
    quote = visible(request, quote_id)
    try:
        order = orders.prepare_order(quote_id=quote.pk, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _page(request, visible(request, quote.pk), error=error)
    messages.success(request, _("%(order)s is prepared; the customer's confirmation opens it.") % {"order": order})
    return go_to(request, "parts_sales:order_detail", order_id=order.pk)


@require_POST
def quote_send(request: Request, quote_id: int) -> HttpResponse:
    """Send it by e-mail, or mark how it went out."""
    quote = visible(request, quote_id)
    form = forms_quotes.SendForm(request.POST)
    if not form.is_valid():
        return _page(request, quote, panel="send", send_form=form, status=422)

    def work() -> str:
        given = form.cleaned_data
        quote_answers.send_quote(
            quote_id=quote.pk, way=given["way"], to=given["to"], language=given["language"] or "zh-hans",
            **_common(request, form),
        )  # fmt: skip
        if given["way"] == "EMAIL":
            return _("The quote goes to %(address)s with the PDF.") % {"address": given["to"]}
        return _("The quote is marked as sent.")

    return _move(request, quote, work, panel="send", send_form=form)


@require_POST
def quote_freight(request: Request, quote_id: int) -> HttpResponse:
    """Record that the customer agreed to the freight (PSL-15)."""
    quote = visible(request, quote_id)
    form = forms_quotes.FreightForm(request.POST)
    if not form.is_valid():
        return _page(request, quote, panel="freight", freight_form=form, status=422)

    def work() -> str:
        given = form.cleaned_data
        quote_answers.confirm_freight(
            quote_id=quote.pk, way=given["way"], name=given["name"], agreed_at=given["when"], **_common(request, form)
        )
        return _("The customer's word on the freight was recorded.")

    return _move(request, quote, work, panel="freight", freight_form=form)


@require_POST
def quote_confirm(request: Request, quote_id: int) -> HttpResponse:
    """Record the customer's confirmation with its proof; the order is made (PSL-14)."""
    quote = visible(request, quote_id)
    form = forms_quotes.ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, quote, panel="confirm", confirm_form=form, status=422)

    def work() -> str:
        given = form.cleaned_data
        files = request.FILES.getlist("files")
        if files:
            attachments.attach_all(
                kind=quote.kind, document_id=quote.pk, files=files, actor=request.actor, at=timezone.now()
            )
        order = quote_answers.confirm(
            quote_id=quote.pk, way=given["way"], name=given["name"], proof=given["proof"], confirmed_at=given["when"],
            **_common(request, form),
        )  # fmt: skip
        return _("The customer's confirmation made order %(order)s.") % {"order": order}

    return _move(request, quote, work, panel="confirm", confirm_form=form)


def visible(request: Request, quote_id: int) -> Quote:
    """The quote, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = quotes_visible_to(request.actor).select_related(
        "customer", "department", "created_by", "replaces", "inquiry"
    )
    return get_object_or_404(rows, pk=quote_id)


def _page(
    request: Request, quote: Quote, *, error: DomainError | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    today = timezone.localdate()
    page = quote_pages.quote_page(quote=quote, actor=request.actor, today=today)
    context: dict[str, Any] = {
        "document": quote,
        "page": page,
        "error": error,
        "discount_form": forms_quotes.DiscountForm(initial=_usual_discount(page)) if page.doors.discount else None,
        "send_form": forms_quotes.SendForm(initial=_usual_sending(quote)) if page.doors.send else None,
        "salespeople": holders.salespeople() if page.doors.send and page.is_foreign else [],
        "freight_form": forms_quotes.FreightForm() if page.doors.freight else None,
        "confirm_form": forms_quotes.ConfirmForm(initial={"name": quote.contact}) if page.doors.confirm else None,
        "letters": Mail.objects.filter(kind=MailKind.OUTSIDE, facts__kind=quote.kind, facts__document=quote.pk),
        **approval_context(actor=request.actor, kind=quote.kind, document_id=quote.pk),
        **document_context(actor=request.actor, kind=quote.kind, document=quote),
        **more,
    }
    if quote.is_editable and page.doors.submit:
        facts = QuoteHandler().facts(quote.pk)
        context |= preview_context(kind=quote.kind, facts=facts, on=today)
    if error is not None:
        status = 403 if isinstance(error, NotAllowed) else 422
    return render(request, "parts_sales/quote_detail.html", context, status=status)


def _move(request: Request, quote: Quote, work: Callable[[], str], **more: Any) -> HttpResponse:
    try:
        said = work()
    except DomainError as error:
        return _page(request, visible(request, quote.pk), error=error, **more)
    messages.success(request, said)
    return go_to(request, "parts_sales:quote_detail", quote_id=quote.pk)


def _with_reason(request: Request, quote_id: int, service: Callable[..., Any], panel: str, said: str) -> HttpResponse:
    quote = visible(request, quote_id)
    form = ReasonForm(request.POST)
    form.is_valid()

    def work() -> str:
        service(quote_id=quote.pk, reason=form.cleaned_data.get("reason", ""), **_common(request, form))
        return said

    return _move(request, quote, work, panel=panel, form=form)


def _common(request: Request, form: Any) -> dict[str, Any]:
    """Who moves it, when, on which reading of the page (GEN-04)."""
    form.is_valid()
    return {"actor": request.actor, "at": timezone.now(), "version": form.cleaned_data.get("version")}


def _usual_discount(page: quote_pages.QuotePage) -> dict[str, Any]:
    """What the table grants at the quote's value, in percent."""
    return {"share": formats.plain(page.discount.share * 100)} if page.discount is not None else {}


def _usual_sending(quote: Quote) -> dict[str, Any]:
    """E-mail where the contact has an address, else fax; abroad in English."""
    contacts = quote.customer.contacts.filter(retired_at__isnull=True).exclude(email="")
    address = contacts.filter(name=quote.contact).values_list("email", flat=True).first() if quote.contact else None
    address = address or contacts.values_list("email", flat=True).first() or ""
    return {
        "way": "EMAIL" if address else "FAX",
        "to": address,
        "language": "en" if quote.customer.is_foreign else "zh-hans",
    }


def _scopes() -> dict[str, str]:
    return {"mine": _("Mine"), "all": _("All")}
