"""Margins by order, customer, part, month and document (PSL-51); what is not in the ledger yet (PSL-52)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import lists as shared
from core.list_workbooks import MOST_ROWS, Sheet
from core.money import base_currency
from core.web import Request, go_to, page_or_part
from customers.models import Customer
from organization.views.access import needs
from parts_sales import exports_results as exports
from parts_sales import policies_results as policies
from parts_sales.forms_results import STANDS, WAYS, MarginForm, WaitingForm
from parts_sales.models import Part, SalesOrder
from parts_sales.selectors import results as selectors
from parts_sales.services import result_postings

ROWS = 50
FILTERS = ("what", "region", "only", "since", "until", "q")
NARROWED = ("order", "customer", "part")
WAITING_FILTERS = ("why", "since", "until", "q")
TONES = {"LOSS": ("danger", "alert-triangle"), "COVERED": ("info", "check"), "MARGIN": ("ok", "circle-check")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with the address of what stands behind it, and its badge."""

    row: selectors.MarginRow
    url: str
    badge: tuple[str, str, str]


@shared.list_page
@require_GET
@needs(policies.can_see_results)
def margin_list(request: Request) -> HttpResponse:
    """What orders, customers, parts or months brought and cost, or the single documents; the same as Excel."""
    today = timezone.localdate()
    form = MarginForm(request.GET)
    asked = form.question(request.GET.get("sort", ""), today=today)
    standard = selectors.standard_margin(on=today)
    is_single = asked.by == selectors.DOCUMENTS
    find = selectors.documents_found if is_single else selectors.groups_found
    rows: QuerySet[Any, Any] = find(request.actor, asked, standard=standard)
    if shared.wants_file(request):
        sheet = exports.lines_sheet(rows) if is_single else _groups_sheet(rows, asked.by, standard)
        filters = [(_("By"), WAYS[asked.by]), (_("From"), asked.since), *shared.in_words(form, FILTERS)]
        return shared.file_of(request, sheet, name="margins", title=_("Margins"), filters=filters)
    total, is_costed = selectors.totals_asked(request.actor, asked, rows)
    pages = Paginator(rows, ROWS)
    if not is_single:
        pages.count = selectors.group_count(request.actor, asked, rows)
    page = pages.get_page(request.GET.get("page"))
    found = [] if is_single else selectors.margin_rows(list(page.object_list), asked.by, standard=standard)
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "rows": [Shown(row, _behind(request.GET, asked, row), _badge(row.stands)) for row in found],
        "is_single": is_single,
        "total": total,
        "is_costed": is_costed,
        "stands": _badge(total.against(standard)),
        "standard": standard,
        "chips": [*_narrowed(request.GET, asked), *shared.chips(request.GET, form, FILTERS)],
        "ways": [
            (label, shared.without(request.GET, "page", "sort", by=code), code == asked.by)
            for code, label in WAYS.items()
        ],
        "head": WAYS[asked.by],
        "currency": base_currency(),
        "waiting": selectors.waiting_count(request.actor) if policies.can_post_results(request.actor) else 0,
    }  # fmt: skip
    return page_or_part(request, "parts_sales/margin_list.html", "table", context)


@shared.list_page
@require_GET
@needs(policies.can_see_results)
def result_waiting_list(request: Request) -> HttpResponse:
    """Results that are not in the ledger yet, and why; the same as Excel."""
    form = WaitingForm(request.GET)
    asked = form.asked(request.GET.get("sort", ""))
    rows = selectors.waiting_found(request.actor, **asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, WAITING_FILTERS)
        sheet = exports.waiting_sheet(rows)
        return shared.file_of(request, sheet, name="waiting-results", title=_("Not posted yet"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "total": selectors.sum_of(rows),
        "chips": shared.chips(request.GET, form, WAITING_FILTERS),
        "can_post": policies.can_post_results(request.actor),
    }
    return page_or_part(request, "parts_sales/result_waiting_list.html", "table", context)


@require_POST
@needs(policies.can_post_results)
def results_post(request: Request) -> HttpResponse:
    """Try what waits again now."""
    result_postings.ask_to_post(actor=request.actor)
    messages.success(request, _("What waits is tried again now; what the ledger takes leaves this list in a moment."))
    return go_to(request, "parts_sales:result_waiting_list")


def _groups_sheet(rows: QuerySet[Any, Any], by: str, standard: Decimal) -> Sheet:
    """All groups with their names, read a thousand at a time."""

    def every() -> Iterator[selectors.MarginRow]:
        for start in range(0, MOST_ROWS, exports.AT_ONCE):
            part = list(rows[start : start + exports.AT_ONCE])
            yield from selectors.margin_rows(part, by, standard=standard)
            if len(part) < exports.AT_ONCE:
                return

    return exports.margin_sheet(every(), by)


def _behind(query: QueryDict, asked: selectors.MarginQuestion, row: selectors.MarginRow) -> str:
    """The documents of a row; of work and freight, which are no part, all of them."""
    if asked.by == selectors.MONTH:
        last = (row.key.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        days = {"since": max(row.key, asked.since or row.key), "until": min(last, asked.until or last)}
        changed = {name: day.isoformat() for name, day in days.items()}
    else:
        changed = {asked.by: str(row.key)} if row.key is not None else {}
    return shared.without(query, "page", "sort", by=selectors.DOCUMENTS, **changed)


def _badge(stands: str) -> tuple[str, str, str]:
    return (str(STANDS[stands]), *TONES[stands])


def _narrowed(query: QueryDict, asked: selectors.MarginQuestion) -> list[shared.Chip]:
    """The one order, customer or part it is narrowed to, by name."""
    models: dict[str, Any] = {"order": SalesOrder, "customer": Customer, "part": Part}
    labels = {"order": _("Order"), "customer": _("Customer"), "part": _("Part")}
    found = []
    for name in NARROWED:
        if (pk := getattr(asked, name)) is not None:
            row = models[name].objects.filter(pk=pk).first()
            value = str(row) if row is not None else "?"
            found.append(shared.Chip(labels[name], value, shared.without(query, "page", name)))
    return found
