"""Roles, their permissions and limits, and the incompatible pairs (ORG-04, ORG-05, ORG-08)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, lists
from core.errors import DomainError
from core.ordering import ordered, ordered_rows
from core.pinyin import fits
from core.web import Request, go_to, page_or_part
from organization import exports, pages, policies, selectors, services
from organization.errors import permission_label
from organization.forms.roles import NewRoleForm, PairForm, RoleForm
from organization.models import IncompatiblePair, Role
from organization.views import asking
from organization.views.access import needs
from organization.views.acting import Action, act

ROLE_SORTS = {"name": "position", "code": "code", "limit": "approve_limit", "holders": "holders"}
PAIR_SORTS: dict[str, Callable[[tuple[str, str, IncompatiblePair]], Any]] = {
    "first": lambda row: row[0],
    "second": lambda row: row[1],
}


@lists.list_page
@require_GET
@needs(policies.can_view)
def roles(request: Request) -> HttpResponse:
    """All roles, found by name, pinyin or code."""
    words = asking.words(request)
    found = selectors.roles_with_counts(on=timezone.localdate())
    if words:
        fitting = [one.pk for one in found if fits(words, one.name_zh, one.name_en, one.code)]
        found = found.filter(pk__in=fitting)
    found = ordered(found, request.GET.get("sort", ""), ROLE_SORTS, usual=("position", "code"))
    if lists.wants_file(request):
        sheet = exports.roles_sheet(found)
        return lists.file_of(request, sheet, name="roles", title=_("Roles"), filters=[(_("Search"), words)])
    context = {
        "roles": found,
        "words": words,
        "can_edit": policies.can_edit_roles(request.actor),
    }
    return page_or_part(request, "organization/roles.html", "table", context)


@require_GET
@needs(policies.can_view)
def role_detail(request: Request, role_id: int) -> HttpResponse:
    """One role: what it allows, its limits, who holds it, what changed."""
    role = get_object_or_404(Role, pk=role_id)
    context = {
        "role": role,
        "areas": [area for area in pages.areas(role.permissions) if area.held],
        "pairs": pages.not_together_with(role.permissions),
        "holders": selectors.holders_of(role_id=role_id, since=timezone.localdate()),
        "timeline": pages.timeline(audit.events_of(kind="role", document_id=role_id)),
        "can_edit_roles": policies.can_edit_roles(request.actor),
        "can_edit": policies.can_edit_roles(request.actor) and role.code not in request.actor.roles,
    }
    return render(request, "organization/role_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_roles)
def role_create(request: Request) -> HttpResponse:
    """A role of the installation's own."""
    form = NewRoleForm(request.POST or None)
    error: DomainError | None = None
    if form.is_valid():
        try:
            role = services.create_role(
                code=form.cleaned_data["code"], **_values(form), actor=request.actor, at=timezone.now()
            )
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("%(role)s was added.") % {"role": role})
            return go_to(request, "organization:role_detail", role_id=role.pk)
    return _form_page(request, form, error)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_roles)
def role_edit(request: Request, role_id: int) -> HttpResponse:
    """Other permissions or limits, for all who hold the role."""
    role = get_object_or_404(Role, pk=role_id)
    share = role.discount_limit_share
    form = RoleForm(
        request.POST or None,
        initial={
            "name_zh": role.name_zh,
            "name_en": role.name_en,
            "permissions": role.permissions,
            "no_limit": role.approve_limit is None,
            "approve_limit": role.approve_limit,
            "discount_percent": None if share is None else (share * 100).quantize(Decimal("0.01")),
            "version": role.version,
        },
    )
    error: DomainError | None = None
    if form.is_valid():
        try:
            services.change_role(
                role_id=role_id,
                **_values(form),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("%(role)s was changed.") % {"role": role})
            return go_to(request, "organization:role_detail", role_id=role_id)
    return _form_page(request, form, error, role)


@lists.list_page
@require_GET
@needs(policies.can_view)
def pairs(request: Request) -> HttpResponse:
    """The incompatible pairs, found by what the permissions are called."""
    words = asking.words(request).lower()
    rows = [
        (permission_label(pair.first), permission_label(pair.second), pair) for pair in IncompatiblePair.objects.all()
    ]
    shown = [row for row in rows if not words or words in f"{row[0]} {row[1]}".lower()]
    shown = ordered_rows(shown, request.GET.get("sort", ""), PAIR_SORTS)
    if lists.wants_file(request):
        sheet, title = exports.pairs_sheet(shown), _("Incompatible pairs")
        return lists.file_of(request, sheet, name="incompatible-pairs", title=title, filters=[(_("Search"), words)])
    context = {
        "rows": shown,
        "words": words,
        "can_edit": policies.can_edit_roles(request.actor),
    }
    return page_or_part(request, "organization/pairs.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_roles)
def pair_add(request: Request) -> HttpResponse:
    """Two permissions nobody may hold together from now on."""
    form = PairForm(request.POST or None)

    def work() -> str:
        pair = services.add_pair(**form.cleaned_data, actor=request.actor, at=timezone.now())
        facts = {"first": permission_label(pair.first), "second": permission_label(pair.second)}
        return _("“%(first)s” and “%(second)s” are incompatible from now on.") % facts

    back = reverse("organization:pairs")
    action = Action(
        title=_("Add an incompatible pair"),
        verb=_("Add the pair"),
        icon="plus",
        back=back,
        crumbs=((_("Incompatible pairs"), back),),
        says=[_("A pair is never taken out again. It is refused while a role or a person holds both.")],
    )
    return act(request, action, form, work)


def _values(form: RoleForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "name_zh": given["name_zh"],
        "name_en": given["name_en"],
        "permissions": given["permissions"],
        "approve_limit": form.limit,
        "discount_limit_share": form.discount,
    }


def _form_page(request: Request, form: RoleForm, error: DomainError | None, role: Role | None = None) -> HttpResponse:
    chosen = form.data.getlist("permissions") if form.is_bound else form.initial.get("permissions", [])  # type: ignore[attr-defined]
    context = {"form": form, "error": error, "role": role, "areas": pages.areas(chosen)}
    status = 422 if request.method == "POST" else 200
    return render(request, "organization/role_form.html", context, status=status)
