"""Transfer slips: the list, writing, the page, archiving (MKT-02 to MKT-04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals import pages as approval_pages
from core import lists as shared
from core.documents import may
from core.forms import ReasonForm, VersionForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from feedback import exports, policies
from feedback.choices import SheetState, SlipState
from feedback.forms import ArchiveForm, SlipForm, SlipListForm
from feedback.models import MarketInfo, TransferSlip
from feedback.selectors import market as selectors
from feedback.selectors.people import departments_offered
from feedback.services import slips as services
from feedback.views.acting import move, reasoned
from organization.views.access import gate, needs

ROWS = 50
FILTERS = ("state", "importance", "only", "q")


@shared.list_page
@require_GET
@needs(policies.can_open)
def slip_list(request: Request) -> HttpResponse:
    """Transfer slips the reader sees; the same as Excel."""
    form = SlipListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.slips_found(request.actor, asked, on=timezone.localdate())
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.slips_sheet(rows)
        return shared.file_of(request, sheet, name="transfer-slips", title=_("Transfer slips"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "today": timezone.localdate(),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
    }
    return page_or_part(request, "feedback/slip_list.html", "table", context)


@require_http_methods(["GET", "POST"])
def slip_create(request: Request, info_id: int) -> HttpResponse:
    """Write the transfer slip of a piece of information."""
    rows = selectors.infos_visible_to(request.actor).select_related("created_by", "department")
    info = get_object_or_404(rows, pk=info_id)
    gate(info, "transfer", actor=request.actor)
    initial = {"version": info.version, "summary": info.content, "answer_days": services.usual_days(timezone.now())}
    form = SlipForm(request.POST or None, initial=initial, departments=departments_offered())

    def work() -> int:
        return services.write(
            info_id=info.pk, draft=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        ).pk  # fmt: skip

    return _form(request, form, work, info=info, slip=None)


@require_http_methods(["GET", "POST"])
def slip_edit(request: Request, slip_id: int) -> HttpResponse:
    """Change a returned slip and send it again."""
    slip = _visible(request, slip_id)
    gate(slip, "submit", actor=request.actor)
    initial = {
        "version": slip.version, "summary": slip.summary, "request": slip.request, "answer_days": slip.answer_days,
        "departments": list(slip.addressees.values_list("department", flat=True)),
    }  # fmt: skip
    form = SlipForm(request.POST or None, initial=initial, departments=departments_offered())

    def work() -> int:
        services.resubmit(
            slip_id=slip.pk, draft=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return slip.pk

    return _form(request, form, work, info=slip.information, slip=slip)


@require_GET
def slip_detail(request: Request, slip_id: int) -> HttpResponse:
    """One slip with the feedback of the departments."""
    slip = _visible(request, slip_id)
    actor = request.actor
    marks = slip.state in {SlipState.DISPATCHED, SlipState.ARCHIVED} and policies.can_screen(slip, actor)
    sheets = list(slip.sheets.select_related("department", "given_by").order_by("department__position", "pk"))
    context = {
        "slip": slip,
        "info": slip.information,
        "sheets": sheets,
        "sheets_seen": set(selectors.sheets_visible_to(actor).filter(slip=slip).values_list("pk", flat=True)),
        "given": sum(one.state == SheetState.GIVEN for one in sheets),
        "asked_of": sum(one.state != SheetState.CANCELLED for one in sheets),
        "today": timezone.localdate(),
        "departments": [row.department for row in slip.addressees.select_related("department")],
        "answerable": {one.pk for one in sheets if may(one, "give", actor)},
        "can_edit": may(slip, "submit", actor),
        "can_withdraw": may(slip, "withdraw", actor),
        "can_archive": may(slip, "archive", actor) and all(one.state != SheetState.ASKED for one in sheets),
        "can_mark": marks,
        **document_context(actor=actor, kind=slip.kind, document=slip),
        **approval_pages.approval_context(actor=actor, kind=slip.kind, document_id=slip.pk),
    }
    return render(request, "feedback/slip_detail.html", context)


@require_http_methods(["GET", "POST"])
def slip_withdraw(request: Request, slip_id: int) -> HttpResponse:
    """Take a slip back."""
    slip = _visible(request, slip_id)
    form = ReasonForm(request.POST or None, initial={"version": slip.version})
    return move(
        request, slip, form, services.withdraw, page=_page(), of="withdraw",
        title=_("Withdraw %(document)s") % {"document": slip}, verb=_("Withdraw"), icon="ban", danger=True,
        reason=reasoned(form), says=_("It stays readable. Another slip can be written."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def slip_mark(request: Request, slip_id: int) -> HttpResponse:
    """Mark a slip for publication, or take the mark off."""
    slip = _visible(request, slip_id)
    form = VersionForm(request.POST or None, initial={"version": slip.version})
    publish = not slip.is_publishable
    allowed = slip.state in {SlipState.DISPATCHED, SlipState.ARCHIVED} and policies.can_screen(slip, request.actor)
    title = _("Mark %(document)s for publication") if publish else _("Take the mark off %(document)s")
    return move(
        request, slip, form, services.mark, allowed=allowed, page=_page(), title=title % {"document": slip},
        verb=_("Mark for publication") if publish else _("Take the mark off"), icon="flag", publish=lambda: publish,
        says=_("The list of slips for publication shows it; nothing is sent anywhere."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def slip_archive(request: Request, slip_id: int) -> HttpResponse:
    """Sort and archive a slip with its feedback."""
    slip = _visible(request, slip_id)
    form = ArchiveForm(request.POST or None, initial={"version": slip.version})
    return move(
        request, slip, form, services.archive, page=_page(), of="archive",
        title=_("Archive %(document)s") % {"document": slip}, verb=_("Archive"), icon="archive",
        archive_class=lambda: form.cleaned_data["archive_class"], conclusion=lambda: form.cleaned_data["conclusion"],
        says=_("The information is archived with it and stays found by search. Its reporter is told the conclusion."),
    )  # fmt: skip


def _visible(request: Request, slip_id: int) -> TransferSlip:
    rows = selectors.slips_visible_to(request.actor)
    rows = rows.select_related("information__created_by", "information__department", "created_by")
    return get_object_or_404(rows, pk=slip_id)


def _form(
    request: Request, form: SlipForm, work: Callable[[], int], *, info: MarketInfo, slip: TransferSlip | None
) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "feedback:slip_detail", slip_id=answered.sent.document_id)
    context: dict[str, Any] = {
        "form": form,
        "info": info,
        "slip": slip,
        "error": answered.error,
        "request_key": answered.key,
    }
    return render(request, "feedback/slip_form.html", context, status=answered.status)


def _page() -> tuple[str, str]:
    return _("Transfer slips"), "slip"
