"""Rows of the organization: sign-in, one's own page, people, departments, roles, pairs, and their resources."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.utils import timezone

from organization.services import own
from tests.permissions.world import World

VIEWERS = {"finance_manager": 200, "finance_supervisor": 200, "gm": 200}
VIEW = {"*": 403, **VIEWERS}
EDIT = {"*": 403, "finance_supervisor": 200}


def address_token(world: World) -> dict[str, Any]:
    """The link of a mail that asks the employee for a new address."""
    employee = world.employee
    return {"token": signing.dumps([employee.pk, employee.email, "new@shouhou.example"], salt=own.ADDRESS_SALT)}


def person(world: World) -> dict[str, Any]:
    return {"person_id": world.employee.pk}


def department(world: World) -> dict[str, Any]:
    return {"department_id": world.service.pk}


def role(world: World) -> dict[str, Any]:
    return {"role_id": world.role.pk}


def assignment(world: World) -> dict[str, Any]:
    return {"assignment_id": world.assignment.pk}


def one_person(world: World) -> dict[str, Any]:
    return {"pk": world.employee.pk}


def outsider(world: World) -> dict[str, Any]:
    return {"pk": world.people["outsider"].pk}


def one_department(world: World) -> dict[str, Any]:
    return {"pk": world.service.pk}


def one_assignment(world: World) -> dict[str, Any]:
    return {"pk": world.assignment.pk}


def own_token(world: World) -> dict[str, Any]:
    return {"pk": world.token.pk}


def leaving(world: World) -> dict[str, Any]:
    return {"left_date": timezone.localdate().isoformat(), "reason": "离职"}


def moving_person(world: World) -> dict[str, Any]:
    return {"department": world.other.pk, "reason": "调动"}


def moving_department(world: World) -> dict[str, Any]:
    return {"parent": world.tree.company.pk, "reason": "直属"}


OWN_TOKEN = {"kwargs": own_token, "*": 404, "employee": 200}
HOUSE = {"outsider": 404}
"""The employee is seen by their own house and above; another department is not told they exist."""


def right(world: World) -> dict[str, Any]:
    return {"right_id": world.break_glass.pk}


def staff_import(world: World) -> dict[str, Any]:
    return {"import_id": world.staff_import.pk}


def template(_world: World) -> dict[str, Any]:
    return {"kind": "people", "language": "zh"}


def one_right(world: World) -> dict[str, Any]:
    return {"pk": world.break_glass.pk}


SEES_RIGHT = {"*": 404, **VIEWERS, "finance_officer": 200}
"""The holder sees their own; who watches over rights sees all."""


ROWS: dict[str, dict[str, Any]] = {
    # pages
    "organization:sign_in": {"*": 302, "anonymous": 200},
    "organization:profile": {"*": 200},
    "organization:preferences_save": {"*": 422},
    "organization:email_confirm": {"kwargs": address_token, "*": 409, "employee": 200},
    "organization:password_change": {"*": 422},
    "organization:password_own": {"*": 302},
    "organization:token_create": {"*": 422},
    "organization:token_revoke": {
        "kwargs": lambda world: {"token_id": world.token.pk},
        "*": 404,
        "employee": 302,
    },
    "organization:sign_in_code": {"*": 302},
    "organization:company_sign_in": {"*": 404, "anonymous": 404},
    "organization:company_sign_in_back": {"*": 404, "anonymous": 404},
    "organization:security": {"*": 200},
    "organization:second_factor_set_up": {"*": 200},
    "organization:second_factor_off": {"*": 404},
    "organization:recovery_codes_renew": {"*": 404},
    "organization:sessions_end": {"*": 302},
    "organization:session_end": {"kwargs": lambda _world: {"handle": "of-somebody-else"}, "*": 404},
    "organization:duties": VIEW,
    "organization:staff_imports": EDIT,
    "organization:staff_import_create": EDIT,
    "organization:staff_template": {"kwargs": template, **EDIT},
    "organization:staff_import_detail": {"kwargs": staff_import, **EDIT},
    "organization:staff_import_progress": {"kwargs": staff_import, **EDIT},
    "organization:staff_import_read": {"kwargs": staff_import, "*": 403, "finance_supervisor": 422},
    "organization:staff_import_apply": {"kwargs": staff_import, "*": 403, "finance_supervisor": 422},
    "organization:staff_import_stop": {"kwargs": staff_import, "*": 403, "finance_supervisor": 302},
    "organization:staff_import_discard": {"kwargs": staff_import, "*": 403, "finance_supervisor": 302},
    "organization:break_glass": {"*": 200},
    "organization:break_glass_grant": {"*": 403, "gm": 200},
    "organization:break_glass_detail": {"kwargs": right, **SEES_RIGHT},
    "organization:break_glass_end": {
        "kwargs": right,
        **dict.fromkeys(SEES_RIGHT, 403),
        "*": 404,
        "gm": 200,
        "finance_officer": 200,
    },
    "organization:break_glass_review": {"kwargs": right, "*": 403, "finance_manager": 200},
    "organization:sign_ins": EDIT,
    "organization:role_second_factor": {"kwargs": role, **EDIT},
    "organization:people": VIEW,
    "organization:person_create": EDIT,
    "organization:person_detail": {"kwargs": person, **VIEW},
    "organization:person_edit": {"kwargs": person, **EDIT},
    "organization:person_move": {"kwargs": person, **EDIT},
    "organization:person_leave": {"kwargs": person, **EDIT},
    "organization:person_left": {"kwargs": person, "*": 404, **VIEWERS, "manager": 200},
    "organization:person_password": {"kwargs": person, **EDIT},
    "organization:person_second_factor": {"kwargs": person, **EDIT},
    "organization:role_grant": {"kwargs": person, **EDIT},
    "organization:departments": VIEW,
    "organization:department_create": EDIT,
    "organization:department_detail": {"kwargs": department, **VIEW},
    "organization:department_edit": {"kwargs": department, **EDIT},
    "organization:department_move": {"kwargs": department, **EDIT},
    "organization:department_close": {"kwargs": department, **EDIT},
    "organization:department_reopen": {"kwargs": department, **EDIT},
    "organization:roles": VIEW,
    "organization:role_create": EDIT,
    "organization:role_detail": {"kwargs": role, **VIEW},
    "organization:role_edit": {"kwargs": role, **EDIT},
    "organization:assignments": VIEW,
    "organization:assignment_end": {"kwargs": assignment, **EDIT},
    "organization:pairs": VIEW,
    "organization:pair_add": EDIT,
    # the API
    "api:tokens-list": {"*": 200},
    "api:tokens-list POST": {"*": 400, "anonymous": 400},
    "api:tokens-detail": OWN_TOKEN,
    "api:tokens-revoke": OWN_TOKEN,
    "api:departments-list": {"*": 200},
    "api:departments-list POST": {"*": 403, "finance_supervisor": 400},
    "api:departments-detail": {"kwargs": one_department, "*": 200},
    "api:departments-detail PATCH": {"kwargs": one_department, **EDIT},
    "api:departments-move": {"kwargs": one_department, "data": moving_department, **EDIT},
    "api:departments-close": {
        "kwargs": one_department,
        "data": {"reason": "撤销"},
        "*": 403,
        "finance_supervisor": 409,
    },
    "api:departments-reopen": {"kwargs": one_department, "data": {"reason": "恢复"}, **EDIT},
    "api:people-list": {"*": 200},
    "api:people-list POST": {"*": 403, "finance_supervisor": 400},
    "api:people-detail": {"kwargs": one_person, "*": 200, **HOUSE, "foreign": outsider},
    "api:people-detail PATCH": {"kwargs": one_person, **EDIT},
    "api:people-move": {"kwargs": one_person, "data": moving_person, **EDIT},
    "api:people-leave": {"kwargs": one_person, "data": leaving, **EDIT},
    "api:role-assignments-list": {"*": 200},
    "api:role-assignments-list POST": {"*": 403, "finance_supervisor": 400},
    "api:role-assignments-detail": {"kwargs": one_assignment, "*": 404, "employee": 200, **VIEWERS},
    "api:role-assignments-end": {"kwargs": one_assignment, "data": {"reason": "卸任"}, **EDIT},
    "api:break-glass-rights-list": {"*": 200},
    "api:break-glass-rights-list POST": {"*": 403, "gm": 400},
    "api:break-glass-rights-detail": {"kwargs": one_right, **SEES_RIGHT},
    "api:break-glass-rights-end": {
        "kwargs": one_right,
        "data": {"reason": "结束"},
        **dict.fromkeys(SEES_RIGHT, 403),
        "*": 404,
        "gm": 200,
        "finance_officer": 200,
    },
    "api:break-glass-rights-review": {
        "kwargs": one_right,
        "data": {"verdict": "JUSTIFIED", "finding": "已核对"},
        "*": 403,
        "finance_manager": 409,
    },
    # last: it signs out
    "organization:sign_out": {"*": 302},
}
