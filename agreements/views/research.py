"""Market research reports: list, page, writing, issuing, taking back (CUS-02)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from agreements import exports, policies
from agreements.forms_research import ResearchForm, ResearchListForm
from agreements.models import ResearchReport
from agreements.selectors import research as selectors
from agreements.selectors.leads import leads_visible_to
from agreements.selectors.people import houses_offered
from agreements.services import research as services
from core import lists as shared
from core.documents import may
from core.forms import ReasonForm, VersionForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from organization.views.access import gate, needs
from organization.views.acting import Action, act, said

ROWS = 50
FILTERS = ("state", "only", "department", "q")


@shared.list_page
@require_GET
@needs(policies.can_open_leads)
def research_list(request: Request) -> HttpResponse:
    """Reports the reader sees; the same as Excel."""
    form = ResearchListForm(request.GET, departments=houses_offered())
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.research_found(request.actor, asked)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.research_sheet(rows)
        return shared.file_of(request, sheet, name="market-research", title=_("Market research"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_make": policies.can_sell(request.actor),
    }
    return page_or_part(request, "agreements/research_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_sell)
def research_create(request: Request) -> HttpResponse:
    """Write a report; `?lead=` says for which prospect."""
    asked = request.GET.get("lead", "")
    lead = leads_visible_to(request.actor).filter(pk=asked).first() if asked.isdecimal() else None
    initial = {"lead": lead.number, "market": lead.name} if lead is not None else {}
    form = ResearchForm(request.POST or None, initial=initial, **_offered(request))
    return _form(
        request, form, None, lambda: services.draft(report=form.draft(), actor=request.actor, at=timezone.now()).pk
    )


@require_http_methods(["GET", "POST"])
def research_edit(request: Request, report_id: int) -> HttpResponse:
    """Change a draft."""
    report = visible(request, report_id)
    opens = policies.can_change_research(report, request.actor)
    gate(report, actor=request.actor, opens=opens, right=policies.can_edit_research(report, request.actor))
    initial = {name: getattr(report, name) for name in (*services.TEXTS, "since", "until", "version")} | {
        "lead": report.lead.number if report.lead else "", "department": report.department_id,
    }  # fmt: skip
    form = ResearchForm(request.POST or None, initial=initial, **_offered(request))

    def work() -> int:
        services.change(report_id=report.pk, report=form.draft(), **said(request, form))
        return report.pk

    return _form(request, form, report, work)


@require_GET
def research_detail(request: Request, report_id: int) -> HttpResponse:
    """One report."""
    report = visible(request, report_id)
    actor = request.actor
    seen = report.lead is not None and leads_visible_to(actor).filter(pk=report.lead_id or 0).exists()
    context = {
        "report": report,
        "lead_seen": seen,
        "can_edit": policies.can_change_research(report, actor),
        "can_issue": may(report, "issue", actor),
        "can_withdraw": may(report, "withdraw", actor),
        **document_context(actor=actor, kind=report.kind, document=report),
    }
    return render(request, "agreements/research_detail.html", context)


@require_http_methods(["GET", "POST"])
def research_issue(request: Request, report_id: int) -> HttpResponse:
    """Issue a draft."""
    report = visible(request, report_id)
    gate(report, "issue", actor=request.actor)
    form = VersionForm(request.POST or None, initial={"version": report.version})

    def work() -> str:
        services.issue(report_id=report.pk, **said(request, form))
        return _("The report is issued.")

    says = _("It takes its number and is not changed any more; files can still be added.")
    verb = pgettext("report", "Issue")
    return act(request, acting(report, title=_("Issue the report"), verb=verb, says=says, icon="send"), form, work)


@require_http_methods(["GET", "POST"])
def research_withdraw(request: Request, report_id: int) -> HttpResponse:
    """Take a report back."""
    report = visible(request, report_id)
    gate(report, "withdraw", actor=request.actor)
    form = ReasonForm(request.POST or None, initial={"version": report.version})

    def work() -> str:
        services.withdraw(report_id=report.pk, reason=form.cleaned_data["reason"], **said(request, form))
        return _("The report is withdrawn.")

    says = _("It stays readable, marked as withdrawn.")
    shown = acting(report, title=_("Withdraw the report"), verb=_("Withdraw"), says=says, icon="ban", danger=True)
    return act(request, shown, form, work)


def visible(request: Request, report_id: int) -> ResearchReport:
    """The report, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.research_visible_to(request.actor).select_related("lead", "department", "created_by", "issued_by")
    return get_object_or_404(rows, pk=report_id)


def acting(
    report: ResearchReport, *, title: str, verb: str, says: str, icon: str = "check", danger: bool = False
) -> Action:
    """How a move of a report is shown on a page of its own."""
    back = reverse("agreements:research_detail", args=[report.pk])
    crumbs = ((_("Market research"), reverse("agreements:research_list")), (str(report), back))
    return Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=(says,), section=_("Customers"), danger=danger
    )


def _offered(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "departments": houses_offered()}


def _form(request: Request, form: ResearchForm, report: ResearchReport | None, work: Any) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "agreements:research_detail", report_id=answered.sent.document_id)
    context = {"form": form, "report": report, "error": answered.error, "request_key": answered.key}
    return render(request, "agreements/research_form.html", context, status=answered.status)
