"""The years and days of documents are the installation's, not UTC's (GEN-03, GEN-15)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core import formats, search
from core.search import Question
from customers.models import Customer
from organization.models import Person
from parts_sales.models import Inquiry
from parts_sales.services import inquiries
from tests.factories import customers as serving
from tests.factories.organization import actor_of, signed_in

BEFORE = datetime(2025, 12, 31, 15, 59, tzinfo=UTC)
"""23:59 in Shanghai, the last minute of the year."""
AFTER = BEFORE + timedelta(minutes=2)
"""00:01 of the new year there, the old one in UTC."""


@pytest.fixture
def customer(clerk: Person) -> Customer:
    return serving.customer(clerk, "沈阳恒通机械有限公司")


def _recorded(clerk: Person, customer: Customer, at: datetime) -> Inquiry:
    return inquiries.record_inquiry(
        way="PHONE", received_at=at, wanted="轴承", customer_id=customer.pk, handed_to_id=clerk.pk,
        actor=actor_of(clerk), at=at,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.rule("GEN-03", "GEN-15")
def test_a_year_ends_at_midnight_of_the_installation(client: Client, clerk: Person, customer: Customer) -> None:
    old, new = _recorded(clerk, customer, BEFORE), _recorded(clerk, customer, AFTER)

    assert (old.number, new.number) == ("INQ-2025-0001", "INQ-2026-0001")
    for since, until, found in (
        (None, date(2025, 12, 31), old),
        (date(2026, 1, 1), None, new),
        (date(2026, 1, 1), date(2026, 1, 1), new),
    ):
        asked = Question("轴承", kind="inquiry", since=since, until=until)
        rows = search.found(actor_of(clerk), asked, enough=9)["inquiry"].rows
        assert [row.subject_id for row in rows] == [found.pk]
    with translation.override("zh-hans"):
        page = signed_in(client, clerk).get(reverse("parts_sales:inquiry_detail", args=[new.pk])).content.decode()
        assert formats.moment(AFTER) in page
        assert "00:01" in formats.moment(AFTER)
    told = client.get(f"/api/v1/inquiries/{new.pk}/").json()
    assert told["received_at"] == "2026-01-01T00:01:00+08:00"


@pytest.mark.django_db
@pytest.mark.rule("GEN-17", "QLT-42")
@pytest.mark.parametrize("moment", ["1898-01-09T06:54:00.0+00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_moment_of_another_age_is_refused(client: Client, clerk: Person, customer: Customer, moment: str) -> None:
    body = {"way": "FAX", "customer": customer.pk, "received_at": moment, "wanted": "轴承"}

    answer = signed_in(client, clerk).post("/api/v1/inquiries/", body, content_type="application/json")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["received_at"])
    page = client.post(
        reverse("parts_sales:inquiry_create"),
        {**body, "customer": customer.name_zh, "received_at": "1898-01-09T06:54", "handed_to": clerk.pk},
    )
    assert page.status_code == 422
    assert not Inquiry.objects.exists()
