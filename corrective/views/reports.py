"""Reports on the effect of measures (CMP-06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals import pages as approval_pages
from core.documents import may
from core.forms import ReasonForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to
from corrective import policies
from corrective.forms import EffectForm
from corrective.models import CorrectiveAction, EffectReport
from corrective.selectors.actions import reports_visible_to
from corrective.selectors.pages import action_page
from corrective.selectors.people import barred_from_verifying
from corrective.services import verifying as services
from corrective.views.actions import acting, visible
from organization.views.access import gate, refuse
from organization.views.acting import act


@require_http_methods(["GET", "POST"])
def report_create(request: Request, action_id: int) -> HttpResponse:
    """Write the report on the effect."""
    action = visible(request, action_id)
    page = action_page(action=action, actor=request.actor, on=timezone.localdate())
    if not page.can_report:
        verifies = policies.may_verify(request.actor) and request.actor.person_id not in barred_from_verifying(action)
        refuse(action, right=verifies, back=reverse("corrective:action_detail", args=[action.pk]))
    form = EffectForm(request.POST or None, initial={"version": action.version})

    def work() -> int:
        return services.report_effect(
            action_id=action.pk, effect=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        ).pk  # fmt: skip

    return _form(request, form, work, action=action, page=page)


@require_http_methods(["GET", "POST"])
def report_edit(request: Request, report_id: int) -> HttpResponse:
    """Change a returned report and send it again."""
    report = _report(request, report_id)
    gate(report, "submit", actor=request.actor)
    action = report.round.action
    initial = {
        "outcome": "yes" if report.is_effective else "no", "finding": report.finding, "figures": report.figures,
        "version": report.version,
    }  # fmt: skip
    form = EffectForm(request.POST or None, initial=initial)

    def work() -> int:
        services.resubmit(
            report_id=report.pk, effect=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return report.pk

    page = action_page(action=action, actor=request.actor, on=timezone.localdate())
    return _form(request, form, work, action=action, page=page)


@require_GET
def report_detail(request: Request, report_id: int) -> HttpResponse:
    """One report with the measures it is about."""
    report = _report(request, report_id)
    action = report.round.action
    rounds = action_page(action=action, actor=request.actor, on=timezone.localdate()).rounds
    context = {
        "report": report,
        "action": action,
        "round": next(one for one in rounds if one.made.pk == report.round_id),
        "can_change": may(report, "submit", request.actor),
        "can_withdraw": may(report, "withdraw", request.actor),
        **document_context(actor=request.actor, kind=report.kind, document=report),
        **approval_pages.approval_context(actor=request.actor, kind=report.kind, document_id=report.pk),
    }
    return render(request, "corrective/report_detail.html", context)


@require_http_methods(["GET", "POST"])
def report_withdraw(request: Request, report_id: int) -> HttpResponse:
    """Take a report back."""
    report = _report(request, report_id)
    gate(report, "withdraw", actor=request.actor)
    form = ReasonForm(request.POST or None, initial={"version": report.version})

    def work() -> str:
        given = form.cleaned_data
        services.withdraw(
            report_id=report.pk, reason=given["reason"], actor=request.actor, at=timezone.now(),
            version=given["version"],
        )  # fmt: skip
        return _("The report was withdrawn.")

    shown = acting(
        report.round.action, title=_("Withdraw %(report)s") % {"report": report}, verb=_("Withdraw"), icon="ban",
        says=(_("It stays readable. Another report can be written."),), danger=True,
    )  # fmt: skip
    return act(request, shown, form, work, to=reverse("corrective:report_detail", args=[report.pk]))


def _report(request: Request, report_id: int) -> EffectReport:
    rows = reports_visible_to(request.actor).select_related("round__action__department", "created_by")
    return get_object_or_404(rows, pk=report_id)


def _form(
    request: Request, form: EffectForm, work: Callable[[], int], *, action: CorrectiveAction, page: Any
) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "corrective:report_detail", report_id=answered.sent.document_id)
    context = {
        "form": form,
        "action": action,
        "round": page.rounds[0],
        "error": answered.error,
        "request_key": answered.key,
    }
    return render(request, "corrective/report_form.html", context, status=answered.status)
