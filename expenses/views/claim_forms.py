"""Writing a claim: one form, lines added and taken away in place, the budget shown while typing (EXP-02,
picture 04c).
"""

from __future__ import annotations

from collections.abc import Mapping
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
from expenses.forms.claims import ClaimForm, claim_input, claim_lines, typed_so_far
from expenses.forms.lines import Choices, LineSet, other_lines
from expenses.models import Claim
from expenses.services import checking, claim_drafts, claims
from expenses.views.flag_cards import hints
from expenses.views.moves import status_of
from organization.views.access import gate

TEMPLATE = "expenses/claim_form.html"


@require_http_methods(["GET", "POST"])
def claim_create(request: Request) -> HttpResponse:
    """A new claim: empty, or with the lines of an approved request (`?request=7`)."""
    if not policies.can_make_claims(request.actor):
        raise PermissionDenied
    choices = _choices(request.actor)
    if request.method == "GET":
        head, lines = _beginning(request, choices)
        return _form_page(request, head, lines)
    return _answer(request, choices, claim=None)


@require_http_methods(["GET", "POST"])
def claim_edit(request: Request, claim_id: int) -> HttpResponse:
    """A claim that can still be changed: a draft, a returned one, or one in review."""
    claim = get_object_or_404(selectors.claims_visible_to(request.actor), pk=claim_id)
    opens, right = (may(claim, request.actor) for may in (policies.can_amend_claim, policies.can_submit_claim))
    gate(claim, actor=request.actor, opens=opens, right=right)
    choices = _choices(request.actor, claim=claim)
    if request.method == "GET":
        return _form_page(request, *_stored(claim, choices), claim=claim)
    return _answer(request, choices, claim=claim)


@require_POST
def claim_impact(request: Request) -> HttpResponse:
    """What the claim as typed so far would find and leave; nothing is held, nothing is kept (EXP-01)."""
    if not policies.can_make_claims(request.actor):
        raise PermissionDenied
    choices = _choices(request.actor)
    head, lines = ClaimForm(request.POST, choices=choices), claim_lines(request.POST, choices=choices)
    context = {**_impact(request.actor, head, lines, claim_id=_claim_id(request)), "live": True}
    return render(request, "expenses/parts/impact.html", context)


def _answer(request: Request, choices: Choices, *, claim: Claim | None) -> HttpResponse:
    action = request.POST.get("action", "save")
    today = {"expense_date": timezone.localdate().isoformat()}
    if (data := other_lines(request.POST, action, initial=today)) is not None:
        head, lines = ClaimForm(data, choices=choices), claim_lines(data, choices=choices)
        return _form_page(request, head, lines, claim=claim, is_checked=False, focus_last=action == "add_line")
    head, lines = ClaimForm(request.POST, choices=choices), claim_lines(request.POST, choices=choices)
    if not (head.is_valid() and lines.is_valid()):
        return _form_page(request, head, lines, claim=claim, status=422)
    is_saved = False
    try:
        claim = _save(request, head, lines, claim)
        is_saved = True
        _keep_files(request, claim)
        if action == "submit" and claim.is_editable:
            claim = claims.submit_claim(claim_id=claim.pk, actor=request.actor, at=timezone.now())
    except DomainError as error:
        if is_saved and claim is not None:  # typed values are kept as a draft, with what refused the submission
            head, lines = _stored(claim, choices)
        return _form_page(request, head, lines, claim=claim, error=error, is_saved=is_saved)
    if action == "submit":
        messages.success(request, _("%(number)s was submitted.") % {"number": claim.number})
    else:
        messages.success(request, _("The draft was saved."))
    return go_to(request, "expenses:claim_detail", claim_id=claim.pk)


def _keep_files(request: Request, claim: Claim) -> None:
    """The files chosen on the form go with the draft, before it is submitted (GEN-07)."""
    attachments.attach_all(
        kind=claim.kind,
        document_id=claim.pk,
        files=request.FILES.getlist("files"),
        actor=request.actor,
        at=timezone.now(),
    )


def _save(request: Request, head: ClaimForm, lines: LineSet, claim: Claim | None) -> Claim:
    draft = claim_input(head, lines, usual_rates=selectors.default_tax_rates())
    if claim is not None:
        return claims.change_claim(
            claim_id=claim.pk,
            draft=draft,
            version=head.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
    with sendings.once(actor=request.actor, key=head.cleaned_data["request_key"], body=request.POST) as sent:
        if not sent.is_repeated:
            sent.document_id = claims.create_claim(draft=draft, actor=request.actor, at=timezone.now()).pk
    return Claim.objects.get(pk=sent.document_id or 0)


def _beginning(request: Request, choices: Choices) -> tuple[ClaimForm, LineSet]:
    """An empty form, or one filled from a request the reader may claim on."""
    asked = request.GET.get("request", "")
    on = timezone.localdate()
    found = selectors.claimable_requests(request.actor, on=on)
    source = found.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    initial: dict[str, Any] = {"request_key": new_request_key(), "currency": base_currency()}
    initial["complaint"] = request.GET.get("complaint", "")[: origins.LONGEST]
    if choices.departments:
        initial["department"] = choices.departments[0][0]
    rows: list[dict[str, Any]] = [{"expense_date": on}]
    if source is not None:
        initial |= {
            "department": source.department_id,
            "request": source.pk,
            "title": source.title,
            "purpose": source.purpose,
            "complaint": source.complaint,
        }
        rows = [
            {
                "category": line.category_id,
                "project": line.project_id,
                "description": line.description,
                "amount": line.held or None,
                "expense_date": min(source.expected_date, on),
                "supplier": source.supplier,
            }
            for line in source.lines.all()
        ]
    return ClaimForm(initial=initial, choices=choices), claim_lines(choices=choices, initial=rows)


def _stored(claim: Claim, choices: Choices) -> tuple[ClaimForm, LineSet]:
    own = claim_drafts.own_rate(claim)
    head = {
        "version": claim.version,
        "title": claim.title,
        "claim_kind": claim.claim_kind,
        "department": claim.department_id,
        "request": claim.request_id,
        "purpose": claim.purpose,
        "complaint": claim.complaint,
        "currency": claim.currency,
        "rate": f"{own.rate.normalize():f}" if own is not None else None,
        "rate_date": own.day if own is not None else None,
        "rate_source": own.source if own is not None else "",
    }
    rows = [
        {
            "line_id": line.pk,
            "category": line.category_id,
            "project": line.project_id,
            "description": line.description,
            "expense_date": line.expense_date,
            "amount": line.amount or line.asked_amount,
            "tax_rate": f"{line.tax_rate.normalize():f}",
            "supplier": line.supplier,
            "invoice_code": line.invoice_code,
            "invoice_number": line.invoice_number,
        }
        for line in claim.lines.all()
    ]
    return ClaimForm(initial=head, choices=choices), claim_lines(
        choices=choices, initial=rows or [{"expense_date": timezone.localdate()}]
    )


def _choices(actor: Actor, *, claim: Claim | None = None) -> Choices:
    departments = selectors.departments_for(actor, policies.CLAIM)
    requests = list(selectors.claimable_requests(actor, on=timezone.localdate()))
    offered = [(one.pk, f"{one.number} {one.title}") for one in requests]
    if claim is not None and claim.request is not None and claim.request_id not in {pk for pk, _label in offered}:
        offered.append((claim.request.pk, f"{claim.request.number} {claim.request.title}"))
    return Choices(
        departments=[(one.pk, one.name) for one in departments],
        categories=selectors.category_groups(),
        projects=[(one.pk, one.name) for one in selectors.projects_for(departments)],
        requests=offered,
        tax_rates=selectors.tax_rates(claim, on=timezone.localdate()),
    )


def _impact(actor: Actor, head: ClaimForm, lines: LineSet, *, claim_id: int | None) -> dict[str, Any]:
    """The panel of the budget beside the form; what cannot be worked out yet is left out, a refusal is told."""
    draft = typed_so_far(head, lines, usual_rates=selectors.default_tax_rates())
    context: dict[str, Any] = {"check": None, "check_error": None, "impact_url": reverse("expenses:claim_impact")}
    if draft is None:
        return context
    try:
        context["check"] = checking.check_claim(draft=draft, actor=actor, at=timezone.now(), claim_id=claim_id)
        context["hints"] = hints(context["check"].flags, actor)
    except DomainError as error:
        context["check_error"] = error
    return context


def _claim_id(request: Request) -> int | None:
    typed = request.POST.get("document_id", "")
    return whole_number(typed, digits=17)


def _form_page(
    request: Request,
    head: ClaimForm,
    lines: LineSet,
    *,
    claim: Claim | None = None,
    error: DomainError | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context: Mapping[str, Any] = {
        "form": head,
        "lines": lines,
        "claim": claim,
        "error": error,
        **files_context(request.actor, claim),
        "today": timezone.localdate(),
        "base_currency": base_currency(),
        "complaints": origins.offered(origins.COMPLAINT, request.actor),
        **_impact(request.actor, head, lines, claim_id=claim.pk if claim else None),
        **more,
    }
    return page_or_part(
        request, TEMPLATE, "claim-form", context, status=status_of(error) if error is not None else status
    )
