"""Comments with mentions, and the timeline they stand in (GEN-05, GEN-08)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from core import audit, comments, notifications, pages, remarks
from core.actors import SYSTEM
from core.models import Comment, Job, Notification
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-08")]


def write(note: Any, person: Any, text: str) -> Comment:
    return comments.comment(kind="note", document_id=note.pk, text=text, actor=actor_of(person), at=timezone.now())


@pytest.mark.rule("GEN-09")
def test_who_is_mentioned_is_told_once(note, owner, manager, run_jobs):
    row = write(note, owner, "请看发票 @马国强，谢谢 @马国强")

    run_jobs()
    comments.tell_of_comment(comment_id=row.pk, at=timezone.now())

    notice = Notification.objects.get()
    assert (notice.person, notice.code) == (manager, "comment.mention")
    assert notice.facts["author"] == "陈志强"
    assert list(row.mentions.all()) == [manager]


@pytest.mark.rule("GEN-11")
def test_the_timeline_and_notices_name_people_in_the_readers_language(note, owner, manager, run_jobs):
    write(note, owner, "@马国强 请看")
    audit.record(
        kind="note", document_id=note.pk, label="", code="note.touch", actor=actor_of(owner), at=timezone.now()
    )
    run_jobs()

    with translation.override("en"):
        assert {entry.who for entry in pages.timeline(kind="note", document=note)} == {"Chen Zhiqiang"}
        assert notifications.sentence(Notification.objects.get()).startswith("Chen Zhiqiang ")


def test_a_remark_on_a_part_is_shown_without_its_id():
    text = remarks.on_place(place_id=1155, label="基本工资", text="按三季度 [的] 价格")

    assert text.startswith(remarks.opening(1155))
    assert remarks.parted(text) == (1155, "基本工资", "按三季度 [的] 价格")
    assert remarks.parted("[#3] 无关") == (None, "", "[#3] 无关")


@pytest.mark.parametrize("typed", ["@马国强请看", "＠Ma Guoqiang please", "@ma guoqiang", "(@{username})"])
def test_names_and_user_names_are_understood(note, owner, manager, typed):
    row = write(note, owner, typed.format(username=manager.username))

    assert list(row.mentions.all()) == [manager]


def test_an_at_in_front_of_anything_else_mentions_nobody(note, owner):
    assert not write(note, owner, "20 件 @ 30 元，见 a@example.com").mentions.exists()


@pytest.mark.rule("GEN-10")
def test_who_does_not_see_the_document_cannot_be_mentioned(note, owner, outsider):
    with pytest.raises(comments.MentionBlind, match="林晓"):
        write(note, owner, "@林晓 请看")

    assert not Comment.objects.exists()
    assert not Job.objects.exists()


def test_empty_and_endless_comments_are_refused(note, owner):
    with pytest.raises(comments.CommentEmpty):
        write(note, owner, "  \n")
    with pytest.raises(comments.CommentTooLong):
        write(note, owner, "长" * 4001)
    with pytest.raises(Http404):
        comments.comment(kind="note", document_id=0, text="x", actor=actor_of(owner), at=timezone.now())


def test_a_comment_is_not_changed(note, owner):
    row = write(note, owner, "一")

    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.filter(pk=row.pk).update(text="二")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@pytest.mark.rule("GEN-04")
def test_a_comment_sent_twice_is_written_once(client, note, owner):
    signed_in(client, owner)
    address = reverse("core:comment_add", args=["note", note.pk])
    first, second = (
        pages.comment_box(kind="note", document_id=note.pk),
        pages.comment_box(kind="note", document_id=note.pk),
    )

    for _time in range(2):
        answer = client.post(address, {"text": "好的", "request_key": first.request_key})
        assert answer.status_code == 302
    client.post(address, {"text": "好的", "request_key": second.request_key})
    other = client.post(address, {"text": "不好", "request_key": first.request_key}, headers={"HX-Request": "true"})

    assert list(Comment.objects.values_list("text", flat=True)) == ["好的", "好的"]
    assert other.status_code == 422


@pytest.mark.rule("GEN-04")
def test_every_comment_box_carries_its_key(client, note, owner):
    answer = signed_in(client, owner).post(
        reverse("core:comment_add", args=["note", note.pk]),
        {"text": "好", "request_key": "k1"},
        headers={"HX-Request": "true"},
    )

    (key,) = re.findall(r'name="request_key" value="([0-9a-f]{32})"', answer.content.decode())
    assert key != "k1"


@pytest.mark.rule("GEN-05")
def test_the_timeline_tells_events_and_comments_in_order(note, owner, manager):
    at = timezone.now()
    facts = {"changes": {"name_zh": ["旧名", "新名"], "sum": ["100.00", "1250.50"], "x": None}}
    audit.register({"note.change": "改动"})
    audit.record(
        kind="note", document_id=note.pk, label="n", code="note.change", actor=actor_of(manager), at=at,
        reason="名称有误", on_behalf_of=(owner.pk, "陈志强"), facts=facts,
    )  # fmt: skip
    write(note, owner, "<b>收到</b>")
    audit.record(
        kind="note", document_id=note.pk, label="n", code="note.change", actor=SYSTEM, at=at + timedelta(hours=1)
    )

    changed, remark, swept = pages.timeline(kind="note", document=note)

    assert (changed.action, changed.who, changed.on_behalf_of) == ("改动", "马国强", "陈志强")
    reason, *values = str(changed.detail).splitlines()
    assert reason == "“名称有误”"
    assert set(values) == {"中文名称 旧名 → 新名", "sum 100.00 → 1,250.50"}
    assert (remark.action, remark.detail) == ("评论", "<b>收到</b>")
    assert swept.who == "系统"


@pytest.mark.rule("GEN-05")
def test_a_decision_and_the_move_it_led_to_are_told_once(note, owner, manager):
    at, given = timezone.now(), {"kind": "note", "document_id": note.pk, "label": "n"}
    step = {"round": 1, "step_zh": "财务审核", "step_en": "Finance"}
    audit.register({"note.decide": "已退回", "note.send_back": "形成新版本"})
    audit.record(**given, code="note.decide", actor=actor_of(owner), at=at - timedelta(hours=1), facts=step)
    audit.record(**given, code="note.decide", actor=actor_of(manager), at=at, reason="缺附件", facts=step)
    audit.record(
        **given,
        code="note.send_back",
        actor=actor_of(manager),
        at=at,
        reason="缺附件",
        before="IN_REVIEW",
        after="RETURNED",
    )
    audit.record(**given, code="note.send_back", actor=actor_of(manager), at=at, before="RETURNED", after="IN_REVIEW")

    first, decided, alone = pages.timeline(kind="note", document=note)

    assert (first.action, first.detail) == ("已退回", "财务审核")
    assert (decided.action, decided.who) == ("已退回", "马国强")
    assert str(decided.detail).splitlines() == ["财务审核", "形成新版本", "“缺附件”"]
    assert alone.action == "形成新版本"


def test_the_card_escapes_what_people_write(note, owner, client):
    response = signed_in(client, owner).post(
        reverse("core:comment_add", args=["note", note.pk]),
        {"text": "<script>x</script>"},
        headers={"hx-request": "true"},
    )

    assert response.status_code == 200
    assert "&lt;script&gt;x" in response.content.decode()
    assert "<script>x" not in response.content.decode()


def test_a_refused_comment_keeps_what_was_typed(note, owner, outsider, client):
    response = signed_in(client, owner).post(reverse("core:comment_add", args=["note", note.pk]), {"text": "@林晓 看"})

    assert response.status_code == 422
    assert "@林晓 看</textarea>" in response.content.decode()


@pytest.mark.rule("GEN-10")
def test_mentions_offer_only_who_sees_the_document(note, owner, manager, outsider, client):
    signed_in(client, owner)
    url = reverse("core:mentions", args=["note", note.pk])

    assert "马国强" in client.get(f"{url}?q=马", headers={"hx-request": "true"}).content.decode()
    assert "林晓" not in client.get(f"{url}?q=林", headers={"hx-request": "true"}).content.decode()
    signed_in(client, outsider)
    assert client.get(url).status_code == 404
    assert client.post(reverse("core:comment_add", args=["note", note.pk]), {"text": "x"}).status_code == 404


def test_a_document_page_gets_it_all_in_few_statements(note, owner, django_assert_max_num_queries):
    actor = actor_of(owner)
    for n in range(5):
        write(note, owner, f"第 {n} 条")

    with django_assert_max_num_queries(4), translation.override("zh-hans"):
        context = pages.document_context(actor=actor, kind="note", document=note)

    assert len(context["timeline"]) == 5
    assert context["attachments"].upload_url
