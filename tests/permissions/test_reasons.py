"""A reason of blanks is no reason, wherever one is asked for, by page and by call (GEN-06)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.factories.organization import signed_in
from tests.permissions import matrix
from tests.permissions.seats import House
from tests.permissions.test_walk import AREAS, rows_of, world  # noqa: F401  a fixture
from tests.permissions.urls import addresses
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-06", "GEN-17")]

BLANK = "　\u200b \t"
OPTIONAL = {"api:approval-tasks-approve", "api:delegations-end"}
"""Approving takes a remark; that one is back early needs no words."""


@pytest.mark.parametrize("area", AREAS)
def test_a_reason_of_blanks_is_refused(area: str, world: World) -> None:  # noqa: F811
    wrong = list(_wrong(area, world))

    assert not wrong, "\n".join(wrong)


def _wrong(area: str, world: World) -> Iterator[str]:  # noqa: F811
    house, known = House(world), {address.name: address for address in addresses()}
    for name, row in rows_of(area).items():
        address = known[name.partition(" ")[0]]
        kwargs = row["kwargs"](world) if "kwargs" in row else None
        data: Any = row["data"](world) if callable(row.get("data")) else row.get("data")
        method = name.partition(" ")[2] or address.plain_method
        seat = matrix.let_in(f"{method} {address.name}") or matrix.let_in(f"POST {address.name}")
        if not isinstance(data, dict) or "reason" not in data or seat is None or method == "GET":
            continue
        client = signed_in(Client(raise_request_exception=False), house.seat(seat))
        path = reverse(address.name, kwargs=kwargs) + row.get("query", "")
        good, blank = (_status(client, method, path, sent, address.is_api) for sent in (data, data | {"reason": BLANK}))
        if name not in OPTIONAL and blank not in {400, 409, 422}:
            yield f"{name}: {blank} with blanks, {good} with a reason, as {seat.code}"


def _status(client: Client, method: str, path: str, data: Any, is_api: bool) -> int:
    with transaction.atomic():
        if is_api:
            status = client.generic(method, path, json.dumps(data), content_type="application/json").status_code
        else:
            status = client.post(path, data).status_code
        transaction.set_rollback(True)
    return int(status)
