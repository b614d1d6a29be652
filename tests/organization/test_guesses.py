"""Guessing at one name from many addresses, and at many names from one (ORG-09, decision 0230)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.urls import reverse
from django.utils import timezone

from organization.models import SignIn
from tests.factories import organization as cast

pytestmark = pytest.mark.rule("ORG-09")
SIGN_IN = reverse("organization:sign_in")
DESK, ELSEWHERE = "10.0.0.7", "203.0.113.250"


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "employee", username="li.na", password=cast.PASSWORD, name_zh="李娜")


@pytest.fixture(autouse=True)
def _few(settings):
    settings.SIGN_IN_TRIES_OF_A_NAME, settings.SIGN_IN_TRIES_OF_AN_ADDRESS = 8, 8


def attempt(client, address, *, username="li.na", password=cast.PASSWORD):
    return client.post(SIGN_IN, {"username": username, "password": password}, REMOTE_ADDR=address)


def guess_from_everywhere(client):
    """Two wrong tries each from four addresses: nowhere five."""
    for number in range(4):
        for _try in range(2):
            assert attempt(client, f"203.0.113.{number}", password="wrong").status_code == 422


def test_a_name_guessed_at_from_many_addresses_is_locked_everywhere(client, clerk):
    guess_from_everywhere(client)

    right = attempt(client, ELSEWHERE)

    assert right.status_code == 429
    assert "15 分钟后再试" in right.content.decode()
    assert SignIn.objects.filter(person=clerk, outcome="LOCKED", address=ELSEWHERE).count() == 1
    assert client.get(reverse("core:notices")).status_code == 302


def test_below_the_limit_the_right_password_still_signs_in(client, clerk, settings):
    settings.SIGN_IN_TRIES_OF_A_NAME = 9
    guess_from_everywhere(client)

    assert attempt(client, ELSEWHERE).status_code == 302


def test_nobody_is_locked_out_of_the_desk_they_sign_in_at(client, clerk):
    attempt(client, DESK)
    client.post(reverse("organization:sign_out"))
    guess_from_everywhere(client)

    assert attempt(client, ELSEWHERE).status_code == 429
    for _try in range(4):
        assert attempt(client, DESK, password="wrong").status_code == 422
    assert attempt(client, DESK, password="wrong").status_code == 429  # five from there still lock
    AccessAttempt.objects.filter(ip_address=DESK).delete()
    assert attempt(client, DESK).status_code == 302


def test_many_names_from_one_address_lock_the_address_for_all_names(client, clerk, company):
    cast.member(company.service, "employee", username="wang.wei", password=cast.PASSWORD)
    for number in range(8):
        assert attempt(client, ELSEWHERE, username=f"name{number}", password="Spring-2026!").status_code == 422

    assert attempt(client, ELSEWHERE).status_code == 429
    assert attempt(client, ELSEWHERE, username="nobody").status_code == 429
    assert attempt(client, DESK, username="wang.wei").status_code == 302


def test_a_token_is_not_had_past_the_lock(client, clerk):
    guess_from_everywhere(client)

    given = {"username": "li.na", "password": cast.PASSWORD, "label": "脚本"}
    answer = client.post("/api/v1/tokens/", given, content_type="application/json", REMOTE_ADDR=ELSEWHERE)

    assert (answer.status_code, answer.json()["code"]) == (429, "sign_in_locked")


def test_the_lock_ends_fifteen_minutes_after_the_last_wrong_try(client, clerk):
    guess_from_everywhere(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14, seconds=30))
    assert "1 分钟后再试" in attempt(client, ELSEWHERE).content.decode()

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))

    assert attempt(client, ELSEWHERE).status_code == 302
