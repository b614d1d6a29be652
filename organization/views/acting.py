"""A page for one action: what will happen, what must be said about it, one button. Works without scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import requests
from core.errors import DomainError
from core.web import Request, go_to, new_request_key

Text = str | Promise
SETTINGS = gettext_lazy("Settings")


@dataclass(frozen=True, slots=True)
class Action:
    """An action as its page shows it. `crumbs` are pairs of words and address, below those of the `section`; `back` is
    where Cancel leads.
    """

    title: Text
    verb: Text
    back: str
    crumbs: Sequence[tuple[Text, str]]
    says: Sequence[Text] = ()
    icon: str = "check"
    danger: bool = False
    section: Text = SETTINGS


def act(request: Request, action: Action, form: BaseForm, work: Callable[[], Text], *, to: str = "") -> HttpResponse:
    """Show the action's page; on a good POST do the work once, however often it is sent (GEN-04), say its sentence, and
    go where `to` says (or back).
    """
    error: DomainError | None = None
    status = 200
    key = request.POST.get("request_key", "")
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with requests.once(actor=request.actor, key=key, body=request.POST) as sent:
                    done = "" if sent.is_repeated else str(work())
            except DomainError as refused:
                error, status = refused, 403 if refused.status == 403 else 422
            else:
                if sent.is_repeated:
                    messages.info(request, _("This was done already; it was not done a second time."))
                else:
                    messages.success(request, done)
                return go_to(request, to or action.back)
        key = "" if isinstance(error, requests.KeyReused) else key
    context = {"action": action, "form": form, "error": error, "request_key": key or new_request_key()}
    return render(request, "organization/act.html", context, status=status)
