"""Amendments: asked for, confirmed by both sides, signed, taken back (CUS-20, CUS-21)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from agreements import policies
from agreements.choices import AmendmentState, Part
from agreements.errors import AmendmentRunning
from agreements.forms import AmendmentForm, AmendmentSignForm, ConfirmForm, lines_stored, says_values
from agreements.models import Amendment
from agreements.selectors import agreements as selectors
from agreements.selectors.pages import agreement_page, compared
from agreements.services import amendments as services
from agreements.views.agreements import draft_page, draft_sent
from agreements.views.agreements import visible as visible_agreement
from core.documents import may
from core.forms import ReasonForm
from core.pages import document_context
from core.web import Request, new_request_key
from organization.views.access import gate, refuse
from organization.views.acting import Action, act, said

FORM = "agreements/amendment_form.html"


@require_http_methods(["GET", "POST"])
def amendment_create(request: Request, agreement_id: int) -> HttpResponse:
    """Ask for a change of an agreement in force."""
    agreement = visible_agreement(request, agreement_id)
    if not agreement_page(agreement, request.actor, on=timezone.localdate()).can_amend:
        running = selectors.open_amendment(agreement)
        refuse(
            agreement, right=policies.can_edit(agreement, request.actor),
            back=reverse("agreements:agreement_detail", args=[agreement.pk]),
            error=AmendmentRunning(amendment=str(running)) if running is not None else None,
        )  # fmt: skip
    last = selectors.last_signed(agreement)
    context = {
        "agreement": agreement,
        "amendment": None,
        "before": last,
        "back": reverse("agreements:agreement_detail", args=[agreement.pk]),
    }
    if request.method == "GET":
        initial = {"version": agreement.version, "request_key": new_request_key(), "asked_by": "CUSTOMER"}
        if last is not None:
            initial |= says_values(last) | {"start_date": ""}
        return draft_page(request, FORM, AmendmentForm(initial=initial), lines_stored(last), context)

    def keep(form: Any, lines: Any) -> int:
        given = said(request, form)
        return services.ask(
            agreement_id=agreement.pk, wanted=form.wanted(lines), form=form.requirement(lines), **given
        ).pk

    return draft_sent(request, FORM, AmendmentForm, context, keep, "agreements:amendment_detail", "amendment_id")


@require_http_methods(["GET", "POST"])
def amendment_edit(request: Request, amendment_id: int) -> HttpResponse:
    """Change a returned amendment and hand it in again."""
    amendment = allowed(request, amendment_id, "submit")
    context = {
        "agreement": amendment.agreement,
        "amendment": amendment,
        "before": selectors.last_signed(amendment.agreement),
        "back": reverse("agreements:amendment_detail", args=[amendment.pk]),
    }
    if request.method == "GET":
        initial = says_values(amendment.proposed) | {
            "version": amendment.version, "request_key": new_request_key(), "asked_by": amendment.asked_by,
            "reason": amendment.reason, "change": amendment.change, "parts": amendment.parts,
        }  # fmt: skip
        return draft_page(request, FORM, AmendmentForm(initial=initial), lines_stored(amendment.proposed), context)

    def keep(form: Any, lines: Any) -> int:
        given = said(request, form)
        return services.ask_again(
            amendment_id=amendment.pk, wanted=form.wanted(lines), form=form.requirement(lines), **given
        ).pk

    return draft_sent(request, FORM, AmendmentForm, context, keep, "agreements:amendment_detail", "amendment_id")


@require_GET
def amendment_detail(request: Request, amendment_id: int) -> HttpResponse:
    """One change: what is wanted, old and new side by side, its reviews, who confirmed."""
    amendment = visible(request, amendment_id)
    new = amendment.proposed
    others = amendment.agreement.versions.filter(signed_on__isnull=False).exclude(pk=new.pk)
    if new.number is not None:
        others = others.filter(number__lt=new.number)
    before = others.order_by("-start_date").first()
    ready = amendment.state == AmendmentState.READY
    edits = policies.can_amend(amendment, request.actor)
    context = {
        "amendment": amendment,
        "agreement": amendment.agreement,
        "before": before,
        "after": new,
        "compared": compared(before, new) if before is not None else None,
        "reviews": new.reviews.all(),
        "parts": [Part(one).label for one in amendment.parts],
        "can_edit": may(amendment, "submit", request.actor),
        "can_confirm": ready and edits,
        "can_sign": may(amendment, "sign", request.actor)
        and amendment.confirmed_by_us_on is not None
        and amendment.confirmed_by_customer_on is not None,
        "can_withdraw": may(amendment, "withdraw", request.actor),
        **document_context(actor=request.actor, kind=amendment.kind, document=amendment),
    }
    return render(request, "agreements/amendment_detail.html", context)


@require_http_methods(["GET", "POST"])
def amendment_confirm(request: Request, amendment_id: int) -> HttpResponse:
    """Record that one side confirms."""
    amendment = visible(request, amendment_id)
    writes = policies.can_amend(amendment, request.actor)
    ready = amendment.state == AmendmentState.READY
    gate(amendment, actor=request.actor, opens=ready and writes, right=writes)
    side = "US" if amendment.confirmed_by_us_on is None else "CUSTOMER"
    initial = {"version": amendment.version, "side": side, "name": request.actor.name if side == "US" else ""}
    form = ConfirmForm(request.POST or None, initial=initial)

    def work() -> str:
        given = form.cleaned_data
        services.confirm(
            amendment_id=amendment.pk, side=given["side"], name=given["name"], on=given["on"], **said(request, form)
        )
        return _("The confirmation was recorded.")

    says = (_("When both sides have confirmed, the amendment is signed."),)
    return act(
        request, acting(amendment, title=pgettext("amendment", "Confirmed"), verb=_("Record"), says=says), form, work
    )


@require_http_methods(["GET", "POST"])
def amendment_sign(request: Request, amendment_id: int) -> HttpResponse:
    """Record the signatures: the new version takes over."""
    amendment = allowed(request, amendment_id, "sign")
    initial = {
        "version": amendment.version, "for_us": amendment.confirmed_by_us,
        "for_customer": amendment.confirmed_by_customer, "void_from": amendment.proposed.start_date,
    }  # fmt: skip
    form = AmendmentSignForm(request.POST or None, initial=initial)

    def work() -> str:
        services.sign(
            amendment_id=amendment.pk, signature=form.signature(), void_from=form.cleaned_data["void_from"],
            **said(request, form),
        )  # fmt: skip
        return _("The amendment is signed; the new version takes over on the day it states.")

    says = (_("Until the day before, the old version is in force; from this day on the new one."),)
    return act(request, acting(amendment, title=_("Signed by both sides"), verb=_("Signed"), says=says), form, work)


@require_http_methods(["GET", "POST"])
def amendment_withdraw(request: Request, amendment_id: int) -> HttpResponse:
    """Take a change back."""
    amendment = allowed(request, amendment_id, "withdraw")
    form = ReasonForm(request.POST or None, initial={"version": amendment.version})

    def work() -> str:
        services.withdraw(amendment_id=amendment.pk, reason=form.cleaned_data["reason"], **said(request, form))
        return _("The change was taken back; the agreement stays as it is.")

    shown = acting(amendment, title=_("Take the change back"), verb=_("Take back"), icon="arrow-back", danger=True)
    return act(request, shown, form, work)


def visible(request: Request, amendment_id: int) -> Amendment:
    """The amendment, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.amendments_visible_to(request.actor)
    rows = rows.select_related("agreement__customer", "agreement__owner", "proposed", "created_by")
    return get_object_or_404(rows, pk=amendment_id)


def allowed(request: Request, amendment_id: int, move: str) -> Amendment:
    """The amendment, if the reader may make this move with it."""
    amendment = visible(request, amendment_id)
    gate(amendment, move, actor=request.actor)
    return amendment


def acting(
    amendment: Amendment, *, title: str, verb: str, icon: str = "check", says: tuple[str, ...] = (),
    danger: bool = False,
) -> Action:  # fmt: skip
    """How a move of an amendment is shown on a page of its own."""
    back = reverse("agreements:amendment_detail", args=[amendment.pk])
    agreement = amendment.agreement
    crumbs = (
        (_("Agreements"), reverse("agreements:agreement_list")),
        (str(agreement), reverse("agreements:agreement_detail", args=[agreement.pk])),
        (str(amendment), back),
    )
    return Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=says, section=_("Customers"), danger=danger
    )
