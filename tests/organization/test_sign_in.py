"""Signing in, the lock against guessing, the chosen language (ORG-09, GEN-11)."""

import json

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from organization.models import Person
from tests.factories import organization as cast

SIGN_IN = "organization:sign_in"


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "employee", username="li.na", password=cast.PASSWORD, name_zh="李娜")


def attempt(client, username="li.na", password=cast.PASSWORD, **more):
    return client.post(reverse(SIGN_IN), {"username": username, "password": password, **more})


@pytest.mark.rule("ORG-09")
def test_the_right_password_signs_in_and_goes_where_one_wanted(client, clerk):
    wanted = reverse("core:notices")
    sent_away = client.get(wanted)

    answer = attempt(client, next=wanted)

    assert (sent_away.status_code, sent_away.url) == (302, f"{reverse(SIGN_IN)}?next={wanted}")
    assert (answer.status_code, answer.url) == (302, wanted)
    assert client.get(wanted).status_code == 200


def test_user_names_have_no_case(client, clerk):
    assert attempt(client, username=" Li.Na ").status_code == 302


def test_nobody_is_sent_to_another_site(client, clerk):
    assert attempt(client, next="https://elsewhere.example/").url == "/"


@pytest.mark.rule("ORG-09")
def test_a_wrong_password_says_how_many_tries_are_left(client, clerk):
    attempt(client, password="wrong")

    answer = attempt(client, password="wrong")

    assert answer.status_code == 422
    assert "用户名或密码不正确。" in answer.content.decode()
    assert "还可以再试 3 次，之后锁定 15 分钟。" in answer.content.decode()
    assert 'value="li.na"' in answer.content.decode()
    assert "wrong" not in answer.content.decode()


@pytest.mark.rule("ORG-09")
def test_five_wrong_tries_lock_for_fifteen_minutes_even_against_the_right_password(client, clerk):
    for _try in range(4):
        assert attempt(client, password="wrong").status_code == 422

    locked = attempt(client, password="wrong")
    right = attempt(client)

    assert locked.status_code == right.status_code == 429
    assert "15 分钟后再试" in right.content.decode()
    assert "信息管理员" in right.content.decode()
    assert client.get(reverse("core:notices")).status_code == 302


@pytest.mark.rule("ORG-09")
def test_an_unknown_user_name_is_answered_like_a_wrong_password(client, clerk):
    known = attempt(client, password="wrong").content.decode()
    unknown = attempt(client, username="nobody", password="wrong").content.decode()

    assert "还可以再试 4 次" in known
    assert "还可以再试 4 次" in unknown


@pytest.mark.rule("ORG-09")
def test_signing_in_forgets_the_wrong_tries(client, clerk):
    attempt(client, password="wrong")
    attempt(client)

    assert not AccessAttempt.objects.exists()


@pytest.mark.rule("ORG-02")
def test_who_left_does_not_sign_in_and_loses_an_open_session(client, clerk, signed_in):
    signed_in(client, clerk)
    Person.objects.filter(pk=clerk.pk).update(is_active=False)

    assert client.get(reverse("core:notices")).status_code == 302
    assert attempt(client).status_code == 422


def test_signing_out_is_a_post(client, clerk, signed_in):
    signed_in(client, clerk)

    assert client.get(reverse("organization:sign_out")).status_code == 405
    assert client.post(reverse("organization:sign_out")).url == reverse(SIGN_IN)
    assert client.get(reverse("core:notices")).status_code == 302


@pytest.mark.rule("GEN-11")
def test_a_chosen_language_wins_over_the_browsers(client, clerk, signed_in):
    signed_in(client, clerk)
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}

    assert client.get(reverse("core:notices"), **english)["Content-Language"] == "en"
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})
    client.cookies.pop("django_language")

    assert client.get(reverse("core:notices"), **english)["Content-Language"] == "zh-hans"
    assert Person.objects.get(pk=clerk.pk).language == "zh-hans"


@pytest.mark.rule("GEN-11")
def test_signed_out_the_switch_holds_for_the_device(client, db):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert client.get(reverse(SIGN_IN))["Content-Language"] == "en"


@pytest.mark.rule("QLT-55")
def test_log_ins_are_shown_in_the_demo_alone(client, clerk, settings, tmp_path):
    known = {"password": "demo-2026", "people": [{"username": "li.na", "name": "李娜", "role": "服务内勤"}]}
    file = tmp_path / "logins.json"
    file.write_text(json.dumps(known), encoding="utf-8")
    settings.DEMO_LOGINS_FILE = str(file)
    Person.objects.filter(pk=clerk.pk).update(position="配件内勤")

    assert "demo-2026" not in client.get(reverse(SIGN_IN)).content.decode()
    settings.DEMO = True
    page = client.get(reverse(SIGN_IN)).content.decode()
    chosen = client.get(reverse(SIGN_IN), {"as": "li.na"}).content.decode()

    assert "demo-2026" in page
    assert "配件内勤" in page
    assert 'value="demo-2026"' not in page
    assert 'value="demo-2026"' in chosen
    assert 'value="demo-2026"' not in client.get(reverse(SIGN_IN), {"as": "root"}).content.decode()


@pytest.mark.rule("ORG-09", "QLT-41")
def test_the_present_password_cannot_be_guessed_in_an_open_session(client, clerk, signed_in):
    signed_in(client, clerk)
    change = reverse("organization:password_change")
    wrong = {"present": "guess", "password": "trucks-and-cranes-26"}

    guesses = [client.post(change, wrong) for _ in range(5)]
    locked = client.post(change, {**wrong, "present": cast.PASSWORD})

    assert {answer.status_code for answer in guesses} == {422}
    assert locked.status_code == 422
    assert "minutes" in locked.content.decode() or "分钟" in locked.content.decode()
    assert Person.objects.get(pk=clerk.pk).check_password(cast.PASSWORD)
