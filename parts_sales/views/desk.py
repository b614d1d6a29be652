"""The clerk's desk: what waits and what is late (PSL-10 to PSL-53)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.web import Request
from organization.views.access import needs
from parts_sales import policies
from parts_sales.selectors import desk as selectors


@require_GET
@needs(policies.can_quote)
def desk(request: Request) -> HttpResponse:
    """Everything there is to do next, in the order of a sale, the most urgent first."""
    groups = selectors.groups(request.actor, on=timezone.localdate())
    context = {"groups": groups, "count": sum(group.count for group in groups)}
    return render(request, "parts_sales/desk.html", context)
