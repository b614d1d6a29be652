"""Departments' own control, and overrides (LED-05)."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from budgets import exports, forms_control, policies
from budgets.models import ControlOverride, ControlPolicy
from budgets.selectors import categories as selectors
from budgets.selectors.keys import keys_visible_to
from budgets.services import policies as services
from budgets.views import events
from core import formats, lists
from core.forms import plain_number
from core.web import Request
from organization.views.access import needs
from organization.views.acting import Action, act


@lists.list_page
@require_GET
@needs(policies.can_see_control)
def policy_list(request: Request) -> HttpResponse:
    """Where departments are controlled in their own way, and which overrides hold."""
    own, overrides = selectors.department_policies(), selectors.open_overrides(at=timezone.now())
    if lists.wants_file(request):
        sheets = (exports.overrides_sheet(overrides), exports.policies_sheet(own))
        return lists.file_of(request, *sheets, name="control", title=_("Control of departments, and overrides"))
    context = {
        "policies": own,
        "overrides": overrides,
        "can_edit": policies.can_edit_control(request.actor),
        "can_grant": request.actor.can_somewhere(policies.GRANT_OVERRIDE),
        "timeline": events.latest("category", "control_key"),
    }
    return render(request, "budgets/policy_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_control)
def policy_set(request: Request) -> HttpResponse:
    """A department's own control of a category; set again, it is changed."""
    form = forms_control.DepartmentControl(
        request.POST or None,
        initial={
            "department": request.GET.get("department", "")[:12],
            "category": request.GET.get("category", "")[:12],
            "scope": "YEAR_TO_DATE",
            "action": "WARN",
        },
    )

    def work() -> str:
        given = form.cleaned_data
        services.set_department_policy(
            category_id=given["category"].pk,
            department_id=given["department"].pk,
            to=form.to_control(),
            reason=given["reason"],
            actor=request.actor,
            at=timezone.now(),
        )
        facts = {"department": given["department"], "category": given["category"]}
        return _("%(department)s controls %(category)s in its own way from now on.") % facts

    return act(request, _action(_("A department's own control"), _("Set the control"), "shield"), form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_control)
def policy_remove(request: Request, policy_id: int) -> HttpResponse:
    """The category's control holds for the department again."""
    policy = get_object_or_404(ControlPolicy.objects.select_related("department", "category"), pk=policy_id)
    form = forms_control.Reason(request.POST or None)
    facts = {"department": policy.department.name, "category": policy.category.name}

    def work() -> str:
        services.remove_department_policy(
            policy_id=policy_id, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        )
        return _("%(category)s is controlled in %(department)s as everywhere again.") % facts

    title = _("End the own control of %(category)s in %(department)s") % facts
    return act(request, _action(title, _("End the own control"), "x", danger=True), form, work)


@require_http_methods(["GET", "POST"])
def override_grant(request: Request, key_id: int) -> HttpResponse:
    """Let a key be exceeded by an amount until a day."""
    key = get_object_or_404(keys_visible_to(request.actor), pk=key_id)
    if not request.actor.can(policies.GRANT_OVERRIDE, key.department_id):
        raise PermissionDenied
    today = timezone.localdate()
    form = forms_control.OverrideForm(
        request.POST or None,
        initial={
            "amount": plain_number(request.GET.get("amount", ""))[:20],
            "month": today.month,
            "until": (today + timedelta(days=30)).isoformat(),
        },
    )

    def work() -> str:
        granted = services.grant_override(
            key_id=key.pk,
            month=form.cleaned_data["month"],
            amount=form.cleaned_data["amount"],
            reason=form.cleaned_data["reason"],
            expires_at=form.expires_at(),
            actor=request.actor,
            at=timezone.now(),
        )
        facts = {"category": key.category.name, "amount": formats.amount(granted.amount)}
        return _("%(category)s may be exceeded by %(amount)s now.") % facts

    back = reverse("budgets:key_detail", kwargs={"key_id": key.pk})
    label = f"{key.department.name} · {key.category.name} · {key.fiscal_year}"
    action = Action(
        title=_("Grant an override: %(key)s") % {"key": label},
        verb=_("Grant the override"),
        icon="gavel",
        back=back,
        crumbs=((_("Available budget"), reverse("budgets:key_list")), (label, back)),
        says=[
            _("The stop is lifted by this amount only, in the control window of the month, until the day you choose."),
            _("Your name and the reason stand beside everything that uses it, for all who approve it."),
        ],
    )
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
def override_end(request: Request, override_id: int) -> HttpResponse:
    """An override ends before its day."""
    override = get_object_or_404(
        ControlOverride.objects.select_related("key__department", "key__category").filter(
            key__in=keys_visible_to(request.actor)
        ),
        pk=override_id,
    )
    if not request.actor.can(policies.GRANT_OVERRIDE, override.key.department_id):
        raise PermissionDenied
    form = forms_control.Reason(request.POST or None)

    def work() -> str:
        services.end_override(
            override_id=override_id, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        )
        return _("The override has ended. What was spent under it stays.")

    facts = {"category": override.key.category.name, "department": override.key.department.name}
    title = _("End the override of %(category)s in %(department)s") % facts
    return act(request, _action(title, _("End the override"), "x", danger=True), form, work)


def _action(title: str, verb: str, icon: str, *, danger: bool = False) -> Action:
    back = reverse("budgets:policy_list")
    return Action(title=title, verb=verb, icon=icon, back=back, crumbs=((_("Control"), back),), danger=danger)
