"""Rows of adjustments: list, form, document, moves, resource."""

from __future__ import annotations

from typing import Any

from tests.permissions.world import World


def draft(world: World) -> dict[str, Any]:
    return {"adjustment_id": world.adjustment_draft.pk}


def submitted(world: World) -> dict[str, Any]:
    return {"adjustment_id": world.adjustment.pk}


def other(world: World) -> dict[str, Any]:
    return {"adjustment_id": world.other_adjustment.pk}


def api(of: Any) -> Any:
    return lambda world: {"pk": of(world)["adjustment_id"]}


SEEING = {"*": 200, "outsider": 404}
MAKERS = ("manager", "division_manager")
PAGE = {"foreign": other}
API = {"foreign": api(other)}
GIVE_UP = {"data": {"reason": "不再需要"}}


def makers(status: int, others: int = 403, **more: int) -> dict[str, Any]:
    """Whoever makes the department's budgets; who sees it is refused; another department does not see it."""
    return {"*": others, **dict.fromkeys(MAKERS, status), **more}


def body(world: World) -> dict[str, Any]:
    return {
        "department": world.service.pk,
        "adjustment_kind": "SUPPLEMENT",
        "title": "差旅追加",
        "lines": [{"category": world.category.pk, "period": world.period.pk, "amount": "100.00"}],
    }


ROWS: dict[str, dict[str, Any]] = {
    "budgets:adjustment_list": {"*": 200},
    "budgets:adjustment_create": makers(200),
    "budgets:adjustment_impact": makers(200),
    "budgets:adjustment_detail": {"kwargs": submitted, **PAGE, **SEEING},
    "budgets:adjustment_edit": {"kwargs": draft, **PAGE, **makers(200, outsider=404)},
    "budgets:adjustment_submit": {"kwargs": draft, **PAGE, **makers(302, outsider=404)},
    "budgets:adjustment_withdraw": {"kwargs": submitted, **PAGE, "*": 403, "manager": 302, "outsider": 404},
    "budgets:adjustment_cancel": {"kwargs": draft, **GIVE_UP, **PAGE, **makers(302, outsider=404)},
    "api:adjustments-list": {"*": 200},
    "api:adjustments-list POST": {"data": body, **makers(201)},
    "api:adjustments-check": {"data": body, **makers(200)},
    "api:adjustments-detail": {"kwargs": api(submitted), **API, **SEEING},
    "api:adjustments-detail PATCH": {
        "kwargs": api(draft), "data": {"title": "差旅追加二"}, **API, **makers(200, outsider=404),
    },
    "api:adjustments-submit": {"kwargs": api(draft), **API, **makers(200, outsider=404)},
    "api:adjustments-withdraw": {"kwargs": api(submitted), **API, "*": 403, "manager": 200, "outsider": 404},
    "api:adjustments-cancel": {"kwargs": api(draft), **GIVE_UP, **API, **makers(200, outsider=404)},
}  # fmt: skip
