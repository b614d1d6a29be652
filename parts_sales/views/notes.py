"""Delivery notes: the list with what waits at one's desk, the page with its steps, making and cancelling them (PSL-30,
PSL-31, PSL-42, PSL-50).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import lists as shared
from core import paper
from core.errors import DomainError
from core.long_lists import RowsLater
from core.models import Mail, MailKind
from core.money import base_currency
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from customers.choices import Region
from organization.views.access import needs
from parts_sales import exports_delivery as exports
from parts_sales import policies_delivery as policies
from parts_sales.forms import ReasonForm
from parts_sales.forms_delivery import GoodsForm, MakeNotesForm, NoteListForm
from parts_sales.models import DeliveryNote
from parts_sales.rules import steps as rules
from parts_sales.selectors import note_pages
from parts_sales.selectors import notes as selectors
from parts_sales.selectors.orders import may_ship, orders_visible_to
from parts_sales.selectors.steps import order_steps as lines_of_steps
from parts_sales.selectors.stock import warehouses_kept_by
from parts_sales.services import notes

ROWS = 50
FILTERS = ("state", "kind", "region", "warehouse", "since", "until", "q")
ICONS = {
    "review": "check", "print_out": "printer", "check_money": "cash", "sign": "edit", "confirm": "clipboard-check",
    "issue": "package", "ship": "truck",
}  # fmt: skip


@shared.list_page
@require_GET
@needs(policies.can_open_notes)
def note_list(request: Request) -> HttpResponse:
    """Delivery notes the reader sees, first what waits at their desk; the same as Excel."""
    today = timezone.localdate()
    form = NoteListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.notes_found(request.actor, asked, on=today)
    if shared.wants_file(request):
        filters = [(_("Which"), _views()[asked.view]), *shared.in_words(form, FILTERS)]
        sheet = exports.notes_sheet(rows)
        return shared.file_of(request, sheet, name="delivery-notes", title=_("Delivery notes"), filters=filters)
    count, total = selectors.totals_of(rows)
    context = {
        "form": form,
        "asked": asked,
        "page": RowsLater(rows, ROWS, counted=count, few=("warehouse",)).get_page(request.GET.get("page")),
        "total": total,
        "chips": shared.chips(request.GET, form, FILTERS),
        "views": [
            (label, shared.without(request.GET, "page", "view", **({"view": code} if code else {})), code == asked.view)
            for code, label in _views().items()
        ],
        "desk": selectors.desk_count(request.actor),
        "today": today,
        "currency": base_currency(),
    }
    return page_or_part(request, "parts_sales/note_list.html", "table", context)


def _views() -> dict[str, str]:
    return {
        "": pgettext("delivery notes", "All"),
        selectors.DESK: _("At my desk"),
        selectors.UNDERWAY: _("Underway"),
        selectors.TO_TELL: _("Customer not told"),
        selectors.LATE: pgettext("delivery notes", "Late"),
    }


@require_GET
def note_detail(request: Request, note_id: int) -> HttpResponse:
    """One delivery note: where it stands, its goods, its way."""
    return page(request, visible(request, note_id))


@require_http_methods(["GET", "POST"])
def note_create(request: Request, order_id: int) -> HttpResponse:
    """Delivery notes of an order: what is left of it, or less."""
    order = get_object_or_404(orders_visible_to(request.actor).select_related("customer"), pk=order_id)
    if not policies.can_make_notes(order, request.actor):
        raise PermissionDenied
    lines = order.lines.select_related("part", "warehouse").order_by("position", "pk")
    form = MakeNotesForm(request.POST or None, lines=[line for line in lines if line.is_goods])
    made: list[DeliveryNote] = []

    def work() -> None:
        made.extend(
            notes.make_notes(
                order_id=order.pk,
                quantities=form.quantities(),
                remark=form.cleaned_data["remark"],
                actor=request.actor,
                at=timezone.now(),
            )
        )

    answered = send_once(request, form, work)
    if answered.sent is not None:
        if made:
            numbers = "、".join(str(note) for note in made)
            said = ngettext("%(notes)s was made.", "%(notes)s were made.", len(made)) % {"notes": numbers}
            messages.success(request, said)
            return go_to(request, "parts_sales:note_detail", note_id=made[0].pk)
        messages.info(request, _("This was done already; it was not done a second time."))
        return go_to(request, "parts_sales:note_list")
    context = {
        "order": order, "form": form, "error": answered.error, "request_key": answered.key, "release": may_ship(order),
    }  # fmt: skip
    return render(request, "parts_sales/note_form.html", context, status=answered.status)


@require_http_methods(["GET", "POST"])
def note_goods(request: Request, note_id: int) -> HttpResponse:
    """The keeper has the goods before them, ticks line by line, confirms; then hands them out. Made for a phone."""
    note = visible(request, note_id)
    if note.warehouse_id not in warehouses_kept_by(request.actor):
        raise PermissionDenied
    if note.step is None or note.step.scope != rules.WAREHOUSE:
        return go_to(request, "parts_sales:note_detail", note_id=note.pk)
    lines = note.lines.select_related("part").order_by("position", "pk")
    form = GoodsForm(request.POST or None, lines=list(lines), initial={"version": note.version})
    code = note.step.code

    def work() -> None:
        _take(note, code, request, form.cleaned_data["version"])

    answered = send_once(request, form, work)
    if answered.sent is not None:
        _say(request, note, code, is_repeated=answered.sent.is_repeated)
        return go_to(request, "parts_sales:note_detail", note_id=note.pk)
    context = {
        "note": note, "form": form, "step": note.step, "error": answered.error, "request_key": answered.key,
        "icon": ICONS[code],
    }  # fmt: skip
    return render(request, "parts_sales/note_goods.html", context, status=answered.status)


@require_POST
def note_step(request: Request, note_id: int, code: str) -> HttpResponse:
    """The step the note waits for."""
    note = visible(request, note_id)
    if code not in {*notes.PLAIN_STEPS, "issue"}:
        raise Http404
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        _take(note, code, request, form.cleaned_data.get("version"))
    except DomainError as error:
        return page(request, visible(request, note.pk), error=error)
    _say(request, note, code)
    return go_to(request, "parts_sales:note_detail", note_id=note.pk)


@require_POST
def note_cancel(request: Request, note_id: int) -> HttpResponse:
    """Take a note back, with a reason."""
    note, form = visible(request, note_id), ReasonForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    try:
        notes.cancel_note(
            note_id=note.pk,
            reason=given.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
            version=given.get("version"),
        )
    except DomainError as error:
        return page(request, visible(request, note.pk), error=error, panel="cancel", form=form)
    messages.success(request, _("%(note)s was cancelled; its goods can be delivered again.") % {"note": note})
    return go_to(request, "parts_sales:note_detail", note_id=note.pk)


@require_GET
def order_steps(request: Request, order_id: int) -> HttpResponse:
    """Where an order stands, as its page asks again and again while it is open (PSL-50)."""
    order = get_object_or_404(orders_visible_to(request.actor).select_related("created_by"), pk=order_id)
    seen = selectors.of_order_seen(order.pk, request.actor)
    context = {"order": order, "step_lines": lines_of_steps(order), "open_notes": seen}
    return render(request, "parts_sales/parts/order_steps.html", context)


def visible(request: Request, note_id: int) -> DeliveryNote:
    """The note, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.notes_visible_to(request.actor).select_related("customer", "order", "warehouse", "created_by")
    return get_object_or_404(rows, pk=note_id)


def page(
    request: Request, note: DeliveryNote, *, error: DomainError | None = None, panel: str = "", form: Any = None
) -> HttpResponse:
    """A note's page, with what was refused."""
    context = {
        "note": note,
        "page": note_pages.note_page(note=note, actor=request.actor, on=timezone.localdate()),
        "icon": ICONS.get(note.step.code, "check") if note.step else "",
        "error": error,
        "panel": panel,
        "form": form,
        "papers": papers_of(note),
        "letters": Mail.objects.filter(kind=MailKind.OUTSIDE, facts__kind=note.kind, facts__document=note.pk),
        "sees_order": orders_visible_to(request.actor).filter(pk=note.order_id).exists(),
        **document_context(actor=request.actor, kind=note.kind, document=note),
    }
    status = (403 if error.status == 403 else 422) if error else 200
    return render(request, "parts_sales/note_detail.html", context, status=status)


def papers_of(note: DeliveryNote) -> list[tuple[str, str]]:
    """What can be printed of a note, each with the address that asks for it (PSL-35, PSL-43)."""
    kinds = [
        (_("Delivery note"), "delivery_note"),
        (_("Packing list"), "packing_list"),
        (_("Labels"), "delivery_labels"),
    ]
    if note.region == Region.FOREIGN:
        kinds.append((_("Commercial invoice"), "commercial_invoice"))
    one, both = {"id": str(note.pk)}, {"id": str(note.pk), "words": "both"}
    found = [(label, paper.address(code, "pdf", one)) for label, code in kinds]
    found += [
        (_("%(paper)s, Chinese and English") % {"paper": label}, paper.address(code, "pdf", both))
        for label, code in kinds
        if code != "delivery_labels"
    ]
    return [(label, url) for label, url in found if url]


def _take(note: DeliveryNote, code: str, request: Request, version: int | None) -> None:
    more: dict[str, Any] = {} if code == "issue" else {"code": code}
    act: Callable[..., DeliveryNote] = notes.issue if code == "issue" else notes.take_step
    act(note_id=note.pk, actor=request.actor, at=timezone.now(), version=version, **more)


def _say(request: Request, note: DeliveryNote, code: str, *, is_repeated: bool = False) -> None:
    if is_repeated:
        messages.info(request, _("This was done already; it was not done a second time."))
        return
    done = rules.STEPS[code].done
    messages.success(request, _("%(note)s: %(done)s.") % {"note": note, "done": done})
