"""Returns: the list, the page, asking for one and what becomes of it (PSL-53)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import lists as shared
from core import origins
from core.forms import VersionForm
from core.money import base_currency
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from organization.views.access import gate, needs
from organization.views.acting import Action, act
from parts_sales import exports_delivery as exports
from parts_sales import policies_delivery as policies
from parts_sales.forms import ReasonForm
from parts_sales.forms_delivery import AskReturnForm, InspectForm, ReceiveForm, ReturnListForm
from parts_sales.models import SalesReturn
from parts_sales.selectors import returns as selectors
from parts_sales.services import returns
from parts_sales.views.notes import visible as visible_note

ROWS = 50
FILTERS = ("state", "remedy", "q")
PARTS = gettext_lazy("Spare parts")


@shared.list_page
@require_GET
@needs(policies.can_open_notes)
def return_list(request: Request) -> HttpResponse:
    """Returns the reader sees; the same as Excel."""
    form = ReturnListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.returns_found(request.actor, asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        return shared.file_of(request, exports.returns_sheet(rows), name="returns", title=_("Returns"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "total": selectors.credited_total(rows),
        "chips": shared.chips(request.GET, form, FILTERS),
        "currency": base_currency(),
    }
    return page_or_part(request, "parts_sales/return_list.html", "table", context)


@require_GET
def return_detail(request: Request, return_id: int) -> HttpResponse:
    """One return."""
    made = visible(request, return_id)
    context = {
        "made": made,
        "page": selectors.return_page(made=made, actor=request.actor),
        "complaint": origins.shown(origins.COMPLAINT, made.complaint, request.actor),
        "currency": base_currency(),
        **document_context(actor=request.actor, kind=made.kind, document=made),
    }
    return render(request, "parts_sales/return_detail.html", context)


@require_http_methods(["GET", "POST"])
def return_create(request: Request, note_id: int) -> HttpResponse:
    """Goods of a note come back: which, why, what the customer wants."""
    note = visible_note(request, note_id)
    if not policies.can_ask_return(note, request.actor):
        raise PermissionDenied
    lines = [line for line in note.lines.order_by("position", "pk") if line.returnable]
    form = AskReturnForm(request.POST or None, lines=lines)
    made: list[SalesReturn] = []

    def work() -> None:
        made.append(returns.ask_return(note_id=note.pk, wanted=form.wanted(), actor=request.actor, at=timezone.now()))

    answered = send_once(request, form, work)
    if answered.sent is not None:
        if made:
            return go_to(request, "parts_sales:return_detail", return_id=made[0].pk)
        return go_to(request, "parts_sales:return_list")
    context = {
        "note": note,
        "form": form,
        "error": answered.error,
        "request_key": answered.key,
        "complaints": origins.offered(origins.COMPLAINT, request.actor),
    }
    return render(request, "parts_sales/return_form.html", context, status=answered.status)


@require_http_methods(["GET", "POST"])
def return_receive(request: Request, return_id: int) -> HttpResponse:
    """How much of each line has come."""
    made = _for(request, return_id, "receive")
    form = ReceiveForm(request.POST or None, lines=_lines(made), initial={"version": made.version})

    def work() -> None:
        returns.receive(
            return_id=made.pk, quantities=form.quantities(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip

    title = _("Receive the goods")
    says = _("Enter what lies before you. What did not come is not expected any more.")
    return _counted(request, made, form, work, {"title": title, "says": says, "icon": "package"})


@require_http_methods(["GET", "POST"])
def return_inspect(request: Request, return_id: int) -> HttpResponse:
    """How much of it is good, and what was found."""
    made = _for(request, return_id, "inspect")
    form = InspectForm(request.POST or None, lines=_lines(made), initial={"version": made.version})

    def work() -> None:
        given = form.cleaned_data
        returns.inspect(
            return_id=made.pk, good=form.quantities(), finding=given["finding"], actor=request.actor,
            at=timezone.now(), version=given["version"],
        )  # fmt: skip

    title = _("Inspect the goods")
    says = _("What is good goes back into stock; what is not stays out of it.")
    return _counted(request, made, form, work, {"title": title, "says": says, "icon": "clipboard-check"})


@require_http_methods(["GET", "POST"])
def return_credit(request: Request, return_id: int) -> HttpResponse:
    """Finance credits what was received."""
    made = _for(request, return_id, "credit")
    form = VersionForm(request.POST or None, initial={"version": made.version})
    says = _("What was received is credited at the order's prices.")
    action = _action(made, _("Credit %(document)s"), _("Credit"), "receipt-refund", says)

    def work() -> str:
        done = returns.credit(
            return_id=made.pk, actor=request.actor, at=timezone.now(), version=form.cleaned_data["version"]
        )
        return _("%(document)s was credited.") % {"document": done}

    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
def return_replace(request: Request, return_id: int) -> HttpResponse:
    """A delivery note without charge."""
    made = _for(request, return_id, "replace")
    form = VersionForm(request.POST or None, initial={"version": made.version})
    says = _("A delivery note without charge is made for what was received; it goes through the same hands.")
    action = _action(made, _("Replace the goods of %(document)s"), _("Make the note"), "truck", says)

    def work() -> str:
        note = returns.replace(
            return_id=made.pk, actor=request.actor, at=timezone.now(), version=form.cleaned_data["version"]
        )
        return _("%(note)s was made.") % {"note": note}

    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
def return_refuse(request: Request, return_id: int) -> HttpResponse:
    """Neither credit nor replacement."""
    says = _("The goods go back to the customer; what was good leaves the stock again.")
    return _ended(request, return_id, "refuse", _("Refuse %(document)s"), _("Refuse"), says, returns.refuse)


@require_http_methods(["GET", "POST"])
def return_cancel(request: Request, return_id: int) -> HttpResponse:
    """The goods do not come."""
    says = _("The goods do not come back; they can be asked for again.")
    return _ended(request, return_id, "cancel", _("Cancel %(document)s"), _("Cancel the return"), says, returns.cancel)


def visible(request: Request, return_id: int) -> SalesReturn:
    """The return, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.returns_visible_to(request.actor).select_related(
        "customer", "note__order", "note__warehouse", "created_by"
    )
    return get_object_or_404(rows, pk=return_id)


def _for(request: Request, return_id: int, move: str) -> SalesReturn:
    made = visible(request, return_id)
    gate(made, move, actor=request.actor)
    return made


def _lines(made: SalesReturn) -> list[Any]:
    return list(made.lines.select_related("note_line__part").order_by("pk"))


def _counted(
    request: Request, made: SalesReturn, form: Any, work: Callable[[], None], words: dict[str, str]
) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:return_detail", return_id=made.pk)
    context = {"made": made, "form": form, "error": answered.error, "request_key": answered.key, "words": words}
    return render(request, "parts_sales/return_count.html", context, status=answered.status)


def _ended(
    request: Request, return_id: int, move: str, title: str, verb: str, says: str, service: Callable[..., SalesReturn]
) -> HttpResponse:
    made = _for(request, return_id, move)
    form = ReasonForm(request.POST or None, initial={"version": made.version})

    def work() -> str:
        given = form.cleaned_data
        done = service(
            return_id=made.pk, reason=given["reason"], actor=request.actor, at=timezone.now(),
            version=given["version"],
        )  # fmt: skip
        return _("%(document)s: %(state)s.") % {"document": done, "state": done.get_state_display()}

    return act(request, _action(made, title, verb, "x", says, danger=True), form, work)


def _action(made: SalesReturn, title: str, verb: str, icon: str, says: str, *, danger: bool = False) -> Action:
    back = reverse("parts_sales:return_detail", args=[made.pk])
    crumbs = [(_("Returns"), reverse("parts_sales:return_list")), (str(made), back)]
    return Action(
        title=title % {"document": made}, verb=verb, back=back, crumbs=crumbs, says=[says], icon=icon, danger=danger,
        section=PARTS,
    )  # fmt: skip
