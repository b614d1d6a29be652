"""Sessions one can see and end, and the list of sign-ins (ORG-09)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organization.models import SignedInSession, SignIn
from organization.sessions import FACTS
from tests.factories import organization as cast

pytestmark = pytest.mark.rule("ORG-09")

SECURITY = reverse("organization:security")
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0"


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "employee", username="li.na", password=cast.PASSWORD, name_zh="李娜")


def at_device(agent: str, address: str, password: str = cast.PASSWORD) -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post(reverse("organization:sign_in"), {"username": "li.na", "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("core:notices")).status_code == 200


def test_each_device_is_listed_and_this_one_is_marked(clerk):
    laptop, _phone = at_device(LAPTOP, "10.0.0.7"), at_device(PHONE, "10.0.0.8")

    page = laptop.get(SECURITY).content.decode()

    assert "Chrome · Windows" in page
    assert "WeChat · iPhone" in page
    assert "10.0.0.8" in page
    assert page.count("这台设备") == 1
    assert laptop.session.session_key not in page


def test_signing_out_one_other_device(clerk):
    laptop, phone, tablet = (at_device(LAPTOP, "10.0.0.7"), at_device(PHONE, "10.0.0.8"), at_device(PHONE, "10.0.0.9"))

    answer = laptop.post(reverse("organization:session_end", args=[phone.session[FACTS]["handle"]]))

    assert answer.url == SECURITY
    assert (is_in(laptop), is_in(phone), is_in(tablet)) == (True, False, True)


def test_signing_out_everywhere_else(clerk):
    laptop, phone, tablet = (at_device(LAPTOP, "10.0.0.7"), at_device(PHONE, "10.0.0.8"), at_device(PHONE, "10.0.0.9"))

    laptop.post(reverse("organization:sessions_end"))

    assert (is_in(laptop), is_in(phone), is_in(tablet)) == (True, False, False)


def test_nobody_ends_somebody_elses_session(clerk, outsider, client, signed_in):
    laptop = at_device(LAPTOP, "10.0.0.7")
    signed_in(client, outsider)

    answer = client.post(reverse("organization:session_end", args=[laptop.session[FACTS]["handle"]]))

    assert answer.status_code == 404
    assert is_in(laptop)


def test_a_new_password_signs_out_the_other_devices(clerk):
    laptop, phone = at_device(LAPTOP, "10.0.0.7"), at_device(PHONE, "10.0.0.8")
    new = {"present": cast.PASSWORD, "password": "quite-another-pass-phrase"}

    laptop.post(reverse("organization:password_change"), new)

    assert (is_in(laptop), is_in(phone)) == (True, False)
    assert SignedInSession.objects.filter(person=clerk).count() == 1


def test_last_use_is_kept_to_ten_minutes(clerk):
    laptop = at_device(LAPTOP, "10.0.0.7")
    first = SignedInSession.objects.get(person=clerk).seen_at
    is_in(laptop)
    assert SignedInSession.objects.get(person=clerk).seen_at == first

    session = laptop.session
    session[FACTS] = {**session[FACTS], "seen": (datetime.now(UTC) - timedelta(minutes=11)).isoformat()}
    session.save()
    is_in(laptop)

    assert SignedInSession.objects.get(person=clerk).seen_at >= first


def test_an_ended_session_is_not_listed(clerk, client):
    laptop, _phone = at_device(LAPTOP, "10.0.0.7"), at_device(PHONE, "10.0.0.8")
    past = datetime.now(UTC) - timedelta(minutes=1)
    SignedInSession.objects.filter(address="10.0.0.8").update(expire_date=past)

    page = laptop.get(SECURITY).content.decode()

    assert page.count("WeChat · iPhone") == 1  # the sign-in itself stays in the list


def test_sign_ins_and_refused_tries_are_kept_as_they_were(clerk):
    at_device(LAPTOP, "10.0.0.7", password="wrong")
    laptop = at_device(LAPTOP, "10.0.0.7")

    page = laptop.get(SECURITY).content.decode()

    assert list(SignIn.objects.values_list("outcome", "method", "address")) == [
        ("IN", "PASSWORD", "10.0.0.7"),
        ("WRONG", "PASSWORD", "10.0.0.7"),
    ]
    assert "密码错误" in page
    for change in (lambda: SignIn.objects.update(outcome="IN"), lambda: SignIn.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_is_typed_as_an_unknown_user_name_is_not_kept(client, clerk):
    client.post(reverse("organization:sign_in"), {"username": "my-password-by-mistake", "password": "x"})

    assert not SignIn.objects.exists()


def test_the_information_manager_finds_who_tried(client, company, clerk, signed_in):
    at_device(LAPTOP, "10.0.0.7", password="wrong")
    at_device(LAPTOP, "10.0.0.7")
    keeper = cast.member(company.company, "information_manager", company_wide=True, name_zh="钱伟")
    signed_in(client, keeper)
    address = reverse("organization:sign_ins")

    everything = client.get(address).content.decode()
    refused = client.get(address, {"outcome": "FAILED", "q": "ln"}).content.decode()
    nothing = client.get(address, {"q": "zzz"}).content.decode()
    book = openpyxl.load_workbook(BytesIO(client.get(address, {"format": "xlsx"}).getvalue()))

    assert "登录成功" in everything
    assert "密码错误" in refused
    assert "Chrome · Windows" in refused
    assert "没有符合条件的登录记录" in nothing
    assert [row[2].value for row in book.active.iter_rows(min_row=2)] == ["li.na", "li.na"]


def test_the_list_asks_the_same_number_of_statements_for_one_row_and_for_many(client, company, clerk, signed_in):
    keeper = cast.member(company.company, "information_manager", company_wide=True, name_zh="钱伟")
    address = reverse("organization:sign_ins")
    signed_in(client, keeper).get(address)  # what is counted once a minute
    counts = []
    for _round in range(2):
        at_device(LAPTOP, "10.0.0.7")
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))

    assert counts[0] == counts[1]
