"""Orders: the list, the page, its moves (PSL-14, PSL-21, PSL-22)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import formats
from core import lists as shared
from core.actors import Actor
from core.errors import DomainError
from core.forms import ReasonForm as NeededReasonForm
from core.long_lists import RowsLater
from core.pages import document_context
from core.web import Request, page_or_part
from organization.views.access import needs
from organization.views.acting import Action, act
from parts_sales import exports_money, policies, policies_delivery, policies_guarantee, policies_money
from parts_sales.forms import ReasonForm
from parts_sales.forms_money import InvoiceForm, OrderListForm
from parts_sales.models import SalesOrder
from parts_sales.selectors import credit_pages, guarantees, notes, order_pages, orders
from parts_sales.selectors.steps import order_steps
from parts_sales.services import invoices
from parts_sales.services import orders as services
from parts_sales.views.moving import made, status_of, version_of

ROWS = 50
FILTERS = ("state", "region", "only", "since", "until", "q")


@shared.list_page
@require_GET
@needs(policies_money.can_open_orders)
def order_list(request: Request) -> HttpResponse:
    """The orders the reader sees; the same as Excel."""
    form = OrderListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = order_pages.orders_found(request.actor, asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        sheet = exports_money.orders_sheet(rows)
        return shared.file_of(request, sheet, name="sales-orders", title=_("Orders"), filters=filters)
    totals = order_pages.totals_of(rows)
    context = {
        "form": form,
        "asked": asked,
        "page": RowsLater(rows, ROWS, counted=totals.count, few=("created_by",)).get_page(request.GET.get("page")),
        "totals": totals,
        "chips": shared.chips(request.GET, form, FILTERS),
    }
    return page_or_part(request, "parts_sales/order_list.html", "table", context)


@require_GET
def order_detail(request: Request, order_id: int) -> HttpResponse:
    """One order with its lines and its money."""
    return page(request, visible(request, order_id))


@require_http_methods(["GET", "POST"])
def order_stop(request: Request, order_id: int) -> HttpResponse:
    """Have it wait, with the reason."""
    return _with_reason(
        request, order_id, services.stop_order, policies.can_stop_order,
        title=_("Put %(order)s on hold"), verb=_("Put on hold"), icon="player-pause",
        says=_("Nothing is delivered until somebody lets it go on."), danger=False,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def order_cancel(request: Request, order_id: int) -> HttpResponse:
    """Cancel it, with the reason."""
    return _with_reason(
        request, order_id, services.cancel_order, policies.can_cancel_order,
        title=_("Cancel %(order)s"), verb=_("Cancel the order"), icon="ban",
        says=_("What was promised of stock is free again. The order stays readable."), danger=True,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def order_part_delivery(request: Request, order_id: int) -> HttpResponse:
    """The manager agrees to deliver as much as is paid."""
    order = visible(request, order_id)
    says = _("Goods worth %(amount)s may leave before the rest is paid.") % {"amount": formats.amount(order.paid_base)}
    return _with_reason(
        request, order_id, services.agree_part_delivery, policies_money.can_agree_part_delivery,
        title=_("Deliver what is paid of %(order)s"),
        verb=_("Agree"), icon="check", says=says, danger=False,
    )  # fmt: skip


@require_POST
def order_resume(request: Request, order_id: int) -> HttpResponse:
    """Let it go on."""
    order = visible(request, order_id)

    def work() -> str:
        services.resume_order(order_id=order.pk, actor=request.actor, at=timezone.now(), version=version_of(request))
        return _("%(order)s goes on.") % {"order": order}

    return _move(request, order, work)


@require_POST
def order_reserve(request: Request, order_id: int) -> HttpResponse:
    """Promise what has come into stock since."""
    order = visible(request, order_id)

    def work() -> str:
        services.reserve_rest(order_id=order.pk, actor=request.actor, at=timezone.now())
        return _("What is free in stock was promised to %(order)s.") % {"order": order}

    return _move(request, order, work)


@require_http_methods(["GET", "POST"])
def order_invoice(request: Request, order_id: int) -> HttpResponse:
    """Record the invoice for what was shipped."""
    order = _allowed(request, order_id, policies_money.can_record_for)
    left = orders.left_to_bill(order)
    initial = {"invoice_date": timezone.localdate(), "amount": left, "version": order.version}
    form = InvoiceForm(request.POST or None, initial=initial)

    def work() -> str:
        draft = form.draft()
        invoices.record_invoice(
            order_id=order.pk, draft=draft, actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return _("Invoice %(number)s was recorded.") % {"number": draft.number}

    says = _("%(left)s has been shipped and not been invoiced.") % {"left": f"{order.currency} {formats.amount(left)}"}
    title = _("Invoice for %(order)s") % {"order": order}
    action = _action(order, title, _("Record the invoice"), "file-invoice", says)
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
def invoice_cancel(request: Request, order_id: int, invoice_id: int) -> HttpResponse:
    """The invoice was taken back."""
    order = _allowed(request, order_id, policies_money.can_record_for)
    invoice = get_object_or_404(order.invoices.filter(cancelled_at__isnull=True), pk=invoice_id)
    form = NeededReasonForm(request.POST or None)

    def work() -> str:
        invoices.cancel_invoice(
            invoice_id=invoice.pk, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        )
        return _("Invoice %(number)s was taken back.") % {"number": invoice.number}

    title = _("Take invoice %(number)s back") % {"number": invoice.number}
    says = _("What it was for can be invoiced again.")
    return act(request, _action(order, title, _("Take back"), "rotate", says, danger=True), form, work)


def visible(request: Request, order_id: int) -> SalesOrder:
    """The order, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = orders.orders_visible_to(request.actor)
    joined = rows.select_related("customer", "department", "quote", "created_by", "credit_term", "part_delivery_by")
    return get_object_or_404(joined, pk=order_id)


def page(request: Request, order: SalesOrder, *, error: DomainError | None = None) -> HttpResponse:
    """An order's page, with what was refused."""
    shown = order_pages.order_page(order=order, actor=request.actor)
    guarantee = guarantees.standing_guarantee(order)
    is_left = any(line.is_goods and line.quantity > line.noted for line in shown.lines)
    context = {
        "order": order,
        "page": shown,
        "error": error,
        "step_lines": order_steps(order),
        "open_notes": notes.of_order_seen(order.pk, request.actor),
        "guarantee": guarantee,
        "sees_guarantee": guarantee is not None
        and guarantees.guarantees_visible_to(request.actor).filter(pk=guarantee.pk).exists(),
        "sees_term": order.credit_term_id is not None
        and credit_pages.terms_visible_to(request.actor).filter(pk=order.credit_term_id).exists(),
        "can_name_guarantor": policies_guarantee.can_ask_for(order, request.actor)
        and guarantees.can_be_asked(order, on=timezone.localdate()),
        "can_note": is_left and policies_delivery.can_make_notes(order, request.actor),
        **document_context(actor=request.actor, kind=order.kind, document=order),
    }
    return render(request, "parts_sales/order_detail.html", context, status=status_of(error))


def _allowed(request: Request, order_id: int, may: Callable[[Any, Actor], bool]) -> SalesOrder:
    """The order, for who may do this to orders like it; 403 for others who see it."""
    order = visible(request, order_id)
    if not may(order, request.actor):
        raise PermissionDenied
    return order


def _move(request: Request, order: SalesOrder, work: Any) -> HttpResponse:
    def again(error: DomainError) -> HttpResponse:
        return page(request, visible(request, order.pk), error=error)

    return made(request, work, to="parts_sales:order_detail", again=again, order_id=order.pk)


def _with_reason(
    request: Request,
    order_id: int,
    service: Any,
    may: Callable[[Any, Actor], bool],
    *,
    title: str,
    verb: str,
    icon: str,
    says: str,
    danger: bool,
) -> HttpResponse:
    order = _allowed(request, order_id, may)
    form = ReasonForm(request.POST or None, initial={"version": order.version})

    def work() -> str:
        service(
            order_id=order.pk,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
        return _("Done: %(what)s.") % {"what": title % {"order": order}}

    return act(request, _action(order, title % {"order": order}, verb, icon, says, danger=danger), form, work)


def _action(order: SalesOrder, title: str, verb: str, icon: str, says: str, *, danger: bool = False) -> Action:
    back = reverse("parts_sales:order_detail", args=[order.pk])
    crumbs = ((_("Orders"), reverse("parts_sales:order_list")), (str(order), back))
    return Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=(says,), section=_("Spare parts"),
        danger=danger,
    )  # fmt: skip
