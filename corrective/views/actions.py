"""Corrective actions: the list, asking for one, its page, taking it back, looking again (CMP-05 to CMP-10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals import pages as approval_pages
from core import kinds
from core import lists as shared
from core.forms import ReasonForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from corrective import exports, policies
from corrective.forms import ActionForm, ActionListForm
from corrective.models import CorrectiveAction
from corrective.selectors import actions as selectors
from corrective.selectors.pages import action_page, departments_offered
from corrective.services import actions as services
from organization.views.access import gate, needs
from organization.views.acting import Action, act

ROWS = 50
FILTERS = ("state", "only", "department", "q")


@shared.list_page
@require_GET
@needs(policies.can_open)
def action_list(request: Request) -> HttpResponse:
    """Corrective actions the reader sees; the same as Excel."""
    form = ActionListForm(request.GET, departments=departments_offered())
    asked = form.question(request.GET.get("sort", ""))
    today = timezone.localdate()
    rows = selectors.actions_found(request.actor, asked, on=today)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.actions_sheet(rows)
        return shared.file_of(request, sheet, name="corrective-actions", title=_("Corrective actions"), filters=filters)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "late": selectors.ids_late([row.pk for row in page], on=today),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_ask": policies.can_ask(request.actor),
    }
    return page_or_part(request, "corrective/action_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_ask)
def action_create(request: Request) -> HttpResponse:
    """Ask a department for cause and measures."""
    initial = {"plan_due": services.usual_plan_due(timezone.localdate())}
    form = ActionForm(request.POST or None, departments=departments_offered(), initial=initial)

    def work() -> int:
        return services.ask(draft=form.draft(), actor=request.actor, at=timezone.now()).pk

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "corrective:action_detail", action_id=answered.sent.document_id)
    context = {"form": form, "error": answered.error, "request_key": answered.key}
    return render(request, "corrective/action_form.html", context, status=answered.status)


@require_GET
def action_detail(request: Request, action_id: int) -> HttpResponse:
    """One action: rounds with cause, measures, checks and the verdict."""
    action = visible(request, action_id)
    context = {
        "action": action,
        "page": action_page(action=action, actor=request.actor, on=timezone.localdate()),
        "subject_url": _subject_url(request, action),
        **document_context(actor=request.actor, kind=action.kind, document=action),
        **approval_pages.approval_context(actor=request.actor, kind=action.kind, document_id=action.pk),
    }
    return render(request, "corrective/action_detail.html", context)


@require_http_methods(["GET", "POST"])
def action_cancel(request: Request, action_id: int) -> HttpResponse:
    """Take back what was asked for by mistake."""
    return with_reason(
        request, action_id, "cancel", services.cancel, title=_("Cancel %(action)s"), verb=_("Cancel the action"),
        icon="ban", says=_("Nobody has to act on it any more. It stays readable."), danger=True,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def action_reopen(request: Request, action_id: int) -> HttpResponse:
    """It came back, or is not kept up: verify the effect again."""
    return with_reason(
        request, action_id, "reopen", services.reopen, title=_("Verify the effect of %(action)s again"),
        verb=_("Verify again"), icon="refresh", danger=False,
        says=_("The panel judges the effect once more. What it finds not effective leads to new measures."),
    )  # fmt: skip


def visible(request: Request, action_id: int) -> CorrectiveAction:
    """The action, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.actions_visible_to(request.actor).select_related("department", "created_by")
    return get_object_or_404(rows, pk=action_id)


def with_reason(
    request: Request,
    action_id: int,
    move: str,
    service: Callable[..., Any],
    *,
    title: str,
    verb: str,
    icon: str,
    says: str,
    danger: bool,
) -> HttpResponse:
    """The page of a move that needs a reason."""
    action = visible(request, action_id)
    gate(action, move, actor=request.actor)
    form = ReasonForm(request.POST or None, initial={"version": action.version})
    words = title % {"action": action}

    def work() -> str:
        given = form.cleaned_data
        service(
            action_id=action.pk, reason=given["reason"], actor=request.actor, at=timezone.now(),
            version=given["version"],
        )  # fmt: skip
        return _("Done: %(what)s.") % {"what": words}

    return act(request, acting(action, title=words, verb=verb, icon=icon, says=(says,), danger=danger), form, work)


def acting(
    action: CorrectiveAction, *, title: str, verb: str, icon: str = "check", says: tuple[str, ...] = (),
    danger: bool = False,
) -> Action:  # fmt: skip
    """How a move of an action is shown on a page of its own."""
    back = reverse("corrective:action_detail", args=[action.pk])
    crumbs = ((_("Corrective actions"), reverse("corrective:action_list")), (str(action), back))
    return Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=says, section=_("Quality"), danger=danger
    )


def _subject_url(request: Request, action: CorrectiveAction) -> str:
    """The page of what the action is about, where the reader sees that."""
    kind = kinds.find(action.subject_kind)
    if kind is None or action.subject_id is None:
        return ""
    seen = kind.visible_to(request.actor).filter(pk=action.subject_id).exists()
    return kind.url_of(action.subject_id) if seen else ""
