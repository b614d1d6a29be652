"""Role assignments: the list, granting, ending (ORG-03)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import lists as shared
from core.web import Request, page_or_part
from organization import exports, pages, policies, selectors, services
from organization.forms.roles import EndForm, GrantForm
from organization.models import Role, RoleAssignment
from organization.selectors import lists
from organization.views import asking
from organization.views.access import needs
from organization.views.acting import Action, act
from organization.views.people import visible_person

PER_PAGE = 50


@shared.list_page_of(
    role=(gettext_lazy("Role"), lambda code: Role.objects.filter(code=code).exists()),
    status=(gettext_lazy("Status"), (lists.CURRENT, lists.COMING, lists.ENDED)),
)
@require_GET
@needs(policies.can_view)
def assignments(request: Request) -> HttpResponse:
    """Who holds which role where, by role."""
    today = timezone.localdate()
    words, code = asking.words(request), request.GET.get("role", "")
    roles = list(Role.objects.all())
    role = next((one for one in roles if one.code == code), None)
    status, sort = request.GET.get("status", lists.CURRENT), request.GET.get("sort", "")
    rows = selectors.assignment_list(
        actor=request.actor, on=today, status=status, role_id=role.pk if role else None, words=words, sort=sort
    )
    chips = {lists.CURRENT: _("Held now"), lists.COMING: _("To come"), lists.ENDED: _("Ended")}
    if shared.wants_file(request):
        filters = [(_("Status"), chips.get(status, "")), (_("Role"), role or ""), (_("Search"), words)]
        sheet = exports.assignments_sheet(assignments=rows)
        return shared.file_of(request, sheet, name="role-assignments", title=_("Role assignments"), filters=filters)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "asked": {"words": words, "status": status, "role": role.code if role else "", "sort": sort},
        "chips": list(chips.items()),
        "roles": roles,
        "can_grant": policies.can_grant_roles(request.actor),
        "own_id": request.actor.person_id,
    }
    return page_or_part(request, "organization/assignments.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_grant_roles)
def role_grant(request: Request, person_id: int) -> HttpResponse:
    """Give a person a role."""
    person = visible_person(request, person_id)
    form = GrantForm(request.POST or None, initial={"department_id": person.department_id})

    def work() -> str:
        assignment = services.grant_role(
            person_id=person_id, **form.cleaned_data, actor=request.actor, at=timezone.now()
        )
        facts = {"person": person, "role": assignment.role, "scope": pages.scope_label(assignment)}
        return _("%(person)s holds %(role)s (%(scope)s).") % facts

    back = reverse("organization:person_detail", kwargs={"person_id": person_id})
    action = Action(
        title=_("Grant %(person)s a role") % {"person": person},
        verb=_("Grant"),
        icon="user-plus",
        back=back,
        crumbs=((_("People"), reverse("organization:people")), (person.name, back)),
        says=[_("A role that would break an incompatible pair is refused, with the pair named.")],
    )
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_grant_roles)
def assignment_end(request: Request, assignment_id: int) -> HttpResponse:
    """Take a role away."""
    visible = RoleAssignment.objects.filter(person__in=selectors.people_visible_to(request.actor))
    assignment = get_object_or_404(
        visible.select_related("person", "role", "department", "warehouse"), pk=assignment_id
    )
    form = EndForm(request.POST or None)
    facts = {"person": assignment.person, "role": assignment.role, "scope": pages.scope_label(assignment)}

    def work() -> str:
        services.end_assignment(
            assignment_id=assignment_id, **form.cleaned_data, actor=request.actor, at=timezone.now()
        )
        return _("%(role)s (%(scope)s) of %(person)s ends.") % facts

    back = reverse("organization:person_detail", kwargs={"person_id": assignment.person_id})
    action = Action(
        title=_("End %(role)s of %(person)s") % facts,
        verb=_("End the role"),
        icon="x",
        danger=True,
        back=back,
        crumbs=((_("People"), reverse("organization:people")), (assignment.person.name, back)),
        says=[_("Tasks that need this role go to whoever else holds it. What was decided stays.")],
    )
    return act(request, action, form, work)
