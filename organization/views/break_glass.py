"""Break-glass rights: the list, one with what was done under it, granting, ending, reviewing (ORG-06b)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, formats, lists
from core.web import Request, page_or_part
from organization import glass_words, pages, policies, selectors, services
from organization.choices import GlassState
from organization.forms.break_glass import BreakGlassForm, ReviewForm
from organization.forms.departments import ReasonForm
from organization.models import BreakGlass, Role
from organization.views import asking
from organization.views.access import needs
from organization.views.acting import Action, act

PER_PAGE = 50
MOST_USES = 200
RUNNING = {GlassState.COMING, GlassState.HOLDS}
WAITING = {GlassState.TO_REVIEW, GlassState.OVERDUE}


@lists.list_page_of(status=(gettext_lazy("State"), GlassState.values))
@require_GET
def break_glass(request: Request) -> HttpResponse:
    """All break-glass rights for who watches over them, one's own for everybody."""
    today = timezone.localdate()
    asked = {
        "words": asking.words(request),
        "status": request.GET.get("status", ""),
        "sort": request.GET.get("sort", ""),
    }
    rows = selectors.break_glass_list(actor=request.actor, on=today, **asked)
    if lists.wants_file(request):
        words = dict(GlassState.choices).get(asked["status"], "")
        filters = [(_("State"), words), (_("Search"), asked["words"])]
        title = _("Break-glass rights")
        return lists.file_of(
            request, glass_words.sheet(rows, on=today), name="break-glass", title=title, filters=filters
        )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": glass_words.shown(page.object_list, on=today),
        "asked": asked,
        "chips": [("", _("All")), *GlassState.choices],
        "can_grant": policies.can_break_glass(request.actor),
    }
    return page_or_part(request, "organization/break_glass.html", "table", context)


@require_GET
def break_glass_detail(request: Request, right_id: int) -> HttpResponse:
    """One right: why, which pairs it goes past, what was done under it, what the review found."""
    right, today = _right(request, right_id), timezone.localdate()
    state, own = right.state_on(today), request.actor.person_id == right.person_id
    uses = selectors.uses_of(right_id=right.pk)
    others = request.actor.person_id not in {right.person_id, right.granted_by_id}
    context = {
        "shown": glass_words.shown([right], on=today)[0],
        "right": right,
        "crossings": glass_words.crossings(right, Role.objects.all()),
        "uses": glass_words.uses(uses[:MOST_USES]),
        "more": max(uses.count() - MOST_USES, 0),
        "timeline": pages.timeline(audit.events_of(kind="break_glass", document_id=right.pk)),
        "can_end": state in RUNNING and (own or policies.can_break_glass(request.actor)),
        "can_review": state in WAITING and others and policies.can_review_break_glass(request.actor),
        "waits": state in WAITING,
        "can_view": policies.can_view(request.actor),
    }
    return render(request, "organization/break_glass_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_break_glass)
def break_glass_grant(request: Request) -> HttpResponse:
    """Give somebody a role for a few days that a pair forbids them."""
    form = BreakGlassForm(
        request.POST or None, own_id=request.actor.person_id, initial={"person_id": request.GET.get("person")}
    )

    def work() -> str:
        right = services.grant_break_glass(**form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("%(number)s: %(person)s holds %(role)s (%(scope)s) until %(end)s.") % {
            "number": right.number,
            "person": right.person,
            "role": right.role,
            "scope": pages.scope_label(right),
            "end": formats.day(right.end_date),
        }

    action = _action(
        _("Break the glass"),
        verb=_("Grant the break-glass right"),
        says=[
            _("Only for an emergency: what an incompatible pair keeps somebody from, for a few days, for a reason."),
            _("The pair itself stays: granting the role as usual is still refused."),
            _("Nobody decides on a document they made themselves, not even now."),
            _("Everything done under it is marked, and somebody else reviews it within three working days after it."),
        ],
    )
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
def break_glass_end(request: Request, right_id: int) -> HttpResponse:
    """End it before its day."""
    right = _right(request, right_id)
    if not (policies.can_break_glass(request.actor) or request.actor.person_id == right.person_id):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)

    def work() -> str:
        services.end_break_glass(right_id=right.pk, **form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("%(number)s has ended.") % {"number": right.number}

    says = [_("It ends at once. What waits for a decision goes to whoever else holds the role; what was done stays.")]
    return act(
        request,
        _action(_("End %(number)s") % {"number": right}, verb=_("End it now"), right=right, says=says),
        form,
        work,
    )


@require_http_methods(["GET", "POST"])
@needs(policies.can_review_break_glass)
def break_glass_review(request: Request, right_id: int) -> HttpResponse:
    """Say what was found."""
    right = _right(request, right_id)
    form = ReviewForm(request.POST or None, initial={"version": right.version})

    def work() -> str:
        services.review_break_glass(right_id=right.pk, **form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("The review of %(number)s was kept.") % {"number": right.number}

    says = [_("The finding is kept with the right, told to holder and granter, and cannot be changed.")]
    title, verb = _("Review %(number)s") % {"number": right}, _("Keep the finding")
    return act(request, _action(title, verb=verb, right=right, says=says, icon="clipboard-check"), form, work)


def _right(request: Request, right_id: int) -> BreakGlass:
    rows = selectors.break_glass_visible_to(request.actor).select_related(
        "person__department", "role", "department", "warehouse", "granted_by", "ended_by", "reviewed_by"
    )
    return get_object_or_404(rows, pk=right_id)


def _action(
    title: str, *, verb: str, says: list[str], right: BreakGlass | None = None, icon: str = "alert-triangle"
) -> Action:
    listed = reverse("organization:break_glass")
    back = reverse("organization:break_glass_detail", kwargs={"right_id": right.pk}) if right else listed
    crumbs: list[Any] = [(_("Break-glass rights"), listed), *([(right.number, back)] if right else [])]
    return Action(
        title=title, verb=verb, back=back, crumbs=crumbs, says=says, icon=icon, danger=icon == "alert-triangle"
    )
