"""Reports on liability and on what does not conform (CMP-02, CMP-04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from approvals import pages as approval_pages
from complaints import policies
from complaints.choices import NonConformanceState
from complaints.forms import LiabilityForm, NonConformanceForm
from complaints.models import Complaint, NonConformanceReport
from complaints.selectors import complaints as selectors
from complaints.selectors.pages import complaint_page
from complaints.selectors.people import experts_offered
from complaints.services import liability, nonconformance
from complaints.views.complaints import visible
from core import documents
from core.forms import ReasonForm, VersionForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to
from corrective.selectors.pages import departments_offered
from organization.views.access import gate, refuse
from organization.views.acting import Action, act, said


@require_http_methods(["GET", "POST"])
def liability_write(request: Request, complaint_id: int) -> HttpResponse:
    """Write the report on liability, or change one that the panel sent back."""
    complaint = visible(request, complaint_id)
    page = complaint_page(complaint=complaint, actor=request.actor, at=timezone.now())
    if not page.can_judge:
        own = page.liability is None or policies.can_rewrite(page.liability, request.actor)
        late = not documents.applies(complaint, "judge")
        refuse(
            complaint, right=late and own and policies.can_judge(complaint, request.actor),
            back=reverse("complaints:complaint_detail", args=[complaint.pk]),
        )  # fmt: skip
    made = page.liability
    initial: dict[str, Any] = {"version": complaint.version}
    if made is not None:
        initial |= {
            "liable": made.liable, "responsible": made.responsible_id or "", "cause": made.cause,
            "analysis": made.analysis, "conclusion": made.conclusion,
        }  # fmt: skip
    form = LiabilityForm(request.POST or None, initial=initial, departments=departments_offered())

    def work() -> int:
        return liability.report(
            complaint_id=complaint.pk, draft=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        ).pk  # fmt: skip

    more = {
        "title": _("Report on liability"),
        "verb": _("Send to the panel"),
        "says": _("The review panel confirms the report or sends it back."),
        "causes": selectors.causes_used(),
    }
    return _form(request, complaint, form, work, "complaints:liability_detail", more)


@require_GET
def liability_detail(request: Request, report_id: int) -> HttpResponse:
    """One report on liability."""
    rows = selectors.reports_visible_to(request.actor).select_related(
        "complaint__customer", "responsible", "created_by"
    )
    report = get_object_or_404(rows, pk=report_id)
    context = {
        "report": report,
        "complaint": report.complaint,
        "can_change": complaint_page(complaint=report.complaint, actor=request.actor, at=timezone.now()).can_judge,
        **document_context(actor=request.actor, kind=report.kind, document=report),
        **approval_pages.approval_context(actor=request.actor, kind=report.kind, document_id=report.pk),
    }
    return render(request, "complaints/liability_detail.html", context)


@require_http_methods(["GET", "POST"])
def nonconformance_write(request: Request, complaint_id: int) -> HttpResponse:
    """Write the non-conformance report; the expert it was analysed with is asked to agree."""
    complaint = visible(request, complaint_id)
    page = complaint_page(complaint=complaint, actor=request.actor, at=timezone.now())
    gate(complaint, actor=request.actor, opens=page.can_issue, right=policies.is_handler(complaint, request.actor))
    made = page.nonconformance
    initial: dict[str, Any] = {"version": complaint.version}
    if made is not None:
        initial |= {
            "item": made.item, "quantity": made.quantity, "required": made.required, "found": made.found,
            "disposition": made.disposition, "expert": made.expert_id,
        }  # fmt: skip
    else:
        initial["item"] = complaint.part.name if complaint.part else complaint.title
    experts = [one for one in experts_offered() if one.pk != request.actor.person_id]
    form = NonConformanceForm(request.POST or None, initial=initial, experts=experts)

    def work() -> int:
        return nonconformance.report(
            complaint_id=complaint.pk, draft=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        ).pk  # fmt: skip

    name = complaint.responsible.name if complaint.responsible else ""
    more = {
        "title": _("Non-conformance report"),
        "verb": _("Send to the expert"),
        "says": _("Once the expert agrees it is issued, and %(department)s is asked for cause and measures.")
        % {"department": name},
    }
    return _form(request, complaint, form, work, "complaints:nonconformance_detail", more)


@require_GET
def nonconformance_detail(request: Request, report_id: int) -> HttpResponse:
    """One non-conformance report."""
    rows = selectors.nonconformances_visible_to(request.actor).select_related(
        "complaint__customer", "complaint__responsible", "part", "expert", "created_by"
    )
    report = get_object_or_404(rows, pk=report_id)
    context = {
        "report": report,
        "complaint": report.complaint,
        "can_agree": documents.may(report, "issue", request.actor),
        "can_change": report.state != NonConformanceState.ISSUED and documents.may(report, "submit", request.actor),
        **document_context(actor=request.actor, kind=report.kind, document=report),
    }
    return render(request, "complaints/nonconformance_detail.html", context)


@require_http_methods(["GET", "POST"])
def nonconformance_agree(request: Request, report_id: int) -> HttpResponse:
    """The expert agrees; the report is issued and measures are asked for."""
    report = _finding(request, report_id, "issue")
    form = VersionForm(request.POST or None, initial={"version": report.version})

    def work() -> str:
        nonconformance.agree(report_id=report.pk, **said(request, form))
        return _("The report is issued; measures are asked for.")

    says = _("You confirm what was found and what becomes of it. Your name stands on the report.")
    return act(request, _about(report, _("Agree to the report"), pgettext("report", "Agree"), says), form, work)


@require_http_methods(["GET", "POST"])
def nonconformance_send_back(request: Request, report_id: int) -> HttpResponse:
    """The expert sees it otherwise."""
    report = _finding(request, report_id, "send_back")
    form = ReasonForm(request.POST or None, initial={"version": report.version})

    def work() -> str:
        nonconformance.send_back(report_id=report.pk, reason=form.cleaned_data["reason"], **said(request, form))
        return _("Customer service is told and changes it.")

    says = _("Say what you see otherwise; customer service changes the report and asks again.")
    return act(request, _about(report, _("Send the report back"), _("Send back"), says, danger=True), form, work)


def _finding(request: Request, report_id: int, move: str) -> NonConformanceReport:
    """The report, for the expert it names."""
    report = get_object_or_404(selectors.nonconformances_visible_to(request.actor), pk=report_id)
    gate(report, move, actor=request.actor)
    return report


def _about(report: NonConformanceReport, title: str, verb: str, says: str, *, danger: bool = False) -> Action:
    """How a move of the expert is shown."""
    back = reverse("complaints:nonconformance_detail", args=[report.pk])
    crumbs = ((_("Complaints"), reverse("complaints:complaint_list")), (str(report), back))
    return Action(
        title=title, verb=verb, back=back, crumbs=crumbs, says=(says,), section=_("Quality"), danger=danger,
        icon="arrow-back-up" if danger else "check",
    )  # fmt: skip


def _form(
    request: Request, complaint: Complaint, form: BaseForm, work: Callable[[], int], to: str, more: dict[str, Any]
) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, to, report_id=answered.sent.document_id)
    context = {"complaint": complaint, "form": form, "error": answered.error, "request_key": answered.key, **more}
    return render(request, "complaints/report_form.html", context, status=answered.status)
