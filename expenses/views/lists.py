"""The lists of claims and requests, and the same as Excel (GEN-13)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import lists as shared
from core.long_lists import RowsLater
from core.web import Request, page_or_part
from expenses import exports, policies, selectors
from expenses.choices import ClaimState, RequestState
from expenses.forms import ListForm
from expenses.selectors import lists
from expenses.selectors.lists import ListQuestion

ROWS = 50
FEW = ("created_by", "department")
"""One after the other for who sees all of them: else most of those one sees nothing of would be looked through."""
FILTERS = ("state", "flagged", "department", "category", "since", "until", "least", "most", "q")


@shared.list_page
@require_GET
def claim_list(request: Request) -> HttpResponse:
    """Claims the reader sees."""
    if not policies.can_open_claims(request.actor):
        raise PermissionDenied
    form, question = _question(request, list(ClaimState.choices), policies.VIEW)
    rows = lists.claims_found(request.actor, question)
    if shared.wants_file(request):
        sheet, filters = exports.claims_sheet(rows, state=question.state), _in_words(form, question)
        return shared.file_of(request, sheet, name="claims", title=_("Claims"), filters=filters)
    context = _context(request, form, question, rows, lists.totals_of_claims(rows, request.actor, question))
    return page_or_part(request, "expenses/claim_list.html", "table", context)


@shared.list_page
@require_GET
def request_list(request: Request) -> HttpResponse:
    """Spend requests the reader sees."""
    if not policies.can_open_requests(request.actor):
        raise PermissionDenied
    form, question = _question(request, list(RequestState.choices), policies.VIEW)
    rows = lists.requests_found(request.actor, question)
    if shared.wants_file(request):
        sheet, filters = exports.requests_sheet(rows, state=question.state), _in_words(form, question)
        return shared.file_of(request, sheet, name="spend-requests", title=_("Spend requests"), filters=filters)
    context = _context(request, form, question, rows, lists.totals_of_requests(rows, request.actor, question))
    return page_or_part(request, "expenses/request_list.html", "table", context)


def _question(request: Request, states: list[tuple[str, Any]], permission: str) -> tuple[ListForm, ListQuestion]:
    departments = selectors.departments_seen(request.actor)
    form = ListForm(
        request.GET,
        states=states,
        departments=[(one.pk, one.name) for one in departments],
        categories=selectors.category_groups(),
    )
    sees_others = request.actor.can_somewhere(permission)
    return form, form.question(default_scope="department" if sees_others else "mine")


def _context(
    request: Request, form: ListForm, question: ListQuestion, rows: QuerySet[Any], totals: lists.Totals
) -> dict[str, Any]:
    few = FEW if request.actor.sight(policies.VIEW).company else ()
    return {
        "form": form,
        "question": question,
        "page": RowsLater(rows, ROWS, counted=totals.count, few=few).get_page(request.GET.get("page")),
        "totals": totals,
        "scopes": [
            (label, shared.without(request.GET, "page", scope=code), code == question.scope)
            for code, label in _scopes().items()
        ],
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_make_claims": policies.can_make_claims(request.actor),
        "can_make_requests": policies.can_make_requests(request.actor),
        "today": timezone.localdate(),
    }


def _scopes() -> dict[str, str]:
    """Mine, my department, all I see."""
    return {"mine": _("Mine"), "department": _("My department"), "all": _("All")}


def _in_words(form: ListForm, question: ListQuestion) -> list[tuple[str, str]]:
    return [(_("Whose"), _scopes()[question.scope]), *shared.in_words(form, FILTERS)]
