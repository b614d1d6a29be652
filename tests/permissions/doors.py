"""Every address that takes a file, read from the views themselves, and what is sent along with one (QLT-42)."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from django.urls import get_resolver
from rest_framework.parsers import MultiPartParser

from core.table_imports import targets
from organization.models import Person, Warehouse
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.permissions.urls import _walk
from tests.permissions.world import World

OURS = {
    "agreements", "approvals", "budgets", "complaints", "core", "corrective", "customers", "expenses", "feedback",
    "organization", "parts_sales", "reports",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Door:
    """One address: its arguments, who sends, what goes with the file, and the name of its field."""

    data: Callable[[World], dict[str, Any]] = lambda _world: {}
    who: str = ""
    """One of the world's people or of its attributes, `keeper` of a warehouse; empty for nobody signed in."""
    kwargs: Callable[[World], dict[str, Any]] = lambda _world: {}
    field: str = "file"


def found() -> set[str]:
    """The names of all addresses whose view reads files."""
    return {name for name, pattern in _walk(get_resolver().url_patterns, "") if _takes_files(pattern.callback)}


def _takes_files(callback: Any) -> bool:
    resource, actions = getattr(callback, "cls", None), getattr(callback, "actions", None)
    if resource is not None and actions:
        if actions.get("post") != "create":
            return False
        view = resource()
        view.action_map = actions
        return any(isinstance(parser, MultiPartParser) for parser in view.get_parsers())
    view = inspect.unwrap(callback)
    if not inspect.isfunction(view) or view.__module__.partition(".")[0] not in OURS:
        return False
    return _reads(view, frozenset())


def _reads(function: FunctionType, above: frozenset[str]) -> bool:
    """Whether a function of a view's module, or one it names, reads the files of a request."""
    name = f"{function.__module__}.{function.__qualname__}"
    if name in above:
        return False
    module = sys.modules[function.__module__]
    body = _bodies(module).get(function.__name__)
    if body is None:
        return False
    if any(isinstance(node, ast.Attribute) and node.attr == "FILES" for node in ast.walk(body)):
        return True
    return any(_reads(other, above | {name}) for other in _named(body, module))


def _named(body: ast.AST, module: ModuleType) -> Iterator[FunctionType]:
    for node in ast.walk(body):
        thing = None
        if isinstance(node, ast.Name):
            thing = getattr(module, node.id, None)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            thing = getattr(getattr(module, node.value.id, None), node.attr, None)
        thing = inspect.unwrap(thing) if callable(thing) and not inspect.isclass(thing) else None
        if inspect.isfunction(thing) and ".views" in thing.__module__ and thing.__module__.partition(".")[0] in OURS:
            yield thing


@cache
def _bodies(module: ModuleType) -> dict[str, ast.AST]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


# --- What goes with the file


def _spending(world: World) -> dict[str, Any]:
    today = world.today
    head = {
        "action": "save", "request_key": "door", "title": "差旅", "claim_kind": "EXPENSE", "currency": "CNY",
        "department": world.service.pk, "purpose": "现场", "expected_date": today.isoformat(),
        "end_date": (today + timedelta(days=9)).isoformat(), "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0",
    }  # fmt: skip
    line = {"category": world.category.pk, "description": "住宿", "expense_date": today.isoformat(), "amount": "10.00"}
    return head | {f"lines-0-{name}": value for name, value in line.items()}


def _adjusting(world: World) -> dict[str, Any]:
    drawn = world.adjustment_draft.lines.get()
    head = {
        "action": "save", "request_key": "door", "title": "追加", "department": world.service.pk, "purpose": "返修",
        "criteria": "批准后发生", "adjustment_kind": "SUPPLEMENT", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0",
    }  # fmt: skip
    line = {"category": drawn.category_id, "period": drawn.period_id, "amount": "10.00"}
    return head | {f"lines-0-{name}": value for name, value in line.items()}


def _complaint(world: World) -> dict[str, Any]:
    return {
        "request_key": "door", "source": "PHONE", "severity": "MAJOR", "customer": world.complaint.customer_id,
        "title": "漏油", "happened": "导轨漏油", "version": world.complaint.version,
    }  # fmt: skip


def _public(_world: World) -> dict[str, Any]:
    return {"company": "恒通机械", "name": "王工", "phone": "024-1", "happened": "导轨漏油"}


def _confirmed(world: World) -> dict[str, Any]:
    at = offers.AT.strftime("%Y-%m-%dT%H:%M")
    return {"way": "PHONE", "name": "王工", "when": at, "proof": "电话确认"}


def _sent_quote(world: World) -> dict[str, Any]:
    stores.price(world.part, "9480.00")
    return {"quote_id": offers.sent(world.clerk, offers.line(world.part, "1", "9480.00"), at=world.now).pk}


def _on(kind: str, name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"kind": kind, "document_id": getattr(world, name).pk}


PAPERS = {
    "an expense claim": ("expense_claim", "claim_draft", "employee"),
    "a market research report": ("research_report", "research_report", "manager"),
    "an agreement": ("agreement", "agreement_draft", "manager"),
    "a quote, its pictures": ("quote", "quote", "clerk"),
    "a complaint": ("complaint", "complaint", "complaints_handler"),
}
"""Documents of several kinds that files are attached to; the door is one for all of them."""


TABLES = {"stock-count": "keeper", "price-list": "finance_officer"}
"""Who brings master data of a target in, where it is not the manager."""


def sender(door: Door, world: World) -> Person | None:
    """Who sends to a door; nobody for one that is open to everybody."""
    if door.who == "keeper":
        made = cast.member(world.tree.company, "employee")
        cast.give(made, "warehouse_keeper", Warehouse.objects.all()[0])
        return made
    return (world.people.get(door.who) or getattr(world, door.who)) if door.who else None


def _at(kind: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"document_kind": kind, "document": world.claim_draft.pk}


DOORS: dict[str, Door] = {
    "expenses:import_create": Door(lambda _world: {"source": "金蝶"}, "finance_officer"),
    "api:expense-imports-list": Door(lambda _world: {"source": "金蝶"}, "finance_officer"),
    "organization:staff_import_create": Door(lambda _world: {"kind": "PEOPLE"}, "finance_supervisor"),
    "api:staff-imports-list": Door(lambda _world: {"kind": "DEPARTMENTS"}, "finance_supervisor"),
    "budgets:import_upload": Door(who="manager", kwargs=lambda world: {"budget_id": world.budget.pk}),
    "expenses:claim_create": Door(_spending, "employee", field="files"),
    "expenses:claim_edit": Door(_spending, "employee", lambda world: {"claim_id": world.claim_draft.pk}, "files"),
    "expenses:request_create": Door(_spending, "employee", field="files"),
    "expenses:request_edit": Door(_spending, "employee", lambda world: {"request_id": world.request_draft.pk}, "files"),
    "budgets:adjustment_create": Door(_adjusting, "manager", field="files"),
    "budgets:adjustment_edit": Door(
        _adjusting, "manager", lambda world: {"adjustment_id": world.adjustment_draft.pk}, "files"
    ),
    "complaints:complaint_create": Door(_complaint, "complaints_handler", field="files"),
    "complaints:complaint_edit": Door(
        _complaint, "complaints_handler", lambda world: {"complaint_id": world.complaint.pk}, "files"
    ),
    "complaints:intake_take": Door(
        _complaint, "complaints_handler", lambda world: {"intake_id": world.intake.pk}, "files"
    ),
    "public_complaints:complain": Door(_public, field="photos"),
    "parts_sales:quote_confirm": Door(_confirmed, "clerk", _sent_quote, "files"),
    "api:attachments-list": Door(_at("expense_claim"), "employee"),
    "api:table-imports-list": Door(lambda _world: {"target": "parts"}, "manager"),
    "core:attachment_add": Door(who="employee", kwargs=_on("expense_claim", "claim_draft"), field="files"),
    "core:table_import_new": Door(who="manager", kwargs=lambda _world: {"target": "customers"}),
}
"""Every door by the name of its address."""


def all_doors() -> dict[str, tuple[str, Door]]:
    """Every door, those of master data once for each target, those of documents for several kinds."""
    doors = {name: (name, door) for name, door in DOORS.items()}
    for what, (kind, thing, who) in PAPERS.items():
        name = "core:attachment_add"
        doors[f"{name} of {what}"] = (name, Door(who=who, kwargs=_on(kind, thing), field="files"))
    for code in targets.known():
        name = "core:table_import_new"
        who = TABLES.get(code, "manager")
        doors[f"{name} of {code}"] = (name, Door(who=who, kwargs=lambda _world, code=code: {"target": code}))
    return doors
