"""Pages of adjustments: the list, one, and its moves. Forms are in `adjustment_forms`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.pages import approval_context, preview_context
from budgets import exports, policies
from budgets import forms_adjustments as forms
from budgets.handlers_adjustments import AdjustmentHandler
from budgets.models import Adjustment, FiscalYear
from budgets.selectors import adjustment_pages as pages
from budgets.selectors import carry_overs
from budgets.selectors.adjustments import (
    AdjustmentQuestion,
    adjustments_found,
    adjustments_visible_to,
    totals_of_adjustments,
)
from budgets.services import adjustment_drafts, adjustments
from budgets.views.moves import status_of
from core import lists
from core.errors import DomainError
from core.pages import document_context
from core.web import Request, go_to, page_or_part
from organization.models import Department

ROWS = 50
FILTERS = ("state", "kind", "year", "department", "category", "since", "until", "least", "most", "q")


@lists.list_page
@require_GET
def adjustment_list(request: Request) -> HttpResponse:
    """Adjustments the reader sees, filtered, sorted, with their totals; the same as Excel (GEN-13)."""
    form, question = _question(request)
    rows = adjustments_found(request.actor, question)
    if lists.wants_file(request):
        filters = [(_("Whose"), _scopes()[question.scope]), *lists.in_words(form, FILTERS)]
        sheet = exports.adjustments_sheet(rows)
        return lists.file_of(request, sheet, name="adjustments", title=_("Budget adjustments"), filters=filters)
    context: dict[str, Any] = {
        "form": form,
        "question": question,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "totals": totals_of_adjustments(rows),
        "scopes": [
            (label, lists.without(request.GET, "page", scope=code), code == question.scope)
            for code, label in _scopes().items()
        ],
        "chips": lists.chips(request.GET, form, FILTERS),
        "can_make": policies.can_make_budgets(request.actor),
        "closing": carry_overs.closing_year() if policies.can_open_budgets(request.actor) else None,
    }
    return page_or_part(request, "budgets/adjustment_list.html", "table", context)


@require_GET
def adjustment_detail(request: Request, adjustment_id: int) -> HttpResponse:
    """One adjustment: facts, lines, what it does to the budgets, route, timeline, decision."""
    return _page(request, visible(request, adjustment_id))


@require_POST
def adjustment_submit(request: Request, adjustment_id: int) -> HttpResponse:
    """Send it to its deciders."""
    adjustment = visible(request, adjustment_id)

    def act(version: int | None, _reason: str) -> str:
        done = adjustments.submit_adjustment(
            adjustment_id=adjustment.pk, version=version, actor=request.actor, at=timezone.now()
        )
        return _("%(number)s was submitted.") % {"number": done.number}

    return _move(request, adjustment, act)


@require_POST
def adjustment_withdraw(request: Request, adjustment_id: int) -> HttpResponse:
    """Take it back before anybody decided."""
    adjustment = visible(request, adjustment_id)

    def act(version: int | None, _reason: str) -> str:
        done = adjustments.withdraw_adjustment(
            adjustment_id=adjustment.pk, version=version, actor=request.actor, at=timezone.now()
        )
        return _("%(number)s was withdrawn; it is a draft again.") % {"number": done.number}

    return _move(request, adjustment, act)


@require_POST
def adjustment_cancel(request: Request, adjustment_id: int) -> HttpResponse:
    """Give it up, with a reason."""
    adjustment = visible(request, adjustment_id)

    def act(version: int | None, reason: str) -> str:
        adjustment_drafts.cancel_adjustment(
            adjustment_id=adjustment.pk, reason=reason, version=version, actor=request.actor, at=timezone.now()
        )
        return _("%(adjustment)s was given up; it stays readable.") % {"adjustment": adjustment}

    return _move(request, adjustment, act, panel="cancel")


def visible(request: Request, adjustment_id: int) -> Adjustment:
    """The adjustment, if the reader sees it; 404 otherwise (GEN-10)."""
    return get_object_or_404(adjustments_visible_to(request.actor), pk=adjustment_id)


def _move(request: Request, adjustment: Adjustment, act: Callable[[int | None, str], str], **more: Any) -> HttpResponse:
    """Do the one thing and say so; on a refusal show the page again with the reason, nothing changed."""
    form = forms.MoveForm(request.POST)
    data = form.cleaned_data if form.is_valid() else {}
    try:
        said = act(data.get("version"), data.get("reason", ""))
    except DomainError as error:
        return _page(request, visible(request, adjustment.pk), error=error, move_form=form, **more)
    messages.success(request, said)
    return go_to(request, "budgets:adjustment_detail", adjustment_id=adjustment.pk)


def _page(request: Request, adjustment: Adjustment, *, error: DomainError | None = None, **more: Any) -> HttpResponse:
    actor = request.actor
    approval = approval_context(actor=actor, kind=adjustment.kind, document_id=adjustment.pk)
    decides = approval["approval"] is not None and approval["approval"].turn is not None
    page = pages.adjustment_page(adjustment=adjustment, actor=actor, decides=decides)
    context: dict[str, Any] = {
        "page": page,
        "document": adjustment,
        "error": error,
        "move_form": forms.MoveForm(),
        **approval,
        **document_context(actor=actor, kind=adjustment.kind, document=adjustment),
        **more,
    }
    if adjustment.is_editable and page.doors.submit:
        facts = AdjustmentHandler().facts(adjustment.pk)
        context |= preview_context(kind=adjustment.kind, facts=facts, on=timezone.localdate())
    return render(request, "budgets/adjustment_detail.html", context, status=status_of(error))


# --- The list's filters -------------------------------------------------------------------------------------------


def _question(request: Request) -> tuple[forms.AdjustmentListForm, AdjustmentQuestion]:
    scope = request.actor.sight(policies.VIEW)
    departments = Department.objects.all() if scope.company else Department.objects.filter(pk__in=scope.departments)
    form = forms.AdjustmentListForm(
        request.GET,
        years=list(FiscalYear.objects.order_by("-year").values_list("year", flat=True)),
        departments=[(one.pk, one.name) for one in departments.order_by("position", "code")],
        categories=pages.adjustable_categories(),
    )
    return form, form.question(default_scope="all")


def _scopes() -> dict[str, str]:
    """Mine, my department, all I see."""
    return {"mine": _("Mine"), "department": _("My department"), "all": _("All")}
