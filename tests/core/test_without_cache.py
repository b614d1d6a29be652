"""Redis away: pages, sign-in and changes work (QLT-30)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import tasks
from core.models import Comment, Job, JobState
from tests.factories import organization as cast

pytestmark = [pytest.mark.rule("QLT-30"), pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cache and queue are named and do not answer."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    monkeypatch.setattr(tasks.run_job, "apply_async", _refused)
    monkeypatch.setattr(tasks._Queue, "away_until", 0.0)


def _refused(**_message: Any) -> None:
    raise ConnectionRefusedError


def test_pages_open_and_people_sign_in(company, away):
    person = cast.member(company.service, "employee", password=cast.PASSWORD)
    client = Client()

    signed = client.post(reverse("organization:sign_in"), {"username": person.username, "password": cast.PASSWORD})

    assert signed.status_code == 302
    assert client.get(reverse("core:notices")).status_code == 200
    assert client.get("/api/schema/").status_code == 200


def test_a_change_is_kept_and_its_work_is_done_later(note, owner, manager, away):
    client = cast.signed_in(Client(), owner)

    response = client.post(reverse("core:comment_add", args=["note", note.pk]), {"text": "@马国强 请看"})

    assert response.status_code == 302
    assert Comment.objects.count() == 1
    assert Job.objects.get(name="core.tell_of_comment").state == JobState.QUEUED
    tasks.sweep_jobs()
    assert manager.notifications.count() == 1
