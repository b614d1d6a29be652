"""Rows of orders, money received and credit terms."""

from __future__ import annotations

from typing import Any

from tests.permissions.rows_parts_sales import VIEWERS, only
from tests.permissions.world import World

RECORDERS = ("finance_officer",)
READERS = ("manager", "finance_officer", "finance_manager", "finance_supervisor", "gm")
SETTERS = ("manager", "finance_manager")


def order(world: World) -> dict[str, Any]:
    return {"order_id": world.sales_order.pk}


def part_paid(world: World) -> dict[str, Any]:
    world.receipt  # noqa: B018 - pays a part of it
    return order(world)


def invoice(world: World) -> dict[str, Any]:
    return {"order_id": world.shipped_order.pk, "invoice_id": world.order_invoice.pk}


def shipped(world: World) -> dict[str, Any]:
    return {"order_id": world.shipped_order.pk}


def receipt(world: World) -> dict[str, Any]:
    return {"receipt_id": world.receipt.pk}


def match(world: World) -> dict[str, Any]:
    return {"receipt_id": world.receipt.pk, "match_id": world.receipt.matches.get().pk}


def debtor(world: World) -> dict[str, Any]:
    return {"customer_id": world.shipped_order.customer_id}


def term(world: World) -> dict[str, Any]:
    return {"term_id": world.credit_term.pk}


def api(kwargs: Any) -> dict[str, Any]:
    """The same rows by the API's name for an id."""
    return {"kwargs": lambda world: {"pk": next(iter(kwargs(world).values()))}}


def seen(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    """Who sees them may open them, and these may do it; to others there are none."""
    return {"*": 404, **dict.fromkeys(READERS, others), **dict.fromkeys(people, status)}


def seen_order(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    """An order is also its division manager's to see."""
    return {**seen(status, *people, others=others), "division_manager": others}


def why(_world: World) -> dict[str, Any]:
    return {"reason": "客户要求"}


def a_receipt(world: World) -> dict[str, Any]:
    return {
        "account": "工行 1234", "amount": "10.00", "received_date": world.today.isoformat(), "payer": "恒通",
    }  # fmt: skip


def to_match(world: World) -> dict[str, Any]:
    return {"parts": [{"order": world.sales_order.pk, "amount": "1.00"}]}


def to_unmatch(world: World) -> dict[str, Any]:
    return {"matches": [world.receipt.matches.get().pk], "reason": "记错"}


def a_confirmation(world: World) -> dict[str, Any]:
    return {"way": "PHONE", "name": "王经理", "proof": "录音", "confirmed_at": world.now.isoformat()}


def an_invoice(world: World) -> dict[str, Any]:
    return {"number": "24312000000077", "invoice_date": world.today.isoformat(), "amount": "1.00"}


def to_take_back(world: World) -> dict[str, Any]:
    return {"invoice": world.order_invoice.pk, "reason": "抬头错误"}


def an_application(world: World) -> dict[str, Any]:
    return {"customer": world.another_customer.pk, "limit_amount": "5000.00", "days": 30, "reason": "重点客户"}


def an_evaluation(_world: World) -> dict[str, Any]:
    return {"outcome": "KEEP", "note": "付款正常"}


ROWS: dict[str, dict[str, Any]] = {
    "parts_sales:order_list": only(200, *VIEWERS),
    "parts_sales:order_detail": {"kwargs": order} | seen_order(200, others=200),
    "parts_sales:order_stop": {"kwargs": order} | seen_order(200, "manager"),
    "parts_sales:order_cancel": {"kwargs": order} | seen_order(403),
    "parts_sales:order_part_delivery": {"kwargs": order} | seen_order(200, "manager"),
    "parts_sales:order_invoice": {"kwargs": order} | seen_order(200, *RECORDERS),
    "parts_sales:order_resume": {"kwargs": order} | seen_order(422, others=422),
    "parts_sales:order_reserve": {"kwargs": order} | seen_order(403),
    "parts_sales:invoice_cancel": {"kwargs": invoice} | seen_order(200, *RECORDERS),
    "parts_sales:receipt_list": only(200, *READERS),
    "parts_sales:receipt_create": only(200, *RECORDERS),
    "parts_sales:receipt_detail": {"kwargs": receipt} | seen(200, others=200),
    "parts_sales:receipt_match": {"kwargs": receipt} | seen(200, *RECORDERS),
    "parts_sales:receipt_reverse": {"kwargs": receipt} | seen(200, *RECORDERS),
    "parts_sales:receipt_unmatch": {"kwargs": match} | seen(200, *RECORDERS),
    "parts_sales:debt_list": only(200, *READERS),
    "parts_sales:debt_detail": {"kwargs": debtor} | seen(200, others=200),
    "parts_sales:dunning_add": {"kwargs": debtor} | seen(200, "manager", "finance_officer"),
    "parts_sales:term_list": only(200, *READERS),
    "parts_sales:term_create": only(200, "manager"),
    "parts_sales:term_detail": {"kwargs": term} | seen(200, others=200),
    "parts_sales:term_edit": {"kwargs": term} | seen(409, "manager"),
    "parts_sales:term_give_up": {"kwargs": term} | seen(200, "manager"),
    "parts_sales:term_suspend": {"kwargs": term} | seen(200, *SETTERS),
    "parts_sales:term_end": {"kwargs": term} | seen(200, *SETTERS),
    "parts_sales:term_evaluate": {"kwargs": term} | seen(200, "finance_manager"),
    "api:sales-orders-list": only(200, *VIEWERS),
    "api:sales-orders-list POST": only(403) | {"data": {"quote": 1}},
    "api:sales-orders-detail": api(order) | only(200, *VIEWERS),
    "api:sales-orders-confirm": api(order) | only(403) | {"data": a_confirmation},
    "api:sales-orders-hold": api(order) | seen_order(200, "manager") | {"data": why},
    "api:sales-orders-resume": api(order) | seen_order(409, others=409),
    "api:sales-orders-cancel": api(order) | only(403) | {"data": why},
    "api:sales-orders-reserve": api(order) | only(403),
    "api:sales-orders-agree-part-delivery": api(part_paid) | only(200, "manager") | {"data": why},
    "api:sales-orders-record-invoice": api(shipped) | only(200, "finance_officer") | {"data": an_invoice},
    "api:sales-orders-cancel-invoice": api(shipped) | only(200, "finance_officer") | {"data": to_take_back},
    "api:receipts-list": {"*": 200},
    "api:receipts-list POST": only(201, "finance_officer") | {"data": a_receipt},
    "api:receipts-detail": api(receipt) | seen(200, others=200),
    "api:receipts-match": api(receipt) | only(200, "finance_officer") | {"data": to_match},
    "api:receipts-unmatch": api(receipt) | only(200, "finance_officer") | {"data": to_unmatch},
    "api:receipts-reverse": api(receipt) | only(200, "finance_officer") | {"data": why},
    "api:credit-terms-list": {"*": 200},
    "api:credit-terms-list POST": only(201, "manager") | {"data": an_application},
    "api:credit-terms-detail": api(term) | seen(200, others=200),
    "api:credit-terms-resubmit": api(term) | only(409, *SETTERS) | {"data": an_application},
    "api:credit-terms-give-up": api(term) | only(409, *SETTERS) | {"data": why},
    "api:credit-terms-suspend": api(term) | only(200, *SETTERS) | {"data": why},
    "api:credit-terms-evaluate": api(term) | only(200, "finance_manager") | {"data": an_evaluation},
    "api:credit-terms-end": api(term) | only(200, *SETTERS) | {"data": why},
}
