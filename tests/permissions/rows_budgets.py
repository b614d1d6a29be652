"""Rows of drafts: list, document, grid, lines, imports."""

from __future__ import annotations

from typing import Any

from tests.permissions.world import World


def budget(world: World) -> dict[str, Any]:
    return {"budget_id": world.budget.pk}


def other_budget(world: World) -> dict[str, Any]:
    return {"budget_id": world.other_budget.pk}


def line(world: World) -> dict[str, Any]:
    return {"budget_id": world.budget.pk, "line_id": world.budget_line.pk}


def other_line(world: World) -> dict[str, Any]:
    return {"budget_id": world.other_budget.pk, "line_id": world.other_budget.lines.first().pk}


def cell(world: World) -> dict[str, Any]:
    return line(world) | {"month": 1}


def other_cell(world: World) -> dict[str, Any]:
    return other_line(world) | {"month": 1}


def question(world: World) -> dict[str, Any]:
    return {"budget_id": world.budget.pk, "question_id": 999_999}


def imported(world: World) -> dict[str, Any]:
    return {"budget_id": world.budget.pk, "import_id": world.budget_import.pk}


def other_imported(world: World) -> dict[str, Any]:
    return {"budget_id": world.other_budget.pk, "import_id": world.budget_import.pk}


SEEING = {"*": 200, "outsider": 404}
"""A budget of service: the department, those above, finance and the general manager see it; another department does not."""
MAKERS = ("manager", "division_manager")
BUDGET = {"kwargs": budget, "foreign": other_budget}
LINE = {"kwargs": line, "foreign": other_line}
IMPORT = {"kwargs": imported, "foreign": other_imported}


def makers(status: int, others: int) -> dict[str, Any]:
    """Who makes the department's budgets may; who sees it is refused; another department does not see it."""
    return {"*": others, "outsider": 404, **dict.fromkeys(MAKERS, status)}


def start(world: World) -> dict[str, Any]:
    return {
        "source": "empty",
        "department": world.service.pk,
        "fiscal_year": world.budget.fiscal_year_id,
        "scenario": "OPTIMISTIC",
    }


ROWS: dict[str, dict[str, Any]] = {
    "budgets:budget_list": {"*": 200},
    "budgets:budget_start": {"*": 403, **dict.fromkeys(MAKERS, 200)},
    "budgets:budget_start POST": {"*": 403, **dict.fromkeys(MAKERS, 302), "data": start},
    "budgets:contingency_bounds": {
        "*": 403,
        "finance_manager": 200,
        "kwargs": lambda world: {"year": world.budget.fiscal_year.year},
    },
    "budgets:budget_detail": {**SEEING, **BUDGET},
    "budgets:budget_export": {**SEEING, **BUDGET},
    "budgets:budget_grid": {**SEEING, **BUDGET},
    "budgets:budget_grid POST": {**makers(302, 422), **BUDGET, "data": {"sequence": "0"}},
    "budgets:budget_checks": {**SEEING, **BUDGET},
    "budgets:budget_settings": {**SEEING, **BUDGET},
    "budgets:budget_settings POST": {**makers(302, 422), **BUDGET, "data": {"note": "补充"}},
    "budgets:budget_methods": {**SEEING, **BUDGET},
    "budgets:budget_submit": {**makers(302, 422), **BUDGET},
    "budgets:budget_withdraw": {**makers(422, 422), **BUDGET},
    "budgets:budget_cancel": {**makers(302, 422), **BUDGET, "data": {"reason": "重做"}},
    "budgets:budget_cells": {"*": 400, "outsider": 404, **BUDGET},
    "budgets:budget_pulse": {"*": 400, "outsider": 404, **BUDGET},
    "budgets:line_add": {**SEEING, **BUDGET},
    "budgets:line_add POST": {
        **makers(302, 422),
        **BUDGET,
        "data": lambda world: {"category": world.budget_line.category_id},
    },
    "budgets:line_detail": {**SEEING, **LINE},
    "budgets:line_comment": {"*": 302, "outsider": 404, **LINE, "data": {"text": "请看说明"}},
    "budgets:line_edit": {**SEEING, **LINE},
    "budgets:line_edit POST": {
        **makers(302, 422),
        **LINE,
        "data": lambda world: {"category": world.budget_line.category_id, "version": 1},
    },
    "budgets:line_remove": {**makers(302, 422), **LINE},
    "budgets:line_restore": {"*": 302, "outsider": 404, **LINE},
    "budgets:line_spread": {**makers(302, 422), **LINE, "data": {"total": "1200", "method": "evenly"}},
    "budgets:cell_history": {**SEEING, "kwargs": cell, "foreign": other_cell},
    "budgets:question_ask": {"*": 422, "outsider": 404, **LINE, "data": {"question": "为何？"}},
    "budgets:question_answer": {"*": 404, "kwargs": question, "data": {"answer": "因为"}},
    "budgets:import_upload": {**makers(200, 403), **BUDGET},
    "budgets:import_template": {**SEEING, **BUDGET},
    "budgets:import_detail": {**makers(200, 403), **IMPORT},
    "budgets:import_map": {**makers(302, 403), **IMPORT},
    "budgets:import_apply": {**makers(302, 403), **IMPORT, "data": {"mode": "add"}},
    "budgets:import_discard": {**makers(302, 403), **IMPORT},
}


def api_budget(world: World) -> dict[str, Any]:
    return {"pk": world.budget.pk}


def api_other(world: World) -> dict[str, Any]:
    return {"pk": world.other_budget.pk}


API = {"kwargs": api_budget, "foreign": api_other}


def api_draft(world: World) -> dict[str, Any]:
    return {"department": world.service.pk, "fiscal_year": world.budget.fiscal_year_id, "scenario": "PESSIMISTIC"}


ROWS |= {
    "api:budgets-list": {"*": 200},
    "api:budgets-list POST": {"*": 403, **dict.fromkeys(MAKERS, 201), "data": api_draft},
    "api:budgets-detail": {**SEEING, **API},
    "api:budgets-detail PATCH": {**makers(200, 403), "outsider": {403, 404}, **API, "data": {"note": "补充"}},
    "api:budgets-submit": {**makers(200, 403), **API},
    "api:budgets-withdraw": {"*": 409, "outsider": 404, **API},
    "api:budgets-cancel": {**makers(200, 403), **API, "data": {"reason": "重做"}},
}
