"""Routes: the list, and the editor with its steps (APR-03)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals import exports, forms, pages, policies, registry, selectors, services
from approvals.choices import StepMode
from approvals.models import Route, RouteStep
from core import formats, kinds, lists
from core.errors import DomainError
from core.web import Request, go_to, page_or_part
from organization.choices import DepartmentStatus
from organization.models import Department

FIELDS = tuple(forms.RouteStepForm.base_fields)


@dataclass(frozen=True, slots=True)
class Chain:
    """A route as the list shows it."""

    route: Route
    steps: tuple[dict[str, Any], ...]


@lists.list_page
@require_GET
def route_list(request: Request) -> HttpResponse:
    """The routes in use, kind by kind: the company's, then those departments have of their own."""
    if not policies.can_see_routes(request.actor):
        raise PermissionDenied
    by_kind: dict[str, list[Chain]] = {code: [] for code in registry.kinds()}
    for route in selectors.routes_in_use().order_by("department_id"):
        by_kind.setdefault(route.document_kind, []).append(_chain(route))
    sections = [
        {
            "code": code,
            "label": kinds.get(code).label,
            "chains": sorted(chains, key=lambda chain: chain.route.department_id is not None),
            "has_company": any(chain.route.department_id is None for chain in chains),
        }
        for code, chains in by_kind.items()
        if code in registry.kinds()
    ]
    if lists.wants_file(request):
        rows = [
            (str(kinds.get(code).label), _route_for(chain.route), chain.route.version, _steps_in_words(chain))
            for code, chains in by_kind.items()
            if code in registry.kinds()
            for chain in chains
        ]
        sheet = exports.routes_sheet(rows)
        return lists.file_of(request, sheet, name="approval-routes", title=_("Approval routes"))
    context = {"sections": sections, "can_edit": policies.can_edit_routes(request.actor)}
    return page_or_part(request, "approvals/route_list.html", "list", context)


@require_http_methods(["GET", "POST"])
def route_create(request: Request) -> HttpResponse:
    """A first route for a kind, or one of a department's own, begun as a copy of the one that serves it now."""
    _require_editor(request)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in registry.kinds():
        raise Http404
    department = _department(request)
    return _edit(request, kind=kind, department=department, route=None)


@require_http_methods(["GET", "POST"])
def route_edit(request: Request, route_id: int) -> HttpResponse:
    """The steps of a route; saving makes a new version."""
    _require_editor(request)
    route = get_object_or_404(selectors.routes_in_use(), pk=route_id)
    return _edit(request, kind=route.document_kind, department=route.department, route=route)


@require_POST
def route_retire(request: Request, route_id: int) -> HttpResponse:
    """Take a department's own route out of use."""
    _require_editor(request)
    route = get_object_or_404(selectors.routes_in_use(), pk=route_id)
    form = forms.Retire(request.POST)
    problem: Any = None
    if form.is_valid():
        try:
            services.retire_route(
                route_id=route.pk, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
            )
        except DomainError as error:
            problem = error
        else:
            messages.success(request, _("The department's own route is out of use; the one above serves it again."))
            return go_to(request, "approvals:route_list")
    context = _context(request, kind=route.document_kind, department=route.department, route=route)
    context |= {"retire_form": form, "error": problem, "formset": _begun(route)}
    return page_or_part(request, "approvals/route_edit.html", "editor", context, status=409 if problem else 422)


def _edit(request: Request, *, kind: str, department: Department | None, route: Route | None) -> HttpResponse:
    context = _context(request, kind=kind, department=department, route=route)
    if request.method == "GET":
        context["formset"] = _begun(route or _copied(kind, department))
        return page_or_part(request, "approvals/route_edit.html", "editor", context)
    action, _colon, place = request.POST.get("do", "save").partition(":")
    if action != "save":
        return _unsaved(request, context, kind=kind, action=action, place=place)
    if not _typed(request):  # sent without any step: the editor once more, as it began
        context["formset"] = _begun(route or _copied(kind, department))
        return page_or_part(request, "approvals/route_edit.html", "editor", context, status=422)
    formset = forms.RouteStepFormSet(request.POST, prefix="steps")
    context["formset"] = formset
    needs_department = context["departments"] and department is None
    if needs_department:
        context["department_error"] = _("Choose the department this route is for.")
    if not formset.is_valid() or needs_department:
        return page_or_part(request, "approvals/route_edit.html", "editor", context, status=422)
    try:
        services.save_route(
            kind=kind,
            department_id=department.pk if department else None,
            steps=[form.draft() for form in formset.forms],
            replaces=route.pk if route else None,
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        context["error"] = error
        return page_or_part(request, "approvals/route_edit.html", "editor", context, status=409)
    messages.success(request, _("The new version is in use. Documents already on their way keep their steps."))
    return go_to(request, "approvals:route_list")


def _unsaved(request: Request, context: dict[str, Any], *, kind: str, action: str, place: str) -> HttpResponse:
    """The editor after one of its buttons that save nothing."""
    if action == "try":
        return _try(request, context, kind)
    context["formset"] = forms.RouteStepFormSet(prefix="steps", initial=_rearranged(_typed(request), action, place))
    return page_or_part(request, "approvals/route_edit.html", "editor", context)


def _try(request: Request, context: dict[str, Any], kind: str) -> HttpResponse:
    """Who would decide on a document made up, by the steps as typed, which are not saved (APR-03)."""
    formset, trial = forms.RouteStepFormSet(request.POST, prefix="steps"), forms.TryRoute(request.POST)
    context |= {"formset": formset, "try_form": trial}
    valid = [formset.is_valid(), trial.is_valid()]
    if all(valid):
        written = services.written([form.draft() for form in formset.forms])
        context["tried"] = pages.tried(written, facts=trial.facts(), kind=kind, on=timezone.localdate())
    return page_or_part(request, "approvals/route_edit.html", "editor", context, status=200 if all(valid) else 422)


def _context(request: Request, *, kind: str, department: Department | None, route: Route | None) -> dict[str, Any]:
    first_of_kind = not Route.objects.filter(
        document_kind=kind, department__isnull=True, retired_at__isnull=True
    ).exists()
    return {
        "route": route,
        "kind": kind,
        "kind_label": kinds.get(kind).label,
        "department": department,
        "departments": [] if route or first_of_kind else _without_own(kind),
        "earlier": [_chain(old) for old in selectors.earlier_versions(route)] if route else [],
        "retire_form": forms.Retire(),
        "try_form": forms.TryRoute(),
    }


def _without_own(kind: str) -> list[Department]:
    """Departments that could get a route of their own."""
    own = Route.objects.filter(document_kind=kind, department__isnull=False, retired_at__isnull=True)
    return list(
        Department.objects.filter(status=DepartmentStatus.ACTIVE, parent__isnull=False).exclude(
            pk__in=own.values("department_id")
        )
    )


def _department(request: Request) -> Department | None:
    given = request.POST.get("department") or request.GET.get("department", "")
    if not (given.isascii() and given.isdigit()) or len(given) > 18:
        return None
    return Department.objects.filter(pk=int(given), status=DepartmentStatus.ACTIVE).first()


def _copied(kind: str, department: Department | None) -> Route | None:
    """The route that serves a department now, to begin its own with; else the company's."""
    company = Department.objects.filter(parent__isnull=True).first()
    begin = department or company
    return selectors.route_for(kind=kind, department_id=begin.pk) if begin else None


def _begun(route: Route | None) -> Any:
    """The editor filled from a route; with one empty step where there is none."""
    steps = [_initial(step) for step in route.steps.all()] if route else [{}]
    return forms.RouteStepFormSet(prefix="steps", initial=steps)


def _initial(step: RouteStep) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(step, name) for name in FIELDS if not name.startswith("review_")}
    for place, review in enumerate(step.reviews):
        found |= {f"review_department_{place}": review["department"], f"review_question_{place}": review["question"]}
    return {**found, "role": step.role_id, "person": step.person_id}


def _typed(request: Request) -> list[dict[str, Any]]:
    """What stands in the fields, unchecked, so that moving a step loses nothing."""
    total = request.POST.get("steps-TOTAL_FORMS", "0")
    count = min(int(total), 30) if total.isascii() and total.isdigit() and len(total) < 4 else 0
    return [
        {
            name: request.POST.getlist(f"steps-{place}-{name}")
            if name == "category_codes"
            else request.POST.get(f"steps-{place}-{name}", "")
            for name in FIELDS
        }
        for place in range(count)
    ]


def _rearranged(steps: list[dict[str, Any]], action: str, place: str) -> list[dict[str, Any]]:
    """The steps after one was added, taken away, or moved; an action that does not fit changes nothing."""
    at = int(place) if place.isascii() and place.isdigit() and int(place) < len(steps) else None
    if action == "add":
        return [*steps, {"mode": StepMode.ANY, "days_allowed": 2}]
    if at is None:
        return steps
    if action == "remove" and len(steps) > 1:
        return steps[:at] + steps[at + 1 :]
    other = at + {"up": -1, "down": 1}.get(action, 0)
    if 0 <= other < len(steps):
        steps[at], steps[other] = steps[other], steps[at]
    return steps


def _chain(route: Route) -> Chain:
    return Chain(route=route, steps=tuple(_step(step) for step in route.steps.all()))


def _step(step: RouteStep) -> dict[str, Any]:
    return {"name": step.name, "who": _who(step), "when": _when(step), "mode": step.get_mode_display()}


def _who(step: RouteStep) -> str:
    if step.role is not None:
        who = step.role.name
    else:
        who = step.person.name if step.person is not None else step.get_who_display()
    if not step.reviews:
        return str(who)
    names = Department.objects.in_bulk([review["department"] for review in step.reviews])
    asked = _(", ").join(names[review["department"]].name for review in step.reviews if review["department"] in names)
    return _("%(departments)s review; then %(names)s concludes") % {"departments": asked, "names": who}


def _when(step: RouteStep) -> str:
    """The conditions of a step in words."""
    words = []
    if step.amount_from is not None:
        words.append(_("from %(amount)s") % {"amount": formats.amount(step.amount_from)})
    if step.amount_below is not None:
        words.append(_("below %(amount)s") % {"amount": formats.amount(step.amount_below)})
    if step.category_codes:
        words.append(_("categories %(codes)s") % {"codes": _(", ").join(step.category_codes)})
    if step.needs_flag:
        words.append(registry.flag_word(step.needs_flag))
    return _(", ").join(words)


def _route_for(route: Route) -> str:
    return route.department.name if route.department else _("Whole company")


def _steps_in_words(chain: Chain) -> str:
    return " → ".join(
        f"{step['name']} ({' · '.join(part for part in (step['who'], step['when']) if part)})" for step in chain.steps
    )


def _require_editor(request: Request) -> None:
    if not policies.can_edit_routes(request.actor):
        raise PermissionDenied
