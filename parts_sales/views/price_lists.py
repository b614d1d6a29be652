"""New price lists: computed, compared with the prices in force, changed, released from a day on (PSL-02)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
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
from core.web import Request, go_to, page_or_part
from organization.views.access import needs
from organization.views.acting import Action, act
from parts_sales import exports_price_lists as exports
from parts_sales import policies
from parts_sales import policies_price_lists as own
from parts_sales.choices import PriceListState
from parts_sales.forms import ReasonForm
from parts_sales.forms_money import words_of
from parts_sales.forms_price_lists import LinePriceForm, PriceLineListForm, PriceListForm, PriceListListForm
from parts_sales.models import PriceList
from parts_sales.selectors import price_lists as selectors
from parts_sales.services import price_lists

ROWS = 50
FILTERS = ("state", "q")
LINE_FILTERS = ("only", "q")


@shared.list_page
@require_GET
@needs(own.can_open)
def price_list_list(request: Request) -> HttpResponse:
    """The price lists; the same as Excel."""
    form = PriceListListForm(request.GET)
    form.is_valid()
    asked = _asked(request, form, "state")
    rows = selectors.lists_found(request.actor, **asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        sheet = exports.lists_sheet(rows)
        return shared.file_of(request, sheet, name="price-lists", title=_("Price lists"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_set": policies.can_set_prices(request.actor),
    }
    return page_or_part(request, "parts_sales/price_list_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_prices)
def price_list_create(request: Request) -> HttpResponse:
    """What a new price list is computed with."""
    form = PriceListForm(request.POST or None, initial={"margin": 20, "start_date": timezone.localdate()})
    made: list[PriceList] = []

    def work() -> str:
        given = form.cleaned_data
        made.append(
            price_lists.draw_up(
                currency=given["currency"], margin_share=given["margin"] / 100, start_date=given["start_date"],
                category=given["category"], note=given["note"], actor=request.actor, at=timezone.now(),
            )
        )  # fmt: skip
        return _("%(number)s is being computed.") % {"number": made[0]}

    back = reverse("parts_sales:price_list_list")
    action = Action(
        title=_("New price list"),
        verb=_("Compute the prices"),
        back=back,
        crumbs=((_("Price lists"), back),),
        says=(_("Every part with a known cost gets cost plus this margin; nothing holds before it is released."),),
        section=_("Spare parts"),
    )
    answer = act(request, action, form, work)
    return go_to(request, "parts_sales:price_list_detail", list_id=made[0].pk) if made else answer


@shared.list_page
@require_GET
def price_list_detail(request: Request, list_id: int) -> HttpResponse:
    """One price list: every part's cost, old and new price; the same as Excel."""
    price_list = visible(request, list_id)
    if shared.wants_file(request):
        form = PriceLineListForm(request.GET)
        form.is_valid()
        rows = selectors.lines_found(price_list, **_asked(request, form, "only"))
        sheet = exports.lines_sheet(rows, price_list)
        filters = shared.in_words(form, LINE_FILTERS)
        return shared.file_of(request, sheet, name="price-list", title=str(price_list), filters=filters)
    return _page(request, price_list)


@require_POST
def price_list_line(request: Request, list_id: int, part_id: int) -> HttpResponse:
    """Set the price of one part by hand."""
    price_list = visible(request, list_id)
    form = LinePriceForm(request.POST)
    if not form.is_valid():
        return _page(request, price_list, status=422, bad_part=part_id)
    return _move(
        request, price_list, price_lists.set_prices, _("The price was set."), version=form.cleaned_data.get("version"),
        prices={part_id: form.cleaned_data["price"]},
    )  # fmt: skip


@require_POST
def price_list_release(request: Request, list_id: int) -> HttpResponse:
    """Let its prices hold from its day on."""
    form = ReasonForm(request.POST)
    form.is_valid()
    said = _("The prices hold from their day on.")
    return _move(
        request, visible(request, list_id), price_lists.release, said, version=form.cleaned_data.get("version")
    )


@require_POST
def price_list_cancel(request: Request, list_id: int) -> HttpResponse:
    """Give a draft up, with a reason."""
    form = ReasonForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    return _move(
        request, visible(request, list_id), price_lists.cancel, _("The price list was given up."),
        version=given.get("version"), reason=given.get("reason", ""), panel="cancel", form_of=form,
    )  # fmt: skip


def visible(request: Request, list_id: int) -> PriceList:
    """The price list, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.lists_visible_to(request.actor).select_related("created_by", "released_by")
    return get_object_or_404(rows, pk=list_id)


def _move(
    request: Request,
    price_list: PriceList,
    service: Any,
    said: str,
    *,
    panel: str = "",
    form_of: Any = None,
    **given: Any,
) -> HttpResponse:
    if not policies.can_set_prices(request.actor):
        raise PermissionDenied
    try:
        service(price_list_id=price_list.pk, actor=request.actor, at=timezone.now(), **given)
    except DomainError as error:
        return _page(request, visible(request, price_list.pk), error=error, panel=panel, form=form_of)
    messages.success(request, said)
    return go_to(request, "parts_sales:price_list_detail", list_id=price_list.pk)


def _asked(request: Request, form: Any, name: str) -> dict[str, str]:
    given = form.cleaned_data
    return {
        name: given.get(name) or "", "words": words_of(given.get("q")), "sort": request.GET.get("sort", ""),
    }  # fmt: skip


def _page(
    request: Request, price_list: PriceList, *, error: DomainError | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    form = PriceLineListForm(request.GET)
    form.is_valid()
    asked = _asked(request, form, "only")
    rows = selectors.lines_found(price_list, **asked)
    context = {
        "document": price_list,
        "filter": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "compared": selectors.compared(price_list),
        "chips": shared.chips(request.GET, form, LINE_FILTERS),
        "is_computing": price_list.state == PriceListState.COMPUTING,
        "can_edit": own.can_edit(price_list, request.actor),
        "can_release": may(price_list, "release", request.actor),
        "can_cancel": may(price_list, "cancel", request.actor),
        "waits_for_another": own.waits_for_another(price_list, request.actor),
        "error": error,
        **document_context(actor=request.actor, kind=price_list.kind, document=price_list),
        **more,
    }  # fmt: skip
    if error is not None:
        status = 403 if isinstance(error, NotAllowed) else 422
    if status != 200:
        return render(request, "parts_sales/price_list_detail.html", context, status=status)
    return page_or_part(request, "parts_sales/price_list_detail.html", "table", context)
