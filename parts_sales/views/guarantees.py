"""Guarantees: the list, asking, confirming in person, the page (PSL-23)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals import pages as approval_pages
from core import formats
from core import lists as shared
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from organization.views.access import gate, needs
from organization.views.acting import Action, act
from parts_sales import exports_guarantee, policies_guarantee, thresholds_guarantee
from parts_sales.forms import ReasonForm
from parts_sales.forms_guarantee import AcceptForm, GuaranteeListForm, NamedGuaranteeForm, OwnGuaranteeForm
from parts_sales.forms_money import words_of
from parts_sales.models import Guarantee
from parts_sales.selectors import guarantees as selectors
from parts_sales.selectors.orders import orders_visible_to
from parts_sales.services import guarantees as services
from parts_sales.views import orders

ROWS = 50
FILTERS = ("only", "state", "q")


@shared.list_page
@require_GET
@needs(policies_guarantee.can_open_guarantees)
def guarantee_list(request: Request) -> HttpResponse:
    """The guarantees the reader sees; the same as Excel."""
    form, today = GuaranteeListForm(request.GET), timezone.localdate()
    form.is_valid()
    asked = {
        "words": words_of(form.cleaned_data.get("q")),
        "state": form.cleaned_data.get("state") or "",
        "only": form.cleaned_data.get("only") or "",
        "sort": request.GET.get("sort", ""),
    }
    rows = selectors.guarantees_found(request.actor, **asked, on=today)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        sheet = exports_guarantee.guarantees_sheet(rows)
        return shared.file_of(request, sheet, name="guarantees", title=_("Guarantees"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "total": selectors.amount_of(rows),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_guarantee": policies_guarantee.can_guarantee(request.actor),
    }
    return page_or_part(request, "parts_sales/guarantee_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies_guarantee.can_guarantee)
def guarantee_create(request: Request) -> HttpResponse:
    """A guarantor asks for an order's goods, and takes the responsibility on."""
    form = OwnGuaranteeForm(request.POST or None, initial={"order_number": request.GET.get("order", "")[:32]})
    order = selectors.order_to_guarantee(request.POST.get("order_number", "")[:32]) if request.POST else None
    if form.is_bound and order is None and form.is_valid():
        form.add_error("order_number", _("There is no open domestic order with this number."))

    def work() -> int:
        reason = form.cleaned_data["reason"]
        order_id = order.pk if order is not None else 0
        return services.ask_and_confirm(order_id=order_id, reason=reason, actor=request.actor, at=timezone.now()).pk

    back = reverse("parts_sales:guarantee_list")
    return _form(request, form, work, back=back, says=_limits())


@require_http_methods(["GET", "POST"])
def guarantee_ask(request: Request, order_id: int) -> HttpResponse:
    """A clerk names a guarantor for an order; the guarantor confirms."""
    order = orders.visible(request, order_id)
    if not policies_guarantee.can_ask_for(order, request.actor):
        raise PermissionDenied
    form = NamedGuaranteeForm(request.POST or None, people=selectors.guarantors_for(order))

    def work() -> int:
        made = services.ask(
            order_id=order.pk, guarantor_id=form.cleaned_data["guarantor"], reason=form.cleaned_data["reason"],
            actor=request.actor, at=timezone.now(),
        )  # fmt: skip
        return made.pk

    says = _("%(order)s, %(amount)s. The guarantor confirms in the application; nobody does it in their place.") % {
        "order": order,
        "amount": formats.amount(order.base_total),
    }
    return _form(request, form, work, back=reverse("parts_sales:order_detail", args=[order.pk]), says=says)


@require_GET
def guarantee_detail(request: Request, guarantee_id: int) -> HttpResponse:
    """One guarantee: who answers for what, until when, and what comes next."""
    guarantee = visible(request, guarantee_id)
    sees_order = orders_visible_to(request.actor).filter(pk=guarantee.order_id).exists()
    context = {
        "guarantee": guarantee,
        "page": selectors.guarantee_page(
            guarantee=guarantee, actor=request.actor, on=timezone.localdate(), sees_order=sees_order
        ),
        **document_context(actor=request.actor, kind=guarantee.kind, document=guarantee),
        **approval_pages.approval_context(actor=request.actor, kind=guarantee.kind, document_id=guarantee.pk),
    }
    return render(request, "parts_sales/guarantee_detail.html", context)


@require_http_methods(["GET", "POST"])
def guarantee_confirm(request: Request, guarantee_id: int) -> HttpResponse:
    """The guarantor, and nobody else, takes the responsibility on."""
    guarantee = visible(request, guarantee_id)
    if not policies_guarantee.can_confirm(guarantee, request.actor):
        raise PermissionDenied
    form = AcceptForm(request.POST or None, initial={"version": guarantee.version})

    def work() -> str:
        services.confirm(
            guarantee_id=guarantee.pk, actor=request.actor, at=timezone.now(), version=form.cleaned_data["version"]
        )
        return _("You answer for %(order)s. The department's manager reviews it now.") % {"order": guarantee.order}

    title = _("Take on the responsibility for %(guarantee)s") % {"guarantee": guarantee}
    return act(
        request,
        action_of(guarantee, title, _("Take it on"), "shield-check", selectors.meaning_of(guarantee)),
        form,
        work,
    )


@require_http_methods(["GET", "POST"])
def guarantee_give_up(request: Request, guarantee_id: int) -> HttpResponse:
    """Take it back while no goods have left on it."""
    guarantee = visible(request, guarantee_id)
    if not policies_guarantee.can_give_up(guarantee, request.actor):
        raise PermissionDenied
    form = ReasonForm(request.POST or None, initial={"version": guarantee.version})

    def work() -> str:
        services.give_up(
            guarantee_id=guarantee.pk, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return _("%(guarantee)s was given up.") % {"guarantee": guarantee}

    says = _("The order is delivered once it is paid. The guarantee stays readable.")
    title = _("Give %(guarantee)s up") % {"guarantee": guarantee}
    return act(request, action_of(guarantee, title, _("Give up"), "ban", says, danger=True), form, work)


def visible(request: Request, guarantee_id: int) -> Guarantee:
    """The guarantee, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.guarantees_visible_to(request.actor)
    rows = rows.select_related("customer", "guarantor", "order__customer", "department", "created_by")
    return get_object_or_404(rows, pk=guarantee_id)


def action_of(
    guarantee: Guarantee, title: str, verb: str | Promise, icon: str, says: str, *, danger: bool = False
) -> Action:
    """The page of one move of a guarantee."""
    back = reverse("parts_sales:guarantee_detail", args=[guarantee.pk])
    crumbs = ((_("Guarantees"), reverse("parts_sales:guarantee_list")), (str(guarantee), back))
    return Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=(says,), section=_("Spare parts"),
        danger=danger,
    )  # fmt: skip


def may_move(request: Request, guarantee: Guarantee, move: str) -> None:
    """403 for who may not; who may and comes too late is told so."""
    gate(guarantee, move, actor=request.actor)


def _limits() -> str:
    most = formats.amount(thresholds_guarantee.limits_on(timezone.localdate()).each)
    return _(
        "Orders up to %(most)s at a domestic customer's site. The service department's manager reviews it; the "
        "customer has one month from dispatch, afterwards you answer for it."
    ) % {"most": most}


def _form(request: Request, form: Any, work: Any, *, back: str, says: str) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:guarantee_detail", guarantee_id=answered.sent.document_id)
    context = {"form": form, "error": answered.error, "request_key": answered.key, "back": back, "says": says}
    return render(request, "parts_sales/guarantee_form.html", context, status=answered.status)
