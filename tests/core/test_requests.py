"""A form sent twice acts once (GEN-04)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from core import requests
from core.actors import SYSTEM
from core.models import HandledRequest, NumberSeries
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-04")]


def send(actor: Any, key: str = "k", body: str = "title=a&csrfmiddlewaretoken=x") -> requests.Sent:
    with requests.once(actor=actor, key=key, body=QueryDict(body)) as sent:
        if not sent.is_repeated:
            sent.document_id = NumberSeries.objects.create(prefix="X", year=NumberSeries.objects.count()).pk
    return sent


def test_the_second_sending_gets_the_first_document(owner):
    first, second = send(actor_of(owner)), send(actor_of(owner), body="csrfmiddlewaretoken=other&title=a")

    assert second.document_id == first.document_id
    assert (first.is_repeated, second.is_repeated) == (False, True)
    assert NumberSeries.objects.count() == 1


def test_keys_are_ones_own(owner, manager):
    assert send(actor_of(owner)).document_id != send(actor_of(manager)).document_id


def test_another_body_under_the_same_key_is_refused(owner):
    send(actor_of(owner))

    with pytest.raises(requests.KeyReused):
        send(actor_of(owner), body="title=b")

    assert NumberSeries.objects.count() == 1


def test_an_error_gives_the_key_back(owner):
    with pytest.raises(RuntimeError), requests.once(actor=actor_of(owner), key="k", body={}):
        raise RuntimeError

    assert not HandledRequest.objects.exists()
    assert not send(actor_of(owner)).is_repeated


def test_without_a_key_or_a_person_it_acts_every_time(owner):
    send(actor_of(owner), key="")
    send(actor_of(owner), key="")
    send(SYSTEM)

    assert NumberSeries.objects.count() == 3


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_make_one_document(owner):
    actor, sent, barrier = actor_of(owner), [], threading.Barrier(2)

    def work() -> None:
        try:
            barrier.wait()
            sent.append(send(actor))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {one.document_id for one in sent} == {NumberSeries.objects.get().pk}
    assert sorted(one.is_repeated for one in sent) == [False, True]
