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
from core import jobs, post
from core.models import Notification
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
