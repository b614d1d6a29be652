"""The head of a list: its kept views, and Excel of what it shows (GEN-13)."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone

from core import saved_views
from core.lists import left_out, without
from core.views.saved_views import ViewForm

register = template.Library()


@register.inclusion_tag("components/left_out.html", takes_context=True)
def left_out_filters(context: RequestContext) -> dict[str, Any]:
    """On a list, or a page that reads filters: which of its address could not be used."""
    request: Any = context.get("request")
    match = getattr(request, "resolver_match", None)
    says = bool(getattr(getattr(match, "func", None), "says_what_it_left_out", False))
    return {"is_list": says, **(left_out(request) if says else {})}


@register.inclusion_tag("components/list_tools.html", takes_context=True)
def list_tools(context: RequestContext, file_url: str = "", file: bool = True) -> dict[str, Any]:
    """The menu of kept views and the button for Excel. `file_url` is where the file is made, if not by the list's own
    address; `file=False` for an empty page.
    """
    request: Any = context["request"]
    match, actor = request.resolver_match, request.actor
    query = saved_views.cleaned(request.GET)
    views, deleted = saved_views.menu_of(actor, match.view_name, at=timezone.now())
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "views": views,
        "deleted": deleted,
        "current": next((view for view in views if view.query == query and query), None),
        "usual": next((view for view in views if getattr(view, "is_usual", False)), None),
        "path": request.path,
        "query": query,
        "form": ViewForm(auto_id="view_%s"),
        "file_url": (f"{file_url}?{query}" if file_url else without(request.GET, "page", "view", format="xlsx"))
        if file
        else "",
        "file_base": file_url or request.path,
        "file_adds": "" if file_url else "format=xlsx",
    }
