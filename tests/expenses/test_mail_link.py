"""From the mail about a claim to the decision on it (APR-12)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.core import mail as outgoing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from approvals.models import Decision, Task
from approvals.services import moves
from core import jobs, notifications, post
from core.models import Notification, Way
from expenses.services import claims
from organization import services as organization
from tests.factories import expenses as make
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-12"), pytest.mark.usefixtures("finance_officer", "gm")]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FAR = "http://testserver"


@pytest.fixture
def head(company):
    """Manages service, reads mail, signs in with a password and a code."""
    made = cast.member(company.service, "department_manager", username="ma.guoqiang", password=cast.PASSWORD)
    made.email, made.language = "ma@shouhou.example", "en"
    made.save(update_fields=("email", "language"))
    cast.put_in_charge(company.service, made)
    return made


@pytest.fixture
def link(settings, head, owner, travel):
    """The address in the mail the head gets about a submitted claim."""
    settings.PUBLIC_URL = FAR
    claim = make.submitted_claim(owner, make.claim_line(travel, "300.00"))
    jobs.run_all_waiting()
    post.send_waiting(at=timezone.now())
    (letter,) = [one for one in outgoing.outbox if one.to == [head.email]]
    assert "after signing in you decide there" in letter.body
    (path,) = re.findall(rf"{FAR}(/notices/\d+/)", letter.body)
    return claim, path


def test_the_link_leads_through_signing_in_to_the_decision_and_decides_nothing_by_itself(link, head, client):
    claim, path = link

    asked = client.get(path)
    page = client.post(asked.url, {"username": head.username, "password": cast.PASSWORD, "next": path}, follow=True)

    assert asked.url.startswith(reverse("organization:sign_in"))
    assert page.redirect_chain[-1][0] == reverse("expenses:claim_detail", args=[claim.pk])
    task = Task.objects.get(person=head)
    assert reverse("approvals:decide", args=[task.pk]) in page.content.decode()
    assert (task.state, Decision.objects.count()) == ("WAITING", 0)
    assert client.get(reverse("approvals:decide", args=[task.pk])).status_code == 405
    decided = client.post(
        reverse("approvals:decide", args=[task.pk]), {"verdict": "APPROVE", "version": task.case.document_version}
    )
    assert decided.status_code == 302
    assert Decision.objects.get().decided_by == head


@pytest.mark.rule("ORG-09")
def test_the_code_of_the_second_factor_stands_between(link, head, client):
    claim, path = link
    at = datetime.now(UTC) - timedelta(minutes=10)
    code = pyotp.TOTP(SECRET)
    organization.turn_on_second_factor(
        secret=SECRET, code=code.at(at), password=cast.PASSWORD, actor=cast.actor_of(head), at=at
    )

    first = client.post(
        reverse("organization:sign_in"), {"username": head.username, "password": cast.PASSWORD, "next": path}
    )
    assert first.url == reverse("organization:sign_in_code")
    assert client.get(path).status_code == 302
    page = client.post(first.url, {"code": code.now()}, follow=True)

    assert page.redirect_chain[-1][0] == reverse("expenses:claim_detail", args=[claim.pk])
    assert Notification.objects.get(person=head).read_at is not None


@pytest.mark.rule("GEN-10")
def test_with_somebody_elses_log_in_the_link_leads_nowhere(link, outsider):
    _claim, path = link

    assert cast.signed_in(Client(), outsider).get(path).status_code == 404


def opened(person, path):
    """What somebody reads who follows the link now, and where they are led."""
    page = cast.signed_in(Client(), person).get(path, follow=True)
    return page.content.decode(), page.redirect_chain[-1][0]


def test_the_link_of_what_is_decided_says_what_was_decided(link, head):
    claim, path = link
    make.decide(claim, "RETURN")

    page, where = opened(head, path)

    assert where == reverse("expenses:claim_detail", args=[claim.pk])
    assert f"You have decided on {claim.number}: Returned, " in page
    assert "decide-approve" not in page


def test_the_link_of_what_another_decided_names_them(link, head, company, gm):
    claim, path = link
    task = Task.objects.get(person=head)
    moves.hand_over(task_id=task.pk, person_id=gm.pk, reason="出差", actor=cast.actor_of(head), at=timezone.now())
    before, _where = opened(head, path)
    make.decide(claim, "APPROVE")

    after, _where = opened(head, path)

    assert f"{claim.number} no longer waits for you." in before
    assert f"{claim.number} no longer waits for you. {gm.name}: Approved, " in after


def test_the_link_of_what_was_withdrawn_says_so_or_leads_to_the_notices(link, head, company, owner):
    claim, path = link
    far = cast.member(company.other, "department_manager", name_zh="何平")
    task = Task.objects.get(person=head)
    handed = moves.hand_over(
        task_id=task.pk, person_id=far.pk, reason="出差", actor=cast.actor_of(head), at=timezone.now()
    )
    jobs.run_all_waiting()
    notice = Notification.objects.get(person=far)
    theirs = reverse("core:notice_open", args=[notice.pk])
    first, there = opened(far, theirs)
    claims.withdraw_claim(claim_id=claim.pk, actor=cast.actor_of(owner), at=timezone.now())

    page, where = opened(head, path)
    gone, led = opened(far, theirs)

    assert (there, "decide-approve" in first) == (reverse("expenses:claim_detail", args=[claim.pk]), True)
    assert handed.person == far
    assert "no longer waits for you: Withdrawn." in page
    assert where == reverse("expenses:claim_detail", args=[claim.pk])
    assert led == reverse("core:notices")
    assert "与您不再相关" in gone


@pytest.mark.rule("GEN-09")
@pytest.mark.parametrize("code", ["waiting", "handed", "added", "back", "again", "in_place", "given_back", "review"])
def test_whoever_is_asked_to_decide_cannot_do_without_being_told(code):
    topic = notifications.topic_of(f"approvals.{code}")

    assert (topic.code, Way.NONE in topic.ways) == (notifications.DECISIONS, False)
