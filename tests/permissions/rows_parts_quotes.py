"""Rows of quotes, price applications, inquiries and violations. Nobody in the cast but the clerk who made the quote
quotes: the service department's people see it, finance and management too, others do not.
"""

from __future__ import annotations

from typing import Any

from tests.permissions.world import World

SEERS = ("manager", "division_manager", "finance_officer", "finance_manager", "finance_supervisor", "gm")
"""Who opens the lists: who decides on prices, sees costs or leads who sells."""
HOUSE = ("employee", "division_manager")
"""Who sees one of the department's documents by its address."""
JUDGES = ("manager", "gm")


def quote(world: World) -> dict[str, Any]:
    return {"quote_id": world.quote.pk}


def picture(world: World) -> dict[str, Any]:
    return {**quote(world), "attachment_id": world.quote_picture.pk}


def application(world: World) -> dict[str, Any]:
    return {"application_id": world.price_application.pk}


def inquiry(world: World) -> dict[str, Any]:
    return {"inquiry_id": world.inquiry.pk}


def violation(world: World) -> dict[str, Any]:
    return {"violation_id": world.violation.pk}


def only(status: int, *people: str) -> dict[str, Any]:
    return {"*": 403, **dict.fromkeys(people, status)}


def seen(status: int, **others: int) -> dict[str, Any]:
    """Who sees it gets this; to others there is no such document."""
    return {"*": status, "outsider": 404, **others}


def judged(status: int, **others: int) -> dict[str, Any]:
    """Of a violation: who reported it, the department's manager, management."""
    return {"*": 404, **dict.fromkeys(JUDGES, status), **others}


def api(find: Any) -> Any:
    return lambda world: {"pk": next(iter(find(world).values()))}


QUOTE, APPLICATION, INQUIRY, VIOLATION = ({"kwargs": one} for one in (quote, application, inquiry, violation))
API_QUOTE, API_APPLICATION, API_INQUIRY, API_VIOLATION = (
    {"kwargs": api(one)} for one in (quote, application, inquiry, violation)
)
REASON = {"data": {"reason": "客户要求"}}
ANSWER = {"data": {"way": "FAX", "name": "王强", "proof": "回传件", "when": "2026-01-05T10:00"}}
API_ANSWER = {"data": {"way": "FAX", "name": "王强", "when": "2026-01-05T10:00:00+08:00"}}

ROWS: dict[str, dict[str, Any]] = {
    "parts_sales:quote_list": only(200, *SEERS),
    "parts_sales:desk": only(403),
    "parts_sales:quote_create": only(403),
    "parts_sales:quote_check": only(403),
    "parts_sales:quote_parts": only(403),
    "parts_sales:quote_detail": QUOTE | seen(200),
    "parts_sales:quote_edit": QUOTE | seen(403),
    "parts_sales:quote_picture": {"kwargs": picture} | seen(200),
    # The first revision replaces none.
    "parts_sales:quote_compare": QUOTE | {"*": 404},
    # It is in review: what its maker alone does is refused by its state or by who asks.
    "parts_sales:quote_submit": QUOTE | seen(422),
    "parts_sales:quote_withdraw": QUOTE | seen(403),
    "parts_sales:quote_cancel": QUOTE | REASON | seen(422),
    "parts_sales:quote_send": QUOTE | {"data": {"way": "FAX"}} | seen(422),
    "parts_sales:quote_freight": QUOTE | ANSWER | seen(403),
    "parts_sales:quote_confirm": QUOTE | ANSWER | seen(422),
    "parts_sales:quote_revise": QUOTE | REASON | seen(422),
    "parts_sales:quote_lose": QUOTE | REASON | seen(422),
    "parts_sales:quote_copy": QUOTE | seen(403),
    "parts_sales:quote_prepare": QUOTE | seen(403),
    "parts_sales:quote_apply": QUOTE | REASON | seen(403),
    "parts_sales:quote_discount": QUOTE | seen(403) | {"data": {"share": "98"}},
    "parts_sales:application_detail": APPLICATION | seen(200),
    "parts_sales:application_withdraw": APPLICATION | seen(403),
    "parts_sales:inquiry_list": only(200, *SEERS),
    "parts_sales:inquiry_create": only(403),
    "parts_sales:inquiry_detail": INQUIRY | seen(200),
    "parts_sales:inquiry_close": INQUIRY | REASON | seen(403),
    "parts_sales:violation_list": only(200, *JUDGES),
    "parts_sales:violation_create": only(200, *JUDGES),
    "parts_sales:violation_detail": VIOLATION | judged(200),
    "parts_sales:violation_propose": VIOLATION | REASON | judged(403, manager=302),
    # Nothing is proposed yet.
    "parts_sales:violation_decide": VIOLATION | REASON | judged(422),
    "api:quotes-list": {"*": 200},
    "api:quotes-list POST": {"*": 403, "data": {"customer": 1}},
    "api:quotes-detail": API_QUOTE | seen(200),
    "api:quotes-detail PATCH": API_QUOTE | {"data": {"terms": "款到发货"}} | seen(403),
    "api:quotes-submit": API_QUOTE | seen(409),
    "api:quotes-withdraw": API_QUOTE | seen(403),
    "api:quotes-cancel": API_QUOTE | REASON | seen(409),
    "api:quotes-send": API_QUOTE | {"data": {"way": "FAX"}} | only(403),
    "api:quotes-confirm-freight": API_QUOTE | API_ANSWER | only(403),
    "api:quotes-confirm": API_QUOTE | {"data": {**API_ANSWER["data"], "proof": "回传件"}} | only(403),
    "api:quotes-revise": API_QUOTE | REASON | only(403),
    "api:quotes-lose": API_QUOTE | REASON | only(403),
    "api:quotes-copy": API_QUOTE | only(403),
    "api:quotes-apply": API_QUOTE | REASON | only(403),
    "api:quotes-discount": API_QUOTE | only(403) | {"data": {"share": "0.98"}},
    "api:price-applications-list": {"*": 200},
    "api:price-applications-detail": API_APPLICATION | seen(200),
    "api:price-applications-withdraw": API_APPLICATION | seen(403),
    "api:inquiries-list": {"*": 200},
    "api:inquiries-list POST": {
        "*": 403,
        "data": {"caller": "沈阳恒通", "way": "PHONE", "wanted": "轴承", "received_at": "2026-01-05T10:00:00+08:00"},
    },
    "api:inquiries-detail": API_INQUIRY | seen(200),
    "api:inquiries-close": API_INQUIRY | REASON | seen(403),
    "api:violations-list": {"*": 200},
    "api:violations-list POST": {
        "data": lambda world: {"person": world.people["outsider"].pk, "happened_on": "2026-01-05", "facts": "私自报价"},
        "*": 403,
        **dict.fromkeys(JUDGES, 201),
    },
    "api:violations-detail": API_VIOLATION | judged(200),
    "api:violations-propose": API_VIOLATION | REASON | {"*": 403, "manager": 200, "gm": 403},
    "api:violations-decide": API_VIOLATION | REASON | {"*": 403, "gm": 409},
}
