"""Departments' feedback: the list, the page, giving it (MKT-03)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import lists as shared
from core.documents import may
from core.forms import ReasonForm
from core.pages import document_context
from core.web import Request, page_or_part
from feedback import exports, policies
from feedback.choices import SlipState
from feedback.forms import SheetForm, SheetListForm
from feedback.models import FeedbackSheet
from feedback.selectors import market as selectors
from feedback.selectors.people import departments_offered
from feedback.services import sheets as services
from feedback.views.acting import move, reasoned
from organization.views.access import needs

ROWS = 50
FILTERS = ("state", "only", "department", "q")


@shared.list_page
@require_GET
@needs(policies.can_open)
def sheet_list(request: Request) -> HttpResponse:
    """Feedback sheets the reader sees; the same as Excel."""
    form = SheetListForm(request.GET, departments=departments_offered())
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.sheets_found(request.actor, asked, on=timezone.localdate())
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.sheets_sheet(rows)
        return shared.file_of(request, sheet, name="market-feedback", title=_("Feedback"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "today": timezone.localdate(),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
    }
    return page_or_part(request, "feedback/sheet_list.html", "table", context)


@require_GET
def sheet_detail(request: Request, sheet_id: int) -> HttpResponse:
    """One department's feedback."""
    sheet = _visible(request, sheet_id)
    actor, runs = request.actor, sheet.slip.state == SlipState.DISPATCHED
    context = {
        "sheet": sheet,
        "slip": sheet.slip,
        "info": sheet.slip.information,
        "today": timezone.localdate(),
        "can_give": runs and may(sheet, "give", actor),
        "can_ask_again": runs and may(sheet, "ask_again", actor),
        "can_cancel": runs and may(sheet, "cancel", actor),
        **document_context(actor=actor, kind=sheet.kind, document=sheet),
    }
    return render(request, "feedback/sheet_detail.html", context)


@require_http_methods(["GET", "POST"])
def sheet_give(request: Request, sheet_id: int) -> HttpResponse:
    """Give the department's feedback."""
    sheet = _visible(request, sheet_id)
    initial = {"version": sheet.version, "answer": sheet.answer, "measures": sheet.measures}
    form = SheetForm(request.POST or None, initial=initial)
    return move(
        request, sheet, form, services.give, page=_page(), of="give",
        title=_("Feedback on %(title)s") % {"title": sheet.slip.information.title}, verb=_("Give feedback"),
        icon="send", given=form.draft, says=sheet.slip.request,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def sheet_again(request: Request, sheet_id: int) -> HttpResponse:
    """Ask for it again."""
    sheet = _visible(request, sheet_id)
    form = ReasonForm(request.POST or None, initial={"version": sheet.version})
    return move(
        request, sheet, form, services.ask_again, page=_page(), of="ask_again",
        title=_("Ask %(department)s again") % {"department": sheet.department.name}, verb=_("Ask again"),
        icon="arrow-back-up", reason=reasoned(form),
        says=_("The department has as many working days as at first; what it wrote stays to be changed."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def sheet_cancel(request: Request, sheet_id: int) -> HttpResponse:
    """Not needed any more."""
    sheet = _visible(request, sheet_id)
    form = ReasonForm(request.POST or None, initial={"version": sheet.version})
    return move(
        request, sheet, form, services.cancel, page=_page(), of="cancel",
        title=_("Feedback of %(department)s is not needed") % {"department": sheet.department.name},
        verb=_("No longer needed"), icon="ban", danger=True, reason=reasoned(form),
        says=_("The slip can be archived without it."),
    )  # fmt: skip


def _visible(request: Request, sheet_id: int) -> FeedbackSheet:
    rows = selectors.sheets_visible_to(request.actor)
    rows = rows.select_related("slip__information", "department", "given_by", "created_by")
    return get_object_or_404(rows, pk=sheet_id)


def _page() -> tuple[str, str]:
    return _("Feedback"), "sheet"
