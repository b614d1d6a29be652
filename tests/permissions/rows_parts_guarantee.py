"""Rows of guarantees, monthly statements and debts."""

from __future__ import annotations

from typing import Any

from tests.permissions.rows_parts_money import READERS, api, debtor, order, seen, seen_order, why
from tests.permissions.rows_parts_sales import only
from tests.permissions.world import World

KEEPERS = ("manager", "finance_officer")
"""Who agrees statements with customers and follows debts up."""


def guarantee(world: World) -> dict[str, Any]:
    return {"guarantee_id": world.guarantee.pk}


def statement(world: World) -> dict[str, Any]:
    return {"statement_id": world.statement.pk}


def a_guarantee(world: World) -> dict[str, Any]:
    return {"order": world.sales_order.pk, "guarantor": world.people["outsider"].pk, "reason": "停机"}


def a_plan(world: World) -> dict[str, Any]:
    return {"wage": "5000.00", "first_month": world.today.isoformat()}


def a_month(world: World) -> dict[str, Any]:
    return {"customer": world.another_customer.pk, "month": "2026-01-01"}


def sending(_world: World) -> dict[str, Any]:
    return {"way": "FAX"}


def an_answer(_world: World) -> dict[str, Any]:
    return {"way": "FAX", "name": "王会计"}


def a_dispute(_world: World) -> dict[str, Any]:
    return {"way": "FAX", "name": "王会计", "what": "发票 24312 未收到"}


def an_entry(world: World) -> dict[str, Any]:
    return {"day": world.today.isoformat(), "way": "PHONE", "said": "答应月底付款"}


ROWS: dict[str, dict[str, Any]] = {
    "parts_sales:guarantee_list": only(200, *READERS),
    "parts_sales:guarantee_create": {"*": 403},
    "parts_sales:guarantee_ask": {"kwargs": order} | seen_order(403),
    "parts_sales:guarantee_detail": {"kwargs": guarantee} | seen(200, others=200),
    # Nobody of the cast is the guarantor, and the clerk who asked is not among them.
    "parts_sales:guarantee_confirm": {"kwargs": guarantee} | seen(403),
    "parts_sales:guarantee_give_up": {"kwargs": guarantee} | seen(403),
    "parts_sales:deduction_consent": {"kwargs": guarantee} | seen(403),
    "parts_sales:deduction_plan": {"kwargs": guarantee} | seen(200, "finance_officer"),
    "parts_sales:deduction_collect": {"kwargs": guarantee} | seen(200, "finance_officer"),
    "parts_sales:statement_list": only(200, *READERS),
    "parts_sales:statement_create": only(200, *KEEPERS),
    "parts_sales:statement_detail": {"kwargs": statement} | seen(200, others=200),
    "parts_sales:statement_send": {"kwargs": statement} | seen(200, *KEEPERS),
    "parts_sales:statement_confirm": {"kwargs": statement} | seen(200, *KEEPERS),
    "parts_sales:statement_contest": {"kwargs": statement} | seen(200, *KEEPERS),
    "parts_sales:statement_renew": {"kwargs": statement} | seen(200, *KEEPERS),
    "api:guarantees-list": {"*": 200},
    "api:guarantees-list POST": only(403) | {"data": a_guarantee},
    "api:guarantees-detail": api(guarantee) | seen(200, others=200),
    "api:guarantees-confirm": api(guarantee) | only(403),
    "api:guarantees-give-up": api(guarantee) | seen(403) | {"data": why},
    "api:guarantees-consent": api(guarantee) | seen(409, others=409),
    "api:guarantees-plan": api(guarantee) | only(409, "finance_officer") | {"data": a_plan},
    "api:guarantees-collect": api(guarantee) | only(409, "finance_officer"),
    "api:statements-list": {"*": 200},
    "api:statements-list POST": only(400, *KEEPERS) | {"data": a_month},
    "api:statements-detail": api(statement) | seen(200, others=200),
    "api:statements-send": api(statement) | seen(200, *KEEPERS) | {"data": sending},
    "api:statements-confirm": api(statement) | seen(200, *KEEPERS) | {"data": an_answer},
    "api:statements-contest": api(statement) | seen(200, *KEEPERS) | {"data": a_dispute},
    "api:statements-renew": api(statement) | seen(409, *KEEPERS, others=409),
    "api:debts-list": {"*": 200},
    "api:debts-detail": api(debtor) | seen(200, others=200),
    "api:debts-dun": api(debtor) | seen(200, *KEEPERS) | {"data": an_entry},
}
