"""Dispatch, arrival and its follow-up (PSL-33, PSL-34)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from core import formats
from core.sending import send_once
from core.web import Request, go_to
from organization.views.access import gate
from organization.views.acting import Action, act
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_delivery import Carrier
from parts_sales.forms_delivery import ArrivalForm, DispatchForm, FollowUpForm, TellForm
from parts_sales.models import DeliveryNote
from parts_sales.rules.carriers import Advice
from parts_sales.selectors.carriers import advice_for
from parts_sales.selectors.notes import address_of
from parts_sales.services import dispatch
from parts_sales.services.notes import lines_of
from parts_sales.views.notes import visible

PARTS = gettext_lazy("Spare parts")


@require_http_methods(["GET", "POST"])
def note_ship(request: Request, note_id: int) -> HttpResponse:
    """How the goods are sent: the rule's choice, or another with its reason."""
    note = _for(request, note_id, "ship")
    advice = advice_for(note, lines_of(note), on=timezone.localdate())
    form = DispatchForm(
        request.POST or None, note=note, initial={"carrier": advice.carrier, "address": address_of(note)}
    )

    def work() -> None:
        dispatch.ship(note_id=note.pk, sent=form.sent(), actor=request.actor, at=timezone.now(), version=_version(form))

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:note_detail", note_id=note.pk)
    context = {
        "note": note, "form": form, "error": answered.error, "request_key": answered.key, "advice": advice,
        "chosen": Carrier(advice.carrier).label, "why": because(advice),
    }  # fmt: skip
    return render(request, "parts_sales/note_ship.html", context, status=answered.status)


@require_http_methods(["GET", "POST"])
def note_arrive(request: Request, note_id: int) -> HttpResponse:
    """The goods have arrived."""
    note = _for(request, note_id, "arrive")
    form = ArrivalForm(request.POST or None, initial={"version": note.version})

    def work() -> str:
        day = form.cleaned_data["day"]
        dispatch.arrive(note_id=note.pk, day=day, actor=request.actor, at=timezone.now(), version=_version(form))
        return _("The arrival was recorded.")

    title = _("Arrival of %(note)s") % {"note": note}
    return act(request, _action(note, title, _("Record the arrival"), "circle-check"), form, work)


@require_http_methods(["GET", "POST"])
def note_follow_up(request: Request, note_id: int) -> HttpResponse:
    """The carrier was asked: another day is expected."""
    note = _for(request, note_id, "arrive")
    form = FollowUpForm(request.POST or None, initial={"version": note.version})

    def work() -> str:
        given = form.cleaned_data
        dispatch.follow_up(
            note_id=note.pk, expected=given["expected"], reason=given["reason"], actor=request.actor,
            at=timezone.now(), version=_version(form),
        )  # fmt: skip
        return _("The new day was recorded.")

    title = _("Where %(note)s is") % {"note": note}
    return act(request, _action(note, title, _("Record"), "phone"), form, work)


@require_http_methods(["GET", "POST"])
def note_tell(request: Request, note_id: int) -> HttpResponse:
    """The customer is told that the goods are underway, or of another day."""
    note = _for(request, note_id, "arrive")
    address = address_of(note)
    initial = {
        "version": note.version, "address": address, "name": note.contact,
        "way": ConfirmedBy.EMAIL if address else ConfirmedBy.PHONE,
    }  # fmt: skip
    form = TellForm(request.POST or None, initial=initial)

    def work() -> str:
        dispatch.tell_customer(
            note_id=note.pk, told=form.told(), actor=request.actor, at=timezone.now(), version=_version(form)
        )
        return _("It is noted that the customer was told.")

    facts = [note.carrier_name, note.tracking_number, formats.day(note.expected_date) if note.expected_date else ""]
    says = [_("What they are told: %(facts)s.") % {"facts": " · ".join(filter(None, facts))}]
    title = _("Tell the customer of %(note)s") % {"note": note}
    return act(request, _action(note, title, _("Tell the customer"), "send", says), form, work)


def because(advice: Advice) -> list[str]:
    """Why the rule chose so, in words."""
    found = [
        (advice.is_heavy, pgettext("goods", "heavy")),
        (advice.is_large, pgettext("goods", "large")),
        (advice.is_valuable, pgettext("goods", "valuable")),
        (advice.needs_packaging and not advice.is_valuable, pgettext("goods", "fragile")),
    ]
    words = [word for holds, word in found if holds]
    return words or [pgettext("goods", "small")]


def _for(request: Request, note_id: int, move: str) -> DeliveryNote:
    note = visible(request, note_id)
    gate(note, move, actor=request.actor)
    return note


def _action(note: DeliveryNote, title: str, verb: str, icon: str, says: Sequence[str] = ()) -> Action:
    back = reverse("parts_sales:note_detail", args=[note.pk])
    crumbs = [(_("Delivery notes"), reverse("parts_sales:note_list")), (str(note), back)]
    return Action(title=title, verb=verb, back=back, crumbs=crumbs, icon=icon, section=PARTS, says=says)


def _version(form: Any) -> int | None:
    version: int | None = form.cleaned_data["version"]
    return version
