"""What came by the public form: looked at, taken in, set aside (CMP-01)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from complaints import exports, policies
from complaints.choices import IntakeState, Severity, Source
from complaints.forms import IntakeListForm
from complaints.models import PublicIntake
from complaints.selectors.intakes import customers_meant, intakes_found
from complaints.services import intakes as services
from complaints.views.complaints import form_for, write
from core import lists as shared
from core.forms import ReasonForm
from core.web import Request, page_or_part
from organization.views.access import needs, refuse
from organization.views.acting import Action, act

ROWS = 50
FILTERS = ("state", "q")


@shared.list_page
@require_GET
@needs(policies.can_record)
def intake_list(request: Request) -> HttpResponse:
    """What came by the public form, the newest first; the same as Excel."""
    form = IntakeListForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    words = (given.get("q") or "").strip()
    rows = intakes_found(request.actor, state=given.get("state") or "", words=words, sort=request.GET.get("sort", ""))
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.intakes_sheet(rows)
        return shared.file_of(
            request, sheet, name="public-complaints", title=_("From the public form"), filters=filters
        )
    context = {
        "form": form,
        "words": words,
        "sort": request.GET.get("sort", ""),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
    }
    return page_or_part(request, "complaints/intake_list.html", "table", context)


@require_GET
@needs(policies.can_record)
def intake_detail(request: Request, intake_id: int) -> HttpResponse:
    """What somebody typed, and which customers may be meant."""
    intake = _visible(request, intake_id)
    context = {
        "intake": intake,
        "is_waiting": intake.state == IntakeState.WAITING,
        "photo_count": intake.photos.count(),
        "meant": customers_meant(intake, request.actor) if intake.state == IntakeState.WAITING else [],
    }
    return render(request, "complaints/intake_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_record)
def intake_take(request: Request, intake_id: int) -> HttpResponse:
    """Record a complaint of what came by the form."""
    intake = _waiting(request, intake_id)
    asked = request.GET.get("customer", "")
    initial = {
        "source": Source.FORM, "severity": Severity.MAJOR, "customer": asked if asked.isdecimal() else "",
        "contact": intake.name, "email": intake.email, "phone": intake.phone, "title": intake.happened[:60],
        "happened": intake.happened, "wish": intake.wish, "order_number": intake.order_number,
    }  # fmt: skip
    form = form_for(request, initial=initial)

    def work() -> int:
        return services.take_in(
            intake_id=intake.pk, draft=form.draft(), actor=request.actor, at=timezone.now()
        ).pk  # fmt: skip

    return write(request, form, work, intake=intake)


@require_http_methods(["GET", "POST"])
@needs(policies.can_record)
def intake_set_aside(request: Request, intake_id: int) -> HttpResponse:
    """Not a complaint, or sent twice."""
    intake = _waiting(request, intake_id)
    form = ReasonForm(request.POST or None)

    def work() -> str:
        services.set_aside(
            intake_id=intake.pk, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        )
        return _("It was set aside.")

    back = reverse("complaints:intake_list")
    shown = Action(
        title=_("Set aside what %(company)s sent") % {"company": intake.company}, verb=_("Set aside"), icon="ban",
        back=reverse("complaints:intake_detail", args=[intake.pk]), crumbs=((_("From the public form"), back),),
        says=(_("For advertising, or what was sent twice. It stays readable; photos sent with it are deleted."),),
        section=_("Quality"), danger=True,
    )  # fmt: skip
    return act(request, shown, form, work, to=back)


def _visible(request: Request, intake_id: int) -> PublicIntake:
    rows = intakes_found(request.actor).select_related("complaint", "handled_by")
    return get_object_or_404(rows, pk=intake_id)


def _waiting(request: Request, intake_id: int) -> PublicIntake:
    intake = _visible(request, intake_id)
    if intake.state != IntakeState.WAITING:
        refuse(intake, right=True, back=reverse("complaints:intake_detail", args=[intake.pk]))
    return intake
