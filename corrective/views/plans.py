"""Writing cause and measures: one form, measures added and taken away in place (CMP-05)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.line_forms import LineSet, other_lines
from core.web import Request, go_to, whole_number
from corrective import policies
from corrective.choices import ActionState, MeasureKind
from corrective.forms import PlanForm, measures_stored, measures_typed, plan_input, plan_values
from corrective.models import CorrectiveAction
from corrective.rules.plans import MOST_MEASURES
from corrective.selectors.actions import current_round
from corrective.selectors.people import owners_offered
from corrective.services import plans as services
from corrective.views.actions import visible
from organization.views.access import gate, refuse


@require_http_methods(["GET", "POST"])
def plan_edit(request: Request, action_id: int) -> HttpResponse:
    """Write the plan, keep it, send it to the experts."""
    action = visible(request, action_id)
    may_plan = policies.can_plan(action, request.actor)
    if action.state != ActionState.ASKED or not may_plan:
        refuse(action, right=may_plan, back=reverse("corrective:action_detail", args=[action.pk]))
    people = owners_offered()
    if request.method == "GET":
        made = current_round(action)
        form = PlanForm(initial=plan_values(made) | {"version": action.version})
        return _page(request, action, form, measures_stored(made, people))
    pressed = request.POST.get("action", "save")
    more = other_lines(request.POST, pressed, most=MOST_MEASURES, initial={"measure_kind": MeasureKind.CORRECTIVE})
    if more is not None:
        added = pressed == "add_line"
        return _page(request, action, PlanForm(more), measures_typed(more, people), focus_last=added, is_checked=False)
    form, lines = PlanForm(request.POST), measures_typed(request.POST, people)
    if not (form.is_valid() and lines.is_valid()):
        return _page(request, action, form, lines, status=422)
    return _keep(request, action, form, lines, sends=pressed == "submit")


@require_POST
def plan_withdraw(request: Request, action_id: int) -> HttpResponse:
    """Take the plan back before anybody decided."""
    action = visible(request, action_id)
    gate(action, "withdraw", actor=request.actor)
    try:
        services.withdraw_plan(
            action_id=action.pk, actor=request.actor, at=timezone.now(),
            version=whole_number(request.POST.get("version", ""), digits=9),
        )  # fmt: skip
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The plan was taken back; you can change it."))
    return go_to(request, "corrective:action_detail", action_id=action.pk)


def _keep(request: Request, action: CorrectiveAction, form: PlanForm, lines: LineSet, *, sends: bool) -> HttpResponse:
    plan, version = plan_input(form, lines), form.cleaned_data["version"]
    service: Any = services.submit_plan if sends else services.save_plan
    try:
        service(action_id=action.pk, plan=plan, actor=request.actor, at=timezone.now(), version=version)
    except DomainError as error:
        return _page(request, action, form, lines, error=error, status=403 if error.status == 403 else 422)
    said = _("The plan went to the experts.") if sends else _("The plan was saved.")
    messages.success(request, said)
    return go_to(request, "corrective:action_detail", action_id=action.pk)


def _page(
    request: Request,
    action: CorrectiveAction,
    form: PlanForm,
    lines: LineSet,
    *,
    error: DomainError | None = None,
    focus_last: bool = False,
    is_checked: bool = True,
    status: int = 200,
) -> HttpResponse:
    context = {
        "action": action,
        "form": form,
        "lines": lines,
        "error": error,
        "focus_last": focus_last,
        "is_checked": is_checked,
        "most": MOST_MEASURES,
    }
    return render(request, "corrective/plan_form.html", context, status=status)
