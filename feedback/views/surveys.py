"""Surveys: the list, sending, answers by telephone, follow-ups, figures (CMP-20)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from core import formats
from core import lists as shared
from core.documents import may
from core.forms import ReasonForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from customers.selectors.customers import customers_visible_to, is_seen
from feedback import charts, exports, policies
from feedback.choices import SurveyState
from feedback.forms_surveys import AnswerForm, FiguresForm, NoteForm, RenewForm, SurveyForm, SurveyListForm
from feedback.models import Survey
from feedback.selectors import surveys as selectors
from feedback.selectors.people import divisions
from feedback.services import surveys as services
from feedback.views.acting import move, reasoned
from organization.views.access import needs, refuse

ROWS = 50
FILTERS = ("state", "kind", "only", "division", "q")
FIGURE_FILTERS = ("division", "kind")


@shared.list_page
@require_GET
@needs(policies.can_open)
def survey_list(request: Request) -> HttpResponse:
    """Surveys the reader sees; the same as Excel."""
    form = SurveyListForm(request.GET, divisions=divisions())
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.surveys_found(request.actor, asked)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.surveys_sheet(rows)
        return shared.file_of(request, sheet, name="surveys", title=_("Surveys"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "now": timezone.now(),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_send": policies.can_manage_surveys(request.actor),
    }
    return page_or_part(request, "feedback/survey_list.html", "table", context)


@require_GET
@needs(policies.can_open)
def survey_figures(request: Request) -> HttpResponse:
    """CSAT and NPS by month, division and kind; the same as Excel."""
    form = FiguresForm(request.GET, divisions=divisions())
    asked = form.question(timezone.localdate())
    page = selectors.figures_of(request.actor, asked)
    if shared.wants_file(request):
        days = (_("Days"), formats.day_span(asked.since, asked.until))
        filters = [days, *shared.in_words(form, FIGURE_FILTERS)]
        sheets = exports.figures_sheets(page)
        return shared.file_of(request, *sheets, name="satisfaction", title=_("Satisfaction"), filters=filters)
    context = {
        "form": FiguresForm(
            initial={"since": asked.since, "until": asked.until, "division": asked.division, "kind": asked.survey_kind},
            divisions=divisions(),
        ),
        "asked": asked,
        "page": page,
        "chart": charts.months_chart(page.months),
        "tables": (
            (_("Division"), page.divisions),
            (_("Kind"), page.kinds),
            (pgettext("calendar", "Month"), page.months),
        ),
    }
    return render(request, "feedback/figures.html", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_manage_surveys)
def survey_create(request: Request) -> HttpResponse:
    """Ask a customer."""
    customers = customers_visible_to(request.actor).filter(archived_at__isnull=True).order_by("number")
    initial = {"customer": request.GET.get("customer", "")}
    form = SurveyForm(request.POST or None, customers=list(customers), initial=initial)

    def work() -> int:
        return services.send(draft=form.draft(), actor=request.actor, at=timezone.now()).pk

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "feedback:survey_detail", survey_id=answered.sent.document_id)
    context = {"form": form, "error": answered.error, "request_key": answered.key}
    return render(request, "feedback/survey_form.html", context, status=answered.status)


@require_GET
def survey_detail(request: Request, survey_id: int) -> HttpResponse:
    """One survey with its link or its answer."""
    survey = _visible(request, survey_id)
    actor = request.actor
    is_open = survey.state == SurveyState.OPEN
    manages = policies.can_manage_surveys(actor)
    context = {
        "survey": survey,
        "now": timezone.now(),
        "today": timezone.localdate(),
        "link": services.link_of(survey) if manages else "",
        "can_enter": is_open and manages,
        "can_cancel": may(survey, "cancel", actor),
        "can_follow": survey.waits_for_follow_up and policies.can_follow_up(survey, actor),
        "customer_seen": is_seen(survey.customer_id, actor),
        **document_context(actor=actor, kind=survey.kind, document=survey),
    }
    return render(request, "feedback/survey_detail.html", context)


@require_http_methods(["GET", "POST"])
def survey_enter(request: Request, survey_id: int) -> HttpResponse:
    """Enter an answer given on the telephone."""
    survey = _visible(request, survey_id)
    if survey.state != SurveyState.OPEN:
        back = reverse("feedback:survey_detail", args=[survey.pk])
        refuse(survey, right=policies.can_manage_surveys(request.actor), back=back)
    form = AnswerForm(request.POST or None, initial={"version": survey.version})
    return move(
        request, survey, form, services.enter, allowed=_can_enter(request, survey), page=_page(),
        title=_("Answer by telephone: %(customer)s") % {"customer": survey.customer.name}, verb=_("Keep the answer"),
        icon="phone", given=form.draft, says=_("Ask both questions as they stand. The link cannot be used afterwards."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def survey_renew(request: Request, survey_id: int) -> HttpResponse:
    """Make a new link."""
    survey = _visible(request, survey_id)
    form = RenewForm(request.POST or None, initial={"version": survey.version, "address": survey.address})
    return move(
        request, survey, form, services.renew, allowed=_can_enter(request, survey), page=_page(),
        title=_("New link for %(customer)s") % {"customer": survey.customer.name}, verb=_("Make a new link"),
        icon="link", address=lambda: form.cleaned_data["address"], says=_("The link before cannot be used any more."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def survey_cancel(request: Request, survey_id: int) -> HttpResponse:
    """Sent by mistake."""
    survey = _visible(request, survey_id)
    form = ReasonForm(request.POST or None, initial={"version": survey.version})
    return move(
        request, survey, form, services.cancel, page=_page(), of="cancel",
        title=_("Cancel the survey of %(customer)s") % {"customer": survey.customer.name},
        verb=_("Cancel the survey"), icon="ban", danger=True, reason=reasoned(form),
        says=_("Its link cannot be used any more. It counts in no figure."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def survey_follow_up(request: Request, survey_id: int) -> HttpResponse:
    """Say what calling back led to."""
    survey = _visible(request, survey_id)
    form = NoteForm(request.POST or None, initial={"version": survey.version})
    allowed = survey.waits_for_follow_up and policies.can_follow_up(survey, request.actor)
    return move(
        request, survey, form, services.follow_up, allowed=allowed, page=_page(),
        title=_("Follow-up of %(customer)s") % {"customer": survey.customer.name}, verb=_("Called back"), icon="phone",
        note=lambda: form.cleaned_data["note"], says=survey.comment,
    )  # fmt: skip


def _can_enter(request: Request, survey: Survey) -> bool:
    return survey.state == SurveyState.OPEN and policies.can_manage_surveys(request.actor)


def _visible(request: Request, survey_id: int) -> Survey:
    rows = selectors.surveys_visible_to(request.actor)
    names = ("customer", "department", "division", "created_by", "entered_by", "follow_owner", "followed_by")
    return get_object_or_404(rows.select_related(*names), pk=survey_id)


def _page() -> tuple[str, str]:
    return _("Surveys"), "survey"
