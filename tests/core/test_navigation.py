from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from core import navigation, pinyin
from core.actors import Actor
from core.frame import Frame
from core.navigation import Foot, Item


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    monkeypatch.setattr(navigation, "_registry", navigation._Registry())


def frame_of(actor: Actor, view_name: str = "", **cookies: str) -> Frame:
    request: Any = RequestFactory().get("/")
    request.actor = actor
    request.resolver_match = SimpleNamespace(view_name=view_name)
    request.COOKIES.update(cookies)
    return Frame(request)


CLERK = Actor(person_id=7, name="王静")


def test_sections_come_in_order_and_apps_may_add_pages_to_one_another():
    navigation.register_section("b", "Reports", "chart-bar", 60, [Item("Menu", "core:menu")])
    navigation.register_section("a", "Budgets", "layout-grid", 20, [Item("Keys", "core:keys")])
    navigation.register_section("b", "Reports", "chart-bar", 60, [Item("Notices", "core:notices")])

    sections = frame_of(CLERK).sections

    assert [section.code for section in sections] == ["a", "b"]
    assert [item.label for item in sections[1].items] == ["Menu", "Notices"]


@pytest.mark.rule("GEN-10")
def test_nobody_is_shown_a_door_that_is_locked_for_them():
    navigation.register_section("a", "Settings", "settings", 90, [Item("Menu", "core:menu", can=lambda _actor: False)])

    assert frame_of(CLERK).sections == ()


def test_the_open_section_is_the_one_that_fits_best():
    navigation.register_section(
        "a",
        "A",
        "x",
        1,
        [Item("Menu", "core:menu", match=("core:",)), Item("Notices", "core:notices", match=("core:notice",))],
    )

    section = frame_of(CLERK, "core:notice_open").sections[0]

    assert section.open
    assert [item.current for item in section.items] == [False, True]


def test_a_list_claims_its_documents():
    assert Item("Claims", "expenses:claim_list").fits("expenses:claim_detail") > 0
    assert Item("Claims", "expenses:claim_list").fits("expenses:request_detail") == 0


def test_badges_and_foot_are_asked_of_their_providers():
    navigation.register_section("a", "A", "x", 1, [Item("Menu", "core:menu")])
    navigation.register_badge("a", lambda _actor: 9)
    navigation.register_foot(lambda _actor: Foot("FY 2026", "Sep open"))

    frame = frame_of(CLERK)

    assert frame.sections[0].count == 9
    assert frame.foot == Foot("FY 2026", "Sep open")


def test_who_is_signed_out_costs_no_query():
    navigation.register_badge("a", lambda _actor: pytest.fail("asked"))

    frame = frame_of(Actor(person_id=None, name=""))

    assert (frame.sections, frame.notices, frame.foot, dict(frame.counts)) == ((), 0, None, {})


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("<b>", "auto"), ("", "auto")])
def test_only_known_themes_reach_the_page(cookie, theme):
    assert frame_of(CLERK, theme=cookie).theme == theme


@pytest.mark.rule("GEN-12")
@pytest.mark.parametrize(
    ("words", "text", "fits"),
    [
        ("调剂", "新建调剂", True),
        ("tj", "新建调剂", True),
        ("xinjian", "新建调剂", True),
        ("tj xj", "新建调剂", True),
        ("cyfx", "差异分析", True),
        ("zz", "新建调剂", False),
        ("", "anything", True),
        ("vari", "Variance", True),
    ],
)
def test_chinese_is_found_by_characters_pinyin_and_initials(words, text, fits):
    assert pinyin.fits(words, text) is fits
