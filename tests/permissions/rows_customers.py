"""Rows of customers, and of files of master data."""

from __future__ import annotations

from typing import Any

from tests.permissions.world import World


def customer(world: World) -> dict[str, Any]:
    return {"customer_id": world.customer.pk}


def other_customer(world: World) -> dict[str, Any]:
    return {"customer_id": world.other_customer.pk}


def contacts(world: World) -> dict[str, Any]:
    return {**customer(world), "part": "contact"}


def contact(world: World) -> dict[str, Any]:
    return {**contacts(world), "part_id": world.contact.pk}


def api_customer(world: World) -> dict[str, Any]:
    return {"pk": world.customer.pk}


def api_other(world: World) -> dict[str, Any]:
    return {"pk": world.other_customer.pk}


def file(world: World) -> dict[str, Any]:
    return {"target": "customers", "import_id": world.table_import.pk}


def retiring(world: World) -> dict[str, Any]:
    return {"id": world.contact.pk}


def kept(status: int) -> dict[str, Any]:
    """Service's manager keeps it; who sees it may not, another department does not see it."""
    return {"*": 403, "manager": status, "outsider": 404}


def api_kept(status: int, data: Any = None) -> dict[str, Any]:
    """The right is asked before the row, so that nobody learns what there is."""
    row = {"kwargs": api_customer, "foreign": api_other, "blind": ("manager",), "*": 403, "manager": status}
    return row | ({"data": data} if data is not None else {})


PAGE = {"kwargs": customer, "foreign": other_customer}
FILE = {"kwargs": file, "*": 404}

ROWS: dict[str, dict[str, Any]] = {
    "customers:customer_list": {"*": 200},
    "customers:customer_create": {"*": 403, "manager": 200},
    "customers:customer_alike": {"*": 403, "manager": 200},
    "customers:customer_detail": {**PAGE, "*": 200, "outsider": 404},
    "customers:customer_edit": {**PAGE, **kept(200)},
    "customers:customer_archive": {**PAGE, **kept(302)},
    "customers:customer_restore": {**PAGE, **kept(302)},
    "customers:customer_merge": {**PAGE, **kept(200)},
    "customers:part_add": {"kwargs": contacts, **kept(200)},
    "customers:part_edit": {"kwargs": contact, **kept(200)},
    "customers:part_retire": {"kwargs": contact, **kept(302)},
    "api:customers-list": {"*": 200},
    "api:customers-list POST": {"*": 403, "manager": 201, "data": {"name_zh": "新客户"}},
    "api:customers-detail": {"kwargs": api_customer, "foreign": api_other, "*": 200, "outsider": 404},
    "api:customers-detail PATCH": api_kept(200, {"phone": "024-1"}),
    "api:customers-archive": api_kept(200),
    "api:customers-restore": api_kept(200),
    "api:customers-merge": api_kept(200, lambda world: {"survivor": world.another_customer.pk, "reason": "同一家"}),
    "api:customers-add-contact": api_kept(200, {"name": "李工"}),
    "api:customers-add-address": api_kept(200, {"text": "沈阳市铁西区 1 号"}),
    "api:customers-add-machine": api_kept(200, {"model": "M2600", "serial_number": "1"}),
    "api:customers-change-contact": api_kept(200, lambda world: retiring(world) | {"phone": "024-1"}),
    "api:customers-change-address": api_kept(400, {"id": 999_999}),
    "api:customers-change-machine": api_kept(400, {"id": 999_999}),
    "api:customers-retire-contact": api_kept(200, retiring),
    "api:customers-retire-address": api_kept(400, {"id": 999_999}),
    "api:customers-retire-machine": api_kept(400, {"id": 999_999}),
    "core:table_import_new": {"kwargs": lambda _world: {"target": "customers"}, "*": 404, "manager": 200},
    "core:table_import_template": {"kwargs": lambda _world: {"target": "customers"}, "*": 404, "manager": 200},
    "core:table_import": {**FILE, "manager": 200},
    # Sent without what the preview was called: it is looked at again.
    "core:table_import_apply": {**FILE, "manager": 422},
    "core:table_import_discard": {**FILE, "manager": 302},
}
