"""Rows of delivery notes and returns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.permissions.rows_parts_sales import VIEWERS, only, seen
from tests.permissions.world import World


def note(world: World) -> dict[str, Any]:
    return {"note_id": world.delivery_note.pk}


def api_note(world: World) -> dict[str, Any]:
    return {"pk": world.delivery_note.pk}


def order(world: World) -> dict[str, Any]:
    return {"order_id": world.delivery_note.order_id}


def review(world: World) -> dict[str, Any]:
    return {**note(world), "code": "review"}


def of_order(world: World) -> dict[str, Any]:
    return {"order": world.delivery_note.order_id}


def back(world: World) -> dict[str, Any]:
    return {"return_id": world.sales_return.pk}


def api_back(world: World) -> dict[str, Any]:
    return {"pk": world.sales_return.pk}


def of_shipped(world: World) -> dict[str, Any]:
    return {"note_id": world.sales_return.note_id}


def asked(world: World) -> dict[str, Any]:
    note = world.sales_return.note
    lines = [{"note_line": line.pk, "quantity": "1"} for line in note.lines.all()]
    return {"delivery_note": note.pk, "reason": "异响", "remedy": "CREDIT", "lines": lines}


def counted(world: World) -> dict[str, Any]:
    return {"lines": [{"line": line.pk, "quantity": "1"} for line in world.sales_return.lines.all()]}


def found(world: World) -> dict[str, Any]:
    return {**counted(world), "finding": "完好"}


def soon(world: World) -> str:
    return (world.today + timedelta(days=2)).isoformat()


WHY = {"reason": "客户改期"}
PAGE = {"kwargs": note}
API = {"kwargs": api_note}
BACK = {"kwargs": back}
API_BACK = {"kwargs": api_back}

ROWS: dict[str, dict[str, Any]] = {
    # The note is domestic and waits to be reviewed: the manager may not, and may take it back; nobody of the cast
    # reviews, makes, keeps or ships.
    "parts_sales:note_list": only(200, *VIEWERS),
    "parts_sales:note_detail": PAGE | seen(200, others=200),
    "parts_sales:note_step": {"kwargs": review} | seen(403),
    "parts_sales:note_goods": PAGE | seen(403),
    "parts_sales:note_ship": PAGE | seen(403),
    "parts_sales:note_arrive": PAGE | seen(403),
    "parts_sales:note_follow_up": PAGE | seen(403),
    "parts_sales:note_tell": PAGE | seen(403),
    "parts_sales:note_cancel": PAGE | seen(302, "manager") | {"data": WHY},
    "parts_sales:note_create": {"kwargs": order} | seen(403),
    "parts_sales:order_steps": {"kwargs": order} | seen(200, others=200),
    "parts_sales:return_list": only(200, *VIEWERS),
    "parts_sales:return_detail": BACK | seen(200, others=200),
    "parts_sales:return_create": {"kwargs": of_shipped} | seen(403),
    # Its goods are expected: nobody of the cast keeps the warehouse or is the department's clerk.
    "parts_sales:return_receive": BACK | seen(403),
    "parts_sales:return_inspect": BACK | seen(403),
    "parts_sales:return_credit": BACK | seen(409, "finance_officer"),
    "parts_sales:return_replace": BACK | seen(403),
    "parts_sales:return_refuse": BACK | seen(403),
    "parts_sales:return_cancel": BACK | seen(403),
    "api:sales-returns-list": only(200, *VIEWERS),
    "api:sales-returns-list POST": only(403) | {"data": asked},
    "api:sales-returns-detail": API_BACK | only(200, *VIEWERS),
    "api:sales-returns-receive": API_BACK | only(403) | {"data": counted},
    "api:sales-returns-inspect": API_BACK | only(403) | {"data": found},
    "api:sales-returns-credit": API_BACK | only(409, "finance_officer"),
    "api:sales-returns-replace": API_BACK | only(403),
    "api:sales-returns-refuse": API_BACK | only(403) | {"data": WHY},
    "api:sales-returns-cancel": API_BACK | only(403) | {"data": WHY},
    "api:delivery-notes-list": only(200, *VIEWERS),
    "api:delivery-notes-list POST": only(403) | {"data": of_order},
    "api:delivery-notes-of-order": only(403) | {"data": of_order},
    "api:delivery-notes-detail": API | only(200, *VIEWERS),
    "api:delivery-notes-review": API | only(403),
    "api:delivery-notes-print-out": API | only(403),
    "api:delivery-notes-check-money": API | only(409, "finance_officer"),
    "api:delivery-notes-sign": API | only(409, "manager"),
    "api:delivery-notes-confirm": API | only(403),
    "api:delivery-notes-issue": API | only(403),
    "api:delivery-notes-ship": API | only(403) | {"data": {"carrier": "EXPRESS"}},
    "api:delivery-notes-arrive": API | seen(409, others=409) | {"data": lambda world: {"day": world.today.isoformat()}},
    "api:delivery-notes-follow-up": API | seen(409, others=409) | {"data": lambda world: {"expected": soon(world)}},
    "api:delivery-notes-tell": API | seen(409, others=409) | {"data": {"way": "PHONE", "name": "李工"}},
    "api:delivery-notes-cancel": API | seen(200, "manager") | {"data": WHY},
}
