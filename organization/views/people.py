"""People under Settings: list, one, new, change (ORG-02)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from core import list_filters
from core import lists as lists_shared
from core.errors import DomainError
from core.web import Request, go_to, page_or_part, whole_number
from organization import exports, glass_words, pages, policies, selectors, services
from organization.forms.fields import departments as department_choices
from organization.forms.people import LeaveForm, MoveForm, NewPasswordForm, NewPersonForm, PersonForm, ReasonForm
from organization.models import Person, RoleAssignment
from organization.selectors import lists
from organization.views import asking
from organization.views.access import needs
from organization.views.acting import Action, act

PER_PAGE = 50


@lists_shared.list_page_of(
    status=(gettext_lazy("Status"), (lists.HERE, lists.WITHOUT_ROLE, lists.LEAVING, lists.LEFT)),
    department=(gettext_lazy("Department"), list_filters.is_id),
)
@require_GET
@needs(policies.can_view)
def people(request: Request) -> HttpResponse:
    """Everybody, found by name, pinyin, initials, user name or position."""
    today = timezone.localdate()
    asked: dict[str, Any] = {
        "words": asking.words(request),
        "status": request.GET.get("status", lists.HERE),
        "department_id": whole_number(request.GET.get("department", ""), digits=18),
        "sort": request.GET.get("sort", ""),
    }
    rows = selectors.people_list(actor=request.actor, on=today, **asked)
    chips = {
        lists.HERE: _("Working here"),
        lists.WITHOUT_ROLE: _("Without a role"),
        lists.LEAVING: _("Leaving"),
        lists.LEFT: _("Left"),
    }
    if lists_shared.wants_file(request):
        filters = [
            (_("Status"), chips.get(asked["status"], "")),
            (_("Department"), dict(department_choices()).get(asked["department_id"], "")),
            (_("Search"), asked["words"]),
        ]
        sheet = exports.people_sheet(people=rows, on=today)
        return lists_shared.file_of(request, sheet, name="people", title=_("People"), filters=filters)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    held = selectors.roles_of(people=list(page.object_list), on=today)
    counts = selectors.status_counts(actor=request.actor, on=today)
    context = {
        "page": page,
        "rows": [(person, held.get(person.pk, [])) for person in page.object_list],
        "asked": asked,
        "chips": [(code, label, counts[code]) for code, label in chips.items()],
        "departments": department_choices(),
        "can_edit": policies.can_edit(request.actor),
    }
    return page_or_part(request, "organization/people.html", "table", context)


@require_GET
@needs(policies.can_view)
def person_detail(request: Request, person_id: int) -> HttpResponse:
    """One person: who it is, which roles they hold, what happened."""
    person = visible_person(request, person_id)
    today = timezone.localdate()
    assignments = list(selectors.assignments_of(person_id=person_id))
    is_own = request.actor.person_id == person_id
    chain = selectors.department_chain(department_id=person.department_id or 0)
    context = {
        "person": person,
        "chain": list(reversed(chain)),
        "current": [row for row in assignments if not _is_over(row, today)],
        "ended": [row for row in assignments if _is_over(row, today)],
        "glass": glass_words.shown(
            selectors.running_break_glass(on=today).filter(person=person).select_related("role"), on=today
        ),
        "can_break_glass": policies.can_break_glass(request.actor) and person.is_active and not is_own,
        "today": today,
        "is_leaving": person.is_active and person.left_date is not None,
        "timeline": pages.timeline(selectors.events_of_person(person_id=person_id)),
        "can_edit": policies.can_edit(request.actor),
        "can_move": policies.can_edit(request.actor) and person.is_active and not is_own,
        "can_grant": policies.can_grant_roles(request.actor) and person.is_active and not is_own,
        "can_end": policies.can_grant_roles(request.actor) and not is_own,
        "is_own": is_own,
        "has_second_factor": selectors.has_second_factor(person_id=person_id),
    }
    return render(request, "organization/person_detail.html", context)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def person_create(request: Request) -> HttpResponse:
    """Somebody new."""
    form = NewPersonForm(request.POST or None)
    error: DomainError | None = None
    if form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        given["password"] = given["password"] or None
        try:
            person = services.create_person(**given, actor=request.actor, at=timezone.now())
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("%(person)s was added. Grant a role next.") % {"person": person})
            return go_to(request, "organization:person_detail", person_id=person.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "organization/person_form.html", {"form": form, "error": error}, status=status)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def person_edit(request: Request, person_id: int) -> HttpResponse:
    """Change names, position, mail."""
    person = visible_person(request, person_id)
    fields = ("name_zh", "name_en", "email", "position", "position_en", "joined_date", "version")
    form = PersonForm(request.POST or None, initial={name: getattr(person, name) for name in fields})
    error: DomainError | None = None
    if form.is_valid():
        try:
            services.change_person(person_id=person_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("%(person)s was changed.") % {"person": person})
            return go_to(request, "organization:person_detail", person_id=person_id)
    context = {"form": form, "error": error, "person": person}
    status = 422 if request.method == "POST" else 200
    return render(request, "organization/person_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def person_move(request: Request, person_id: int) -> HttpResponse:
    """Another department, from today."""
    person = visible_person(request, person_id)
    form = MoveForm(request.POST or None, initial={"version": person.version})

    def work() -> str:
        moved = services.move_person(person_id=person_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("%(person)s works in %(department)s from today.") % {"person": moved, "department": moved.department}

    says = [
        _("Rights over departments that do not include the new one, and over warehouses, end today."),
        _("Tasks that no longer fit go to whoever decides in their place. Company-wide roles stay."),
    ]
    title = _("Move %(person)s") % {"person": person}
    action = Action(title=title, verb=_("Move"), icon="arrows-exchange", says=says, **_place(person))
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def person_leave(request: Request, person_id: int) -> HttpResponse:
    """Somebody leaves; until they have, on another day, or not at all."""
    person = visible_person(request, person_id)
    noted = person.left_date if person.is_active else None
    form = LeaveForm(request.POST or None, noted=noted)
    today = timezone.localdate()
    held = selectors.roles_of(people=[person], on=today).get(person_id, [])
    heir = selectors.heir_of(person)

    def work() -> str:
        services.leave(person_id=person_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
        if form.cleaned_data["left_date"] is None:
            return _("Noted: %(person)s stays.") % {"person": person}
        return _("Noted: %(person)s leaves on %(day)s.") % {"person": person, "day": form.cleaned_data["left_date"]}

    roles = _(", ").join(pages.role_label(row) for row in held)
    says = [
        _("These roles end: %(roles)s.") % {"roles": roles} if roles else _("No role is held now."),
        _(
            "Open tasks, questions, customers, leads and agreements go to %(heir)s. Signing in and API tokens stop "
            "working."
        )
        % {"heir": heir}
        if heir
        else _("Nobody manages the department: open tasks stop and finance is told."),
    ]
    title = _("%(person)s leaves") % {"person": person}
    verb = _("Change the leaving") if noted else _("Note the leaving")
    action = Action(title=title, verb=verb, icon="logout", danger=True, says=says, **_place(person))
    return act(request, action, form, work)


@require_GET
def person_left(request: Request, person_id: int) -> HttpResponse:
    """What somebody who leaves leaves open, for those who keep people and for whoever takes over (ORG-02)."""
    person = get_object_or_404(Person, pk=person_id)
    heir = selectors.heir_of(person)
    if not policies.can_view(request.actor) and (heir is None or heir.pk != request.actor.person_id):
        raise Http404
    context = {
        "person": person,
        "heir": heir,
        "rows": selectors.left_open_by(person_id=person_id, actor=request.actor),
        "can_view": policies.can_view(request.actor),
    }
    return render(request, "organization/person_left.html", context)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def person_password(request: Request, person_id: int) -> HttpResponse:
    """A new password for somebody who forgot theirs."""
    person = visible_person(request, person_id)
    form = NewPasswordForm(request.POST or None)

    def work() -> str:
        services.reset_password(person_id=person_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("The password of %(person)s was set. Hand it over in person.") % {"person": person}

    says = [
        _("Open sessions and API tokens end, and the person is told who set it."),
        _("It holds for 24 hours and opens one page only: there the person sets their own."),
    ]
    title = _("Set the password of %(person)s") % {"person": person}
    action = Action(title=title, verb=_("Set password"), icon="key", says=says, **_place(person))
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def person_second_factor(request: Request, person_id: int) -> HttpResponse:
    """Take the second factor off somebody who lost phone and recovery codes."""
    person = visible_person(request, person_id)
    form = ReasonForm(request.POST or None)

    def work() -> str:
        services.reset_second_factor(person_id=person_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
        words = _("%(person)s signs in with the password alone until a new second factor is set up.")
        return words % {"person": person}

    says = [
        _("Make sure it is really them: see the person or call them back."),
        _("Open sessions end. Where a role needs a second factor, a new one is set up at the next sign-in."),
    ]
    title = _("Take the second factor off %(person)s") % {"person": person}
    action = Action(title=title, verb=_("Take it off"), icon="lock-open", danger=True, says=says, **_place(person))
    return act(request, action, form, work)


def visible_person(request: Request, person_id: int) -> Person:
    """The person, if the actor sees them; 404 otherwise."""
    visible: QuerySet[Person] = selectors.people_visible_to(request.actor).select_related("department")
    return get_object_or_404(visible, pk=person_id)


def _place(person: Person) -> dict[str, Any]:
    """Where an action about a person belongs."""
    back = reverse("organization:person_detail", kwargs={"person_id": person.pk})
    return {"back": back, "crumbs": ((_("People"), reverse("organization:people")), (person.name, back))}


def _is_over(row: RoleAssignment, today: date) -> bool:
    return row.end_date is not None and row.end_date <= today
