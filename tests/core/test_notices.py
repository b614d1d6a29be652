"""Notices in the application (GEN-09)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core import notifications
from core.models import Notification
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-09")]


def tell(*people: Any, key: str = "k", code: str = "comment.mention") -> None:
    notifications.notify(
        [person.pk for person in people], code=code, kind="note", document_id=1, label="NOT-1", key=key,
        at=timezone.now(), facts={"author": "陈志强", "text": "好"},
    )  # fmt: skip


def test_the_same_occasion_tells_a_person_once(owner, manager):
    tell(owner)
    tell(owner, manager, owner)

    assert Notification.objects.count() == 2
    assert notifications.unread_count(actor_of(owner)) == 1


def test_the_sentence_is_in_the_readers_language(owner):
    tell(owner)

    assert notifications.sentence(Notification.objects.get()) == "陈志强 在 NOT-1 中提到了您：“好”"


def test_reading_one_and_reading_all(note, owner, client):
    for key in ("a", "b", "c"):
        tell(owner, key=key)
    signed_in(client, owner)
    one = Notification.objects.first()

    assert "提到了您" in client.get(reverse("core:notices")).content.decode()
    assert client.get(reverse("core:notice_open", args=[one.pk])).status_code == 302
    assert notifications.unread_count(actor_of(owner)) == 2
    client.post(reverse("core:notices_read"))
    assert notifications.unread_count(actor_of(owner)) == 0


@pytest.mark.rule("GEN-10")
def test_nobody_opens_anothers_notice(owner, outsider, client):
    tell(owner)

    response = signed_in(client, outsider).get(reverse("core:notice_open", args=[Notification.objects.get().pk]))

    assert response.status_code == 404
    assert notifications.unread_count(actor_of(owner)) == 1
