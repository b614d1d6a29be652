"""Rows of approvals: the inbox, decisions, routes, and their resources."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from approvals import services
from approvals.models import Delegation, Question
from tests.factories.organization import actor_of
from tests.permissions.world import World

EDITORS = ("finance_manager", "finance_supervisor")


def task(world: World) -> dict[str, Any]:
    return {"task_id": world.task.pk}


def api_task(world: World) -> dict[str, Any]:
    return {"pk": world.task.pk}


def question(world: World) -> Question:
    """Of the manager to the general manager."""
    found = Question.objects.filter(case=world.task.case).first()
    return found or services.ask(
        task_id=world.task.pk,
        person_ids=[world.people["gm"].pk],
        text="是否同意？",
        actor=actor_of(world.people["manager"]),
        at=world.now,
    )


def route(world: World) -> dict[str, Any]:
    return {"route_id": world.route.pk}


def editors(status: int, others: int = 403) -> dict[str, Any]:
    return {"*": others, **dict.fromkeys(EDITORS, status)}


DECIDES_NOT = ("employee", "outsider", "finance_supervisor")


def delegation(world: World) -> Delegation:
    """The manager has the general manager decide in their place, from tomorrow."""
    found = Delegation.objects.first()
    return found or services.delegate(
        delegate_id=world.people["gm"].pk,
        start_date=world.today + timedelta(days=1),
        end_date=world.today + timedelta(days=8),
        reason="休假",
        actor=actor_of(world.people["manager"]),
        at=world.now,
    )


def new_delegation(world: World) -> dict[str, Any]:
    start = world.today + timedelta(days=30)
    return {
        "delegate": world.other_manager.pk,
        "start_date": start.isoformat(),
        "end_date": (start + timedelta(days=3)).isoformat(),
        "reason": "休假",
    }


ROWS: dict[str, dict[str, Any]] = {
    "approvals:inbox": {"*": 200},
    "approvals:decided": {"*": 200},
    "approvals:decide": {"kwargs": task, "data": {"verdict": "APPROVE"}, "*": 404, "manager": 302},
    "approvals:hand_over": {"kwargs": task, "*": 404, "manager": 200},
    "approvals:add_approver": {"kwargs": task, "*": 404, "manager": 200},
    "approvals:ask": {"kwargs": task, "*": 404, "manager": 200},
    "approvals:answer": {
        "kwargs": lambda world: {"asked_id": question(world).asked.get().pk},
        "data": {"text": "已核对"},
        "*": 404,
        "gm": 302,
    },
    "approvals:take_back_question": {
        "kwargs": lambda world: {"question_id": question(world).pk},
        "*": 403,
        "manager": 302,
        "outsider": 404,
    },
    "approvals:take_back_step": {
        "kwargs": lambda world: {"step_id": world.task.step_id},
        "*": 403,
        "outsider": 404,
    },
    "api:approval-cases-take-back": {
        "kwargs": lambda world: {"pk": world.case.pk},
        "data": lambda world: {"question": question(world).pk},
        "*": 403,
        "manager": 200,
        "outsider": 404,
    },
    "approvals:decide_many": {"*": 422},
    "approvals:case_resume": {
        "kwargs": lambda world: {"case_id": world.case.pk},
        **editors(302),
        "outsider": 404,
    },
    "approvals:delegation_list": {"*": 200},
    "approvals:delegation_create": {"*": 200, **dict.fromkeys(DECIDES_NOT, 403)},
    "approvals:delegation_end": {
        "kwargs": lambda world: {"delegation_id": delegation(world).pk},
        "*": 404,
        "manager": 200,
        "gm": 200,
        **dict.fromkeys(EDITORS, 403),
    },
    "approvals:measures": {**editors(200), "gm": 200},
    "approvals:measure_cases": {**editors(200), "gm": 200},
    "approvals:route_list": {**editors(200), "gm": 200},
    "approvals:route_create": {"query": "?kind=expense_claim", **editors(200)},
    "approvals:route_edit": {"kwargs": route, **editors(200)},
    "approvals:route_retire": {"kwargs": route, **editors(422)},
    "api:delegations-list": {"*": 200},
    "api:delegations-list POST": {"data": new_delegation, "*": 409, "manager": 201, "division_manager": 201},
    "api:delegations-detail": {
        "kwargs": lambda world: {"pk": delegation(world).pk},
        "*": 404,
        "manager": 200,
        "gm": 200,
        **dict.fromkeys(EDITORS, 200),
    },
    "api:delegations-end": {
        "kwargs": lambda world: {"pk": delegation(world).pk},
        "data": {"reason": ""},
        "*": 404,
        "manager": 200,
        "gm": 200,
        **dict.fromkeys(EDITORS, 403),
    },
    "api:approval-tasks-list": {"*": 200},
    "api:approval-tasks-errands": {"*": 200, "data": {}},
    "api:approval-tasks-detail": {"kwargs": api_task, "*": 404, "manager": 200},
    "api:approval-tasks-approve": {"kwargs": api_task, "data": {"reason": ""}, "*": 404, "manager": 200},
    "api:approval-tasks-return": {"kwargs": api_task, "data": {"reason": "缺附件"}, "*": 404, "manager": 200},
    "api:approval-tasks-reject": {"kwargs": api_task, "data": {"reason": "重复"}, "*": 404, "manager": 200},
    "api:approval-tasks-review": {"kwargs": api_task, "data": {"opinion": "AGREE"}, "*": 404, "manager": 409},
    "api:approval-tasks-hand-over": {
        "kwargs": api_task,
        "data": lambda world: {"reason": "外出", "person": world.people["finance_officer"].pk},
        "*": 404,
        "manager": 200,
    },
    "api:approval-tasks-add-approver": {
        "kwargs": api_task,
        "data": lambda world: {
            "reason": "请先把关",
            "people": [world.people["finance_officer"].pk],
            "where": "BEFORE",
        },
        "*": 404,
        "manager": 200,
    },
    "api:approval-tasks-ask": {
        "kwargs": api_task,
        "data": lambda world: {"text": "为什么？", "people": [world.people["gm"].pk]},
        "*": 404,
        "manager": 200,
    },
    "api:approval-cases-answer": {
        "kwargs": lambda world: {"pk": world.case.pk},
        "data": lambda world: {"text": "已核对", "question": question(world).pk},
        "*": 403,
        "gm": 200,
        "outsider": 404,
    },
    "api:approval-cases-list": {"*": 200},
    "api:approval-cases-resume": {"kwargs": lambda world: {"pk": world.case.pk}, **editors(200), "outsider": 404},
    "api:approval-cases-detail": {
        "kwargs": lambda world: {"pk": world.case.pk},
        "*": 200,
        "outsider": 404,
    },
}
