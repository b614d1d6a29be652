"""Rows of new price lists."""

from __future__ import annotations

from typing import Any

from tests.permissions.rows_parts_sales import COST_SEERS, SETTERS, only
from tests.permissions.world import World


def page(world: World) -> dict[str, Any]:
    return {"list_id": world.price_list.pk}


def seen(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    """Who sees costs sees price lists, and these may do it; to others there are none."""
    return {"*": 404, **dict.fromkeys(COST_SEERS, others), **dict.fromkeys(people, status)}


def line(world: World) -> dict[str, Any]:
    return {**page(world), "part_id": world.part.pk}


def api(world: World) -> dict[str, Any]:
    return {"pk": world.price_list.pk}


def lines(world: World) -> dict[str, Any]:
    world.price_list  # noqa: B018 - makes it
    return {"lines": [{"part": world.part.pk, "price": "6100.00"}]}


def wanted(world: World) -> dict[str, Any]:
    world.price_list  # noqa: B018 - makes its cost
    return {"margin": "0.25", "start_date": world.today.isoformat()}


WHY = {"reason": "成本有误"}
PAGE = {"kwargs": page}
API = {"kwargs": api}

ROWS: dict[str, dict[str, Any]] = {
    "parts_sales:price_list_list": only(200, *COST_SEERS),
    "parts_sales:price_list_create": only(200, *SETTERS),
    "parts_sales:price_list_detail": PAGE | seen(200, others=200),
    "parts_sales:price_list_line": {"kwargs": line} | seen(302, *SETTERS) | {"data": {"price": "6100.00"}},
    # Made by the finance officer, who does not release it.
    "parts_sales:price_list_release": PAGE | seen(302, "finance_manager") | {"finance_officer": 403},
    "parts_sales:price_list_cancel": PAGE | seen(302, *SETTERS) | {"data": WHY},
    "api:new-price-lists-list": only(200, *COST_SEERS),
    "api:new-price-lists-list POST": only(201, *SETTERS) | {"data": wanted},
    "api:new-price-lists-detail": API | only(200, *COST_SEERS),
    "api:new-price-lists-set-prices": API | only(200, *SETTERS) | {"data": lines},
    "api:new-price-lists-release": API | only(200, "finance_manager") | {"finance_officer": 403},
    "api:new-price-lists-cancel": API | only(200, *SETTERS) | {"data": WHY},
}
