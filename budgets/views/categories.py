"""The tree of categories, and how each is controlled (BUD-03, LED-05)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets import exports, forms_control, policies
from budgets.choices import CategoryKind
from budgets.models import Category
from budgets.selectors import categories as selectors
from budgets.services import categories as services
from budgets.services import policies as control
from core import list_filters, lists
from core.errors import DomainError
from core.web import Request, go_to, page_or_part
from organization.views.access import needs
from organization.views.acting import Action, act
from organization.views.asking import words


@lists.list_page_of(retired=(gettext_lazy("Retired too"), list_filters.ON))
@require_GET
@needs(policies.can_see_control)
def category_list(request: Request) -> HttpResponse:
    """The tree with nature, control and tax rate."""
    if lists.wants_file(request):
        asked, with_retired = words(request), request.GET.get("retired") == "1"
        sheet = exports.categories_sheet(selectors.tree(words=asked, with_retired=with_retired))
        filters = [(_("Search"), asked), (_("Filter"), _("With retired ones") if with_retired else _("In use"))]
        return lists.file_of(request, sheet, name="categories", title=_("Categories"), filters=filters)
    return _list(request)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_control)
def category_create(request: Request) -> HttpResponse:
    """A category of the installation's own."""
    form = forms_control.NewCategory(request.POST or None, initial={"parent": request.GET.get("parent", "")[:12]})

    def work() -> str:
        parent = form.cleaned_data["parent"]
        made = services.create_category(
            code=form.cleaned_data["code"],
            kind=form.cleaned_data["kind"],
            parent_id=parent.pk if parent else None,
            fields=form.to_fields(),
            actor=request.actor,
            at=timezone.now(),
        )
        return _("%(category)s was added; its control is year to date, stop.") % {"category": made}

    return act(request, _action(_("New category"), _("Add the category"), "plus"), form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_control)
def category_edit(request: Request, category_id: int) -> HttpResponse:
    """Names, nature, tax rate, whether claims need a request."""
    category = get_object_or_404(Category, pk=category_id)
    form = forms_control.CategoryForm(
        request.POST or None,
        initial={
            "name_zh": category.name_zh,
            "name_en": category.name_en,
            "nature": category.nature,
            "tax_percent": category.default_tax_rate * 100,
            "needs_request": category.needs_request,
            "version": category.version,
        },
    )

    def work() -> str:
        made = services.change_category(
            category_id=category_id,
            fields=form.to_fields(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
        return _("%(category)s was changed.") % {"category": made}

    return act(request, _action(_("Edit %(category)s") % {"category": category}, _("Save"), "check"), form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_control)
def category_policy(request: Request, category_id: int) -> HttpResponse:
    """How spending on it is controlled, from now on."""
    category = get_object_or_404(Category, pk=category_id)
    form = forms_control.ControlForm(
        request.POST or None,
        initial={
            "scope": category.scope,
            "action": category.action,
            "tolerance_amount": category.tolerance_amount,
            "tolerance_percent": category.tolerance_share * 100,
            "version": category.version,
        },
    )

    def work() -> str:
        control.change_category_policy(
            category_id=category_id,
            to=form.to_control(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
        return _("The control of %(category)s was changed; it holds from now on.") % {"category": category}

    says = [
        _("It holds at once for every department without a control of its own, in all years that are not closed."),
        _("What is over already may stay over, but not grow."),
    ]
    title = _("Control of %(category)s") % {"category": category}
    return act(request, _action(title, _("Change the control"), "shield", says=says), form, work)


@require_POST
@needs(policies.can_edit_control)
def category_retire(request: Request, category_id: int) -> HttpResponse:
    """Nothing new stands on it from now on."""
    return _moved(request, category_id, services.retire_category, _("%(category)s is retired."))


@require_POST
@needs(policies.can_edit_control)
def category_restore(request: Request, category_id: int) -> HttpResponse:
    """It can be used again."""
    return _moved(request, category_id, services.restore_category, _("%(category)s can be used again."))


def _moved(request: Request, category_id: int, service: Any, said: str) -> HttpResponse:
    category = get_object_or_404(Category, pk=category_id)
    form = forms_control.Versioned(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        service(category_id=category_id, version=version, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _list(request, error=error, status=403 if error.status == 403 else 422)
    messages.success(request, said % {"category": category})
    return go_to(request, "budgets:category_list")


def _action(title: str, verb: str, icon: str, *, says: list[str] | None = None) -> Action:
    back = reverse("budgets:category_list")
    return Action(title=title, verb=verb, icon=icon, back=back, crumbs=((_("Categories"), back),), says=says or ())


def _list(request: Request, *, error: DomainError | None = None, status: int = 200) -> HttpResponse:
    with_retired = request.GET.get("retired") == "1"
    asked = words(request)
    nodes = selectors.tree(words=asked, with_retired=with_retired)
    sections = [
        (label, [node for node in nodes if node.category.kind == kind])
        for kind, label in ((code, CategoryKind(code).label) for code in CategoryKind.values)
    ]
    context = {
        "sections": [(label, found) for label, found in sections if found],
        "words": asked,
        "with_retired": with_retired,
        "can_edit": policies.can_edit_control(request.actor),
        "error": error,
    }
    return page_or_part(request, "budgets/category_list.html", "table", context, status=status)
