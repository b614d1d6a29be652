"""Pages of spend requests: one, and its moves. Forms are in `request_forms`."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.pages import approval_context, preview_context
from core import origins
from core.errors import DomainError
from core.pages import document_context
from core.web import Request
from expenses import forms, selectors
from expenses.choices import RequestState
from expenses.handlers import SpendRequestHandler
from expenses.models import SpendRequest
from expenses.selectors import flags as flag_rows
from expenses.selectors import pages
from expenses.services import checking, flags, requests, topups
from expenses.views.flag_cards import flags_context
from expenses.views.moves import key_columns, mover, status_of, version_of


def visible(request: Request, request_id: int) -> SpendRequest:
    """The spend request, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.requests_visible_to(request.actor).select_related("department", "created_by")
    return get_object_or_404(rows, pk=request_id)


@require_GET
def request_detail(request: Request, request_id: int) -> HttpResponse:
    """One request: facts, lines under their keys, claims on it, route, timeline, decision."""
    return _page(request, visible(request, request_id))


@require_POST
def request_submit(request: Request, request_id: int) -> HttpResponse:
    """Send it to its deciders; its estimates are held."""
    document = visible(request, request_id)

    def act() -> str:
        done = requests.submit_request(
            request_id=document.pk, actor=request.actor, at=timezone.now(), version=version_of(request)
        )
        return _("%(number)s was submitted.") % {"number": done.number}

    return _move(request, document, act)


@require_POST
def request_withdraw(request: Request, request_id: int) -> HttpResponse:
    """Take it, or its waiting top-up, back before anybody decided."""
    document = visible(request, request_id)

    def act() -> str:
        requests.withdraw_request(
            request_id=document.pk, actor=request.actor, at=timezone.now(), version=version_of(request)
        )
        return _("%(number)s was withdrawn; what it held is released.") % {"number": document.number}

    return _move(request, document, act)


@require_POST
def request_explain(request: Request, request_id: int, flag_id: int) -> HttpResponse:
    """Its maker explains what a check found (EXP-05)."""
    document = visible(request, request_id)
    flag = get_object_or_404(flag_rows.flags_of(document), pk=flag_id)
    form = forms.ExplainForm(request.POST)
    form.is_valid()

    def act() -> str:
        flags.explain_request(
            request_id=document.pk,
            flag_id=flag.pk,
            text=form.cleaned_data.get("text", ""),
            actor=request.actor,
            at=timezone.now(),
        )
        return _("The explanation was kept with the document.")

    return _move(request, document, act)


@require_POST
def request_cancel(request: Request, request_id: int) -> HttpResponse:
    """Give it up, with a reason."""
    document = visible(request, request_id)
    form = forms.ReasonForm(request.POST)
    form.is_valid()

    def act() -> str:
        reason = form.cleaned_data.get("reason", "")
        requests.cancel_request(
            request_id=document.pk,
            reason=reason,
            actor=request.actor,
            at=timezone.now(),
            version=version_of(request),
        )
        return _("%(request)s was cancelled.") % {"request": document}

    return _move(request, document, act, panel="cancel", form=form)


@require_POST
def request_close(request: Request, request_id: int) -> HttpResponse:
    """Close it: what claims have not taken is released."""
    document = visible(request, request_id)
    form = forms.ReasonForm(request.POST)
    form.is_valid()

    def act() -> str:
        given = form.cleaned_data
        requests.close_request(
            request_id=document.pk,
            reason=given.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
            version=given.get("version"),
        )
        return _("%(number)s was closed; the rest is released.") % {"number": document.number}

    return _move(request, document, act, panel="close", form=form)


@require_POST
def request_adjust(request: Request, request_id: int) -> HttpResponse:
    """Raise or cut its lines, with a reason."""
    document = visible(request, request_id)
    form = forms.AmountsForm(request.POST, lines=document.lines.all())
    if not form.is_valid():
        return _page(request, document, panel="adjust", amounts_form=form, status=422)

    def act() -> str:
        changed = topups.change_amounts(
            request_id=document.pk,
            amounts=form.amounts(),
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
        if changed.state == RequestState.IN_REVIEW:
            return _("%(number)s waits for approval of its top-up.") % {"number": changed.number}
        return _("%(number)s was changed.") % {"number": changed.number}

    return _move(request, document, act, panel="adjust", amounts_form=form)


def _page(
    request: Request, document: SpendRequest, *, error: DomainError | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    page = pages.request_page(request=document, actor=request.actor, today=timezone.localdate())
    context: dict[str, Any] = {
        "page": page,
        "complaint": origins.shown(origins.COMPLAINT, document.complaint, request.actor),
        "document": document,
        "error": error,
        **flags_context(document, request.actor),
        **key_columns(columns=6),
        "amounts_form": forms.AmountsForm(lines=document.lines.all()) if page.doors.adjust else None,
        **approval_context(actor=request.actor, kind=document.kind, document_id=document.pk),
        **document_context(actor=request.actor, kind=document.kind, document=document),
        **more,
    }
    if document.is_editable and page.doors.submit:
        facts = SpendRequestHandler().facts(document.pk)
        context |= preview_context(kind=document.kind, facts=facts, on=timezone.localdate())
        try:
            context["check"] = checking.check_stored_request(request=document, actor=request.actor, at=timezone.now())
        except DomainError as found:
            context["check_error"] = found
    return render(request, "expenses/request_detail.html", context, status=status_of(error) if error else status)


_move = mover("expenses:request_detail", "request_id", visible=visible, page=_page)
