"""Rows of complaints."""

from __future__ import annotations

from typing import Any

from tests.permissions.world import World

READERS = ("manager", "division_manager", "finance_officer", "finance_manager", "finance_supervisor", "gm")
"""Who sees a complaint about service: who leads it, and who reads those of the company."""
JUDGES = ("manager", "division_manager")


def complaint(world: World) -> dict[str, Any]:
    return {"complaint_id": world.complaint.pk}


def foreign(world: World) -> dict[str, Any]:
    return {"complaint_id": world.other_complaint.pk}


def liability(world: World) -> dict[str, Any]:
    return {"report_id": world.liability_report.pk}


def nonconformance(world: World) -> dict[str, Any]:
    return {"report_id": world.nonconformance_report.pk}


def intake(world: World) -> dict[str, Any]:
    return {"intake_id": world.intake.pk}


def api(kwargs: Any) -> dict[str, Any]:
    return {"kwargs": lambda world: {"pk": next(iter(kwargs(world).values()))}}


def seen(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    """Who sees it, and these may do it; to others there is none. The employee is its salesperson."""
    return {"*": 404, **dict.fromkeys((*READERS, "employee"), others), **dict.fromkeys(people, status)}


def only(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    return {"*": others, **dict.fromkeys(people, status)}


def why(_world: World) -> dict[str, Any]:
    return {"reason": "重复登记"}


def said(_world: World) -> dict[str, Any]:
    return {"text": "已电话联系"}


def explained(_world: World) -> dict[str, Any]:
    return {"text": "已说明", "understood": True}


def negotiated(_world: World) -> dict[str, Any]:
    return {"text": "双方同意", "outcome": "SETTLED"}


def a_complaint(world: World) -> dict[str, Any]:
    return {
        "source": "PHONE", "severity": "MAJOR", "customer": world.complaint.customer_id, "title": "漏油",
        "happened": "导轨漏油",
    }  # fmt: skip


def a_judgement(world: World) -> dict[str, Any]:
    return {
        "liable": "OURS", "responsible": world.service.pk, "cause": "缺油", "analysis": "拆检", "conclusion": "装配",
    }  # fmt: skip


def a_finding(world: World) -> dict[str, Any]:
    return {
        "item": "轴承", "required": "12 g", "found": "3 g", "disposition": "REPLACE",
        "expert": world.people["manager"].pk,
    }  # fmt: skip


def a_decision(_world: World) -> dict[str, Any]:
    return {"text": "可免材料费"}


def a_problem(_world: World) -> dict[str, Any]:
    return {"problem": "缺油"}


ROWS: dict[str, dict[str, Any]] = {
    "complaints:complaint_list": {"*": 200},
    "complaints:pattern_page": {"*": 200},
    "complaints:complaint_create": only(403),
    "complaints:complaint_detail": {"kwargs": complaint, "foreign": foreign} | seen(200, others=200),
    "complaints:complaint_edit": {"kwargs": complaint} | seen(403),
    "complaints:complaint_cancel": {"kwargs": complaint} | seen(403),
    "complaints:complaint_talk": {"kwargs": complaint} | seen(200, "employee"),
    "complaints:complaint_explain": {"kwargs": complaint} | seen(409, "employee"),
    "complaints:complaint_negotiate": {"kwargs": complaint} | seen(409, "employee"),
    "complaints:complaint_decide": {"kwargs": complaint} | seen(409, *JUDGES),
    "complaints:complaint_ask": {"kwargs": complaint} | seen(403),
    "complaints:complaint_close": {"kwargs": complaint} | seen(403),
    "complaints:liability_write": {"kwargs": complaint} | seen(200, *JUDGES),
    "complaints:liability_detail": {"kwargs": liability} | seen(200, others=200),
    "complaints:nonconformance_write": {"kwargs": complaint} | seen(403),
    "complaints:nonconformance_detail": {"kwargs": nonconformance} | seen(200, others=200),
    "complaints:nonconformance_agree": {"kwargs": nonconformance} | seen(403),
    "complaints:nonconformance_send_back": {"kwargs": nonconformance} | seen(403),
    "complaints:intake_list": only(403),
    "complaints:intake_detail": {"kwargs": intake} | only(403),
    "complaints:intake_take": {"kwargs": intake} | only(403),
    "complaints:intake_set_aside": {"kwargs": intake} | only(403),
    "public_complaints:complain": {"*": 200, "anonymous": 200},
    "public_complaints:thanks": {"*": 200, "anonymous": 200},
    "api:complaints-list": {"*": 200},
    "api:complaints-list POST": only(403) | {"data": a_complaint},
    "api:complaints-patterns": {"*": 200},
    "api:complaints-costs": api(complaint) | seen(200, others=200),
    "api:complaints-detail": api(complaint) | seen(200, others=200),
    "api:complaints-detail PATCH": api(complaint) | seen(403) | {"data": a_complaint},
    "api:complaints-cancel": api(complaint) | only(403) | {"data": why},
    "api:complaints-talk": api(complaint) | seen(200, "employee") | {"data": said},
    "api:complaints-report-liability": api(complaint) | seen(200, *JUDGES) | {"data": a_judgement},
    "api:complaints-explain": api(complaint) | seen(409, others=409) | {"data": explained},
    "api:complaints-negotiate": api(complaint) | seen(409, others=409) | {"data": negotiated},
    "api:complaints-decide": api(complaint) | seen(409, others=409) | {"data": a_decision},
    "api:complaints-report-nonconformance": api(complaint) | only(403) | {"data": a_finding},
    "api:complaints-ask-measures": api(complaint) | only(403) | {"data": a_problem},
    "api:complaints-close": api(complaint) | only(403) | {"data": said},
    "api:liability-reports-list": {"*": 200},
    "api:liability-reports-detail": api(liability) | seen(200, others=200),
    "api:nonconformance-reports-list": {"*": 200},
    "api:nonconformance-reports-detail": api(nonconformance) | seen(200, others=200),
    "api:nonconformance-reports-agree": api(nonconformance) | seen(409, others=409),
    "api:nonconformance-reports-send-back": api(nonconformance) | seen(409, others=409) | {"data": why},
    "api:public-complaints-list": only(403),
    "api:public-complaints-detail": api(intake) | only(403),
    "api:public-complaints-take-in": api(intake) | only(403) | {"data": a_complaint},
    "api:public-complaints-set-aside": api(intake) | only(403) | {"data": why},
}
ROWS["api:complaints-detail PATCH"] |= {"*": 403}
