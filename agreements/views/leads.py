"""Leads: list, board, page, sales log, stages (CUS-02)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from agreements import exports, guidance, policies, surveying
from agreements.choices import OPEN_STAGES, LeadState
from agreements.forms_leads import ContactForm, LeadForm, LeadListForm, StageForm
from agreements.models import Lead
from agreements.selectors import leads as selectors
from agreements.selectors.agreements import agreements_visible_to
from agreements.selectors.people import houses_offered, owners_offered
from agreements.selectors.research import research_visible_to
from agreements.services import leads as services
from core import lists as shared
from core.documents import may
from core.forms import ReasonForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from customers.selectors.customers import is_seen
from organization.views.access import gate, needs
from organization.views.acting import Action, act, said

ROWS = 50
FILTERS = ("state", "only", "department", "q")
ON_BOARD = 20
VERBS = {
    "qualify": gettext_lazy("Potential"),
    "intend": gettext_lazy("Intended"),
    "choose": gettext_lazy("Product chosen"),
    "agree": pgettext_lazy("stage", "Agreed"),
    "confirm_payment": gettext_lazy("Confirm the payment"),
    "confirm_start": gettext_lazy("Confirm the start of service"),
    "tell": gettext_lazy("Customer told"),
    "begin": gettext_lazy("In service"),
}


@shared.list_page
@require_GET
@needs(policies.can_open_leads)
def lead_list(request: Request) -> HttpResponse:
    """Leads the reader sees; the same as Excel."""
    form = LeadListForm(request.GET, departments=houses_offered())
    asked = form.question(request.GET.get("sort", ""))
    today = timezone.localdate()
    rows = selectors.leads_found(request.actor, asked, on=today)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.leads_sheet(rows)
        return shared.file_of(request, sheet, name="leads", title=_("Leads"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "today": today,
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_make": policies.can_sell(request.actor),
    }
    return page_or_part(request, "agreements/lead_list.html", "table", context)


@require_GET
@needs(policies.can_open_leads)
def lead_board(request: Request) -> HttpResponse:
    """Open leads by stage, those whose next step is due first."""
    rows = selectors.leads_visible_to(request.actor).filter(state__in=OPEN_STAGES).select_related("owner")
    columns = []
    for stage in OPEN_STAGES:
        here = rows.filter(state=stage)
        columns.append((LeadState(stage).label, stage, list(here.order_by("next_on", "-pk")[:ON_BOARD]), here.count()))
    context = {"columns": columns, "today": timezone.localdate(), "can_make": policies.can_sell(request.actor)}
    return render(request, "agreements/lead_board.html", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_sell)
def lead_create(request: Request) -> HttpResponse:
    """Record a lead."""
    form = LeadForm(request.POST or None, **_offered(request))
    return _form(
        request, form, None,
        lambda: services.record(lead=form.draft(), actor=request.actor, at=timezone.now()).pk,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def lead_edit(request: Request, lead_id: int) -> HttpResponse:
    """Change what is known of a lead."""
    lead = visible(request, lead_id)
    edits = policies.can_edit_lead(lead, request.actor)
    gate(lead, actor=request.actor, opens=edits and lead.state != LeadState.LOST, right=edits)
    names = ("name", "need", "contact", "phone", "email", "source", "product", "amount", "next_step", "next_on")
    initial = {name: getattr(lead, name) for name in (*names, "version")} | {
        "customer": lead.customer.number if lead.customer else "", "owner": lead.owner_id,
        "department": lead.department_id, "delivered_by": lead.delivered_by_id,
    }  # fmt: skip
    form = LeadForm(request.POST or None, initial=initial, **_offered(request))

    def work() -> int:
        services.change(lead_id=lead.pk, lead=form.draft(), **said(request, form))
        return lead.pk

    return _form(request, form, lead, work)


@require_GET
def lead_detail(request: Request, lead_id: int) -> HttpResponse:
    """One lead: its stage, what comes next, the sales log, price guidance."""
    lead = visible(request, lead_id)
    move = services.MOVES.get(LeadState(lead.state), "")
    edits = policies.can_edit_lead(lead, request.actor) and lead.state != LeadState.LOST
    context = {
        "lead": lead,
        "move": move if move and may(lead, move, request.actor) else "",
        "verb": VERBS.get(move, ""),
        "steps": selectors.steps_of(lead),
        "contacts": lead.contacts.select_related("by"),
        "research": research_visible_to(request.actor).filter(lead=lead),
        "can_research": edits,
        "hints": guidance.prices_of(lead.product or lead.need, request.actor, on=timezone.localdate()),
        "customer_seen": is_seen(lead.customer_id, request.actor),
        "can_edit": edits,
        "can_lose": may(lead, "lose", request.actor),
        "is_served": lead.state == LeadState.IN_SERVICE,
        "survey_url": surveying.address_of(lead.customer_id, request.actor),
        **document_context(actor=request.actor, kind=lead.kind, document=lead),
    }
    return render(request, "agreements/lead_detail.html", context)


@require_http_methods(["GET", "POST"])
def lead_contact(request: Request, lead_id: int) -> HttpResponse:
    """Record a contact."""
    lead = visible(request, lead_id)
    edits = policies.can_edit_lead(lead, request.actor)
    gate(lead, actor=request.actor, opens=edits and lead.state != LeadState.LOST, right=edits)
    form = ContactForm(request.POST or None, initial={"version": lead.version, "person": lead.contact})

    def work() -> str:
        services.log(lead_id=lead.pk, contact=form.entry(), **said(request, form))
        return _("The contact was recorded.")

    return act(request, acting(lead, title=_("Record a contact"), verb=_("Record")), form, work)


@require_http_methods(["GET", "POST"])
def lead_advance(request: Request, lead_id: int, move: str) -> HttpResponse:
    """Move a lead to its next stage."""
    lead = visible(request, lead_id)
    if move not in VERBS:
        raise Http404
    gate(lead, move, actor=request.actor)
    signed = agreements_visible_to(request.actor).filter(customer=lead.customer_id or 0, state="SIGNED")
    initial = {"version": lead.version, "product": lead.product}
    initial["customer"] = lead.customer.number if lead.customer else ""
    form = StageForm(request.POST or None, initial=initial, actor=request.actor, move=move, agreements=list(signed))

    def work() -> str:
        services.advance(lead_id=lead.pk, move=move, given=form.stage(), **said(request, form))
        return _("The lead moved to its next stage.")

    verb = str(VERBS[move])
    return act(request, acting(lead, title=verb, verb=verb), form, work)


@require_http_methods(["GET", "POST"])
def lead_lose(request: Request, lead_id: int) -> HttpResponse:
    """They do not buy."""
    lead = visible(request, lead_id)
    gate(lead, "lose", actor=request.actor)
    form = ReasonForm(request.POST or None, initial={"version": lead.version})

    def work() -> str:
        services.lose(lead_id=lead.pk, reason=form.cleaned_data["reason"], **said(request, form))
        return _("The lead is lost; why is kept.")

    shown = acting(lead, title=_("The lead is lost"), verb=_("Lost"), icon="circle-x", danger=True)
    return act(request, shown, form, work)


def visible(request: Request, lead_id: int) -> Lead:
    """The lead, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.leads_visible_to(request.actor)
    rows = rows.select_related("customer", "owner", "department", "delivered_by", "agreement", "paid_by", "created_by")
    return get_object_or_404(rows, pk=lead_id)


def acting(lead: Lead, *, title: str, verb: str, icon: str = "check", danger: bool = False) -> Action:
    """How a move of a lead is shown on a page of its own."""
    back = reverse("agreements:lead_detail", args=[lead.pk])
    crumbs = ((_("Leads"), reverse("agreements:lead_list")), (str(lead), back))
    return Action(title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, section=_("Customers"), danger=danger)


def _offered(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "people": owners_offered(), "departments": houses_offered()}


def _form(request: Request, form: LeadForm, lead: Lead | None, work: Any) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "agreements:lead_detail", lead_id=answered.sent.document_id)
    context = {"form": form, "lead": lead, "error": answered.error, "request_key": answered.key}
    return render(request, "agreements/lead_form.html", context, status=answered.status)
