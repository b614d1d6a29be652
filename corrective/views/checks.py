"""Measures carried out, checks, and the end of a round (CMP-05)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.web import Request, go_to, whole_number
from corrective import policies
from corrective.choices import ActionState
from corrective.forms import CheckForm, ResultForm
from corrective.models import Measure
from corrective.selectors.actions import current_round
from corrective.services import following as services
from corrective.views.actions import acting, visible
from organization.views.access import gate
from organization.views.acting import act

CHECKED = (ActionState.RUNNING, ActionState.IMPLEMENTED, ActionState.KEPT)


@require_http_methods(["GET", "POST"])
def measure_finish(request: Request, action_id: int, measure_id: int) -> HttpResponse:
    """Say that a measure is carried out."""
    action = visible(request, action_id)
    rows = Measure.objects.select_related("round__action").filter(round__number=action.round_number)
    measure = get_object_or_404(rows, pk=measure_id, round__action=action)
    open_here = action.state == ActionState.RUNNING and measure.done_at is None
    may_finish = policies.can_finish(measure, request.actor)
    gate(action, actor=request.actor, opens=open_here and may_finish, right=may_finish)
    form = ResultForm(request.POST or None, initial={"version": action.version})

    def work() -> str:
        given = form.cleaned_data
        services.finish_measure(
            action_id=action.pk, measure_id=measure.pk, result=given["result"], actor=request.actor,
            at=timezone.now(), version=given["version"],
        )  # fmt: skip
        return _("The measure is carried out.")

    shown = acting(action, title=_("Measure carried out"), verb=_("Carried out"), says=(measure.text,))
    return act(request, shown, form, work)


@require_http_methods(["GET", "POST"])
def check_add(request: Request, action_id: int) -> HttpResponse:
    """Record a check."""
    action = visible(request, action_id)
    follows = policies.is_handler(action, request.actor)
    gate(action, actor=request.actor, opens=action.state in CHECKED and follows, right=follows)
    measures = list(current_round(action).measures.all())
    asked = request.GET.get("measure", "")
    initial = {"version": action.version, "measure": asked if asked.isdecimal() else ""}
    form = CheckForm(request.POST or None, measures=measures, initial=initial)

    def work() -> str:
        services.record_check(
            action_id=action.pk, check=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return _("The check was recorded.")

    keeping = action.state == ActionState.KEPT
    says = _("What is not in order is told to the responsible department.")
    if keeping:
        says = _("What is not kept up opens the verification of the effect again.")
    title = _("Are the measures kept up?") if keeping else _("Follow-up check")
    return act(request, acting(action, title=title, verb=_("Record"), says=(says,)), form, work)


@require_POST
def action_implement(request: Request, action_id: int) -> HttpResponse:
    """All is carried out: the panel verifies the effect."""
    action = visible(request, action_id)
    gate(action, "implement", actor=request.actor)
    try:
        services.finish_round(
            action_id=action.pk, actor=request.actor, at=timezone.now(),
            version=whole_number(request.POST.get("version", ""), digits=9),
        )  # fmt: skip
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The panel verifies the effect from now on."))
    return go_to(request, "corrective:action_detail", action_id=action.pk)
