"""Bad input of any kind never gives a 500 (QLT-42): parameters and forms of pages, parameters and bodies of the API.

A first request to each address shows which parameters and fields its view reads. Each of those then gets every strange
value, in company: beside others that get another one, so that a call with twenty fields costs no more than one with two.
Alone it gets those that have done most harm; with `HOSTILE=whole python3 run.py test tests/permissions/test_hostile.py` all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import resolve, reverse
from rest_framework import serializers

from tests.factories.organization import signed_in
from tests.permissions import matrix
from tests.permissions.seats import SEATS, House
from tests.permissions.test_walk import AREAS, rows_of, world  # noqa: F401  a fixture
from tests.permissions.urls import Address, addresses
from tests.permissions.versions import version_at
from tests.permissions.world import World

pytestmark = [pytest.mark.rule("QLT-42"), pytest.mark.django_db]

TEXTS = ("\x00", "abc", "9" * 30, str(2**31), "²", "2026-02-30", "长" * 5000)
JSON: tuple[Any, ...] = (*TEXTS, None, -1, 2**31, 2**63 - 1, 10**40, [], {}, [{}])
NO_OBJECTS: tuple[Any, ...] = ("abc", None, 10**40, [], [{}])
WHOLE = os.environ.get("HOSTILE") == "whole"
ALONE = TEXTS if WHOLE else ("\x00", "9" * 30)
ALONE_IN_BODIES = JSON if WHOLE else ("abc", None, 10**40)
ALWAYS = {"csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class Target:
    """One address with one method, and somebody who gets past its door."""

    path: str
    method: str
    client: Client
    address: Address
    version: dict[str, Any] = field(default_factory=dict)
    """What every body of a change names, so that the other fields are looked at."""

    def send(self, data: Any = None, query: str = "") -> int:
        path = f"{self.path}{'&' if '?' in self.path else '?'}{query}" if query else self.path
        with transaction.atomic():
            if self.method == "GET":
                response = self.client.get(path)
            elif self.address.is_api:
                data = {**self.version, **data} if isinstance(data, dict) else data
                response = self.client.generic(self.method, path, json.dumps(data), content_type="application/json")
            else:
                response = self.client.post(path, data or {})
            transaction.set_rollback(True)
        status: int = response.status_code
        assert status < 500, f"{self.method} {path} {str(data)[:300]}"
        return status


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of the parameters and fields that views ask for."""
    names: set[str] = set()
    for asked in ("__getitem__", "__contains__", "getlist"):
        original = getattr(QueryDict, asked)

        def noting(self: QueryDict, key: Any, *more: Any, original: Any = original, **named: Any) -> Any:
            names.add(str(key))
            return original(self, key, *more, **named)

        monkeypatch.setattr(QueryDict, asked, noting)
    return names


@pytest.mark.parametrize("area", AREAS)
def test_nothing_strange_is_a_crash(area, world, read):  # noqa: F811
    for target in _targets(area, world):
        read.clear()
        target.send({} if target.method != "GET" else None)
        names = sorted(read - ALWAYS)
        if target.address.is_api and target.method != "GET":
            _bodies(target)
            continue
        for given in _in_company(names, TEXTS):
            _send_texts(target, given)
        for name in names:
            for text in ALONE:
                _send_texts(target, {name: text})


def _in_company(names: Iterable[str], values: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Every name with every value: all with the same one, then each with its own."""
    names = list(names)
    for turn, value in enumerate(values) if names else ():
        yield dict.fromkeys(names, value)
        if len(names) > 1:
            yield {name: values[(turn + place) % len(values)] for place, name in enumerate(names)}


def _send_texts(target: Target, given: dict[str, str]) -> None:
    if target.method == "GET":
        target.send(query=urlencode(given))
    else:
        target.send(given)


def _bodies(target: Target) -> None:
    """Each field the call knows with every strange value, and bodies that are no object at all."""
    fields = _fields(target)
    for value in NO_OBJECTS:
        target.send(value)
    for body in _in_company(fields, JSON):
        target.send(body)
    for name in fields:
        for value in ALONE_IN_BODIES:
            target.send({name: value})
    for name, nested in fields.items():
        for row in _in_company(nested, JSON):
            target.send({name: [row]})


def _fields(target: Target) -> dict[str, list[str]]:
    view = resolve(target.path.partition("?")[0]).func
    action = view.actions.get(target.method.lower(), "") if hasattr(view, "actions") else ""
    view_class = getattr(view, "cls", None)
    given = getattr(getattr(view_class, action, None), "input_class", None)
    given = given or getattr(view_class, "input_serializers", {}).get(action)
    if given is None:
        return {}
    found: dict[str, list[str]] = {}
    for name, one in given().fields.items():
        child = getattr(one, "child", None)
        found[name] = list(child.fields) if isinstance(child, serializers.Serializer) else []
    return found


def _targets(area: str, world: World) -> Iterator[Target]:  # noqa: F811
    """Each address as somebody whom the reviewed table lets in."""
    known = {address.name: address for address in addresses()}
    house = House(world)
    for name, row in rows_of(area).items():
        address = known.get(name.partition(" ")[0])
        if address is None:
            continue
        path = reverse(address.name, kwargs=row["kwargs"](world) if "kwargs" in row else None) + row.get("query", "")
        for method in _methods(name, address):
            person = house.seat(matrix.let_in(f"{method} {address.name}") or SEATS[0])
            client = signed_in(Client(raise_request_exception=False), person)
            version = version_at(path) if method == "PATCH" else {}
            yield Target(path=path, method=method, client=client, address=address, version=version)


def _methods(name: str, address: Address) -> tuple[str, ...]:
    named = name.partition(" ")[2]
    if named:
        return (named,)
    return (address.plain_method,) if address.is_api else address.methods
