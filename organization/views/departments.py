"""The tree of departments (ORG-01)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, lists
from core.errors import DomainError
from core.ordering import ordered_rows
from core.web import Request, go_to, page_or_part
from organization import exports, pages, policies, selectors, services
from organization.choices import DepartmentKind, DepartmentStatus
from organization.forms.departments import (
    CompanyForm,
    DepartmentForm,
    MoveDepartmentForm,
    NewDepartmentForm,
    ReasonForm,
)
from organization.models import Department, Person
from organization.views import asking
from organization.views.access import needs
from organization.views.acting import Action, act


@lists.list_page
@require_GET
@needs(policies.can_view)
def departments(request: Request) -> HttpResponse:
    """The whole tree."""
    words, closed = asking.words(request), request.GET.get("closed") == "1"
    rows = ordered_rows(
        selectors.department_rows(closed=closed, words=words), request.GET.get("sort", ""), selectors.DEPARTMENT_SORTS
    )
    if lists.wants_file(request):
        filters = [(_("Search"), words), (_("Filter"), _("With the closed ones") if closed else "")]
        sheet = exports.departments_sheet(rows)
        return lists.file_of(request, sheet, name="departments", title=_("Departments"), filters=filters)
    context = {
        "rows": rows,
        "is_tree": not words and request.GET.get("sort", "").removeprefix("-") not in selectors.DEPARTMENT_SORTS,
        "closed": closed,
        "words": words,
        "closed_count": Department.objects.filter(status=DepartmentStatus.CLOSED).count(),
        "can_edit": policies.can_edit(request.actor),
    }
    return page_or_part(request, "organization/departments.html", "table", context)


@require_GET
@needs(policies.can_view)
def department_detail(request: Request, department_id: int) -> HttpResponse:
    """One department: who leads it, what is below, where it stood, what happened."""
    department = get_object_or_404(Department.objects.select_related("parent", "manager", "deputy"), pk=department_id)
    chain = selectors.department_chain(department_id=department_id)
    below = Department.objects.filter(parent=department).select_related("manager")
    context = {
        "department": department,
        "chain": list(reversed(chain[1:])),
        "children": below.annotate(people_here=Count("people", filter=Q(people__is_active=True))).order_by(
            "position", "code"
        ),
        "people": Person.objects.filter(department=department, is_active=True)[:100],
        "moves": selectors.moves_of(department_id=department_id),
        "timeline": pages.timeline(audit.events_of(kind="department", document_id=department_id)),
        "can_edit": policies.can_edit(request.actor),
        "is_closed": department.status == DepartmentStatus.CLOSED,
    }
    return render(request, "organization/department_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def department_create(request: Request) -> HttpResponse:
    """A new department."""
    initial = {"parent_id": request.GET.get("parent"), "kind": DepartmentKind.DEPARTMENT}
    form = NewDepartmentForm(request.POST or None, initial=initial)
    error: DomainError | None = None
    if form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        try:
            department = services.create_department(**given, actor=request.actor, at=timezone.now())
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("%(department)s was added.") % {"department": department})
            return go_to(request, "organization:department_detail", department_id=department.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "organization/department_form.html", {"form": form, "error": error}, status=status)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def department_edit(request: Request, department_id: int) -> HttpResponse:
    """Names, code, who leads it."""
    department = get_object_or_404(Department, pk=department_id)
    fields = ["name_zh", "name_en", "code", "manager_id", "deputy_id", "version"]
    is_company = department.kind == DepartmentKind.COMPANY
    if is_company:
        fields += ["letterhead_zh", "letterhead_en"]
    form = (CompanyForm if is_company else DepartmentForm)(
        request.POST or None, initial={name: getattr(department, name) for name in fields}
    )
    error: DomainError | None = None
    if form.is_valid():
        try:
            services.change_department(
                department_id=department_id, **form.cleaned_data, actor=request.actor, at=timezone.now()
            )
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("%(department)s was changed.") % {"department": department})
            return go_to(request, "organization:department_detail", department_id=department_id)
    context = {"form": form, "error": error, "department": department}
    status = 422 if request.method == "POST" else 200
    return render(request, "organization/department_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def department_move(request: Request, department_id: int) -> HttpResponse:
    """Below another department, from now on."""
    department = get_object_or_404(Department, pk=department_id)
    below = selectors.departments_below(department_id=department_id)
    initial = {"parent_id": department.parent_id, "version": department.version}
    form = MoveDepartmentForm(request.POST or None, without=below, initial=initial)

    def work() -> str:
        services.move_department(
            department_id=department_id, **form.cleaned_data, actor=request.actor, at=timezone.now()
        )
        return _("%(department)s was moved.") % {"department": department}

    says = [
        _("All departments below it move with it. Where it stood is kept in its history."),
        _("Whoever has rights over the department it moves to sees its documents from now on."),
    ]
    title = _("Move %(department)s") % {"department": department}
    action = Action(title=title, verb=_("Move"), icon="arrows-exchange", says=says, **_place(department))
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def department_close(request: Request, department_id: int) -> HttpResponse:
    """Nobody works there any more."""
    department = get_object_or_404(Department, pk=department_id)
    form = ReasonForm(request.POST or None)

    def work() -> str:
        services.close_department(
            department_id=department_id, **form.cleaned_data, actor=request.actor, at=timezone.now()
        )
        return _("%(department)s was closed.") % {"department": department}

    says = [_("Its documents and figures stay readable; nothing new goes into it.")]
    title = _("Close %(department)s") % {"department": department}
    action = Action(title=title, verb=_("Close"), icon="lock", danger=True, says=says, **_place(department))
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def department_reopen(request: Request, department_id: int) -> HttpResponse:
    """In use again."""
    department = get_object_or_404(Department, pk=department_id)
    form = ReasonForm(request.POST or None)

    def work() -> str:
        services.reopen_department(
            department_id=department_id, **form.cleaned_data, actor=request.actor, at=timezone.now()
        )
        return _("%(department)s is open again.") % {"department": department}

    title = _("Open %(department)s again") % {"department": department}
    return act(request, Action(title=title, verb=_("Open again"), icon="lock-open", **_place(department)), form, work)


def _place(department: Department) -> dict[str, Any]:
    back = reverse("organization:department_detail", kwargs={"department_id": department.pk})
    return {"back": back, "crumbs": ((_("Departments"), reverse("organization:departments")), (department.name, back))}
