"""Service plans: the list over all agreements, planning, delivering (CUS-03)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from agreements import exports, policies
from agreements.forms_leads import DeliverForm, PlanForm, PlanListForm
from agreements.selectors import leads as selectors
from agreements.selectors.agreements import agreements_visible_to
from agreements.selectors.pages import agreement_page
from agreements.selectors.people import houses_offered, owners_offered
from agreements.services import plans as services
from agreements.views.agreements import acting, visible
from core import lists as shared
from core.web import Request, go_to, page_or_part
from organization.views.access import gate, needs
from organization.views.acting import Action, act

ROWS = 50
FILTERS = ("only", "department")


@shared.list_page
@require_GET
@needs(policies.can_open_plans)
def plan_list(request: Request) -> HttpResponse:
    """What is delivered by whom from when, kept or late; the same as Excel."""
    form = PlanListForm(request.GET, departments=houses_offered())
    asked = form.question(request.GET.get("sort", ""))
    today = timezone.localdate()
    rows = selectors.plan_found(request.actor, asked, on=today)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.plan_sheet(rows, on=today)
        return shared.file_of(request, sheet, name="service-plans", title=_("Service plans"), filters=filters)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    seen = agreements_visible_to(request.actor).filter(pk__in={row.agreement_id for row in page})
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "late": {row.pk for row in page if row.is_late(today)},
        "delivers": {row.pk for row in page if policies.can_deliver(row, row.agreement, request.actor)},
        "seen": set(seen.values_list("pk", flat=True)),
        "chips": shared.chips(request.GET, form, FILTERS),
    }
    return page_or_part(request, "agreements/plan_list.html", "table", context)


@require_http_methods(["GET", "POST"])
def plan_add(request: Request, agreement_id: int) -> HttpResponse:
    """Plan something under an agreement."""
    agreement = visible(request, agreement_id)
    can_plan = agreement_page(agreement, request.actor, on=timezone.localdate()).can_plan
    gate(agreement, actor=request.actor, opens=can_plan, right=policies.can_edit(agreement, request.actor))
    initial = {"version": agreement.version, "department": agreement.department_id}
    offered: dict[str, Any] = {"people": owners_offered(), "departments": houses_offered()}
    form = PlanForm(request.POST or None, initial=initial, **offered)

    def work() -> str:
        services.add(
            agreement_id=agreement.pk, line=form.line(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return _("The line stands in the service plan.")

    return act(request, acting(agreement, title=_("Add to the service plan"), verb=_("Add")), form, work)


@require_http_methods(["GET", "POST"])
def plan_deliver(request: Request, item_id: int) -> HttpResponse:
    """Say that something planned was delivered: who delivers it, or who looks after the agreement."""
    rows = selectors.plan_visible_to(request.actor).select_related("agreement")
    item = get_object_or_404(rows, pk=item_id)
    agreement = item.agreement
    if item.done_on is not None:  # a notice about it may be read later
        return go_to(request, "agreements:plan_list")
    if not policies.can_deliver(item, agreement, request.actor):
        raise PermissionDenied
    form = DeliverForm(request.POST or None, initial={"version": agreement.version})

    def work() -> str:
        given = form.cleaned_data
        services.deliver(
            agreement_id=agreement.pk, item_id=item.pk, on=given["on"], note=given["note"], actor=request.actor,
            at=timezone.now(), version=given["version"],
        )  # fmt: skip
        return _("It is delivered.")

    back = reverse("agreements:plan_list")
    shown = Action(
        title=item.text, verb=_("Delivered"), back=back, crumbs=((_("Service plans"), back),), section=_("Customers")
    )
    return act(request, shown, form, work)
