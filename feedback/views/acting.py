"""Pages of one move each, as market information and surveys show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms import VersionForm
from core.web import Request
from organization.views.access import gate
from organization.views.acting import Action, act


def move(
    request: Request,
    document: Any,
    form: VersionForm,
    service: Callable[..., Any],
    *,
    allowed: bool | None = None,
    of: str = "",
    page: tuple[str, str],
    title: str,
    verb: str,
    says: str = "",
    icon: str = "check",
    danger: bool = False,
    **arguments: Callable[[], Any],
) -> HttpResponse:
    """One move of a document on a page of its own: for whoever may make the transition `of`, or as `allowed` says.
    `page` is the list's word and the prefix of its URL names; `arguments` are read from the form once it is valid.
    """
    words, name = page
    moves = (of,) if of else ()
    back = reverse(f"feedback:{name}_detail", args=[document.pk])
    gate(document, *moves, actor=request.actor, opens=allowed)

    def work() -> str:
        given = {key: read() for key, read in arguments.items()}
        service(
            **{f"{name}_id": document.pk}, actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"], **given,
        )  # fmt: skip
        return _("Done: %(what)s.") % {"what": title}

    crumbs = ((words, reverse(f"feedback:{name}_list")), (str(document), back))
    shown = Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=(says,) if says else (),
        section=_("Quality"), danger=danger,
    )  # fmt: skip
    return act(request, shown, form, work)


def reasoned(form: VersionForm) -> Callable[[], str]:
    """The reason of a form, once it is valid."""
    return lambda: str(form.cleaned_data["reason"])
