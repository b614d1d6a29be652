"""The grid of a draft: the page, cells saved as they are typed, others' changes, the pre-submit checks (BUD-11)."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets import policies, presence
from budgets.choices import BudgetState
from budgets.models import Budget
from budgets.rules import amounts as amount_rules
from budgets.selectors import ceilings, checks
from budgets.selectors import changes as change_reads
from budgets.selectors.adjustments import in_force_of
from budgets.selectors.budgets import contingency_of
from budgets.selectors.grid import LAST_VERSION, LAST_YEAR, Grid, grid_of
from budgets.selectors.history import years_with_actuals
from budgets.services import lines
from budgets.services.lines import CellWrite, Written
from budgets.views import grid_words
from budgets.views.access import seen_budget
from core import documents, formats
from core.documents import state_label
from core.errors import DomainError, InvalidInput
from core.web import Request, go_to, page_or_part

MOST_CELLS = 12_000


@require_http_methods(["GET", "POST"])
def budget_grid(request: Request, budget_id: int) -> HttpResponse:
    """The spreadsheet of a draft; read-only for who may not edit it. A POST is the whole grid sent as a plain form."""
    budget = seen_budget(request, budget_id)
    if request.method == "POST":
        return _save_form(request, budget)
    return page_or_part(request, "budgets/budget_grid.html", "grid", grid_page(request, budget))


def grid_page(request: Request, budget: Budget, **more: Any) -> dict[str, Any]:
    """Everything the grid page shows."""
    compare = LAST_VERSION if request.GET.get("compare") == LAST_VERSION else LAST_YEAR
    grid = grid_of(budget, compare=compare)
    can_edit = policies.can_edit(budget, request.actor)
    looked_at = checks.checks_of(budget) if budget.is_editable else []
    return {
        "budget": budget,
        "grid": grid,
        "can_edit": can_edit,
        "may_submit": documents.may(budget, "submit", request.actor),
        "contingency": contingency_of(budget, grid.totals),
        "ceiling": next((own for own in ceilings.distances_of(budget) if own.category_id is None), None),
        "checks": looked_at,
        "is_stopped": checks.is_stopped(looked_at),
        "facts": _facts(request, budget, grid),
        "in_force": in_force_of(budget) if budget.state == BudgetState.IN_FORCE else None,
    } | more


@require_POST
def budget_cells(request: Request, budget_id: int) -> JsonResponse:
    """Save cells, each if it still holds what its writer saw; 409 with the other's value and name where not
    (BUD-11).
    """
    budget = seen_budget(request, budget_id)
    try:
        wanted = _cells(_body(request))
        written = lines.write_cells(budget_id=budget.pk, cells=wanted, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _refusal(error)
    return JsonResponse(_told(written), status=409 if written.conflicts else 200)


@require_POST
def budget_pulse(request: Request, budget_id: int) -> JsonResponse:
    """What others changed since a sequence, and who is in which cell; tells where the asker is (BUD-11)."""
    budget = seen_budget(request, budget_id)
    try:
        body = _body(request)
        since, line_id, month = (_whole(body.get(name, 0)) for name in ("since", "line", "month"))
    except DomainError as error:
        return _refusal(error)
    found = change_reads.changes_since(budget, since)
    can_edit = policies.can_edit(budget, request.actor)
    others = (
        presence.report(budget_id=budget.pk, actor=request.actor, line_id=line_id, month=month, at=timezone.now())
        if can_edit
        else []
    )
    return JsonResponse(
        {
            "sequence": found.sequence,
            "structure": found.is_structural,
            "cells": [
                {"line": c.line_id, "month": c.month, "amount": str(c.amount), "by": c.by, "at": formats.moment(c.at)}
                for c in found.cells
            ],
            "people": [
                {"name": own.name, "initials": formats.initials(own.name), "line": own.line_id, "month": own.month}
                for own in others
            ],
            "editable": can_edit,
            "state": state_label(budget),
        }
    )


@require_GET
def budget_checks(request: Request, budget_id: int) -> HttpResponse:
    """The pre-submit checks as they stand now (BUD-30)."""
    budget = seen_budget(request, budget_id)
    looked_at = checks.checks_of(budget)
    context = {"budget": budget, "checks": looked_at, "is_stopped": checks.is_stopped(looked_at)}
    return render(request, "budgets/parts/checks.html", context)


@require_GET
def cell_history(request: Request, budget_id: int, line_id: int, month: int) -> HttpResponse:
    """What one cell was and became, by whom, when (BUD-11)."""
    budget = seen_budget(request, budget_id)
    line = budget.lines.select_related("category").filter(pk=line_id).first()
    rows = change_reads.history_of(budget, line_id=line_id, month=month)
    calendar = (budget.fiscal_year.start_date.month + month - 2) % 12 + 1
    context = {"budget": budget, "line": line, "month": calendar, "rows": rows}
    return page_or_part(request, "budgets/cell_history.html", "history", context)


def _save_form(request: Request, budget: Budget) -> HttpResponse:
    sequence = request.POST.get("sequence", "")
    try:
        wanted = _form_amounts(request)
        written = lines.save_form(
            budget_id=budget.pk,
            sequence=int(sequence) if sequence.isdecimal() else budget.change_sequence,
            amounts=wanted,
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        context = grid_page(request, budget, error=error, typed=request.POST)
        return render(request, "budgets/budget_grid.html", context, status=422)
    if written.conflicts:
        fresh = seen_budget(request, budget.pk)
        context = grid_page(request, fresh, conflicts=_conflict_sentences(fresh, written))
        return render(request, "budgets/budget_grid.html", context, status=409)
    saved = len(written.saved)
    text = ngettext("%(count)s cell saved.", "%(count)s cells saved.", saved) % {"count": saved}
    messages.success(request, text)
    return go_to(request, "budgets:budget_grid", budget_id=budget.pk)


def _conflict_sentences(budget: Budget, written: Written) -> list[str]:
    rows = {line.pk: line for line in budget.lines.select_related("category")}
    start = budget.fiscal_year.start_date.month
    wanted = {(cell.line_id, cell.month): cell.new for cell in written.wanted}
    sentences = []
    for conflict in written.conflicts:
        if conflict.theirs is None:
            sentences.append(_("A line you changed was removed by %(who)s.") % {"who": conflict.by})
            continue
        sentences.append(
            _("%(line)s, %(month)s: %(who)s made it %(theirs)s meanwhile; your %(mine)s was not saved.")
            % {
                "line": rows[conflict.line_id],
                "month": formats.month_name((start + conflict.month - 2) % 12 + 1),
                "who": conflict.by,
                "theirs": formats.amount(conflict.theirs),
                "mine": formats.amount(wanted[conflict.line_id, conflict.month]),
            }
        )
    return sentences


def _form_amounts(request: Request) -> dict[tuple[int, int], Decimal]:
    found: dict[tuple[int, int], Decimal] = {}
    for name, value in request.POST.items():
        parts = name.split("-")
        if len(parts) != 3 or parts[0] != "c" or not (parts[1].isdecimal() and parts[2].isdecimal()):
            continue
        month = int(parts[2])
        if 1 <= month <= 12:
            try:
                found[int(parts[1]), month] = amount_rules.cell_amount(str(value))
            except amount_rules.AmountProblem as problem:
                raise lines.amount_refused(problem) from None
    return found


def _facts(request: Request, budget: Budget, grid: Grid) -> dict[str, Any]:
    """What the scripts of the grid need to know besides the table itself."""
    year = budget.fiscal_year
    return {
        "sequence": budget.change_sequence,
        "least": str(year.contingency_least_share),
        "most": str(year.contingency_most_share),
        "months": [formats.month_name(month) for month in grid.calendar],
        "compare": grid.compare,
        "zone": settings.TIME_ZONE,
        "lines": {
            row.line.pk: {
                "name": row.label,
                "why": row.line.rationale[:200],
                "before": [str(amount) for amount in row.before],
                "base": [str(amount) for amount in row.base] or None,
                "version": row.line.version,
            }
            for row in grid.rows
        },
        "seasons": [own.year for own in years_with_actuals(department_id=budget.department_id, before=year.year)],
        "words": grid_words.words(),
    }


def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, RawPostDataException):  # a form instead of JSON has been read already
        body = None
    if not isinstance(body, dict):
        raise InvalidInput(problem=_("The request is not understood. Reload the page."))
    return body


def _cells(body: dict[str, Any]) -> list[CellWrite]:
    rows = body.get("cells")
    if not isinstance(rows, list) or len(rows) > MOST_CELLS:
        raise InvalidInput(problem=_("The request is not understood. Reload the page."))
    return [_cell(row) for row in rows]


def _cell(row: Any) -> CellWrite:
    try:
        line_id, month, old, new = row
        cell = CellWrite(line_id=_whole(line_id), month=_whole(month), old=Decimal(str(old)), new=Decimal(str(new)))
    except (ValueError, TypeError, InvalidOperation):
        raise InvalidInput(problem=_("The request is not understood. Reload the page.")) from None
    if not (1 <= cell.month <= 12 and cell.old.is_finite() and cell.new.is_finite()):
        raise InvalidInput(problem=_("The request is not understood. Reload the page."))
    return cell


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**62:
        raise InvalidInput(problem=_("The request is not understood. Reload the page."))
    return value


def _told(written: Written) -> dict[str, Any]:
    return {
        "sequence": written.sequence,
        "saved": len(written.saved),
        "conflicts": [
            {
                "line": conflict.line_id,
                "month": conflict.month,
                "theirs": None if conflict.theirs is None else str(conflict.theirs),
                "by": conflict.by,
                "at": formats.moment(conflict.at) if conflict.at else "",
            }
            for conflict in written.conflicts
        ],
    }


def _refusal(error: DomainError) -> JsonResponse:
    return JsonResponse({"code": error.code, "detail": str(error)}, status=error.status)
