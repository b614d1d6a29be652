"""Written applications for prices below the floor (PSL-03) and discounts abroad (PSL-41)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.pages import approval_context
from core.documents import may
from core.errors import DomainError, NotAllowed
from core.forms import VersionForm
from core.pages import document_context
from core.web import Request, go_to
from parts_sales import policies
from parts_sales.models import PriceApplication
from parts_sales.rules.prices import discount_of
from parts_sales.selectors.visibility import applications_visible_to
from parts_sales.services import applications


@require_GET
def application_detail(request: Request, application_id: int) -> HttpResponse:
    """One application: prices asked for beside floor and list, reason, route, decision."""
    return _page(request, _visible(request, application_id))


@require_POST
def application_withdraw(request: Request, application_id: int) -> HttpResponse:
    """Take it back before anybody decided."""
    application = _visible(request, application_id)
    form = VersionForm(request.POST)
    form.is_valid()
    try:
        applications.withdraw_application(
            application_id=application.pk, actor=request.actor, at=timezone.now(),
            version=form.cleaned_data.get("version"),
        )  # fmt: skip
    except DomainError as error:
        return _page(request, _visible(request, application_id), error=error)
    messages.success(request, _("%(number)s was withdrawn.") % {"number": application.number})
    return go_to(request, "parts_sales:application_detail", application_id=application.pk)


def _visible(request: Request, application_id: int) -> PriceApplication:
    rows = applications_visible_to(request.actor).select_related("quote__customer", "created_by", "department")
    return get_object_or_404(rows, pk=application_id)


def _page(request: Request, application: PriceApplication, *, error: DomainError | None = None) -> HttpResponse:
    rows = [
        (line, discount_of(price=line.list_price, unit_price=line.unit_price) if line.list_price else None)
        for line in application.lines.select_related("part")
    ]
    context: dict[str, Any] = {
        "document": application,
        "rows": rows,
        "is_unpriced": any(line.is_unpriced for line, _discount in rows),
        "sees_floors": policies.sees_floors_of(application.quote.region, request.actor),
        "error": error,
        "can_withdraw": may(application, "withdraw", request.actor),
        **approval_context(actor=request.actor, kind=application.kind, document_id=application.pk),
        **document_context(actor=request.actor, kind=application.kind, document=application),
    }
    status = 200 if error is None else 403 if isinstance(error, NotAllowed) else 422
    return render(request, "parts_sales/application_detail.html", context, status=status)
