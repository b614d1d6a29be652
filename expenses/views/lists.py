"""The lists of claims and requests, and the same as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.web import Request, page_or_part
from expenses import exports, policies, selectors
from expenses.choices import ClaimState, RequestState
from expenses.forms import ListForm
from expenses.selectors import lists
from expenses.selectors.lists import ListQuestion
from expenses.views.files import XLSX, file_answer

ROWS = 50


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, with the address without it."""

    label: str
    value: str
    query: str


@require_GET
def claim_list(request: Request) -> HttpResponse:
    """Claims the reader sees."""
    if not policies.can_open_claims(request.actor):
        raise PermissionDenied
    form, question = _question(request, list(ClaimState.choices), policies.VIEW)
    rows = lists.claims_found(request.actor, question)
    if request.GET.get("format") == "xlsx":
        return file_answer(exports.claims_workbook(rows=rows, question=question), "claims", XLSX)
    context = {**_context(request, form, question, rows), "totals": lists.totals_of_claims(rows)}
    return page_or_part(request, "expenses/claim_list.html", "table", context)


@require_GET
def request_list(request: Request) -> HttpResponse:
    """Spend requests the reader sees."""
    if not policies.can_open_requests(request.actor):
        raise PermissionDenied
    form, question = _question(request, list(RequestState.choices), policies.VIEW)
    rows = lists.requests_found(request.actor, question)
    if request.GET.get("format") == "xlsx":
        return file_answer(exports.requests_workbook(rows=rows, question=question), "spend-requests", XLSX)
    context = {**_context(request, form, question, rows), "totals": lists.totals_of_requests(rows)}
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


def _context(request: Request, form: ListForm, question: ListQuestion, rows: QuerySet[Any]) -> dict[str, Any]:
    return {
        "form": form,
        "question": question,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "scopes": _scopes(request, question),
        "chips": list(_chips(request.GET, form)),
        "export_query": without(request.GET, "page", format="xlsx"),
        "can_make_claims": policies.can_make_claims(request.actor),
        "can_make_requests": policies.can_make_requests(request.actor),
        "today": timezone.localdate(),
    }


def _scopes(request: Request, question: ListQuestion) -> list[tuple[str, str, bool]]:
    """Mine, my department, all I see: label, address, whether it is shown now."""
    labels = {"mine": _("Mine"), "department": _("My department"), "all": _("All")}
    return [(label, without(request.GET, "page", scope=code), code == question.scope) for code, label in labels.items()]


def _chips(query: QueryDict, form: ListForm) -> Iterator[Chip]:
    """The filters in force, each with a way to take it off."""
    for name in ("state", "department", "category", "since", "until", "least", "most", "q"):
        value = form.cleaned_data.get(name)
        if value in {None, ""}:
            continue
        field = form[name]
        yield Chip(label=str(field.label), value=_shown(form, name, value), query=without(query, "page", name))


def _shown(form: ListForm, name: str, value: Any) -> str:
    choices: Any = getattr(form.fields[name], "choices", None)
    if choices is None:
        return str(value)
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            for inner, text in label:
                if str(inner) == str(value):
                    return str(text)
        elif str(code) == str(value):
            return str(label)
    return str(value)


def without(query: QueryDict, *names: str, **changed: str) -> str:
    """The address with some of its parameters left out and others set."""
    left = query.copy()
    for name in names:
        left.pop(name, None)
    for name, value in changed.items():
        left[name] = value
    return f"?{left.urlencode()}"
