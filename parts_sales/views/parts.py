"""The parts catalogue: list, quick search, page, making and changing a part, its costs and prices (PSL-01)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import formats
from core import lists as shared
from core.errors import DomainError
from core.forms import VersionForm
from core.money import CURRENCIES, base_currency
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from organization.views.access import needs
from organization.views.acting import Action, act
from parts_sales import exports, policies
from parts_sales.forms import CostForm, ListForm, PartForm, PriceForm
from parts_sales.models import Part
from parts_sales.selectors import pages
from parts_sales.selectors import parts as selectors
from parts_sales.services import parts as services
from parts_sales.services import prices
from parts_sales.thumbnails import picture_answer

ROWS = 50
FILTERS = ("kind", "warehouse", "group", "stock", "state", "q")


@shared.list_page
@require_GET
@needs(policies.can_see_parts)
def part_list(request: Request) -> HttpResponse:
    """The catalogue with stock and list prices of today; the same as Excel."""
    today = timezone.localdate()
    form = ListForm(request.GET, groups=selectors.categories())
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.parts_found(request.actor, asked, on=today)
    if shared.wants_file(request):
        sheet, filters = exports.parts_sheet(rows, actor=request.actor, on=today), shared.in_words(form, FILTERS)
        return shared.file_of(request, sheet, name="parts", title=_("Parts catalogue"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
        "currency": base_currency(),
        "can_make": policies.can_edit_parts(request.actor),
        "can_count": policies.can_count(request.actor),
    }
    return page_or_part(request, "parts_sales/part_list.html", "table", context)


@require_GET
@needs(policies.can_see_parts)
def part_search(request: Request) -> JsonResponse:
    """Parts while one is typed, as JSON: `?q=` number, name, pinyin initials or model; `currency` of the price."""
    currency = request.GET.get("currency", "")
    found = selectors.quick(
        request.actor,
        request.GET.get("q", ""),
        on=timezone.localdate(),
        currency=currency if currency in CURRENCIES else "",
    )
    return JsonResponse({"parts": [_offered(one) for one in found]})


@require_GET
def part_detail(request: Request, part_id: int) -> HttpResponse:
    """One part with prices, stock and files."""
    return page(request, visible(request, part_id))


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_parts)
def part_create(request: Request) -> HttpResponse:
    """A new part."""
    form = PartForm(request.POST or None, initial={"unit": "件"})

    def work() -> int:
        return services.create_part(draft=form.draft(), actor=request.actor, at=timezone.now()).pk

    return _form(request, form, work, part=None)


@require_http_methods(["GET", "POST"])
def part_edit(request: Request, part_id: int) -> HttpResponse:
    """Change what a part is; its number stays."""
    part = visible(request, part_id)
    if not policies.can_edit(part, request.actor):
        raise PermissionDenied
    initial = {name: getattr(part, name) for name in (*services.PLAIN, "number", "version")}
    initial["fits"] = ", ".join(part.fits)
    initial["warehouse"] = part.warehouse_id if part.has_own_warehouse else None
    initial["successor"] = part.successor.number if part.successor else ""
    form = PartForm(request.POST or None, initial=initial)
    form.fields["number"].disabled = True

    def work() -> int:
        version = form.cleaned_data["version"]
        done = services.change_part(
            part_id=part.pk, draft=form.draft(), version=version, actor=request.actor, at=timezone.now()
        )
        return done.pk

    return _form(request, form, work, part=part)


@require_POST
def part_retire(request: Request, part_id: int) -> HttpResponse:
    """Take a part off sale."""
    return _move(request, part_id, services.retire_part)


@require_POST
def part_restore(request: Request, part_id: int) -> HttpResponse:
    """Sell it again."""
    return _move(request, part_id, services.restore_part)


@require_GET
def part_picture(request: Request, part_id: int) -> HttpResponse:
    """A small picture of the part, made from the first picture among its files."""
    return picture_answer(pages.picture_of(visible(request, part_id)))


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_prices)
def part_cost(request: Request, part_id: int) -> HttpResponse:
    """What the part costs from a day on."""
    part, form = visible(request, part_id), CostForm(request.POST or None)

    def work() -> str:
        prices.enter_cost(part_id=part.pk, **form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("The cost was entered.")

    action = _action(part, _("Standard cost of %(part)s") % {"part": part}, here=_("Standard cost"))
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_prices)
def part_price(request: Request, part_id: int) -> HttpResponse:
    """The part's list price from a day on."""
    part, form = visible(request, part_id), PriceForm(request.POST or None)

    def work() -> str:
        prices.enter_price(part_id=part.pk, **form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("The price was entered.")

    action = _action(part, _("List price of %(part)s") % {"part": part}, here=_("List price"))
    return act(request, action, form, work)


def visible(request: Request, part_id: int) -> Part:
    """The part, if the reader sees the catalogue; 404 otherwise (GEN-10)."""
    rows = selectors.parts_visible_to(request.actor).select_related("warehouse", "successor")
    return get_object_or_404(rows, pk=part_id)


def page(request: Request, part: Part, *, error: DomainError | None = None) -> HttpResponse:
    """A part's page, with what was refused."""
    context = {
        "part": part,
        "page": pages.part_page(part=part, actor=request.actor, on=timezone.localdate()),
        "today": timezone.localdate(),
        "error": error,
        **document_context(actor=request.actor, kind=part.kind, document=part),
    }
    status = (403 if error.status == 403 else 422) if error else 200
    return render(request, "parts_sales/part_detail.html", context, status=status)


def _offered(one: selectors.Quick) -> dict[str, Any]:
    part = one.part
    return {
        "id": part.pk,
        "number": part.number,
        "name": part.name,
        "fits": part.fits,
        "unit": part.unit,
        "free": formats.plain(one.free),
        "price": f"{one.price:.2f}" if one.price is not None else None,
        "is_retired": part.retired_at is not None,
        "successor": part.successor.number if part.successor else None,
    }


def _form(request: Request, form: PartForm, work: Any, *, part: Part | None) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:part_detail", part_id=answered.sent.document_id)
    context = {
        "form": form,
        "part": part,
        "error": answered.error,
        "groups": selectors.categories(),
        "request_key": answered.key,
    }
    return render(request, "parts_sales/part_form.html", context, status=answered.status)


def _move(request: Request, part_id: int, service: Any) -> HttpResponse:
    part = visible(request, part_id)
    if not policies.can_edit_parts(request.actor):
        raise PermissionDenied
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        service(part_id=part.pk, version=version, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return page(request, visible(request, part_id), error=error)
    return go_to(request, "parts_sales:part_detail", part_id=part.pk)


def _action(part: Part, title: str, *, here: str) -> Action:
    back = reverse("parts_sales:part_detail", args=[part.pk])
    crumbs = ((_("Parts catalogue"), reverse("parts_sales:part_list")), (part.number, back))
    return Action(title=title, verb=_("Save"), back=back, crumbs=crumbs, section=_("Spare parts"), here=here)
