"""Reviews: the list, the requirement form with its answers, starting, answering, concluding (CUS-10, CUS-11)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from agreements import exports, guidance, policies
from agreements.choices import CostKind, Part, ReviewState
from agreements.forms_reviews import (
    SIGN,
    AnswerForm,
    ConcludeForm,
    ReviewListForm,
    answer_values,
    costs_stored,
    costs_typed,
)
from agreements.models import AgreementReview
from agreements.selectors import agreements as selectors
from agreements.selectors.reviews import parts_without_anybody, review_page, reviews_found
from agreements.services import reviews as services
from agreements.services.answering import MOST_COSTS
from core import lists as shared
from core.forms import ReasonForm, VersionForm
from core.line_forms import LineSet, other_lines
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, new_request_key, page_or_part
from organization.views.access import gate, needs
from organization.views.acting import Action, act, said

ROWS = 50
FILTERS = ("state", "only", "q")


@shared.list_page
@require_GET
@needs(policies.can_open)
def review_list(request: Request) -> HttpResponse:
    """Reviews the reader sees; the same as Excel."""
    form = ReviewListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = reviews_found(request.actor, asked)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.reviews_sheet(rows)
        return shared.file_of(request, sheet, name="agreement-reviews", title=_("Agreement reviews"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
    }
    return page_or_part(request, "agreements/review_list.html", "table", context)


@require_GET
def review_detail(request: Request, review_id: int) -> HttpResponse:
    """One review: the form, what each part answers, the margin, the conclusion."""
    review = visible(request, review_id)
    context = {
        "review": review,
        "agreement": review.agreement,
        "page": review_page(review, request.actor),
        **document_context(actor=request.actor, kind=review.kind, document=review),
    }
    return render(request, "agreements/review_detail.html", context)


@require_http_methods(["GET", "POST"])
def review_start(request: Request, review_id: int) -> HttpResponse:
    """Start the review."""
    review = visible(request, review_id)
    gate(review, "start", actor=request.actor, opens=review_page(review, request.actor).can_start)
    form = VersionForm(request.POST or None, initial={"version": review.version})

    def work() -> str:
        services.start(review_id=review.pk, **said(request, form))
        return _("The review has begun; every part was told.")

    parts = services.parts_of(review)
    asked = _(", ").join(str(Part(one).label) for one in parts)
    says: tuple[str, ...] = (_("All are asked at the same time: %(parts)s.") % {"parts": asked},)
    if left := parts_without_anybody(review, parts, on=timezone.localdate()):
        warning = _("Nobody can answer for %(parts)s here, and every answer is needed. Have the right given first.")
        says = (*says, warning % {"parts": _(", ").join(left)})
    return act(
        request,
        acting(review, title=_("Start the review"), verb=pgettext("agreement review", "Start"), says=says),
        form,
        work,
    )


@require_http_methods(["GET", "POST"])
def review_answer(request: Request, review_id: int, part: str) -> HttpResponse:
    """Answer for a part; finance with cost lines and risk."""
    review = visible(request, review_id)
    if part not in Part.values:
        raise Http404
    row = review.answers.filter(part=part).first()
    if row is None:
        raise Http404
    rows = {one.row.part: one for one in review_page(review, request.actor).answers}
    late = review.state != ReviewState.RUNNING and policies.can_answer(review, part, request.actor)
    gate(review, actor=request.actor, opens=rows[part].can_answer, right=late)
    is_money = part == Part.FINANCE
    context = {"review": review, "part": Part(part), "is_money": is_money, "error": None, "is_checked": True}
    if is_money:
        context["hints"] = guidance.credit_of(review.agreement.customer, request.actor, on=timezone.localdate())
    if request.method == "GET":
        initial = answer_values(row, review) | {"version": review.version}
        form = AnswerForm(part=part, initial=initial)
        return _answer_page(request, form, costs_stored(review) if is_money else None, context)
    return _answer(request, review, part, context)


@require_http_methods(["GET", "POST"])
def review_overrule(request: Request, review_id: int) -> HttpResponse:
    """The general manager goes over finance's no."""
    review = visible(request, review_id)
    late = review.state != ReviewState.RUNNING or review.overruled_at is not None
    right = late and policies.can_overrule(review, request.actor)
    gate(review, actor=request.actor, opens=review_page(review, request.actor).can_overrule, right=right)
    form = ReasonForm(request.POST or None, initial={"version": review.version})

    def work() -> str:
        services.overrule(review_id=review.pk, reason=form.cleaned_data["reason"], **said(request, form))
        return _("The no of finance is overruled; the division manager concludes.")

    says = (_("Finance keeps its answer. Your reason stands on the record."),)
    shown = acting(
        review, title=_("Overrule the no of finance"), verb=_("Overrule"), icon="shield-check", says=says, danger=True
    )
    return act(request, shown, form, work)


@require_http_methods(["GET", "POST"])
def review_conclude(request: Request, review_id: int) -> HttpResponse:
    """Conclude: sign, or decline and tell the customer."""
    review = visible(request, review_id)
    gate(review, "conclude_sign", actor=request.actor, opens=review_page(review, request.actor).can_conclude)
    contacts = review.agreement.customer.contacts.filter(retired_at__isnull=True).exclude(email="")
    addresses = contacts.order_by("-is_main", "pk").values_list("email", flat=True)
    form = ConcludeForm(request.POST or None, initial={"version": review.version}, addresses=addresses)

    def work() -> str:
        given = said(request, form) | {"conclusion": form.cleaned_data["conclusion"]}
        if form.cleaned_data["outcome"] == SIGN:
            services.conclude_sign(review_id=review.pk, **given)
            return _("The review is concluded: sign.")
        services.conclude_decline(review_id=review.pk, told=form.told(), **given)
        return _("The review is concluded: decline. The customer is told.")

    return act(request, acting(review, title=_("Conclude the review"), verb=_("Conclude")), form, work)


@require_http_methods(["GET", "POST"])
def review_return(request: Request, review_id: int) -> HttpResponse:
    """Return the requirement form."""
    review = visible(request, review_id)
    gate(review, "send_back", actor=request.actor, opens=review_page(review, request.actor).can_send_back)
    form = ReasonForm(request.POST or None, initial={"version": review.version})

    def work() -> str:
        services.send_back(review_id=review.pk, reason=form.cleaned_data["reason"], **said(request, form))
        return _("The requirement form was returned.")

    shown = acting(review, title=_("Return the requirement form"), verb=_("Return"), icon="arrow-back-up")
    return act(request, shown, form, work)


def visible(request: Request, review_id: int) -> AgreementReview:
    """The review, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.reviews_visible_to(request.actor).select_related(
        "agreement__customer", "agreement__owner", "agreement__department", "of", "created_by", "started_by",
        "concluded_by", "overruled_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=review_id)


def acting(
    review: AgreementReview, *, title: str, verb: str, icon: str = "check", says: tuple[str, ...] = (),
    danger: bool = False,
) -> Action:  # fmt: skip
    """How a move of a review is shown on a page of its own."""
    back = reverse("agreements:review_detail", args=[review.pk])
    crumbs = ((_("Agreement reviews"), reverse("agreements:review_list")), (str(review), back))
    return Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=says, section=_("Customers"), danger=danger
    )


def _answer(request: Request, review: AgreementReview, part: str, context: dict[str, Any]) -> HttpResponse:
    pressed = request.POST.get("action", "save")
    more = other_lines(request.POST, pressed, most=MOST_COSTS, initial={"cost_kind": CostKind.PARTS})
    if more is not None:
        shown = context | {"is_checked": False, "focus_last": pressed == "add_line"}
        return _answer_page(request, AnswerForm(more, part=part), costs_typed(more), shown)
    form = AnswerForm(request.POST, part=part)
    lines = costs_typed(request.POST) if context["is_money"] else None
    if lines is not None and not lines.is_valid():
        form.is_valid()
        return _answer_page(request, form, lines, context, status=422)

    def work() -> None:
        services.answer(review_id=review.pk, part=part, given=form.given(lines), **said(request, form))

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "agreements:review_detail", review_id=review.pk)
    return _answer_page(request, form, lines, context | {"error": answered.error}, status=answered.status)


def _answer_page(
    request: Request, form: AnswerForm, lines: LineSet | None, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shown = {"form": form, "lines": lines, "request_key": new_request_key()}
    return render(request, "agreements/answer_form.html", shown | context, status=status)
