"""Rows of the API's calls that do what single pages do: roles and pairs, routes, ceilings, files, views, figures."""

from __future__ import annotations

from typing import Any

from organization.models import IncompatiblePair
from tests.permissions.rows_approvals import editors
from tests.permissions.rows_core import saved_view
from tests.permissions.world import World

SEE_ROLES = {"finance_manager": 200, "finance_supervisor": 200, "gm": 200}


def one_role(world: World) -> dict[str, Any]:
    return {"pk": world.role.pk}


def one_pair(_world: World) -> dict[str, Any]:
    return {"pk": IncompatiblePair.objects.values_list("pk", flat=True)[0]}


def one_staff_import(world: World) -> dict[str, Any]:
    return {"pk": world.staff_import.pk}


def one_route(world: World) -> dict[str, Any]:
    return {"pk": world.route.pk}


def one_table_import(world: World) -> dict[str, Any]:
    return {"pk": world.table_import.pk}


def one_view(world: World) -> dict[str, Any]:
    return {"pk": saved_view(world)["view_id"]}


def ceiling(world: World) -> dict[str, Any]:
    return {
        "fiscal_year": world.year.pk,
        "ceilings": [{"department": world.service.pk, "category": world.category.pk, "amount": "5.00"}],
    }


def this_year(world: World) -> dict[str, Any]:
    return {"fiscal_year": world.year.pk}


def this_month(world: World) -> dict[str, Any]:
    return {"fiscal_year": world.year.pk, "month": 3}


STAFF = {"kwargs": one_staff_import, "*": 404}
TABLE = {"kwargs": one_table_import, "*": 404}
VIEW = {"kwargs": one_view}
ROWS: dict[str, dict[str, Any]] = {
    "api:roles-list": {"*": 200},
    "api:roles-list POST": {"*": 403, "finance_supervisor": 400},
    "api:roles-detail": {"kwargs": one_role, "*": 404, **SEE_ROLES},
    "api:roles-detail PATCH": {
        "kwargs": one_role, "data": {"name_en": "Sales"}, "*": 404, "finance_manager": 403, "gm": 403,
        "finance_supervisor": 200,
    },
    "api:incompatible-pairs-list": {"*": 200},
    "api:incompatible-pairs-list POST": {"*": 403, "finance_supervisor": 400},
    "api:incompatible-pairs-detail": {"kwargs": one_pair, "*": 404, **SEE_ROLES},
    "api:staff-imports-list": {"*": 200},
    "api:staff-imports-list POST": {"*": 403, "finance_supervisor": 415},
    "api:staff-imports-detail": {**STAFF, "finance_supervisor": 200},
    "api:staff-imports-read": {**STAFF, "data": {"header_row": 0, "columns": []}, "finance_supervisor": 400},
    "api:staff-imports-apply": {**STAFF, "data": {"leave_out_bad": False}, "finance_supervisor": 409},
    "api:staff-imports-stop": {**STAFF, "finance_supervisor": 200},
    "api:staff-imports-discard": {**STAFF, "finance_supervisor": 200},
    "api:approval-routes-list": {"*": 200},
    "api:approval-routes-list POST": editors(400),
    "api:approval-routes-detail": {"kwargs": one_route, **editors(200, 404), "gm": 200},
    # The company's route is only ever replaced.
    "api:approval-routes-retire": {
        "kwargs": one_route, "data": {"reason": "合并"}, **editors(409, 404), "gm": 403,
    },
    "api:approval-measures": {"data": {}, **editors(200), "gm": 200},
    "api:ceilings-list": {"*": 200},
    "api:ceilings-detail": {"kwargs": lambda _world: {"pk": 999_999}, "*": 404},
    "api:ceilings-give": {"data": ceiling, "*": 403, "finance_officer": 200, "finance_manager": 200},
    "api:company-budget": {"data": this_year, "*": 200, "employee": 403, "outsider": 403},
    "api:budgets-ask": {
        "kwargs": lambda world: {"pk": world.budget.pk}, "data": {"line": 1, "question": "为何？"}, "*": 409, "outsider": 404,
    },
    "api:budgets-answer": {
        "kwargs": lambda world: {"pk": world.budget.pk}, "data": {"question": 999_999, "answer": "因为"}, "*": 400,
        "outsider": 404,
    },
    "api:variance": {"data": this_month, "*": 200, "employee": 403, "outsider": 403},
    "api:complaint-costs": {"data": this_month, "*": 200, "employee": 403, "outsider": 403},
    "api:search": {"data": {"q": "出差"}, "*": 200},
    "api:saved-views-list": {"*": 200},
    "api:saved-views-list POST": {
        "data": {"name": "每周", "audience": "OWN", "path": "/expenses/claims/", "query": "state=DRAFT"}, "*": 201,
    },
    "api:saved-views-detail": {**VIEW, "*": 200},
    "api:saved-views-detail PATCH": {**VIEW, "data": {"name": "改名"}, "*": 403, "manager": 200},
    "api:saved-views-delete": {**VIEW, "*": 403, "manager": 200},
    "api:saved-views-restore": {**VIEW, "*": 403, "manager": 200},
    "api:saved-views-usual": {**VIEW, "data": {"usual": True}, "*": 200},
    "api:table-imports-list": {"*": 200},
    "api:table-imports-list POST": {"*": 415},
    "api:table-imports-detail": {**TABLE, "manager": 200},
    "api:table-imports-read": {**TABLE, "data": {"header_row": 0, "columns": ["name_zh"]}, "manager": 200},
    # Sent with another name than what was read: it is looked at again.
    "api:table-imports-apply": {**TABLE, "data": {"seen": "x"}, "manager": 409},
    "api:table-imports-discard": {**TABLE, "manager": 200},
}  # fmt: skip
