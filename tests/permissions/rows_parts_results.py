"""Rows of margins and of what is not in the ledger yet."""

from __future__ import annotations

from typing import Any

from tests.permissions.rows_parts_sales import COST_SEERS, SETTERS, only
from tests.permissions.world import World


def result(world: World) -> dict[str, Any]:
    return {"pk": world.result.pk}


ROWS: dict[str, dict[str, Any]] = {
    "parts_sales:margin_list": only(200, *COST_SEERS),
    "parts_sales:result_waiting_list": only(200, *COST_SEERS),
    "parts_sales:results_post": only(302, *SETTERS),
    "api:sales-results-list": only(200, *COST_SEERS),
    "api:sales-results-margins": only(200, *COST_SEERS),
    "api:sales-results-detail": {"kwargs": result} | only(200, *COST_SEERS),
}
