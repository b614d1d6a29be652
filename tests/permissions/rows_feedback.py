"""Rows of market information and surveys."""

from __future__ import annotations

from typing import Any

from tests.permissions.world import World

READERS = (
    "manager", "division_manager", "finance_officer", "finance_manager", "finance_supervisor", "gm", "employee",
)  # fmt: skip
"""Who sees information a colleague of service reported: the house, and who reads the company's complaints."""
LEADERS = ("manager", "division_manager")


def info(world: World) -> dict[str, Any]:
    return {"info_id": world.market_info.pk}


def foreign(world: World) -> dict[str, Any]:
    return {"info_id": world.other_info.pk}


def slip(world: World) -> dict[str, Any]:
    return {"slip_id": world.transfer_slip.pk}


def sheet(world: World) -> dict[str, Any]:
    return {"sheet_id": world.feedback_sheet.pk}


def survey(world: World) -> dict[str, Any]:
    return {"survey_id": world.survey.pk}


def link(world: World) -> dict[str, Any]:
    return {"token": world.survey_token}


def api(kwargs: Any) -> dict[str, Any]:
    return {"kwargs": lambda world: {"pk": next(iter(kwargs(world).values()))}}


def seen(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    """Who sees it may open it, and these may do it; to others there is none."""
    return {"*": 404, **dict.fromkeys(READERS, others), **dict.fromkeys(people, status)}


def only(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    return {"*": others, **dict.fromkeys(people, status)}


def why(_world: World) -> dict[str, Any]:
    return {"reason": "重复"}


def an_info(_world: World) -> dict[str, Any]:
    return {
        "title": "竞品降价", "content": "对手配件降价一成", "info_kind": "COMPETITOR", "source": "展会",
        "reliability": "C",
    }  # fmt: skip


def a_screening(_world: World) -> dict[str, Any]:
    return {"info_kind": "NEED", "reliability": "B", "importance": 2}


def a_reward(_world: World) -> dict[str, Any]:
    return {"amount": "300.00", "reason": "及时"}


def a_change(world: World) -> dict[str, Any]:
    return {"summary": "降价", "request": "请评估", "departments": [world.service.pk]}


def a_slip(world: World) -> dict[str, Any]:
    return a_change(world) | {"information": world.market_info.pk}


def a_mark(_world: World) -> dict[str, Any]:
    return {"publish": True}


def an_archiving(_world: World) -> dict[str, Any]:
    return {"archive_class": "ACTED", "conclusion": "已处理"}


def an_answer(_world: World) -> dict[str, Any]:
    return {"answer": "已评估"}


def a_wish(world: World) -> dict[str, Any]:
    return {"customer": world.survey.customer_id, "left_out": True, "reason": "客户要求"}


def a_survey(world: World) -> dict[str, Any]:
    return {"customer": world.survey.customer_id, "survey_kind": "SERVICE"}


def a_score(_world: World) -> dict[str, Any]:
    return {"score": 5}


def a_note(_world: World) -> dict[str, Any]:
    return {"note": "已回访"}


ROWS: dict[str, dict[str, Any]] = {
    "feedback:info_list": {"*": 200},
    "feedback:info_create": {"*": 200},
    "feedback:info_detail": {"kwargs": info, "foreign": foreign} | seen(200, others=200),
    "feedback:info_screen": {"kwargs": info} | seen(403),
    "feedback:info_set_aside": {"kwargs": info} | seen(403),
    "feedback:info_withdraw": {"kwargs": info} | seen(403),
    "feedback:info_reward": {"kwargs": info} | seen(403),
    "feedback:slip_create": {"kwargs": info} | seen(403),
    "feedback:slip_list": {"*": 200},
    "feedback:slip_detail": {"kwargs": slip} | seen(200, others=200),
    "feedback:slip_edit": {"kwargs": slip} | seen(403),
    "feedback:slip_withdraw": {"kwargs": slip} | seen(403),
    "feedback:slip_mark": {"kwargs": slip} | seen(403),
    "feedback:slip_archive": {"kwargs": slip} | seen(403),
    "feedback:sheet_list": {"*": 200},
    "feedback:sheet_detail": {"kwargs": sheet} | seen(200, others=200),
    "feedback:sheet_give": {"kwargs": sheet} | seen(200, *LEADERS),
    "feedback:sheet_again": {"kwargs": sheet} | seen(403),
    "feedback:sheet_cancel": {"kwargs": sheet} | seen(403),
    "feedback:survey_list": {"*": 200},
    "feedback:survey_create": only(403),
    "feedback:survey_figures": {"*": 200},
    "feedback:survey_detail": {"kwargs": survey} | seen(200, others=200),
    "feedback:survey_wish": {"kwargs": lambda world: {"customer_id": world.survey.customer_id}} | only(403),
    "feedback:survey_enter": {"kwargs": survey} | seen(403),
    "feedback:survey_renew": {"kwargs": survey} | seen(403),
    "feedback:survey_cancel": {"kwargs": survey} | seen(403),
    "feedback:survey_follow_up": {"kwargs": survey} | seen(403),
    "feedback_public:survey": {"kwargs": link, "*": 200, "anonymous": 200},
    "api:market-information-list": {"*": 200},
    "api:market-information-list POST": {"*": 201, "data": an_info},
    "api:market-information-detail": api(info) | seen(200, others=200),
    "api:market-information-screen": api(info) | only(403) | {"data": a_screening},
    "api:market-information-set-aside": api(info) | only(403) | {"data": why},
    "api:market-information-withdraw": api(info) | seen(409, others=409) | {"data": why},
    "api:market-information-reward": api(info) | seen(403) | {"data": a_reward},
    "api:transfer-slips-list": {"*": 200},
    "api:transfer-slips-list POST": {"*": 400, "data": a_slip} | dict.fromkeys(READERS, 409),
    "api:transfer-slips-detail": api(slip) | seen(200, others=200),
    "api:transfer-slips-resubmit": api(slip) | seen(409, others=409) | {"data": a_change},
    "api:transfer-slips-withdraw": api(slip) | seen(409, others=409) | {"data": why},
    "api:transfer-slips-mark": api(slip) | only(403) | {"data": a_mark},
    "api:transfer-slips-archive": api(slip) | only(403) | {"data": an_archiving},
    "api:market-feedback-list": {"*": 200},
    "api:market-feedback-detail": api(sheet) | seen(200, others=200),
    "api:market-feedback-give": api(sheet) | seen(200, *LEADERS) | {"data": an_answer},
    "api:market-feedback-ask-again": api(sheet) | only(403) | {"data": why},
    "api:market-feedback-cancel": api(sheet) | only(403) | {"data": why},
    "api:surveys-list": {"*": 200},
    "api:surveys-list POST": only(403) | {"data": a_survey},
    "api:surveys-detail": api(survey) | seen(200, others=200),
    "api:surveys-enter": api(survey) | only(403) | {"data": a_score},
    "api:surveys-renew": api(survey) | only(403),
    "api:surveys-cancel": api(survey) | only(403) | {"data": why},
    "api:surveys-follow-up": api(survey) | seen(409, others=409) | {"data": a_note},
    "api:surveys-wish": only(403) | {"data": a_wish},
    "api:surveys-figures": {"*": 200},
}
