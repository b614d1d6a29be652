"""Every shipped role opens everything, and gets what the reviewed table says (QLT-40, ORG-04, ORG-05)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLResolver

from organization.models import Role
from tests.permissions import matrix, shortcut
from tests.permissions.seats import SEATS, House
from tests.permissions.test_walk import AREAS, rows_of
from tests.permissions.urls import addresses
from tests.permissions.world import World

pytestmark = pytest.mark.rule("QLT-40")
CUT_UP = {"reports/parts/variance_row.html"}
"""Templates of which a view uses pieces."""


@pytest.fixture
def world(db: None, ledger_partitions: None, settings: Any, monkeypatch: Any) -> World:
    settings.API_CALLS_PER_MINUTE = 1_000_000
    settings.LOGGING_CONFIG = None
    settings.MIDDLEWARE = shortcut.MIDDLEWARE
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    drawn = Template.render

    def undrawn(self: Template, *args: Any, **kwargs: Any) -> str:
        """What stands on the page is asked by the walk; here, whether there is one."""
        return str(drawn(self, *args, **kwargs)) if self.template.name in CUT_UP else ""

    monkeypatch.setattr(Template, "render", undrawn)
    monkeypatch.setattr(URLResolver, "resolve", lru_cache(maxsize=64)(URLResolver.resolve))
    return World()


def test_every_shipped_role_has_a_column(db):
    shipped = set(Role.objects.filter(is_shipped=True).values_list("code", flat=True))

    assert {seat.role for seat in SEATS} >= shipped


@pytest.mark.django_db
@pytest.mark.parametrize("area", AREAS)
def test_the_matrix(area, world):
    """Who is refused is asked each time; who is let in, when the table is rewritten or compared whole: the walk and the
    stories miss a right that is gone, nobody misses one that should not be there."""
    known = matrix.kept()
    seen = dict(_asked(area, world, known))
    if matrix.rewriting():
        matrix.write(area, seen)
        return

    wrong = [
        f"is   {line}\n was {known.get(name, 'not there')}" for name, line in seen.items() if known.get(name) != line
    ]
    assert not wrong, "\n".join(["rewrite by python -m tests.permissions.matrix --write, and read it", *wrong])


def test_nothing_is_broken_for_anybody():
    assert not [line for line in matrix.kept().values() if "X" in line.partition("  ")[0]]


def test_nothing_in_the_table_is_without_an_address():
    known = {address.name for address in addresses()}

    assert not [name for name in matrix.kept() if name.split()[1] not in known]


def _asked(area: str, world: World, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    house = House(world)
    shortcut.seat([house.seat(seat) for seat in SEATS])
    table = {address.name: address for address in addresses()}
    rows = rows_of(area)
    for name, row in rows.items():
        address = table[name.partition(" ")[0]]
        method = name.partition(" ")[2] or address.plain_method
        path = reverse(address.name, kwargs=matrix.any_of(row.get("kwargs", {}), world)) + row.get("query", "")
        data = matrix.any_of(row.get("data"), world)
        lines = [(f"{method} {address.name}", method, path, data)]
        if method == "GET" and "POST" in address.methods and not address.is_api and f"{address.name} POST" not in rows:
            lines.append((f"POST {address.name}", "POST", path, None))
        if "foreign" in row and method == "GET":
            foreign = reverse(address.name, kwargs=row["foreign"](world)) + row.get("query", "")
            lines.append((f"{method} {address.name} elsewhere", method, foreign, data))
        for title, how, where, what in lines:
            yield title, _line(title, known.get(title, ""), _Asking(how, where, what, is_api=address.is_api))


@dataclass(frozen=True, slots=True)
class _Asking:
    """One line: what is sent where."""

    method: str
    path: str
    data: Any
    is_api: bool

    def letter_for(self, seat: int | None) -> str:
        """The letter of one answer; what the request did is taken back."""
        client: Any = Client(raise_request_exception=False)
        extra = {} if seat is None else {shortcut.SEAT: seat}
        with transaction.atomic():
            if self.method == "POST" and not self.is_api:
                answer = client.post(self.path, self.data or {}, **extra)
            elif self.method == "GET" or not self.is_api:
                answer = client.generic(self.method, self.path, **extra)
            else:
                body = json.dumps(self.data or {})
                answer = client.generic(self.method, self.path, body, content_type="application/json", **extra)
            transaction.set_rollback(True)
        if answer.status_code == 302 and "/sign-in/" in answer.headers["Location"]:
            return "s"
        return matrix.letter(answer.status_code)


def _line(title: str, known: str, asking: _Asking) -> str:
    """The line as it is now; without rewriting, who was let in is taken from the table."""
    was = known.partition("  ")[0].replace(" ", "") if known and not matrix.whole() else ""
    seats: list[int | None] = [*range(len(SEATS)), None]
    letters = (
        before if before and before not in matrix.KEPT_OUT else asking.letter_for(seat)
        for seat, before in zip_longest(seats, was, fillvalue="")
    )
    return matrix.row_text(title, "".join(letters))
