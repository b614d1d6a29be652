"""Mails: written with the notice, sent after it, once; kept while the server is away (GEN-09, QLT-30)."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import digests, letters, mails, notifications, outbox, post
from core.errors import NotAllowed, WrongState
from core.models import AuditEvent, DeliveryState, Mail, Notification
from organization.models import Person
from tests.factories.organization import actor_of, member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-09")]


class Server(EmailBackend):
    """A mail server that can be away, or refuse addresses."""

    is_away = False
    refused: set[str] = set()

    def open(self) -> bool:
        if Server.is_away:
            raise ConnectionRefusedError("nobody listens")
        return True

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if message.to[0] in Server.refused:
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such mailbox")})
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    settings.PUBLIC_URL = "https://budget.example"
    monkeypatch.setattr("django.core.mail.import_string", lambda _path: Server)
    monkeypatch.setattr(Server, "is_away", False)
    monkeypatch.setattr(Server, "refused", set())
    return Server


def reachable(person: Person, language: str = "") -> Person:
    person.email, person.language = f"{person.pk}@shouhou.example", language
    person.save(update_fields=("email", "language"))
    return person


def tell(*people: Person, key: str = "k", code: str = "approvals.waiting", **facts: str) -> None:
    notifications.notify(
        [person.pk for person in people], code=code, kind="note", document_id=1, label="NOT-1 差旅", key=key,
        at=timezone.now(), facts=facts or {"step": "部门经理"},
    )  # fmt: skip


def send(*, later: timedelta = timedelta()) -> int:
    return post.send_waiting(at=timezone.now() + later)


def test_a_notice_becomes_one_mail_however_often_it_is_told(owner, server):
    reachable(owner)
    tell(owner)
    tell(owner)

    assert (send(), send()) == (1, 0)
    assert [message.to for message in outgoing.outbox] == [[owner.email]]
    assert Mail.objects.get().state == DeliveryState.SENT


def test_it_is_in_the_readers_language_as_text_and_html_with_the_link(owner, manager):
    reachable(owner)
    reachable(manager, "en")
    tell(owner, manager)
    send()

    by_address = {message.to[0]: message for message in outgoing.outbox}
    ours, theirs = by_address[owner.email], by_address[manager.email]
    notice = Notification.objects.get(person=manager)
    assert ours.subject == "NOT-1 差旅 等待您审批。"
    assert theirs.subject == "NOT-1 差旅 waits for your decision."
    assert f"https://budget.example/notices/{notice.pk}/" in theirs.body
    html, kind = theirs.alternatives[0]
    assert kind == "text/html"
    assert f'href="https://budget.example/notices/{notice.pk}/"' in html
    assert "部门经理" not in ours.body  # what the notice does not say, its mail does not


def test_what_a_notice_quotes_is_no_markup(owner):
    reachable(owner)
    tell(owner, code="comment.mention", author="陈志强", text="<script>alert(1)</script>")
    send()

    assert "<script>" not in outgoing.outbox[0].alternatives[0][0]


def test_without_an_address_or_after_leaving_nobody_gets_mail(owner, manager):
    reachable(manager)
    tell(owner, manager)
    Person.objects.filter(pk=manager.pk).update(is_active=False)

    assert send() == 0
    assert Mail.objects.get().state == DeliveryState.SKIPPED
    assert Notification.objects.count() == 2


@pytest.mark.rule("QLT-30")
def test_while_the_server_is_away_mails_wait_longer_each_time_and_are_never_given_up(owner, server):
    reachable(owner)
    tell(owner)
    server.is_away = True
    pauses = []
    moment = timezone.now() + timedelta(hours=1)
    for _try in range(12):
        assert post.send_waiting(at=moment) == 0
        kept = Mail.objects.get()
        pauses.append(round((kept.due_at - moment) / timedelta(minutes=1)))
        assert (kept.state, kept.attempts) == (DeliveryState.WAITING, 0)
        moment = kept.due_at
    server.is_away = False

    assert pauses[:6] == [1, 2, 4, 8, 15, 15]
    assert post.send_waiting(at=moment - timedelta(seconds=1)) == 0  # not before its time
    assert post.send_waiting(at=moment) == 1
    assert len(outgoing.outbox) == 1


def test_what_the_server_refuses_is_tried_again_and_given_up_without_holding_up_others(owner, manager, server):
    reachable(owner)
    reachable(manager)
    tell(owner, manager)
    server.refused = {owner.email}

    assert send() == 1
    for _try in range(len(post.PAUSES)):
        assert Mail.objects.get(person=owner).state == DeliveryState.WAITING
        post.send_waiting(at=Mail.objects.get(person=owner).due_at)

    lost = Mail.objects.get(person=owner)
    assert (lost.state, lost.attempts) == (DeliveryState.GIVEN_UP, len(post.PAUSES) + 1)
    assert "no such mailbox" in lost.error
    assert send(later=timedelta(days=400)) == 0


def test_a_mail_that_cannot_be_put_together_does_not_hold_up_others(owner, manager, monkeypatch):
    reachable(owner)
    reachable(manager)
    tell(owner, manager)
    compose = letters.compose

    def broken(row: Mail) -> Any:
        if row.person_id == owner.pk:
            raise ZeroDivisionError
        return compose(row)

    monkeypatch.setattr(letters, "compose", broken)

    assert send() == 1
    assert Mail.objects.get(person=owner).error.startswith("ZeroDivisionError")


@pytest.mark.rule("QLT-30")
def test_a_mail_a_killed_worker_had_in_hand_goes_out_after_a_while(owner):
    reachable(owner)
    tell(owner)
    outbox.take_up(Mail.objects.all(), at=timezone.now(), limit=5)

    assert send() == 0
    assert send(later=outbox.LEASE) == 1


def test_those_who_watch_the_work_send_a_given_up_mail_again_to_the_address_of_today(owner, finance_manager, server):
    reachable(owner)
    tell(owner)
    Mail.objects.update(state=DeliveryState.GIVEN_UP, attempts=8)
    Person.objects.filter(pk=owner.pk).update(email="new@shouhou.example")
    lost = Mail.objects.get()

    with pytest.raises(NotAllowed):
        mails.send_again(mail_id=lost.pk, actor=actor_of(owner), at=timezone.now())
    assert Mail.objects.get().state == DeliveryState.GIVEN_UP
    mails.send_again(mail_id=lost.pk, actor=actor_of(finance_manager), at=timezone.now())

    assert send() == 1
    assert outgoing.outbox[0].to == ["new@shouhou.example"]
    assert AuditEvent.objects.get(code="mail.send_again").actor_id == finance_manager.pk
    with pytest.raises(WrongState):
        mails.send_again(mail_id=lost.pk, actor=actor_of(finance_manager), at=timezone.now())


def test_the_page_tells_of_mails_but_not_what_they_say(owner, finance_manager, client):
    reachable(owner)
    tell(owner)
    Mail.objects.update(state=DeliveryState.GIVEN_UP)
    lost = Mail.objects.get()
    signed_in(client, finance_manager)

    listed = client.get(reverse("core:mail_list")).content.decode()
    detail = client.get(reverse("core:mail_detail", args=[lost.pk])).content.decode()

    assert owner.email in listed
    assert reverse("core:mail_again", args=[lost.pk]) in listed
    assert "等待您审批" not in detail
    assert client.get(reverse("core:mail_html", args=[lost.pk])).status_code == 403
    assert client.post(reverse("core:mail_again", args=[lost.pk])).status_code == 302
    assert Mail.objects.get().state == DeliveryState.WAITING


def test_in_the_demo_everybody_reads_their_own_mails_and_nobody_elses(owner, outsider, client, settings):
    settings.DEMO = True
    reachable(owner)
    tell(owner)
    send()
    mine = Mail.objects.get()

    signed_in(client, owner)
    assert "等待您审批" in client.get(reverse("core:mail_detail", args=[mine.pk])).content.decode()
    shown = client.get(reverse("core:mail_html", args=[mine.pk]))
    assert "sandbox" in shown["Content-Security-Policy"]
    assert signed_in(Client(), outsider).get(reverse("core:mail_detail", args=[mine.pk])).status_code == 404


def test_the_list_asks_as_much_for_many_mails_as_for_few(owner, finance_manager, client, django_assert_max_num_queries):
    reachable(owner)
    for number in range(3):
        tell(owner, key=str(number))
    signed_in(client, finance_manager)
    client.get(reverse("core:mail_list"))
    for number in range(3, 40):
        tell(owner, key=str(number))

    with django_assert_max_num_queries(16):
        client.get(reverse("core:mail_list"))


# --- What people choose


def test_who_wants_none_at_once_gets_the_notice_alone(owner):
    reachable(owner)
    digests.choose(ways={"decisions": "APP"}, digest_hour=8, actor=actor_of(owner), at=timezone.now())
    tell(owner)

    assert not Mail.objects.exists()
    assert Notification.objects.count() == 1


def test_who_wants_to_hear_nothing_of_a_topic_hears_nothing(owner):
    reachable(owner)
    digests.choose(ways={"talk": "NONE"}, digest_hour=8, actor=actor_of(owner), at=timezone.now())
    tell(owner, code="comment.mention", author="陈志强", text="好")

    assert not Notification.objects.exists()


def test_what_waits_for_a_decision_cannot_be_unheard(owner, client):
    signed_in(client, owner)

    page = client.post(reverse("core:notice_choices"), {"decisions": "NONE", "digest_hour": "8"})

    assert page.status_code == 422
    assert digests.settings_of(owner.pk).pk is None


def test_choices_are_kept_on_their_page(owner, client):
    signed_in(client, owner)
    page = client.get(reverse("core:notice_choices"))
    fields = {field.name: field.initial for field in page.context["form"]}

    assert (
        client.post(reverse("core:notice_choices"), fields | {"budgets": "DIGEST", "digest_hour": "9"}).status_code
        == 302
    )

    kept = digests.settings_of(owner.pk)
    assert (kept.ways["budgets"], kept.digest_hour, kept.has_digest) == ("DIGEST", 9, True)


def test_every_topic_offers_what_is_usual_and_security_always_mails():
    topics = {topic.code: topic for topic in notifications.topics()}

    assert all(topic.usual in topic.ways for topic in topics.values())
    assert topics["security"].ways == ("MAIL",)
    assert notifications.topic_of("approvals.waiting").code == "decisions"
    assert notifications.topic_of("approvals.approved").code == "outcomes"


def test_the_link_at_the_foot_stops_mails_of_its_topic_by_a_button_not_by_opening(owner, client):
    reachable(owner)
    tell(owner, code="comment.mention", author="陈志强", text="好")
    send()
    headers = outgoing.outbox[0].extra_headers
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("https://budget.example")

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(path).status_code == 200
    assert digests.settings_of(owner.pk).pk is None
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert digests.settings_of(owner.pk).ways == {"talk": "APP"}


def test_a_changed_link_stops_nothing(owner, client):
    token = letters.stop_token(person_id=owner.pk, topic="talk")

    assert client.post(reverse("core:mail_stop", args=[token[:-2] + "xx"])).status_code == 404


def test_mails_about_safety_carry_no_link_to_stop_them(owner):
    reachable(owner)
    tell(owner, code="person.second_factor_reset", by="孙丽")
    send()

    assert "List-Unsubscribe" not in outgoing.outbox[0].extra_headers


def test_sent_mails_go_after_their_time_and_given_up_ones_stay(owner, manager):
    reachable(owner)
    reachable(manager)
    tell(owner, manager)
    send()
    Mail.objects.filter(person=manager).update(state=DeliveryState.GIVEN_UP, sent_at=None)

    post.clean_up(at=timezone.now() + timedelta(days=31))

    assert Mail.objects.get().person_id == manager.pk


def test_a_mail_tells_a_member_of_another_department_nothing_new(company, client):
    """The link leads to the notice of its person; with another log-in there is nothing."""
    reader, other = member(company.service, "employee"), member(company.other, "employee")
    reachable(reader)
    tell(reader)
    send()

    response = signed_in(client, other).get(reverse("core:notice_open", args=[Notification.objects.get().pk]))

    assert response.status_code == 404
