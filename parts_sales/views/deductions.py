"""What a guarantor owes: agreed to, planned, collected (PSL-23)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import formats
from core.forms import VersionForm
from core.web import Request
from organization.views.acting import act
from parts_sales import policies_guarantee
from parts_sales.forms_guarantee import ConsentForm, PlanForm
from parts_sales.selectors import guarantees as selectors
from parts_sales.services import deductions as services
from parts_sales.views.guarantees import action_of, visible


@require_http_methods(["GET", "POST"])
def deduction_consent(request: Request, guarantee_id: int) -> HttpResponse:
    """The guarantor agrees to the deduction; nobody does it in their place."""
    guarantee = visible(request, guarantee_id)
    if not policies_guarantee.is_guarantor(guarantee, request.actor):
        raise PermissionDenied
    form = ConsentForm(request.POST or None, initial={"version": guarantee.version})

    def work() -> str:
        services.consent(
            guarantee_id=guarantee.pk, actor=request.actor, at=timezone.now(), version=form.cleaned_data["version"]
        )
        return _("You agreed to the deduction. Finance spreads it over months and tells you.")

    says = _("%(amount)s of %(order)s has not been paid by %(customer)s. What it still pays is not deducted.") % {
        "amount": formats.amount(guarantee.proposed_amount),
        "order": guarantee.order,
        "customer": guarantee.customer.name,
    }
    title = _("Agree to the deduction for %(guarantee)s") % {"guarantee": guarantee}
    return act(request, action_of(guarantee, title, _("Agree"), "check", says), form, work)


@require_http_methods(["GET", "POST"])
def deduction_plan(request: Request, guarantee_id: int) -> HttpResponse:
    """Finance spreads what is owed over months."""
    guarantee = visible(request, guarantee_id)
    if not policies_guarantee.can_collect(guarantee, request.actor):
        raise PermissionDenied
    today = timezone.localdate()
    form = PlanForm(request.POST or None, initial={"version": guarantee.version, "first_month": today.replace(day=1)})

    def work() -> str:
        services.plan(
            guarantee_id=guarantee.pk, wage=form.cleaned_data["wage"], first_month=form.cleaned_data["first_month"],
            actor=request.actor, at=timezone.now(), version=form.cleaned_data["version"],
        )  # fmt: skip
        return _("The deductions were planned.")

    says = _("%(owed)s is still owed. Equal months, none over one fifth of the wage.") % {
        "owed": formats.amount(guarantee.order.owed_base)
    }
    title = _("Plan the deductions for %(guarantee)s") % {"guarantee": guarantee}
    return act(request, action_of(guarantee, title, _("Plan"), "calendar", says), form, work)


@require_http_methods(["GET", "POST"])
def deduction_collect(request: Request, guarantee_id: int) -> HttpResponse:
    """The next month was deducted: the money is recorded, with a voucher for the guarantor."""
    guarantee = visible(request, guarantee_id)
    if not policies_guarantee.can_collect(guarantee, request.actor):
        raise PermissionDenied
    form = VersionForm(request.POST or None, initial={"version": guarantee.version})

    def work() -> str:
        receipt = services.collect(
            guarantee_id=guarantee.pk, actor=request.actor, at=timezone.now(), version=form.cleaned_data["version"]
        )
        return _("%(receipt)s was recorded. Print the receipt voucher on its page.") % {"receipt": receipt}

    month = selectors.next_month(selectors.months_of(guarantee))
    says = _("The money is recorded as received and is matched to %(order)s; the guarantor gets a receipt voucher.") % {
        "order": guarantee.order
    }
    if month is not None:
        says = f"{month.month:%Y-%m}: {formats.amount(month.amount)}. {says}"
    title = _("Record the deduction for %(guarantee)s") % {"guarantee": guarantee}
    return act(request, action_of(guarantee, title, _("Record"), "cash", says), form, work)
