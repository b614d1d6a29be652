"""Writing a spend request: one form, lines added and taken away in place, the budget shown while typing (EXP-01)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import attachments, origins
from core import requests as sendings
from core.actors import Actor
from core.errors import DomainError
from core.money import base_currency
from core.pages import files_context
from core.web import Request, go_to, new_request_key, page_or_part, whole_number
from expenses import policies, selectors
from expenses.forms.lines import Choices, LineSet, other_lines
from expenses.forms.requests import RequestForm, request_input, request_lines, typed_so_far
from expenses.models import SpendRequest
from expenses.services import checking, requests
from expenses.views.flag_cards import hints
from expenses.views.moves import status_of
from organization.views.access import gate

TEMPLATE = "expenses/request_form.html"
USUAL_DAYS = 30
"""A new request is offered for this many days."""


@require_http_methods(["GET", "POST"])
def request_create(request: Request) -> HttpResponse:
    """A new spend request."""
    if not policies.can_make_requests(request.actor):
        raise PermissionDenied
    choices = _choices(request.actor)
    if request.method == "GET":
        return _form_page(request, *_beginning(request, choices))
    return _answer(request, choices, document=None)


@require_http_methods(["GET", "POST"])
def request_edit(request: Request, request_id: int) -> HttpResponse:
    """A request that can still be changed: a draft, a returned one, or one in review for the first time."""
    document = get_object_or_404(selectors.requests_visible_to(request.actor), pk=request_id)
    opens, right = (may(document, request.actor) for may in (policies.can_amend_request, policies.can_submit_request))
    gate(document, actor=request.actor, opens=opens, right=right)
    choices = _choices(request.actor)
    if request.method == "GET":
        return _form_page(request, *_stored(document, choices), document=document)
    return _answer(request, choices, document=document)


@require_POST
def request_impact(request: Request) -> HttpResponse:
    """What the request as typed so far would find and leave; nothing is held, nothing is kept (EXP-01)."""
    if not policies.can_make_requests(request.actor):
        raise PermissionDenied
    choices = _choices(request.actor)
    head, lines = RequestForm(request.POST, choices=choices), request_lines(request.POST, choices=choices)
    typed = request.POST.get("document_id", "")
    document_id = whole_number(typed, digits=17)
    context = {**_impact(request.actor, head, lines, request_id=document_id), "live": True}
    return render(request, "expenses/parts/impact.html", context)


def _answer(request: Request, choices: Choices, *, document: SpendRequest | None) -> HttpResponse:
    action = request.POST.get("action", "save")
    if (data := other_lines(request.POST, action)) is not None:
        head, lines = RequestForm(data, choices=choices), request_lines(data, choices=choices)
        return _form_page(request, head, lines, document=document, is_checked=False, focus_last=action == "add_line")
    head, lines = RequestForm(request.POST, choices=choices), request_lines(request.POST, choices=choices)
    if not (head.is_valid() and lines.is_valid()):
        return _form_page(request, head, lines, document=document, status=422)
    is_saved = False
    try:
        document = _save(request, head, lines, document)
        is_saved = True
        _keep_files(request, document)
        if action == "submit" and document.is_editable:
            document = requests.submit_request(request_id=document.pk, actor=request.actor, at=timezone.now())
    except DomainError as error:
        if is_saved and document is not None:  # typed values are kept as a draft, with what refused the submission
            head, lines = _stored(document, choices)
        return _form_page(request, head, lines, document=document, error=error, is_saved=is_saved)
    if action == "submit":
        messages.success(request, _("%(number)s was submitted.") % {"number": document.number})
    else:
        messages.success(request, _("The draft was saved."))
    return go_to(request, "expenses:request_detail", request_id=document.pk)


def _keep_files(request: Request, document: SpendRequest) -> None:
    """The files chosen on the form go with the draft, before it is submitted (GEN-07)."""
    attachments.attach_all(
        kind=document.kind,
        document_id=document.pk,
        files=request.FILES.getlist("files"),
        actor=request.actor,
        at=timezone.now(),
    )


def _save(request: Request, head: RequestForm, lines: LineSet, document: SpendRequest | None) -> SpendRequest:
    draft = request_input(head, lines)
    if document is not None:
        return requests.change_request(
            request_id=document.pk,
            draft=draft,
            version=head.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
    with sendings.once(actor=request.actor, key=head.cleaned_data["request_key"], body=request.POST) as sent:
        if not sent.is_repeated:
            sent.document_id = requests.create_request(draft=draft, actor=request.actor, at=timezone.now()).pk
    return SpendRequest.objects.get(pk=sent.document_id or 0)


def _beginning(request: Request, choices: Choices) -> tuple[RequestForm, LineSet]:
    today = timezone.localdate()
    initial: dict[str, Any] = {
        "request_key": new_request_key(),
        "expected_date": today,
        "end_date": today + timedelta(days=USUAL_DAYS),
        "complaint": request.GET.get("complaint", "")[: origins.LONGEST],
    }
    if choices.departments:
        initial["department"] = choices.departments[0][0]
    return RequestForm(initial=initial, choices=choices), request_lines(choices=choices, initial=[{}])


def _stored(document: SpendRequest, choices: Choices) -> tuple[RequestForm, LineSet]:
    head = {
        "version": document.version,
        "title": document.title,
        "department": document.department_id,
        "expected_date": document.expected_date,
        "end_date": document.end_date,
        "supplier": document.supplier,
        "purpose": document.purpose,
        "single_use": document.single_use,
        "complaint": document.complaint,
    }
    rows: list[dict[str, Any]] = [
        {
            "line_id": line.pk,
            "category": line.category_id,
            "project": line.project_id,
            "description": line.description,
            "amount": line.amount,
        }
        for line in document.lines.all()
    ]
    return RequestForm(initial=head, choices=choices), request_lines(choices=choices, initial=rows or [{}])


def _choices(actor: Actor) -> Choices:
    departments = selectors.departments_for(actor, policies.REQUEST)
    return Choices(
        departments=[(one.pk, one.name) for one in departments],
        categories=selectors.category_groups(),
        projects=[(one.pk, one.name) for one in selectors.projects_for(departments)],
    )


def _impact(actor: Actor, head: RequestForm, lines: LineSet, *, request_id: int | None) -> dict[str, Any]:
    """The panel of the budget beside the form; what cannot be worked out yet is left out, a refusal is told."""
    draft = typed_so_far(head, lines)
    context: dict[str, Any] = {"check": None, "check_error": None, "impact_url": reverse("expenses:request_impact")}
    if draft is None:
        return context
    try:
        context["check"] = checking.check_request(draft=draft, actor=actor, at=timezone.now(), request_id=request_id)
        context["hints"] = hints(context["check"].flags, actor)
    except DomainError as error:
        context["check_error"] = error
    return context


def _form_page(
    request: Request,
    head: RequestForm,
    lines: LineSet,
    *,
    document: SpendRequest | None = None,
    error: DomainError | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": head,
        "lines": lines,
        "document": document,
        "error": error,
        **files_context(request.actor, document),
        "base_currency": base_currency(),
        "complaints": origins.offered(origins.COMPLAINT, request.actor),
        **_impact(request.actor, head, lines, request_id=document.pk if document else None),
        **more,
    }
    return page_or_part(
        request, TEMPLATE, "request-form", context, status=status_of(error) if error is not None else status
    )
