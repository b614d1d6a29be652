"""Complaints: the list, recording one, its page, putting it right, taking it back (CMP-01)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from complaints import exports, policies
from complaints.choices import ComplaintState
from complaints.forms import ComplaintForm, ComplaintListForm, complaint_values
from complaints.models import Complaint
from complaints.selectors import complaints as selectors
from complaints.selectors.costs import cost_card
from complaints.selectors.pages import complaint_page
from complaints.selectors.people import salespeople
from complaints.services import complaints as services
from core import attachments
from core import lists as shared
from core.errors import DomainError
from core.forms import ReasonForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part, whole_number
from corrective.selectors.pages import departments_offered
from customers.selectors.customers import customers_visible_to, is_seen
from expenses import policies as expense_policies
from organization.views.access import gate, needs
from organization.views.acting import Action, act
from parts_sales.selectors.orders import orders_visible_to

ROWS = 50
FILTERS = ("state", "only", "severity", "source", "department", "q")


@shared.list_page
@require_GET
@needs(policies.can_open)
def complaint_list(request: Request) -> HttpResponse:
    """Complaints the reader sees; the same as Excel."""
    form = ComplaintListForm(request.GET, departments=departments_offered())
    asked = form.question(request.GET.get("sort", ""))
    now = timezone.now()
    rows = selectors.complaints_found(request.actor, asked, at=now)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.complaints_sheet(rows)
        return shared.file_of(request, sheet, name="complaints", title=_("Complaints"), filters=filters)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    shown = [row.pk for row in page]
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "late": set(Complaint.objects.filter(selectors.late(now), pk__in=shown).values_list("pk", flat=True)),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_record": policies.can_record(request.actor),
    }
    return page_or_part(request, "complaints/complaint_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_record)
def complaint_create(request: Request) -> HttpResponse:
    """Record a complaint."""
    customer = whole_number(request.GET.get("customer", ""), digits=18)
    form = form_for(request, initial={"customer": customer or ""})

    def work() -> int:
        return services.record(draft=form.draft(), actor=request.actor, at=timezone.now()).pk

    return write(request, form, work)


@require_http_methods(["GET", "POST"])
def complaint_edit(request: Request, complaint_id: int) -> HttpResponse:
    """Put right what was recorded, while nobody judged."""
    complaint = visible(request, complaint_id)
    is_open, handles = complaint.state == ComplaintState.OPEN, policies.is_handler(complaint, request.actor)
    gate(complaint, actor=request.actor, opens=is_open and handles, right=handles)
    form = form_for(request, initial=complaint_values(complaint))

    def work() -> int:
        services.change(
            complaint_id=complaint.pk, draft=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return complaint.pk

    return write(request, form, work, complaint=complaint)


@require_GET
def complaint_detail(request: Request, complaint_id: int) -> HttpResponse:
    """One complaint: what happened, its clocks, what was said, its reports and measures."""
    complaint = visible(request, complaint_id)
    context = {
        "complaint": complaint,
        "page": complaint_page(complaint=complaint, actor=request.actor, at=timezone.now()),
        "costs": cost_card(complaint, request.actor),
        "can_request": expense_policies.can_make_requests(request.actor),
        "can_claim": expense_policies.can_make_claims(request.actor),
        "order_seen": orders_visible_to(request.actor).filter(pk=complaint.order_id or 0).exists(),
        "customer_seen": is_seen(complaint.customer_id, request.actor),
        **document_context(actor=request.actor, kind=complaint.kind, document=complaint),
    }
    return render(request, "complaints/complaint_detail.html", context)


@require_http_methods(["GET", "POST"])
def complaint_cancel(request: Request, complaint_id: int) -> HttpResponse:
    """Take back what was recorded by mistake."""
    complaint = visible(request, complaint_id)
    gate(complaint, "cancel", actor=request.actor)
    form = ReasonForm(request.POST or None, initial={"version": complaint.version})

    def work() -> str:
        given = form.cleaned_data
        services.cancel(
            complaint_id=complaint.pk, reason=given["reason"], actor=request.actor, at=timezone.now(),
            version=given["version"],
        )  # fmt: skip
        return _("The complaint was cancelled.")

    shown = acting(
        complaint, title=_("Cancel %(complaint)s") % {"complaint": complaint}, verb=_("Cancel the complaint"),
        icon="ban", danger=True, says=(_("For what was recorded by mistake or twice. It stays readable."),),
    )  # fmt: skip
    return act(request, shown, form, work)


def visible(request: Request, complaint_id: int) -> Complaint:
    """The complaint, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.complaints_visible_to(request.actor).select_related(
        "customer", "department", "salesperson", "machine", "order", "part", "responsible", "created_by"
    )
    return get_object_or_404(rows, pk=complaint_id)


def acting(
    complaint: Complaint, *, title: str, verb: str, icon: str = "check", says: tuple[str, ...] = (),
    danger: bool = False,
) -> Action:  # fmt: skip
    """How a move of a complaint is shown on a page of its own."""
    back = reverse("complaints:complaint_detail", args=[complaint.pk])
    crumbs = ((_("Complaints"), reverse("complaints:complaint_list")), (str(complaint), back))
    return Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=says, section=_("Quality"), danger=danger
    )


def form_for(request: Request, *, initial: dict[str, Any]) -> ComplaintForm:
    """The form of a complaint with what can be chosen."""
    return ComplaintForm(
        request.POST or None,
        initial=initial,
        customers=customers_visible_to(request.actor).filter(archived_at__isnull=True).order_by("number"),
        departments=departments_offered(),
        people=salespeople(),
    )


def write(
    request: Request, form: ComplaintForm, work: Any, *, complaint: Complaint | None = None, intake: Any = None
) -> HttpResponse:
    """Show the form of a complaint; on a good POST do the work once and keep the photos chosen with it."""
    answered = send_once(request, form, work)
    if answered.sent is not None and answered.sent.document_id is not None:
        made = answered.sent.document_id
        if not answered.sent.is_repeated:
            _keep_photos(request, made)
        return go_to(request, "complaints:complaint_detail", complaint_id=made)
    context = {
        "form": form,
        "complaint": complaint,
        "intake": intake,
        "error": answered.error,
        "request_key": answered.key,
        "largest_mb": attachments.largest() // 1024 // 1024,
    }
    return render(request, "complaints/complaint_form.html", context, status=answered.status)


def _keep_photos(request: Request, complaint_id: int) -> None:
    """The photos chosen on the form; what is refused is said, the complaint stands (GEN-07)."""
    try:
        attachments.attach_all(
            kind=Complaint.kind, document_id=complaint_id, files=request.FILES.getlist("files"), actor=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    except DomainError as error:
        messages.error(request, str(error))
