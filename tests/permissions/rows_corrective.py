"""Rows of corrective actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.permissions.world import World

READERS = ("manager", "division_manager", "finance_officer", "finance_manager", "finance_supervisor", "gm")
"""Who sees an action of service: who writes for it, and who reads those of the company."""
PLANNERS = ("manager", "division_manager")


def action(world: World) -> dict[str, Any]:
    return {"action_id": world.corrective_action.pk}


def foreign(world: World) -> dict[str, Any]:
    return {"action_id": world.other_action.pk}


def measure(world: World) -> dict[str, Any]:
    return {**running(world), "measure_id": world.running_action.rounds.get().measures.all()[0].pk}


def running(world: World) -> dict[str, Any]:
    return {"action_id": world.running_action.pk}


def report(world: World) -> dict[str, Any]:
    return {"report_id": world.effect_report.pk}


def api(kwargs: Any) -> dict[str, Any]:
    return {"kwargs": lambda world: {"pk": next(iter(kwargs(world).values()))}}


def seen(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    """Who sees them may open them, and these may do it; to others there are none."""
    return {"*": 404, **dict.fromkeys((*READERS, "employee"), others), **dict.fromkeys(people, status)}


def only(status: int, *people: str, others: int = 403) -> dict[str, Any]:
    return {"*": others, **dict.fromkeys(people, status)}


def why(_world: World) -> dict[str, Any]:
    return {"reason": "客户要求"}


def a_plan(world: World) -> dict[str, Any]:
    day = (world.today + timedelta(days=9)).isoformat()
    one = {"text": "更换轴承", "owner": world.employee.pk, "due_date": day}
    return {
        "method": "FIVE_WHY", "root_cause": "缺油", "effect_measure": "投诉为零",
        "causes": [{"text": "异响"}, {"text": "缺油"}],
        "measures": [one | {"measure_kind": "CORRECTIVE"}, one | {"measure_kind": "PREVENTIVE"}],
    }  # fmt: skip


def an_action(world: World) -> dict[str, Any]:
    return {"department": world.service.pk, "title": "异响", "problem": "主轴异响"}


def a_result(world: World) -> dict[str, Any]:
    return {"measure": world.running_action.rounds.get().measures.all()[0].pk, "result": "已完成"}


def a_check(_world: World) -> dict[str, Any]:
    return {"finding": "已落实", "in_order": True}


def an_effect(_world: World) -> dict[str, Any]:
    return {"is_effective": True, "finding": "未再出现"}


def a_report(world: World) -> dict[str, Any]:
    return an_effect(world) | {"corrective_action": world.corrective_action.pk}


ROWS: dict[str, dict[str, Any]] = {
    "corrective:action_list": {"*": 200},
    "corrective:action_create": only(403),
    "corrective:action_detail": {"kwargs": running, "foreign": foreign} | seen(200, others=200),
    "corrective:plan_edit": {"kwargs": action, "*": 404}
    | dict.fromkeys((*READERS, "employee"), 403)
    | dict.fromkeys(PLANNERS, 200),
    "corrective:plan_withdraw": {"kwargs": running} | seen(409, *PLANNERS),
    "corrective:action_cancel": {"kwargs": running} | seen(403),
    "corrective:action_reopen": {"kwargs": running} | seen(403),
    "corrective:measure_finish": {"kwargs": measure} | seen(200, *PLANNERS, "employee"),
    "corrective:check_add": {"kwargs": running} | seen(403),
    "corrective:action_implement": {"kwargs": running} | seen(403),
    "corrective:report_create": {"kwargs": running} | seen(403),
    "corrective:report_detail": {"kwargs": report} | seen(200, others=200),
    "corrective:report_edit": {"kwargs": report} | seen(403),
    "corrective:report_withdraw": {"kwargs": report} | seen(403),
    "api:corrective-actions-list": {"*": 200},
    "api:corrective-actions-list POST": only(403) | {"data": an_action},
    "api:corrective-actions-detail": api(running) | seen(200, others=200),
    "api:corrective-actions-save-plan": api(running) | only(409, *PLANNERS) | {"data": a_plan},
    "api:corrective-actions-submit-plan": api(running) | only(409, *PLANNERS) | {"data": a_plan},
    "api:corrective-actions-withdraw-plan": api(running) | only(409, *PLANNERS),
    "api:corrective-actions-finish-measure": api(running) | seen(200, *PLANNERS, "employee") | {"data": a_result},
    "api:corrective-actions-check": api(running) | only(403) | {"data": a_check},
    "api:corrective-actions-implement": api(running) | only(403),
    "api:corrective-actions-cancel": api(running) | only(403) | {"data": why},
    "api:corrective-actions-reopen": api(running) | only(403) | {"data": why},
    "api:effect-reports-list": {"*": 200},
    "api:effect-reports-list POST": only(403) | {"data": a_report},
    "api:effect-reports-detail": api(report) | seen(200, others=200),
    "api:effect-reports-resubmit": api(report) | only(403) | {"data": an_effect},
    "api:effect-reports-withdraw": api(report) | only(403) | {"data": why},
}
