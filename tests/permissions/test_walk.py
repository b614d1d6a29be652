"""Everybody opens everything, and gets what the table says (QLT-40)."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.factories.organization import signed_in
from tests.permissions.urls import Address, addresses, nameless
from tests.permissions.versions import as_read
from tests.permissions.world import World

pytestmark = pytest.mark.rule("QLT-40")

PEOPLE = (
    "employee", "outsider", "manager", "division_manager", "finance_officer", "finance_manager", "finance_supervisor", "gm",
)  # fmt: skip
ANONYMOUS = "anonymous"
ABOUT = {"kwargs", "foreign", "blind", "data", "query", "*"}
AREAS = sorted(path.stem for path in Path(__file__).parent.glob("rows_*.py"))
REFUSED = {302: "sign-in", 401: "sign-in", 403: "refused", 404: "unseen"}


def rows_of(area: str) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = importlib.import_module(f"tests.permissions.{area}").ROWS
    return {name: as_read(name, row) if name.endswith(" PATCH") else row for name, row in rows.items()}


def all_rows() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for area in AREAS:
        assert not rows.keys() & rows_of(area).keys(), f"{area} repeats rows"
        rows |= rows_of(area)
    return rows


# --- The table and the resolver agree


def test_every_url_has_a_name_and_a_row():
    rows = all_rows()
    missing = []
    for address in addresses():
        wanted = [address.name]
        if address.is_api:
            wanted += [f"{address.name} {method}" for method in address.methods if method != address.plain_method]
        missing += [name for name in wanted if name not in rows]

    assert not nameless()
    assert not missing, f"no row for: {', '.join(missing)}"


def test_every_row_has_a_url():
    known = {address.name: address for address in addresses()}
    stray = [
        row
        for row in all_rows()
        if (name := row.partition(" ")[0]) not in known
        or (" " in row and row.partition(" ")[2] not in known[name].methods)
    ]

    assert not stray, f"rows of no URL: {', '.join(stray)}"


def test_rows_name_only_people_of_the_cast():
    strange = {
        f"{name}: {key}" for name, row in all_rows().items() for key in row if key not in {*PEOPLE, ANONYMOUS, *ABOUT}
    }
    silent = {name for name, row in all_rows().items() if "*" not in row and set(PEOPLE) - row.keys()}

    assert not strange
    assert not silent, f"somebody has no status in: {', '.join(sorted(silent))}"


# --- The walk


@pytest.fixture
def world(db: None, ledger_partitions: None, settings: Any) -> World:
    settings.API_CALLS_PER_MINUTE = 1_000_000
    settings.LOGGING_CONFIG = None
    return World()


@pytest.mark.django_db
@pytest.mark.parametrize("area", AREAS)
def test_the_walk(area, world):
    known = {address.name: address for address in addresses()}
    clients = {name: signed_in(Client(raise_request_exception=False), person) for name, person in world.people.items()}
    clients[ANONYMOUS] = Client(raise_request_exception=False)
    wrong: list[str] = []
    for name, row in rows_of(area).items():
        address = known.get(name.partition(" ")[0])
        if address is not None:
            wrong += _differences(name, row, address, clients, world)

    assert not wrong, "\n".join(wrong)


def _differences(
    name: str, row: dict[str, Any], address: Address, clients: dict[str, Client], world: World
) -> Iterator[str]:
    method = name.partition(" ")[2] or address.plain_method
    path = reverse(address.name, kwargs=row["kwargs"](world) if "kwargs" in row else None) + row.get("query", "")
    data = row["data"](world) if callable(row.get("data")) else row.get("data")
    seen: dict[str, int] = {}
    for person, client in clients.items():
        expected = _expected(row, person, address)
        seen[person] = _send(client, method, path, data, is_api=address.is_api)
        if seen[person] not in expected:
            yield f"{method} {address.name} as {person}: {seen[person]}, expected {sorted(expected)}"
    if method == "GET" and "POST" in address.methods and not address.is_api and f"{address.name} POST" not in row:
        for person, client in clients.items():
            posted = _send(client, "POST", path, None, is_api=False)
            if not _agree(seen[person], posted, person):
                yield f"POST {address.name} as {person}: {posted}, while GET gives {seen[person]}"
    if "foreign" in row:
        foreign = reverse(address.name, kwargs=row["foreign"](world)) + row.get("query", "")
        for person in row.get("blind", ("employee", "manager")):
            status = _send(clients[person], method, foreign, data, is_api=address.is_api)
            if status != 404:
                yield f"{method} {address.name} of another department as {person}: {status}, expected 404"


def _expected(row: dict[str, Any], person: str, address: Address) -> set[int]:
    if person == ANONYMOUS:
        given = row.get(person, 401 if address.is_api else 302)
    else:
        given = row[person] if person in row else row["*"]
    return set(given) if isinstance(given, (set, frozenset, tuple)) else {given}


def _agree(got: int, posted: int, person: str) -> bool:
    """Whether a page refuses the same people when a form is sent to it."""
    if posted >= 500:
        return False
    if person == ANONYMOUS or got in {403, 404}:
        return REFUSED.get(got) == REFUSED.get(posted) or got == posted
    return posted not in {403, 404}


def _send(client: Client, method: str, path: str, data: Any, *, is_api: bool) -> int:
    """The status of one request, whose effects are taken back."""
    with transaction.atomic():
        if method == "GET":
            status = client.get(path).status_code
        elif is_api:
            body = json.dumps(data or {})
            status = client.generic(method, path, body, content_type="application/json").status_code
        else:
            status = (
                client.generic(method, path).status_code
                if method != "POST"
                else client.post(path, data or {}).status_code
            )
        transaction.set_rollback(True)
    return status
