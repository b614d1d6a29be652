"""Who signed in and who tried to, for those who look after people (ORG-09)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import list_filters, lists
from core.web import Request, page_or_part
from organization import devices, exports, policies, selectors, services
from organization.forms.people import ReasonForm
from organization.models import Role
from organization.views import asking
from organization.views.access import needs
from organization.views.acting import Action, act

PER_PAGE = 50


@lists.list_page_of(
    outcome=(pgettext_lazy("event", "What"), ("IN", "FAILED")),
    since=(gettext_lazy("From"), list_filters.is_day),
    until=(gettext_lazy("Until"), list_filters.is_day),
)
@require_GET
@needs(policies.can_edit)
def sign_ins(request: Request) -> HttpResponse:
    """Sign-ins and refused tries, newest first."""
    asked = {name: request.GET.get(name, "") for name in ("outcome", "since", "until", "sort")}
    asked["words"] = asking.words(request)
    rows = selectors.sign_in_list(actor=request.actor, **asked)
    chips = {"": _("All"), "IN": _("Signed in"), "FAILED": _("Refused")}
    if lists.wants_file(request):
        filters = [
            (pgettext("event", "What"), chips.get(asked["outcome"], "")),
            (_("From"), asked["since"]),
            (_("Until"), asked["until"]),
            (_("Search"), asked["words"]),
        ]
        sheet = exports.sign_ins_sheet(sign_ins=rows)
        return lists.file_of(request, sheet, name="sign-ins", title=_("Sign-ins"), filters=filters)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, devices.name_of(row.agent)) for row in page.object_list],
        "asked": asked,
        "chips": list(chips.items()),
    }
    return page_or_part(request, "organization/sign_ins.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit_roles)
def role_second_factor(request: Request, role_id: int) -> HttpResponse:
    """A role needs a second factor, or no more."""
    role = get_object_or_404(Role, pk=role_id)
    form = ReasonForm(request.POST or None)
    back = reverse("organization:role_detail", kwargs={"role_id": role_id})
    is_required = not role.requires_second_factor

    def work() -> str:
        services.require_second_factor(
            role_id=role_id, is_required=is_required, **form.cleaned_data, actor=request.actor, at=timezone.now()
        )
        return _("%(role)s was changed.") % {"role": role}

    if is_required:
        says = [_("Whoever holds the role without having one sets one up first; nothing else opens until then.")]
    else:
        says = [_("Whoever has one keeps it, and may turn it off.")]
    action = Action(
        title=_("Second factor for %(role)s") % {"role": role},
        verb=_("Make it compulsory") if is_required else _("Leave it to each one"),
        icon="shield-check",
        says=says,
        back=back,
        crumbs=((_("Roles"), reverse("organization:roles")), (role.name, back)),
    )
    return act(request, action, form, work)
