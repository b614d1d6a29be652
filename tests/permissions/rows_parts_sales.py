"""Rows of the parts catalogue, prices and stock."""

from __future__ import annotations

from typing import Any

from tests.permissions.world import World

COST_SEERS = ("manager", "finance_officer", "finance_manager", "finance_supervisor", "gm")
"""Who sees what parts cost, and what they brought."""
VIEWERS = (*COST_SEERS, "division_manager")
"""Who opens the catalogue and the orders of their house."""
SETTERS = ("finance_officer", "finance_manager")


def part(world: World) -> dict[str, Any]:
    return {"part_id": world.part.pk}


def drawn_part(world: World) -> dict[str, Any]:
    world.part_picture  # noqa: B018 - is attached
    return part(world)


def api_part(world: World) -> dict[str, Any]:
    return {"pk": world.part.pk}


def place(world: World) -> dict[str, Any]:
    return {**part(world), "warehouse_id": world.part.warehouse_id}


def only(status: int, *people: str) -> dict[str, Any]:
    return {"*": 403, **dict.fromkeys(people, status)}


def seen(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    """Who opens the catalogue sees its parts, and these may do it; to others there are none."""
    return {"*": 404, **dict.fromkeys(VIEWERS, others), **dict.fromkeys(people, status)}


def from_today(world: World) -> dict[str, Any]:
    return {"amount": "10.00", "start_date": world.today.isoformat()}


def price(world: World) -> dict[str, Any]:
    return {**from_today(world), "currency": "CNY"}


def figure(world: World) -> dict[str, Any]:
    return {"code": "TAX_PARTS", "value": "0.12", "start_date": world.today.isoformat()}


def table(world: World) -> dict[str, Any]:
    return {"start_date": world.today.isoformat(), "tiers": [{"share": "0.95"}]}


def bank(world: World) -> dict[str, Any]:
    return {"currency": "EUR", "text": "中国银行沈阳分行 4563", "start_date": world.today.isoformat()}


def counted(world: World) -> dict[str, Any]:
    return {"warehouse": world.part.warehouse_id, "counted": "3", "reason": "盘点"}


PAGE = {"kwargs": part}
API = {"kwargs": api_part}

ROWS: dict[str, dict[str, Any]] = {
    "parts_sales:part_list": only(200, *VIEWERS),
    "parts_sales:part_search": only(200, *VIEWERS),
    "parts_sales:part_create": only(200, "manager"),
    "parts_sales:part_detail": PAGE | seen(200, others=200),
    "parts_sales:part_edit": PAGE | seen(200, "manager"),
    "parts_sales:part_retire": PAGE | seen(302, "manager"),
    "parts_sales:part_restore": PAGE | seen(302, "manager"),
    "parts_sales:part_picture": {"kwargs": drawn_part} | seen(200, others=200),
    "parts_sales:part_cost": PAGE | only(200, *SETTERS),
    "parts_sales:part_price": PAGE | only(200, *SETTERS),
    "parts_sales:stock_count": {"kwargs": place} | seen(403),
    "parts_sales:price_rules": only(200, *VIEWERS),
    "parts_sales:figure_enter": {"kwargs": lambda _world: {"code": "MINIMUM_MARGIN"}} | only(200, *SETTERS),
    "parts_sales:tiers_enter": only(200, *SETTERS),
    "parts_sales:bank_details_enter": only(200, *SETTERS),
    "api:price-figures-list": only(200, *VIEWERS),
    "api:price-figures-list POST": only(201, *SETTERS) | {"data": figure},
    "api:price-figures-detail": {"kwargs": lambda world: {"pk": world.price_figure.pk}} | only(200, *VIEWERS),
    "api:discount-authority-list": only(200, *VIEWERS),
    "api:discount-authority-detail": {"kwargs": lambda world: {"pk": world.granting_role.pk}} | only(200, *VIEWERS),
    "api:discount-tables-list": only(200, *VIEWERS),
    "api:discount-tables-list POST": only(201, *SETTERS) | {"data": table},
    "api:discount-tables-detail": {"kwargs": lambda world: {"pk": world.discount_table.pk}} | only(200, *VIEWERS),
    "api:discount-tables-check": only(200, *VIEWERS) | {"data": {"value": "99999.99"}},
    "api:bank-details-list": only(200, *VIEWERS),
    "api:bank-details-list POST": only(201, *SETTERS) | {"data": bank},
    "api:bank-details-detail": {"kwargs": lambda world: {"pk": world.bank_details.pk}} | only(200, *VIEWERS),
    "api:price-lists-list": only(200, *VIEWERS),
    "api:price-lists-list POST": only(201, *SETTERS) | {"data": lambda world: {**price(world), "part": world.part.pk}},
    "api:price-lists-detail": {"kwargs": lambda world: {"pk": world.list_price.pk}} | only(200, *VIEWERS),
    "api:parts-list": only(200, *VIEWERS),
    "api:parts-list POST": only(201, "manager") | {"data": {"number": "99-1", "name_zh": "油封"}},
    "api:parts-detail": API | only(200, *VIEWERS),
    "api:parts-detail PATCH": API | only(200, "manager") | {"data": {"note": "新"}},
    "api:parts-retire": API | only(200, "manager"),
    "api:parts-restore": API | only(200, "manager"),
    "api:parts-enter-cost": API | only(200, *SETTERS) | {"data": from_today},
    "api:parts-enter-price": API | only(200, *SETTERS) | {"data": price},
    "api:parts-count": API | only(200) | {"data": counted},
}
