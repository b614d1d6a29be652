"""What the API's own OpenAPI description promises holds for whatever is sent (QLT-42, GEN-17).

Every call the description knows is made on rows that are there: with the body of its row in the table, then with what is
drawn from the description, right and wrong, by people with different rights. Each answer must be one the description
names, of its type and with its fields, and never a 500; what posts leaves a ledger that verifies. The calls are the same
each time. A longer run: `API_EXAMPLES=200 python3 run.py test tests/permissions/test_described.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from budgets.models import LedgerEntry
from budgets.selectors import verification
from tests.described import description
from tests.factories.organization import signed_in
from tests.permissions import matrix
from tests.permissions.seats import House, Seat
from tests.permissions.test_walk import AREAS, all_rows, rows_of, world  # noqa: F401  a fixture
from tests.permissions.world import World

pytestmark = [pytest.mark.rule("QLT-42", "GEN-17"), pytest.mark.django_db]

EXAMPLES = int(os.environ.get("API_EXAMPLES", "2"))
ALWAYS = ("finance_manager", "employee")
"""Who calls everything: somebody with many rights, and somebody with few."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
REPEATABLE = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of the description on a row that is there, with a body that is right, and who calls it: somebody whom
    the reviewed table lets in, and those who call everything."""

    operation: Any
    ids: dict[str, str]
    body: Any
    able: Seat | None

    @property
    def people(self) -> tuple[str, ...]:
        return (*([self.able.code] if self.able else []), *ALWAYS)


@cache
def operations() -> dict[str, Any]:
    """Every call the description knows, by the name of its row in the table of permissions."""
    described = deepcopy(description())
    for methods in described["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)  # who calls is signed in; made-up tokens would be all that is tried
    found = [one.ok() for one in schemathesis.openapi.from_dict(described).get_all_operations()]
    return {_row_name(one): one for one in found}


@pytest.mark.parametrize("area", AREAS)
def test_every_answer_is_one_the_description_names(area, world):  # noqa: F811
    calls = list(_calls(area, world))
    house = House(world)
    people = {**world.people, **{call.able.code: house.seat(call.able) for call in calls if call.able}}
    clients = {name: signed_in(Client(raise_request_exception=False), person) for name, person in people.items()}

    broken = {call.operation.label: words for call in calls for words in _broken(call, clients)}

    assert not broken, "\n\n".join(f"{label}: {words}" for label, words in broken.items())


def test_everything_described_is_called():
    assert len(operations()) > 150
    assert not operations().keys() - all_rows().keys()


def _row_name(operation: Any) -> str:
    name = resolve(re.sub(r"\{\w+\}", "1", operation.full_path)).view_name
    method = operation.method.upper()
    return f"{name} {method}" if f"{name} {method}" in all_rows() else name


def _calls(area: str, world: World) -> Iterator[Call]:  # noqa: F811
    for name, row in rows_of(area).items():
        if name in operations():
            kwargs = row["kwargs"](world) if "kwargs" in row else {}
            operation = operations()[name]
            title = f"{operation.method.upper()} {name.partition(' ')[0]}"
            body = row["data"](world) if callable(row.get("data")) else row.get("data")
            ids = {"id" if key == "pk" else key: str(value) for key, value in kwargs.items()}
            yield Call(operation=operation, ids=ids, body=body, able=matrix.let_in(title))


def _broken(call: Call, clients: dict[str, Client]) -> Iterator[str]:
    """What is wrong with the answers, the first of each kind of call."""
    for person in call.people:
        body = {"body": call.body or {}, "media_type": "application/json"} if call.operation.method != "get" else {}
        case = call.operation.Case(path_parameters=call.ids, **body)
        if words := _wrong(case, clients[person]):
            yield f"as {person}: {words}"
            return
    for mode in (GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if call.operation.body else [])):
        yield from _broken_when_drawn(call, mode, clients)[:1]


def _broken_when_drawn(call: Call, mode: GenerationMode, clients: dict[str, Client]) -> list[str]:
    found: list[str] = []

    @REPEATABLE
    @given(
        case=call.operation.as_strategy(generation_mode=mode, path_parameters=call.ids),
        person=st.sampled_from(call.people),
    )
    def check(case: Any, person: str) -> None:
        if mode is GenerationMode.POSITIVE and call.operation.method == "patch" and isinstance(case.body, dict):
            case.body |= {name: value for name, value in (call.body or {}).items() if name == "version"}
        if words := _wrong(case, clients[person]):
            found.append(f"as {person}: {words}")

    with suppress(Unsatisfiable):  # nothing wrong can be said to a call that reads nothing
        check()
    return found


def _wrong(case: Any, client: Client) -> str:
    """Why the answer to a call is none the description names; empty where it is one."""
    try:
        case.validate_response(_answer(case, client), checks=CHECKS)
    except (Failure, FailureGroup) as error:
        found = error.exceptions if isinstance(error, FailureGroup) else [error]
        told = "; ".join(f"{type(one).__name__}: {str(one)[:500]}" for one in found)
        return f"{told}\n  query {case.query}, body {str(case.body)[:400]}"
    return ""


def _answer(case: Any, client: Client) -> Response:
    """The application's answer; what the call did is taken back, after the ledger was verified where it posted."""
    request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    parts = urlsplit(str(request.url))
    body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
    headers = {
        name: value if isinstance(value, str) else value.decode("latin-1")
        for name, value in request.headers.items()
        if name != "Accept-Encoding"  # the answer is read as it is
    }
    with transaction.atomic():
        before = LedgerEntry.objects.count()
        answer = client.generic(
            case.method,
            f"{parts.path}{'?' if parts.query else ''}{parts.query}",
            body,
            content_type=headers.get("Content-Type", "application/json"),
            headers=headers,
        )
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if LedgerEntry.objects.count() != before:
            assert verification.verify().holds, case.operation.label
        transaction.set_rollback(True)
    return Response(
        status_code=answer.status_code,
        headers={name.lower(): [value] for name, value in answer.items()},
        content=content,
        request=request,
        elapsed=0.0,
        verify=False,
    )
