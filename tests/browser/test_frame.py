"""The frame as people use it: palette, keys, appearance, phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from core import navigation
from core.navigation import Foot, Item
from organization.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    monkeypatch.setattr(navigation, "_registry", navigation._Registry())
    navigation.register_section(
        "inbox", "Waits for me", "inbox", 10, [Item("Waits for me", "core:notices", keys="g i")]
    )
    navigation.register_section(
        "reports",
        "Reports",
        "chart-histogram",
        60,
        [Item("差异分析", "core:menu", keys="g v"), Item("Keys", "core:keys")],
    )
    navigation.register_badge("inbox", lambda _actor: 9)
    navigation.register_foot(lambda _actor: Foot("FY 2026", "Sep open"))
    navigation.register_tab("Waits for me", "core:notices", "inbox", 10, badge="inbox")
    navigation.register_tab("Menu", "core:menu", "user", 40)
    navigation.register_quick_action("新建调剂", "core:keys", keywords="transfer")


@pytest.fixture(autouse=True)
def somebody(sign_in):
    person = Person.objects.create_user("wang", "secret-word-7", name_zh="王静", language="zh-hans")
    sign_in(person)
    return person


@pytest.fixture
def errors(page: Page):
    """What the console complained of; a page must be quiet (CSP refusals show here)."""
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen


def test_the_palette_finds_by_pinyin_and_enter_goes_there(page: Page, live_server, errors):
    page.goto(f"{live_server.url}/notices/")

    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog")
    page.keyboard.type("cyfx")
    option = palette.get_by_role("option", name=re.compile("差异分析"))
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_server.url}/menu/")
    assert errors == []


def test_the_palette_says_when_nothing_fits_and_escape_closes_it(page: Page, live_server):
    page.goto(f"{live_server.url}/menu/")

    page.keyboard.press("/")
    page.keyboard.type("qqqq")
    expect(page.locator("#palette-list")).to_contain_text("qqqq")
    page.keyboard.press("Escape")

    expect(page.locator("#palette")).not_to_be_visible()


def test_two_letters_go_to_a_page_but_not_while_typing(page: Page, live_server):
    page.goto(f"{live_server.url}/palette/")

    page.locator("main input[name=q]").press_sequentially("gv")
    expect(page).to_have_url(f"{live_server.url}/palette/")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("v")

    expect(page).to_have_url(f"{live_server.url}/menu/")


def test_single_letters_can_be_switched_off(page: Page, live_server):
    page.goto(f"{live_server.url}/notices/")
    page.keyboard.press("?")
    page.locator("#keys button[name=shortcuts]").click()
    page.wait_for_load_state()

    page.keyboard.press("g")
    page.keyboard.press("v")
    page.keyboard.press("?")

    expect(page).to_have_url(f"{live_server.url}/notices/")
    expect(page.locator("#keys")).not_to_be_visible()


def test_dark_is_kept(page: Page, live_server, errors):
    page.goto(f"{live_server.url}/notices/")

    page.locator(".sh-person summary").click()
    page.locator(".sh-person button[value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert errors == []


def test_a_menu_closes_by_escape_and_focus_returns(page: Page, live_server):
    page.goto(f"{live_server.url}/notices/")
    summary = page.locator(".sh-person summary")

    summary.click()
    page.keyboard.press("Escape")

    expect(page.locator(".sh-person")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_the_first_tab_stop_skips_to_the_content(page: Page, live_server):
    page.goto(f"{live_server.url}/notices/")

    page.keyboard.press("Tab")
    expect(page.locator(".sh-skip")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


@pytest.mark.rule("QLT-50")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/notices/", "/menu/", "/keys/", "/palette/?q=zz"])
def test_axe_finds_nothing(page: Page, live_server, no_findings, theme, path):
    page.emulate_media(color_scheme=theme)
    page.goto(f"{live_server.url}{path}")

    no_findings()


@pytest.mark.rule("QLT-50")
def test_axe_finds_nothing_in_the_open_palette(page: Page, live_server, no_findings):
    page.goto(f"{live_server.url}/notices/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-list a").first).to_be_visible()

    no_findings()


@pytest.mark.rule("QLT-51")
@pytest.mark.parametrize("path", ["/notices/", "/menu/", "/keys/", "/palette/"])
def test_a_phone_needs_no_sideways_scrolling_and_has_its_tabs(page: Page, live_server, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}{path}")

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".sh-tabs")).to_be_visible()
    expect(page.locator(".sh-nav")).not_to_be_visible()


def test_without_scripts_language_and_appearance_still_change(browser, live_server, somebody, sign_in, context):
    plain = browser.new_context(java_script_enabled=False, locale="zh-CN")
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"{live_server.url}/menu/")

    page.locator("main button[value=dark]").click()
    page.locator("main button[value=en]").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    plain.close()
