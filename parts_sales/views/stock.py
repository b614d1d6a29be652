"""Stock counts of one part in one warehouse (PSL-01)."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import formats
from core.web import Request
from organization.models import Warehouse
from organization.views.acting import Action, act
from parts_sales.forms import CountForm
from parts_sales.selectors import stock as selectors
from parts_sales.services import stock
from parts_sales.views.parts import visible


@require_http_methods(["GET", "POST"])
def stock_count(request: Request, part_id: int, warehouse_id: int) -> HttpResponse:
    """What was counted; a difference needs its reason."""
    part = visible(request, part_id)
    if warehouse_id not in selectors.warehouses_kept_by(request.actor):
        raise PermissionDenied
    place = get_object_or_404(Warehouse, pk=warehouse_id)
    balance = selectors.balances_of(part.pk).filter(warehouse=place).first()
    on_hand = balance.on_hand if balance else Decimal(0)
    form = CountForm(request.POST or None, initial={"counted": on_hand.normalize(), "seen": on_hand})

    def work() -> str:
        given = form.cleaned_data
        stock.count(
            part_id=part.pk,
            warehouse_id=place.pk,
            counted=given["counted"],
            seen=given["seen"],
            reason=given["reason"],
            actor=request.actor,
            at=timezone.now(),
        )
        return _("The count was entered.")

    back = reverse("parts_sales:part_detail", args=[part.pk])
    facts = {
        "on_hand": formats.plain(on_hand),
        "reserved": formats.plain(balance.reserved if balance else Decimal(0)),
        "unit": part.unit,
    }
    action = Action(
        title=_("Count %(part)s in %(warehouse)s") % {"part": part, "warehouse": place},
        verb=_("Enter the count"),
        back=back,
        crumbs=((_("Parts catalogue"), reverse("parts_sales:part_list")), (part.number, back)),
        section=_("Spare parts"),
        says=(_("%(on_hand)s %(unit)s on hand, %(reserved)s of them reserved.") % facts,),
    )
    return act(request, action, form, work)
