"""Leaving a customer out of the surveys the clock sends, and asking it again (CMP-20)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from core.web import Request
from customers.selectors.customers import customers_visible_to
from feedback import policies
from feedback.forms_surveys import WishForm
from feedback.selectors.occasions import is_left_out
from feedback.services import asking
from organization.views.access import needs
from organization.views.acting import Action, act


@require_http_methods(["GET", "POST"])
@needs(policies.can_manage_surveys)
def survey_wish(request: Request, customer_id: int) -> HttpResponse:
    """The other of the two: left out, or asked."""
    customer = get_object_or_404(customers_visible_to(request.actor), pk=customer_id)
    stands = is_left_out(customer.pk)
    form = WishForm(request.POST or None, initial={"left_out": stands is None})

    def work() -> str:
        given = form.cleaned_data
        asking.wish(
            customer_id=customer.pk, left_out=given["left_out"], reason=given["reason"], actor=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        return _("The customer is left out.") if given["left_out"] else _("The customer is asked again.")

    back = reverse("customers:customer_detail", args=[customer.pk])
    names = {"customer": customer.name}
    if stands is None:
        title, verb, icon = _("Leave %(customer)s out of surveys") % names, pgettext("survey", "Leave out"), "hand-stop"
        says = _("The application sends no surveys by itself. Customer service can still ask.")
    else:
        title, verb, icon = _("Ask %(customer)s in surveys again") % names, pgettext("survey", "Ask again"), "bell"
        says = stands.reason
    crumbs = ((_("Customers"), reverse("customers:customer_list")), (customer.name, back))
    action = Action(title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=(says,), section=_("Customers"))
    return act(request, action, form, work)
