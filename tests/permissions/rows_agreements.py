"""Rows of leads, agreements, reviews, amendments and service plans."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from agreements.choices import Part
from tests.permissions.world import World

READERS = ("manager", "division_manager", "finance_officer", "finance_manager", "finance_supervisor", "gm")
"""Who sees an agreement of service: who makes, reviews, weighs, overrules and reads."""
WEIGHS = ("finance_officer", "finance_manager")


def api(kwargs: Any) -> dict[str, Any]:
    return {"kwargs": lambda world: {"pk": next(iter(kwargs(world).values()))}}


def seen(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    """Who sees them may open them, and these may do it; to others there are none."""
    return {"*": 404, **dict.fromkeys(READERS, others), **dict.fromkeys(people, status)}


def only(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    return {"*": others, **dict.fromkeys(people, status)}


def opens(status: int = 200) -> dict[str, Any]:
    return {"*": 403, **dict.fromkeys(READERS, status)}


def draft(world: World) -> dict[str, Any]:
    return {"agreement_id": world.agreement_draft.pk}


def signed(world: World) -> dict[str, Any]:
    return {"agreement_id": world.agreement.pk}


def asked(world: World) -> dict[str, Any]:
    return {"review_id": world.agreement_review.pk}


def running(world: World) -> dict[str, Any]:
    return {"review_id": world.running_review.pk}


def finance(world: World) -> dict[str, Any]:
    return running(world) | {"part": Part.FINANCE.value}


def amendment(world: World) -> dict[str, Any]:
    return {"amendment_id": world.amendment.pk}


def lead(world: World) -> dict[str, Any]:
    return {"lead_id": world.lead.pk}


def qualify(world: World) -> dict[str, Any]:
    return lead(world) | {"move": "qualify"}


def item(world: World) -> dict[str, Any]:
    return {"item_id": world.plan_item.pk}


def why(_world: World) -> dict[str, Any]:
    return {"reason": "客户要求"}


def says(world: World) -> dict[str, Any]:
    line = {"product": "年度维保", "quantity": "1", "unit_price": "100.00", "tax_rate": "0.06"}
    end = (world.today + timedelta(days=364)).isoformat()
    return {"subject": "维保", "start_date": world.today.isoformat(), "end_date": end, "lines": [line]}


def an_agreement(world: World) -> dict[str, Any]:
    return says(world) | {"customer": world.customer.pk}


def a_form(_world: World) -> dict[str, Any]:
    return {"product": "年度维保", "quantities": "12 次", "dates": "2026 年"}


def signatures(world: World) -> dict[str, Any]:
    return {"signed_on": world.today.isoformat(), "signed_for_us": "李敏", "signed_for_customer": "王总"}


def an_answer(_world: World) -> dict[str, Any]:
    costs = [{"cost_kind": "LABOUR", "amount": "10.00"}]
    points = {"funding": "充足", "credit": "良好"}
    return {"part": "FINANCE", "answer": "YES", "reason": "可行", "points": points, "risk": "LOW", "costs": costs}


def a_conclusion(_world: World) -> dict[str, Any]:
    return {"conclusion": "同意"}


def a_decline(_world: World) -> dict[str, Any]:
    return {"conclusion": "不同意", "explanation": "产能不足", "alternative": "分期", "told_how": "电话"}


def a_change(world: World) -> dict[str, Any]:
    start = (world.today + timedelta(days=30)).isoformat()
    return says(world) | {
        "asked_by": "CUSTOMER", "reason": "增加设备", "change": "价格", "parts": [one.value for one in Part], "start_date": start,
        "requirement": a_form(world),
    }  # fmt: skip


def an_amendment(world: World) -> dict[str, Any]:
    return a_change(world) | {"agreement": world.agreement.pk}


def a_confirmation(world: World) -> dict[str, Any]:
    return {"side": "US", "name": "李敏", "on": world.today.isoformat()}


def new_signatures(world: World) -> dict[str, Any]:
    return signatures(world) | {"void_from": (world.today + timedelta(days=30)).isoformat()}


def a_lead(_world: World) -> dict[str, Any]:
    return {"name": "东方机床厂", "need": "年度维保"}


def a_contact(world: World) -> dict[str, Any]:
    return {"on": world.today.isoformat(), "way": "PHONE", "text": "有意向"}


def a_stage(_world: World) -> dict[str, Any]:
    return {"stage_move": "qualify"}


def a_plan(world: World) -> dict[str, Any]:
    day = world.today.isoformat()
    return {
        "agreement": world.agreement.pk, "text": "上门保养", "department": world.service.pk, "start_date": day,
        "due_date": day,
    }  # fmt: skip


def delivered(world: World) -> dict[str, Any]:
    return {"on": world.today.isoformat()}


def report(world: World) -> dict[str, Any]:
    return {"report_id": world.research_report.pk}


def a_report(world: World) -> dict[str, Any]:
    day = world.today.isoformat()
    return {
        "title": "东北机床维保市场", "market": "东北", "since": day, "until": day, "method": "走访六家", "demand": "年度维保",
        "advice": "先做精度检测",
    }  # fmt: skip


ROWS: dict[str, dict[str, Any]] = {
    "agreements:agreement_list": opens(),
    "agreements:agreement_create": only(200, "manager"),
    "agreements:agreement_detail": {"kwargs": signed} | seen(200, others=200),
    "agreements:agreement_edit": {"kwargs": draft} | seen(200, "manager"),
    "agreements:agreement_ready": {"kwargs": draft} | seen(200, "manager"),
    "agreements:review_ask": {"kwargs": draft} | seen(200, "manager"),
    "agreements:agreement_sign": {"kwargs": draft} | seen(409, "manager"),
    "agreements:agreement_cancel": {"kwargs": draft} | seen(200, "manager"),
    "agreements:agreement_renew": {"kwargs": signed} | seen(200, "manager"),
    "agreements:version_compare": {"kwargs": signed} | seen(404, others=404),
    "agreements:amendment_create": {"kwargs": signed} | seen(200, "manager"),
    "agreements:review_list": opens(),
    "agreements:review_detail": {"kwargs": asked} | seen(200, others=200),
    "agreements:review_start": {"kwargs": asked} | seen(200, "division_manager"),
    "agreements:review_answer": {"kwargs": finance} | seen(200, *WEIGHS),
    "agreements:review_overrule": {"kwargs": running} | seen(403),
    "agreements:review_conclude": {"kwargs": running} | seen(403),
    "agreements:review_return": {"kwargs": asked} | seen(200, "division_manager"),
    "agreements:amendment_detail": {"kwargs": amendment} | seen(200, others=200),
    "agreements:amendment_edit": {"kwargs": amendment} | seen(409, "manager"),
    "agreements:amendment_confirm": {"kwargs": amendment} | seen(409, "manager"),
    "agreements:amendment_sign": {"kwargs": amendment} | seen(409, "manager"),
    "agreements:amendment_withdraw": {"kwargs": amendment} | seen(200, "manager"),
    "agreements:plan_list": {"*": 200},
    "agreements:plan_add": {"kwargs": signed} | seen(200, "manager"),
    "agreements:plan_deliver": {"kwargs": item} | seen(200, "manager", "division_manager", "employee"),
    "agreements:research_list": opens(),
    "agreements:research_create": only(200, "manager"),
    "agreements:research_detail": {"kwargs": report} | seen(200, others=200),
    "agreements:research_edit": {"kwargs": report} | seen(200, "manager"),
    "agreements:research_issue": {"kwargs": report} | seen(200, "manager"),
    "agreements:research_withdraw": {"kwargs": report} | seen(200, "manager"),
    "agreements:lead_list": opens(),
    "agreements:lead_board": opens(),
    "agreements:lead_create": only(200, "manager"),
    "agreements:lead_detail": {"kwargs": lead} | seen(200, others=200),
    "agreements:lead_edit": {"kwargs": lead} | seen(200, "manager"),
    "agreements:lead_contact": {"kwargs": lead} | seen(200, "manager"),
    "agreements:lead_advance": {"kwargs": qualify} | seen(200, "manager"),
    "agreements:lead_lose": {"kwargs": lead} | seen(200, "manager"),
    "api:agreements-list": {"*": 200},
    "api:agreements-list POST": only(201, "manager") | {"data": an_agreement},
    "api:agreements-detail": api(signed) | seen(200, others=200),
    "api:agreements-detail PATCH": api(draft) | only(200, "manager") | {"data": lambda _world: {"subject": "维保二"}},
    "api:agreements-ready": api(draft) | only(200, "manager"),
    "api:agreements-review": api(draft) | only(200, "manager") | {"data": a_form},
    "api:agreements-sign": api(draft) | only(409, "manager") | {"data": signatures},
    "api:agreements-cancel": api(draft) | only(200, "manager") | {"data": why},
    "api:agreements-renew": api(signed) | only(200, "manager"),
    "api:agreement-reviews-list": {"*": 200},
    "api:agreement-reviews-detail": api(asked) | seen(200, others=200),
    "api:agreement-reviews-start": api(asked) | only(200, "division_manager"),
    "api:agreement-reviews-answer": api(running) | seen(200, *WEIGHS) | {"data": an_answer},
    "api:agreement-reviews-overrule": api(running) | only(409, "gm") | {"data": why},
    "api:agreement-reviews-conclude-sign": api(running) | only(409, "division_manager") | {"data": a_conclusion},
    "api:agreement-reviews-conclude-decline": api(running) | only(409, "division_manager") | {"data": a_decline},
    "api:agreement-reviews-send-back": api(asked) | only(200, "division_manager") | {"data": why},
    "api:amendments-list": {"*": 200},
    "api:amendments-list POST": only(201, "manager") | {"data": an_amendment},
    "api:amendments-detail": api(amendment) | seen(200, others=200),
    "api:amendments-resubmit": api(amendment) | only(409, "manager") | {"data": a_change},
    "api:amendments-confirm": api(amendment) | only(409, "manager") | {"data": a_confirmation},
    "api:amendments-sign": api(amendment) | only(409, "manager") | {"data": new_signatures},
    "api:amendments-withdraw": api(amendment) | only(200, "manager") | {"data": why},
    "api:leads-list": {"*": 200},
    "api:leads-list POST": only(201, "manager") | {"data": a_lead},
    "api:leads-detail": api(lead) | seen(200, others=200),
    "api:leads-detail PATCH": api(lead) | only(200, "manager") | {"data": lambda _world: {"source": "展会"}},
    "api:leads-log": api(lead) | only(200, "manager") | {"data": a_contact},
    "api:leads-advance": api(lead) | seen(200, "manager") | {"data": a_stage},
    "api:leads-lose": api(lead) | only(200, "manager") | {"data": why},
    "api:market-research-list": {"*": 200},
    "api:market-research-list POST": only(201, "manager") | {"data": a_report},
    "api:market-research-detail": api(report) | seen(200, others=200),
    "api:market-research-detail PATCH": api(report)
    | only(200, "manager")
    | {"data": lambda _world: {"rivals": "两家"}},
    "api:market-research-issue": api(report) | only(200, "manager"),
    "api:market-research-withdraw": api(report) | only(200, "manager") | {"data": why},
    "api:service-plans-list": {"*": 200},
    "api:service-plans-list POST": only(201, "manager") | {"data": a_plan},
    "api:service-plans-detail": api(item) | seen(200, "employee", others=200),
    "api:service-plans-deliver": api(item) | seen(200, "manager", "division_manager", "employee") | {"data": delivered},
}
