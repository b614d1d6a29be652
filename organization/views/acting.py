"""A page for one action: what will happen, what must be said about it, one button. Works without scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.sending import send_once
from core.web import Request, go_to

Text = str | Promise
SETTINGS = gettext_lazy("Settings")


@dataclass(frozen=True, slots=True)
class Action:
    """An action as its page shows it. `crumbs` are pairs of words and address, below those of the `section`; `back` is
    where Cancel leads, `here` what the page is called among the crumbs where the verb does not say it.
    """

    title: Text
    verb: Text
    back: str
    crumbs: Sequence[tuple[Text, str]]
    says: Sequence[Text] = ()
    icon: str = "check"
    danger: bool = False
    section: Text = SETTINGS
    here: Text = ""


def said(request: Request, form: BaseForm) -> dict[str, Any]:
    """Who acts when on which version of the page: what every service of a move is told."""
    return {"actor": request.actor, "at": timezone.now(), "version": form.cleaned_data["version"]}


def act(request: Request, action: Action, form: BaseForm, work: Callable[[], Text], *, to: str = "") -> HttpResponse:
    """Show the action's page; on a good POST do the work once, however often it is sent (GEN-04), say its sentence, and
    go where `to` says (or back).
    """
    said: list[Text] = []

    def once() -> None:
        said.append(work())

    answered = send_once(request, form, once)
    if answered.sent is not None:
        if answered.sent.is_repeated:
            messages.info(request, _("This was done already; it was not done a second time."))
        else:
            messages.success(request, str(said[0]))
        return go_to(request, to or action.back)
    context = {"action": action, "form": form, "error": answered.error, "request_key": answered.key}
    return render(request, "organization/act.html", context, status=answered.status)
