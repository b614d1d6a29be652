"""The inbox and the decision as people work through them: by keyboard, many at once, on a phone, without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from approvals.models import Decision
from expenses.models import Claim
from tests.factories import budgets as money
from tests.factories import expenses as spending

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("APR-05")]


@pytest.fixture
def claims(company, owner, manager, finance_officer, ledger_partitions) -> list[Claim]:
    """Three claims of the owner that wait for the manager."""
    now, today = timezone.now(), timezone.localdate()
    money.open_year(today.year)
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="5000", year=today.year)
    made = []
    for number, title in enumerate(("沈阳差旅", "办公用品", "顺丰月结")):
        line = spending.claim_line(category, f"{(number + 1) * 100}.00", expense_date=today)
        made.append(spending.submitted_claim(owner, line, at=now - timedelta(minutes=9 - number), title=title))
    return made


@pytest.fixture
def inbox(page: Page, live_server: Any, sign_in: Any, manager: Any, claims: list[Claim]) -> Page:
    sign_in(manager)
    page.goto(f"{live_server.url}/approvals/")
    return page


def open_the_first(inbox: Page) -> None:
    """To the document by keyboard. Its words are there before its keys are: they come with the scripts, by the load event."""
    inbox.keyboard.press("j")
    inbox.keyboard.press("Enter")
    expect(inbox.locator("#title")).to_have_text("沈阳差旅")
    inbox.wait_for_load_state("load")


def test_by_keyboard_to_a_document_and_on_to_the_next(inbox: Page, claims: list[Claim]):
    open_the_first(inbox)

    inbox.keyboard.press("a")

    expect(inbox.locator("#title")).to_have_text("办公用品")
    expect(inbox.locator("#title")).to_be_focused()
    expect(inbox.locator("#count-inbox")).to_contain_text("2")
    expect(inbox.locator("#toasts")).to_contain_text(claims[0].number or "")
    assert Decision.objects.get().verdict == "APPROVE"


def test_a_key_held_down_decides_once(inbox: Page):
    sent: list[str] = []
    inbox.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    open_the_first(inbox)
    inbox.keyboard.down("a")
    expect(inbox.locator("#title")).to_have_text("办公用品")
    inbox.wait_for_load_state("load")

    inbox.keyboard.down("a")
    inbox.keyboard.press("x")

    expect(inbox.locator("#reason-reject")).to_be_focused()
    assert len(sent) == 1
    inbox.keyboard.press("Escape")
    inbox.keyboard.up("a")
    inbox.keyboard.press("a")
    expect(inbox.locator("#title")).to_have_text("顺丰月结")
    assert Decision.objects.count() == len(sent) == 2


def test_a_rejection_asks_for_its_reason_and_escape_goes_back(inbox: Page):
    open_the_first(inbox)
    inbox.keyboard.press("x")
    reason = inbox.locator("#reason-reject")
    expect(reason).to_be_focused()
    inbox.keyboard.press("Escape")
    expect(reason).to_be_hidden()

    inbox.keyboard.press("x")
    reason.fill("发票抬头不对")
    inbox.keyboard.press("Tab")
    inbox.keyboard.press("Tab")
    inbox.keyboard.press("Enter")

    expect(inbox.locator("#title")).to_have_text("办公用品")
    assert Decision.objects.get().reason == "发票抬头不对"


@pytest.mark.rule("GEN-06")
def test_ctrl_enter_sends_the_form_one_types_in_and_no_other(inbox: Page, claims: list[Claim]):
    open_the_first(inbox)
    inbox.locator("#comment-text").fill("发票等会儿补")
    inbox.keyboard.press("Control+Enter")
    expect(inbox.locator("#history")).to_contain_text("发票等会儿补")
    assert Decision.objects.count() == 0

    inbox.locator("#title").focus()
    inbox.keyboard.press("x")
    inbox.locator("#reason-reject").fill("发票抬头不对")
    inbox.keyboard.press("Control+Enter")

    expect(inbox.locator("#title")).to_have_text("办公用品")
    assert Decision.objects.get().verdict == "REJECT"


def test_many_at_once_with_a_sum_line_before_the_one_confirm(inbox: Page):
    inbox.keyboard.press("j")
    inbox.keyboard.press(" ")
    inbox.keyboard.press("Shift+ArrowDown")
    inbox.keyboard.press("Shift+ArrowDown")
    expect(inbox.locator("[data-inbox-sum]")).to_contain_text("600.00")

    inbox.keyboard.press("a")
    expect(inbox.locator("#decide-many")).to_contain_text("600.00")
    inbox.keyboard.press("Enter")

    expect(inbox.locator("#toasts")).to_contain_text("3")
    expect(inbox.locator(".sh-empty")).to_be_visible()
    assert Decision.objects.count() == 3


def test_a_claim_changed_by_another_hand_is_refused_and_nothing_typed_is_lost(
    inbox: Page, claims: list[Claim], manager: Any
):
    open_the_first(inbox)
    spending.decide(claims[0], "APPROVE")

    inbox.keyboard.press("a")

    expect(inbox.locator("#decision [role=alert]")).to_contain_text(manager.name_zh)
    assert Decision.objects.count() == 1


def test_on_a_phone_documents_are_ticked_in_a_mode_of_its_own(inbox: Page):
    inbox.set_viewport_size({"width": 390, "height": 844})
    boxes = inbox.locator(".sh-in-tick input")
    expect(boxes.first).to_be_hidden()

    inbox.locator("[data-select-mode]").click()
    boxes.nth(1).check()

    expect(inbox.locator("[data-inbox-sum]")).to_contain_text("200.00")
    expect(inbox.locator(".sh-tabs")).to_be_hidden()


@pytest.mark.rule("QLT-50")
def test_nothing_shuts_anybody_out(inbox: Page, no_findings: Any):
    no_findings()
    inbox.keyboard.press("j")
    inbox.keyboard.press("x")
    expect(inbox.locator("#decide-many")).to_be_visible()
    no_findings()


def test_it_all_works_without_scripts(
    browser: Browser, live_server: Any, claims: list[Claim], manager: Any, sign_in: Any, context: Any
):
    sign_in(manager)
    plain = browser.new_context(java_script_enabled=False, locale="zh-CN", storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(f"{live_server.url}/approvals/")

    for box in page.locator(".sh-in-tick input").all()[:2]:
        box.check()
    page.locator("[data-inbox-bar] button[value=REJECT]").click()
    page.locator("#many-reason").fill("预算已冻结")
    page.locator("#decide-many button.btn-danger").click()

    expect(page.locator("#toasts")).to_contain_text("2")
    assert set(Decision.objects.values_list("reason", flat=True)) == {"预算已冻结"}
    page.locator("[data-open]").first.click()
    page.locator("[data-key=r]").click()
    page.locator("#reason-return").fill("请补附件")
    page.locator("#decide-return button.btn-primary").click()
    expect(page.locator(".sh-empty")).to_be_visible()
    assert Decision.objects.filter(verdict="RETURN").count() == 1
    plain.close()


@pytest.mark.rule("APR-03")
def test_a_route_is_edited(
    page: Page,
    live_server: Any,
    sign_in: Any,
    finance_manager: Any,
    claims: list[Claim],
    gm: Any,
    division_manager: Any,
    no_findings: Any,
):
    sign_in(finance_manager)
    page.goto(f"{live_server.url}/approvals/routes/")
    no_findings()
    page.locator("section[aria-labelledby=kind-budget] a.btn", has_text="编辑").click()
    page.locator("button[value=add]").click()
    last = page.locator(".sh-step-card").last
    expect(page.locator(".sh-step-card")).to_have_count(4)
    last.locator("[name$=-name_zh]").fill("总经理复核")
    last.locator("[name$=-who]").select_option("ROLE_IN_COMPANY")
    last.locator("[name$=-role]").select_option(label="总经理")
    last.locator("[name$=-amount_from]").fill("1,000,000")
    last.locator("button[value^=up]").click()
    expect(page.locator(".sh-step-card").nth(2).locator("h2")).to_have_text("总经理复核")
    page.evaluate("window.scrollTo(0, 0)")
    no_findings()

    page.locator("button[value=save]").click()

    expect(page.locator("#toasts")).to_contain_text("新版本")
    expect(page.locator("section[aria-labelledby=kind-budget]")).to_contain_text("1,000,000.00")
