"""Hostile files at every door that takes one, whoever made it: a sentence, never an error page, in bounded time, and
nothing of the server's disk (QLT-42). A door without a row fails."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core import jobs
from organization.models import Person
from tests.factories import hostile
from tests.factories.organization import signed_in
from tests.permissions import doors
from tests.permissions.doors import DOORS, Door
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-42")]
PATIENCE = 60
"""Seconds for one file at one door on a busy machine; idle it is one or two."""
PAGE, PROGRAM = {200, 422}, {201, 400}


@pytest.fixture
def world(db: None, ledger_partitions: None, settings: Any, tmp_path: Any) -> World:
    settings.API_CALLS_PER_MINUTE = 1_000_000
    settings.MEDIA_ROOT = str(tmp_path)
    return World()


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was found among the files of requests by views that looked for them."""
    seen: list[str] = []
    real: Any = WSGIRequest.FILES

    def noting(request: Any) -> Any:
        files = real.fget(request)
        seen.extend(files)
        return files

    monkeypatch.setattr(WSGIRequest, "FILES", property(noting))
    return seen


def test_every_door_has_a_row_and_every_row_a_door():
    assert doors.found() == set(DOORS)


@pytest.mark.parametrize("title", doors.all_doors())
def test_hostile_files_at_the_door(title, world, looked):
    name, door = doors.all_doors()[title]
    path, data = reverse(name, kwargs=door.kwargs(world)), door.data(world)
    person = doors.sender(door, world)
    wrong = [
        words for place, file in enumerate(hostile.FILES) for words in _sent(person, door, path, data, file, place)
    ]

    assert not wrong, "\n".join(wrong)
    assert looked or name.startswith("api:"), "what was sent never reached the files"


def _sent(person: Person | None, door: Door, path: str, data: dict[str, Any], file: str, place: int) -> list[str]:
    client = Client(raise_request_exception=False, REMOTE_ADDR=f"10.0.0.{place}")
    client = signed_in(client, person) if person is not None else client
    is_api, began = path.startswith("/api/"), time.monotonic()
    with transaction.atomic():
        body = {**data, door.field: SimpleUploadedFile(file, hostile.FILES[file]())}
        answer = client.post(path, body, follow=not is_api)
        jobs.run_all_waiting()
        transaction.set_rollback(True)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    wrong = []
    if answer.status_code not in (PROGRAM if is_api else PAGE):
        wrong.append(f"{file}: {answer.status_code}")
    if hostile.MARK.encode() in content:
        wrong.append(f"{file}: the server's disk is told")
    if time.monotonic() - began > PATIENCE:
        wrong.append(f"{file}: {time.monotonic() - began:.0f} s")
    return wrong
