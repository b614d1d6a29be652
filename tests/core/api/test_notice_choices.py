"""How one is told of what, by the API; words to find notices and tokens by (GEN-09, GEN-17)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core import notifications
from core.models import NoticeSettings
from organization.models import ApiToken
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]
CHOICES = "/api/v1/notice-choices/"


@pytest.fixture
def mine(owner):
    return signed_in(Client(), owner)


def change(client, **body):
    return client.patch(CHOICES, body, content_type="application/json")


@pytest.mark.rule("GEN-09")
def test_ones_choices_are_read_and_changed(mine, owner):
    before = mine.get(CHOICES).json()
    topics = {row["topic"]: row for row in before["topics"]}
    assert topics["other"]["way"] in topics["other"]["ways"]

    after = change(mine, ways={"other": "MAIL"}, digest_hour=18)

    assert after.status_code == 200
    assert after.json()["digest_hour"] == 18
    assert {row["topic"]: row["way"] for row in after.json()["topics"]}["other"] == "MAIL"
    kept = NoticeSettings.objects.get(person=owner)
    assert (kept.ways["other"], kept.digest_hour) == ("MAIL", 18)
    assert change(mine, ways={"other": "APP"}).json()["digest_hour"] == 18


@pytest.mark.parametrize(
    "body",
    [
        {"digest_hour": 3}, {"ways": {"nothing": "MAIL"}}, {"ways": {"security": "NONE"}}, {"ways": {"other": "FAX"}},
        {"ways": []}, {"person": 1},
    ],
    ids=["at night", "no topic", "not to be done without", "no way", "no table", "somebody else"],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(body, mine):
    assert change(mine, **body).status_code == 400
    assert not NoticeSettings.objects.exists()


def test_notices_are_found_by_words(mine, owner):
    for number, label in enumerate(("EXP-2026-0001 差旅", "BUD-2026-0007 年度预算")):
        notifications.notify(
            [owner.pk], code="approvals.approved", kind="claim", document_id=1, label=label, key=f"k{number}",
            at=timezone.now(),
        )  # fmt: skip

    found = mine.get("/api/v1/notices/", {"q": "BUD 预算"}).json()["results"]

    assert [row["code"] for row in found] == ["approvals.approved"]
    assert len(mine.get("/api/v1/notices/", {"q": "2026"}).json()["results"]) == 2


def test_tokens_are_found_by_their_label(mine, owner):
    now = timezone.now()
    for number, label in enumerate(("ERP", "仓库系统")):
        ApiToken.objects.create(
            person=owner, label=label, prefix=f"abc{number}", digest=str(number) * 64, scopes=["read"], created_at=now,
            expires_at=now + timedelta(days=9),
        )  # fmt: skip

    assert [row["label"] for row in mine.get("/api/v1/tokens/", {"q": "仓库"}).json()["results"]] == ["仓库系统"]
