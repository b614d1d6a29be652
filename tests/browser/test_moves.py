"""Asking, handing over, adding an approver and returning to a step, as people do it: by keyboard, on a phone, without
scripts.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from approvals.models import Asked, Case, Decision, Task
from expenses.models import Claim
from tests.browser.seats import findings
from tests.factories import budgets as money
from tests.factories import expenses as spending

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("APR-05")]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def claim(company, owner, manager, finance_officer, gm, ledger_partitions) -> Claim:
    """A claim of the owner that waits for the manager."""
    today = timezone.localdate()
    money.open_year(today.year)
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="5000", year=today.year)
    line = spending.claim_line(category, "120.00", expense_date=today)
    return spending.submitted_claim(owner, line, at=timezone.now(), title="沈阳差旅")


@pytest.fixture
def at_claim(page: Page, live_server: Any, sign_in: Any, claim: Claim) -> Any:
    """Somebody at the claim's page."""

    def opened(person: Any) -> Page:
        sign_in(person)
        page.goto(f"{live_server.url}/expenses/claims/{claim.pk}/")
        page.wait_for_load_state("load")
        return page

    return opened


def whole(page: Page) -> list[str]:
    """What axe finds, the panel open and the page no wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
    return [*findings(page), *(["wider than the screen"] if wide else [])]


def choose(page: Page, name: str) -> None:
    """Somebody out of the list of people, by typing."""
    expect(page.locator("#decision-move .ts-control input")).to_be_focused()
    page.keyboard.type(name)
    expect(page.locator(".ts-dropdown .option.active")).to_contain_text(name)
    page.keyboard.press("Enter")
    if page.locator("#decision-move select[multiple]").count():  # its list stays open for the next one
        page.keyboard.press("Escape")
    expect(page.locator("#decision-move .ts-dropdown")).to_be_hidden()


def test_a_task_is_handed_over_by_keyboard(at_claim: Any, manager: Any, gm: Any, claim: Claim):
    page = at_claim(manager)

    page.keyboard.press("t")
    choose(page, "陈立新")
    assert whole(page) == []
    page.locator("#move-reason").focus()
    page.keyboard.type("出差两周")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#toasts")).to_contain_text("陈立新")
    given = Task.objects.get(case=spending.case_of(claim), state="WAITING")
    assert (given.person, given.reason) == (gm, "出差两周")
    page = at_claim(gm)
    expect(page.locator("[aria-labelledby=route-title]")).to_contain_text("马国强 → 您（陈立新）")


def test_escape_goes_back_to_the_button_it_came_from(at_claim: Any, manager: Any):
    page = at_claim(manager)

    page.keyboard.press("t")
    expect(page.locator("#decision-move .ts-control input")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    expect(page.locator("#decision-move form")).to_be_hidden()
    expect(page.locator("[data-key=t]")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("#reason-reject")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator("#decision-move form")).to_be_visible()


def test_the_keys_are_in_the_help(at_claim: Any, manager: Any):
    page = at_claim(manager)

    page.keyboard.press("?")

    for words in ("征询", "转办", "加签"):
        expect(page.locator("#keys-page")).to_contain_text(words)


def test_a_refusal_stays_in_the_panel_with_what_was_typed(at_claim: Any, manager: Any, gm: Any, claim: Claim):
    page = at_claim(manager)
    page.keyboard.press("t")
    choose(page, "陈立新")
    page.locator("#move-reason").fill("出差两周")
    spending.decide(claim, "APPROVE")

    page.locator("#decision-move button.btn-primary").click()

    expect(page.locator("#decision-move [role=alert]")).to_contain_text("马国强")
    expect(page.locator("#move-reason")).to_have_value("出差两周")
    assert not Task.objects.filter(state="HANDED").exists()


def test_on_a_phone_an_approver_is_added_before(at_claim: Any, page: Page, manager: Any, gm: Any, claim: Claim):
    page.set_viewport_size(PHONE)
    page = at_claim(manager)
    page.locator(".sh-bar-more summary").click()
    assert whole(page) == []

    page.locator(".sh-bar-more a", has_text="加签").click()
    choose(page, "陈立新")
    page.locator("#move-reason").fill("请先把关")
    assert whole(page) == []
    page.locator("#decision-move button.btn-primary").click()

    expect(page.locator("#toasts")).to_contain_text("陈立新")
    case = spending.case_of(claim)
    assert Task.objects.get(case=case, state="WAITING").person == gm
    assert Task.objects.get(case=case, state="PAUSED").person == manager


def test_a_question_is_asked_and_answered(at_claim: Any, page: Page, manager: Any, owner: Any):
    page = at_claim(manager)
    page.keyboard.press("q")
    choose(page, "陈志强")
    page.locator("#move-text").fill("为什么住两晚？")
    page.locator("#decision-move button.btn-primary").click()
    expect(page.locator("#decision .sh-bar-says")).to_contain_text("尚未答复")
    assert whole(page) == []

    page.set_viewport_size(PHONE)
    page = at_claim(owner)
    expect(page.locator("#decision .sh-bar-says")).to_contain_text("为什么住两晚？")
    page.locator("[data-key=w]").click()
    expect(page.locator("#answer-text")).to_be_focused()
    assert whole(page) == []
    page.locator("#answer-text").fill("第二天返厂")
    page.locator("#decide-answer button.btn-primary").click()

    expect(page.locator("#toasts")).to_contain_text("马国强")
    expect(page.locator("#history")).to_contain_text("第二天返厂")
    assert Asked.objects.get().answer.text == "第二天返厂"


def test_a_return_to_an_earlier_step(at_claim: Any, manager: Any, finance_officer: Any, claim: Claim):
    spending.decide(claim, "APPROVE")
    page = at_claim(finance_officer)

    page.keyboard.press("r")
    expect(page.locator("#return-step")).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert whole(page) == []
    page.keyboard.press("Tab")
    page.keyboard.type("请核对单价")
    page.locator("#decide-return button.btn-primary").click()

    expect(page.locator("#toasts")).to_contain_text("退回到")
    assert Decision.objects.filter(verdict="BACK").count() == 1
    assert Task.objects.get(case=spending.case_of(claim), state="WAITING").person == manager


def test_from_the_list_by_a_key_of_the_row_one_is_on(
    page: Page, live_server: Any, sign_in: Any, manager: Any, gm: Any, claim: Claim
):
    sign_in(manager)
    page.goto(f"{live_server.url}/approvals/")
    page.keyboard.press("j")
    page.keyboard.press("t")

    expect(page.locator("#decision-move form")).to_be_visible()
    assert whole(page) == []
    page.locator("#move-reason").fill("出差两周")
    page.locator("#decision-move button.btn-primary").click()  # without a person
    expect(page.locator("#decision-move .sh-error")).to_be_visible()  # and the field to mend has the focus
    choose(page, "陈立新")
    page.locator("#decision-move button.btn-primary").click()

    expect(page.locator(".sh-empty")).to_be_visible()
    assert Task.objects.get(case=spending.case_of(claim), state="WAITING").person == gm


def test_it_all_works_without_scripts(
    browser: Browser, live_server: Any, claim: Claim, manager: Any, owner: Any, gm: Any, sign_in: Any, context: Any
):
    sign_in(manager)
    plain = browser.new_context(java_script_enabled=False, locale="zh-CN", storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(f"{live_server.url}/expenses/claims/{claim.pk}/")

    page.locator("[data-key=q]").click()
    page.locator("#move-people").select_option(label=f"{owner.name_zh} · {owner.department.name}")
    page.locator("#move-text").fill("为什么住两晚？")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[aria-labelledby=route-title]")).to_contain_text("尚未答复")
    page.locator("[data-key=t]").click()
    page.locator("#move-person").select_option(label=f"{gm.name_zh} · {gm.department.name}")
    page.locator("#move-reason").fill("出差两周")
    page.locator("main form button.btn-primary").click()

    expect(page.locator("#toasts")).to_contain_text("陈立新")
    assert Task.objects.get(case=Case.objects.get(), state="WAITING").person == gm
    plain.close()
