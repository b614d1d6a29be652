"""The daily mail: at the chosen hour of working days, once, made up for when nothing ran (GEN-09, QLT-30)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outgoing

from core import digests, notifications, post
from core.models import Mail, Notification
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-09")]

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 9, 15, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def reader(owner):
    owner.email = "reader@shouhou.example"
    owner.save(update_fields=("email",))
    digests.choose(ways={"talk": "DIGEST"}, digest_hour=9, actor=actor_of(owner), at=TUESDAY)
    return owner


def tell(person, key, at=TUESDAY, code="comment.mention"):
    notifications.notify(
        [person.pk], code=code, kind="note", document_id=1, label="NOT-1", key=key, at=at,
        facts={"author": "马国强", "text": f"第{key}条"},
    )  # fmt: skip


def test_it_gathers_what_came_since_the_last_and_comes_once_a_day(reader):
    for key in ("1", "2"):
        tell(reader, key, at=TUESDAY + timedelta(hours=1))
    morning = TUESDAY + timedelta(hours=23)  # Wednesday, nine o'clock

    assert not Mail.objects.exists()
    assert digests.write_due(at=morning - timedelta(minutes=1)) == 0
    assert digests.write_due(at=morning) == 1
    assert digests.write_due(at=morning + timedelta(hours=2)) == 0
    post.send_waiting(at=morning)
    (letter,) = outgoing.outbox
    assert letter.subject == "上次每日邮件以来的通知：2 条"
    assert "第1条" in letter.body
    assert "第2条" in letter.body
    tell(reader, "3", at=morning + timedelta(hours=3))
    assert digests.write_due(at=morning + timedelta(days=1)) == 1
    assert Mail.objects.order_by("pk").last().facts["count"] == 1


def test_not_at_weekends_and_not_without_news(reader):
    tell(reader, "1", at=TUESDAY)  # the moment of choosing: told before
    saturday = datetime(2026, 9, 19, 12, tzinfo=SHANGHAI)

    assert digests.write_due(at=TUESDAY + timedelta(days=1)) == 0
    tell(reader, "2", at=saturday - timedelta(days=1))
    assert digests.write_due(at=saturday) == 0
    assert digests.write_due(at=saturday + timedelta(days=1)) == 1  # this Sunday is worked


@pytest.mark.rule("QLT-30")
def test_days_on_which_nothing_ran_are_made_up_in_one_mail(reader):
    for day in range(1, 4):
        tell(reader, str(day), at=TUESDAY + timedelta(days=day))
    friday_night = datetime(2026, 9, 18, 22, tzinfo=SHANGHAI)

    assert digests.write_due(at=friday_night) == 1
    assert Mail.objects.get().facts["count"] == 3


def test_what_was_read_meanwhile_is_left_out(reader):
    tell(reader, "1", at=TUESDAY + timedelta(hours=1))
    Notification.objects.update(read_at=TUESDAY + timedelta(hours=2))

    assert digests.write_due(at=TUESDAY + timedelta(days=1)) == 0
