"""Projects and product lines (BUD-10)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets import exports, forms_control, policies
from budgets.models import Project
from budgets.selectors import categories as selectors
from budgets.services import projects as services
from core import list_filters, lists
from core.errors import DomainError
from core.web import Request, go_to, page_or_part
from organization.views.access import needs
from organization.views.acting import Action, act
from organization.views.asking import words

ROWS = 50


@lists.list_page_of(retired=(gettext_lazy("Retired too"), list_filters.ON))
@require_GET
@needs(policies.can_see_control)
def project_list(request: Request) -> HttpResponse:
    """Projects by code."""
    if lists.wants_file(request):
        rows, with_retired = _found(request), request.GET.get("retired") == "1"
        filters = [
            (_("Search"), words(request)),
            (_("Filter"), _("With retired ones") if with_retired else _("In use")),
        ]
        sheet = exports.projects_sheet(rows)
        return lists.file_of(request, sheet, name="projects", title=_("Projects"), filters=filters)
    return _list(request)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_control)
def project_create(request: Request) -> HttpResponse:
    """A project that lines and spending can name."""
    form = forms_control.NewProject(request.POST or None)

    def work() -> str:
        made = services.create_project(
            code=form.cleaned_data["code"], **_values(form), actor=request.actor, at=timezone.now()
        )
        return _("%(project)s was added.") % {"project": made}

    return act(request, _action(_("New project"), _("Add the project"), "plus"), form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_control)
def project_edit(request: Request, project_id: int) -> HttpResponse:
    """Names and department."""
    project = get_object_or_404(Project, pk=project_id)
    form = forms_control.ProjectForm(
        request.POST or None,
        initial={
            "name_zh": project.name_zh,
            "name_en": project.name_en,
            "department": project.department_id,
            "version": project.version,
        },
    )

    def work() -> str:
        version = form.cleaned_data["version"]
        made = services.change_project(
            project_id=project_id, **_values(form), version=version, actor=request.actor, at=timezone.now()
        )
        return _("%(project)s was changed.") % {"project": made}

    return act(request, _action(_("Edit %(project)s") % {"project": project}, _("Save"), "check"), form, work)


@require_POST
@needs(policies.can_edit_control)
def project_retire(request: Request, project_id: int) -> HttpResponse:
    """Nothing new names it."""
    return _moved(request, project_id, services.retire_project, _("%(project)s is retired."))


@require_POST
@needs(policies.can_edit_control)
def project_restore(request: Request, project_id: int) -> HttpResponse:
    """It can be named again."""
    return _moved(request, project_id, services.restore_project, _("%(project)s can be used again."))


def _values(form: forms_control.ProjectForm) -> dict[str, Any]:
    department = form.cleaned_data["department"]
    return {
        "name_zh": form.cleaned_data["name_zh"].strip(),
        "name_en": form.cleaned_data["name_en"].strip(),
        "department_id": department.pk if department else None,
    }


def _moved(request: Request, project_id: int, service: Any, said: str) -> HttpResponse:
    project = get_object_or_404(Project, pk=project_id)
    form = forms_control.Versioned(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        service(project_id=project_id, version=version, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _list(request, error=error, status=403 if error.status == 403 else 422)
    messages.success(request, said % {"project": project})
    return go_to(request, "budgets:project_list")


def _action(title: str, verb: str, icon: str) -> Action:
    back = reverse("budgets:project_list")
    return Action(title=title, verb=verb, icon=icon, back=back, crumbs=((_("Projects"), back),))


def _found(request: Request) -> QuerySet[Project]:
    with_retired = request.GET.get("retired") == "1"
    return selectors.projects(words=words(request), with_retired=with_retired, sort=request.GET.get("sort", ""))


def _list(request: Request, *, error: DomainError | None = None, status: int = 200) -> HttpResponse:
    with_retired = request.GET.get("retired") == "1"
    page = Paginator(_found(request), ROWS).get_page(request.GET.get("page"))
    context = {
        "projects": page.object_list,
        "page": page,
        "words": words(request),
        "with_retired": with_retired,
        "can_edit": policies.can_edit_control(request.actor),
        "error": error,
    }
    return page_or_part(request, "budgets/project_list.html", "table", context, status=status)
