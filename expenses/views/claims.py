"""Pages of claims: list, one, and its moves. Forms are in `claim_forms`."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals import selectors as approvals
from approvals.pages import approval_context, preview_context
from core import origins
from core.errors import DomainError, NotAllowed
from core.pages import document_context
from core.web import Request
from expenses import forms, selectors
from expenses.handlers import ExpenseClaimHandler
from expenses.models import Claim
from expenses.selectors import flags as flag_rows
from expenses.selectors import pages
from expenses.selectors.corrections import corrections_of
from expenses.selectors.payments import money_of_claim
from expenses.services import checking, claims, flags, granting
from expenses.views.flag_cards import flags_context
from expenses.views.moves import key_columns, mover, status_of, version_of


def visible(request: Request, claim_id: int) -> Claim:
    """The claim, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.claims_visible_to(request.actor).select_related("department", "created_by", "request")
    return get_object_or_404(rows, pk=claim_id)


@require_GET
def claim_detail(request: Request, claim_id: int) -> HttpResponse:
    """One claim: facts, lines under their keys, route, timeline, decision."""
    return _page(request, visible(request, claim_id))


@require_POST
def claim_submit(request: Request, claim_id: int) -> HttpResponse:
    """Send it to its deciders."""
    claim = visible(request, claim_id)

    def act() -> str:
        done = claims.submit_claim(
            claim_id=claim.pk, actor=request.actor, at=timezone.now(), version=version_of(request)
        )
        return _("%(number)s was submitted.") % {"number": done.number}

    return _move(request, claim, act)


@require_POST
def claim_withdraw(request: Request, claim_id: int) -> HttpResponse:
    """Take it back before anybody decided."""
    claim = visible(request, claim_id)

    def act() -> str:
        claims.withdraw_claim(claim_id=claim.pk, actor=request.actor, at=timezone.now(), version=version_of(request))
        return _("%(number)s was withdrawn; what it held is released.") % {"number": claim.number}

    return _move(request, claim, act)


@require_POST
def claim_cancel(request: Request, claim_id: int) -> HttpResponse:
    """Give it up, with a reason."""
    claim = visible(request, claim_id)
    form = forms.ReasonForm(request.POST)
    form.is_valid()

    def act() -> str:
        claims.cancel_claim(
            claim_id=claim.pk,
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
            version=version_of(request),
        )
        return _("%(claim)s was cancelled.") % {"claim": claim}

    return _move(request, claim, act, panel="cancel", form=form)


@require_POST
def claim_explain(request: Request, claim_id: int, flag_id: int) -> HttpResponse:
    """Its maker explains what a check found (EXP-05)."""
    claim = visible(request, claim_id)
    flag = get_object_or_404(flag_rows.flags_of(claim), pk=flag_id)
    form = forms.ExplainForm(request.POST)
    form.is_valid()

    def act() -> str:
        flags.explain_claim(
            claim_id=claim.pk,
            flag_id=flag.pk,
            text=form.cleaned_data.get("text", ""),
            actor=request.actor,
            at=timezone.now(),
        )
        return _("The explanation was kept with the document.")

    return _move(request, claim, act)


@require_POST
def claim_grant(request: Request, claim_id: int) -> HttpResponse:
    """Whoever's turn it is grants less of some lines, with a reason; deciding comes after (EXP-02b)."""
    claim = visible(request, claim_id)
    task = approvals.my_task(request.actor, claim.kind, claim.pk)
    if task is None:
        return _page(request, claim, error=NotAllowed(document=str(claim)))
    form = forms.GrantForm(request.POST, lines=claim.lines.all())
    if not form.is_valid():
        return _page(request, claim, grant_form=form, panel="grant", status=422)

    def act() -> str:
        granting.grant_less(
            claim_id=claim.pk,
            task_id=task.pk,
            grants=form.grants(),
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
        return _("Less was granted; the rest is released and %(who)s was told. Decide now.") % {
            "who": claim.created_by.name
        }

    return _move(request, claim, act, panel="grant", grant_form=form)


def _page(
    request: Request, claim: Claim, *, error: DomainError | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "page": pages.claim_page(claim=claim, actor=request.actor),
        "claim": claim,
        "complaint": origins.shown(origins.COMPLAINT, claim.complaint, request.actor),
        "corrections": corrections_of(claim, actor=request.actor) if claim.posted_at else (),
        "money": money_of_claim(claim=claim, actor=request.actor),
        "error": error,
        **flags_context(claim, request.actor),
        **key_columns(columns=7),
        **approval_context(actor=request.actor, kind=claim.kind, document_id=claim.pk),
        **document_context(actor=request.actor, kind=claim.kind, document=claim),
        **more,
    }
    if claim.is_editable and context["page"].doors.submit:
        facts = ExpenseClaimHandler().facts(claim.pk)
        context |= preview_context(kind=claim.kind, facts=facts, on=timezone.localdate())
        try:
            context["check"] = checking.check_stored_claim(claim=claim, actor=request.actor, at=timezone.now())
        except DomainError as found:
            context["check_error"] = found
    approval = context["approval"]
    if approval is not None and approval.turn is not None:
        context.setdefault("grant_form", forms.GrantForm(lines=claim.lines.all()))
    return render(
        request, "expenses/claim_detail.html", context, status=status_of(error) if error is not None else status
    )


_move = mover("expenses:claim_detail", "claim_id", visible=visible, page=_page)
