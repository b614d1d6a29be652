"""Keeping the filters of a list under a name, from the list's head (GEN-13)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core import saved_views
from core.errors import DomainError
from core.models import Audience, SavedView
from core.web import Request, go_to


class ViewForm(forms.Form):
    """A name for the filters, and who finds them."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    audience = forms.ChoiceField(label=gettext_lazy("Found by"), choices=Audience.choices, initial=Audience.OWN)


@require_POST
def view_keep(request: Request) -> HttpResponse:
    """Keep the filters with which the list at `path` is shown."""
    path, query = request.POST.get("path", "")[:300], request.POST.get("query", "")[:5000]
    list_name = saved_views.list_at(path)
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            kept = saved_views.keep(
                list_name=list_name, query=query, **form.cleaned_data, actor=request.actor, at=timezone.now()
            )
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The view “%(name)s” was kept.") % {"name": kept.name})
            return go_to(request, f"{path}?{kept.query}")
    context = {"form": form, "path": path, "query": query, "back": f"{path}?{query}"}
    return render(request, "core/saved_view.html", context, status=422)


@require_http_methods(["GET", "POST"])
def view_edit(request: Request, view_id: int) -> HttpResponse:
    """Rename one's own view, or show it to others."""
    view = _own_or_404(request, view_id)
    back = _back_to(request, view)
    form = ViewForm(request.POST or None, initial={"name": view.name, "audience": view.audience})
    if request.method == "POST" and form.is_valid():
        try:
            view = saved_views.change(view_id=view.pk, **form.cleaned_data, actor=request.actor)
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The view “%(name)s” was changed.") % {"name": view.name})
            return go_to(request, f"{back}?{view.query}")
    context = {"form": form, "view": view, "path": back, "back": f"{back}?{view.query}"}
    return render(request, "core/saved_view.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def view_delete(request: Request, view_id: int) -> HttpResponse:
    """Delete one's own view; the list's menu offers to bring it back."""
    view = _own_or_404(request, view_id)
    saved_views.delete(view_id=view.pk, actor=request.actor, at=timezone.now())
    messages.success(request, _("The view “%(name)s” was deleted. “Views” brings it back.") % {"name": view.name})
    return go_to(request, f"{_back_to(request, view)}?view=")


@require_POST
def view_restore(request: Request, view_id: int) -> HttpResponse:
    """Bring a deleted view back."""
    view = _own_or_404(request, view_id)
    back = _back_to(request, view)
    try:
        saved_views.restore(view_id=view.pk, actor=request.actor)
    except DomainError as error:
        messages.error(request, str(error))
        return go_to(request, f"{back}?view=")
    messages.success(request, _("The view “%(name)s” is back.") % {"name": view.name})
    return go_to(request, f"{back}?{view.query}")


@require_POST
def view_usual(request: Request, view_id: int) -> HttpResponse:
    """Open the list with this view from now on (`usual=1`), or no longer."""
    is_usual = request.POST.get("usual") == "1"
    try:
        view = saved_views.set_usual(view_id=view_id, is_usual=is_usual, actor=request.actor)
    except DomainError as error:
        raise Http404 from error
    said = _("This list opens with “%(name)s” from now on.") if is_usual else _("This list opens without a view again.")
    messages.success(request, said % {"name": view.name} if is_usual else said)
    return go_to(request, f"{_back_to(request, view)}?{view.query}")


def _own_or_404(request: Request, view_id: int) -> SavedView:
    view = saved_views.own_view(request.actor, view_id)
    if view is None:
        raise Http404
    return view


def _back_to(request: Request, view: SavedView) -> str:
    """The list one came from, where it is the view's; else the list by its name; else the start."""
    path = (request.POST.get("path") or request.GET.get("path") or "")[:300]
    try:
        if path and resolve(path).view_name == view.list_name:
            return path
        return reverse(view.list_name)
    except (Resolver404, NoReverseMatch):
        return reverse("core:menu")
