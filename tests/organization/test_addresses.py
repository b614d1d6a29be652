"""A new e-mail address holds once it is confirmed by the link sent there (GEN-09)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import post
from core.models import AuditEvent, Mail
from organization import services
from organization.errors import AddressLinkEnded
from organization.models import Person
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-09")]

NEW = "new@shouhou.example"


@pytest.fixture
def clerk(company):
    made = cast.member(company.service, "employee", name_zh="陈志强")
    made.email = "old@shouhou.example"
    made.save(update_fields=("email",))
    return made


def ask(client, email=NEW):
    data = {"language": "", "theme": "SYSTEM", "email": email}
    return client.post(reverse("organization:preferences_save"), data, follow=True)


def link() -> str:
    return Mail.objects.get(kind="ADDRESS").facts["path"]


def test_it_is_used_after_the_button_behind_the_link_and_the_old_one_is_told(client, clerk):
    cast.signed_in(client, clerk)

    page = ask(client).content.decode()

    assert NEW in page
    assert Person.objects.get(pk=clerk.pk).email == "old@shouhou.example"
    post.send_waiting(at=timezone.now())
    assert [message.to for message in outgoing.outbox] == [[NEW]]
    assert link() in outgoing.outbox[0].body
    assert NEW in client.get(link()).content.decode()
    assert Person.objects.get(pk=clerk.pk).email == "old@shouhou.example"  # opening changes nothing
    assert client.post(link()).status_code == 302
    assert Person.objects.get(pk=clerk.pk).email == NEW
    post.send_waiting(at=timezone.now())
    assert outgoing.outbox[1].to == ["old@shouhou.example"]
    event = AuditEvent.objects.get(code="person.change", subject_id=clerk.pk)
    assert event.facts["changes"] == {"email": ["old@shouhou.example", NEW]}


def test_the_link_is_of_no_use_to_others_a_second_time_or_after_three_days(client, company, clerk, monkeypatch):
    cast.signed_in(client, clerk)
    ask(client)
    other = cast.signed_in(Client(), cast.member(company.other, "employee"))

    assert other.post(link()).status_code == 409
    monkeypatch.setattr(services.own, "ADDRESS_LINK_LASTS", timedelta(seconds=-1))
    assert client.post(link()).status_code == 409
    monkeypatch.undo()
    client.post(link())
    assert client.post(link()).status_code == 409
    assert client.get(link() + "x/").status_code == 404


def test_a_made_up_link_says_what_to_do(client, clerk):
    response = cast.signed_in(client, clerk).get(reverse("organization:email_confirm", args=["made-up"]))

    assert response.status_code == 409
    assert "重新" in response.content.decode()
    with pytest.raises(AddressLinkEnded):
        services.read_address_token("made-up")


def test_no_address_at_all_needs_no_mail(client, clerk):
    cast.signed_in(client, clerk)
    ask(client, email="")

    assert Person.objects.get(pk=clerk.pk).email == ""
    assert not Mail.objects.exists()
