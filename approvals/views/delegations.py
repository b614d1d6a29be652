"""Delegations: the list, a new one, ending one (APR-07)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from approvals import forms, policies, selectors, services
from approvals.models import Delegation
from approvals.pages import delegations as pages
from core import lists
from core.calendar import working_days_between
from core.list_workbooks import MOST_ROWS, Sheet
from core.web import Request, page_or_part
from organization.views.acting import Action, act

PER_PAGE = 50


@lists.list_page_of(
    status=(gettext_lazy("State"), ("HOLDS", "COMING", "ENDED")), whose=(gettext_lazy("Whose"), ("all",))
)
@require_GET
def delegation_list(request: Request) -> HttpResponse:
    """Who decides for whom, when, on what: one's own; all for who sees how everything is approved."""
    today = timezone.localdate()
    sees_all = policies.can_see_routes(request.actor)
    asked: dict[str, Any] = {
        "status": request.GET.get("status", "HOLDS"),
        "everybody": sees_all and request.GET.get("whose") == "all",
        "words": request.GET.get("q", "").replace("\x00", "").strip()[:100],
        "sort": request.GET.get("sort", ""),
    }
    chips = [("HOLDS", _("Now")), ("COMING", _("To come")), ("ENDED", pgettext("delegations", "Ended"))]
    rows = selectors.delegation_list(actor=request.actor, on=today, **asked)
    if lists.wants_file(request):
        whose = _("Everybody's") if asked["everybody"] else pgettext("delegations", "Mine")
        filters = [
            (_("State"), dict(chips).get(asked["status"], "")), (_("Whose"), whose), (_("Search"), asked["words"])
        ]  # fmt: skip
        sheet = _sheet(rows[:MOST_ROWS])
        return lists.file_of(request, sheet, name="delegations", title=_("Delegations"), filters=filters)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": pages.entries(page.object_list, actor=request.actor, on=today),
        "asked": asked,
        "sees_all": sees_all,
        "can_delegate": selectors.decides_on_something(person_id=request.actor.person_id or 0, on=today),
        "chips": chips,
    }
    return page_or_part(request, "approvals/delegation_list.html", "table", context)


@require_http_methods(["GET", "POST"])
def delegation_create(request: Request) -> HttpResponse:
    """Have somebody decide in one's place for a time."""
    today = timezone.localdate()
    if not selectors.decides_on_something(person_id=request.actor.person_id or 0, on=today):
        raise PermissionDenied
    form = forms.Delegate(request.POST if request.method == "POST" else None, actor=request.actor)

    def work() -> str:
        typed = dict(form.cleaned_data)
        given = services.delegate(delegate_id=typed.pop("delegate").pk, **typed, actor=request.actor, at=timezone.now())
        days = working_days_between(start=given.start_date, end=given.end_date)
        return _("%(who)s decides in your place, %(days)s. Working days: %(count)s.") % {
            "who": given.delegate.name,
            "days": pages.days_of(given),
            "count": days,
        }

    back = reverse("approvals:delegation_list")
    action = Action(
        title=_("Have somebody decide in my place"),
        verb=_("Delegate"),
        icon="user-share",
        back=back,
        section=_("Waiting for me"),
        crumbs=((_("Delegations"), back),),
        says=[
            _("What waits for you moves on the first day; what is left undecided comes back on your first day back."),
            _("Decisions say in whose place they were made, and you are told of each. You see all of these documents."),
            _("Nobody decides on what they made themselves, whoever they stand in for."),
        ],
    )
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
def delegation_end(request: Request, delegation_id: int) -> HttpResponse:
    """End a delegation before its day."""
    given = get_object_or_404(selectors.delegations_visible_to(request.actor), pk=delegation_id)
    if request.actor.person_id not in {given.delegator_id, given.delegate_id}:
        raise PermissionDenied
    form = forms.EndDelegation(request.POST if request.method == "POST" else None)
    facts = {"whom": given.delegate.name, "who": given.delegator.name}

    def work() -> str:
        services.end_delegation(
            delegation_id=given.pk, actor=request.actor, at=timezone.now(), reason=form.cleaned_data["reason"]
        )
        return _("%(whom)s no longer decides in place of %(who)s.") % facts

    back = reverse("approvals:delegation_list")
    action = Action(
        title=_("End this delegation?"),
        verb=_("End it now"),
        icon="arrow-back",
        back=back,
        section=_("Waiting for me"),
        crumbs=((_("Delegations"), back),),
        says=[
            _("%(whom)s no longer decides in place of %(who)s.") % facts,
            _("What is not decided yet goes back at once, with its time anew. What was decided stays."),
        ],
    )
    return act(request, action, form, work)


def _sheet(rows: Iterable[Delegation]) -> Sheet:
    """What is shown, as Excel."""
    given = list(rows)
    made = selectors.decisions_by_delegation(given)
    heads = [
        (_("In place of"), 14), (_("Who decides"), 14), (_("First day"), 12), (_("First day back"), 14),
        (_("Kinds of document"), 30), (_("Up to"), 14), (_("Decisions"), 10), (_("State"), 10), (_("Reason"), 40),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        today = timezone.localdate()
        for row in given:
            yield (
                row.delegator.name, row.delegate.name, row.start_date, row.end_date, pages.kinds_of(row),
                row.amount_cap, made[row.pk], pages.state_of(row, on=today).label, row.reason,
            )  # fmt: skip

    return Sheet(_("Delegations"), heads, cells())
