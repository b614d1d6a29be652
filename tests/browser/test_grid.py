"""The budget grid in a real browser: keys, sums, paste, undo, two people, readers, phone (BUD-11, QLT-50, QLT-51)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from budgets.selectors.remarks import remarks_on
from tests.browser.gridding import cell, figure, months, saved, settled

pytestmark = pytest.mark.django_db(transaction=True)


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


@pytest.mark.rule("BUD-11")
def test_sums_follow_every_key_and_the_cell_is_saved_when_left(grid: Page, budget):
    row = budget.lines.get(category__name_zh="备件")
    cell(grid, 0, 1).click()

    grid.keyboard.type("1,500.5")

    assert figure(grid, "costs", 3) == "2,700.50"
    assert figure(grid, "costs", 6) == "7,100.50"
    assert figure(grid, "result", 3) == "299.50"
    assert months(row)[0] == Decimal("1000.00")
    grid.keyboard.press("Enter")
    saved(grid)
    assert months(row)[0] == Decimal("1500.50")


@pytest.mark.rule("BUD-11")
def test_a_loss_says_its_word_and_sign(grid: Page):
    cell(grid, 0, 2).click()
    grid.keyboard.type("9000")

    assert figure(grid, "result", 4) == "亏\u22127,200"


@pytest.mark.rule("BUD-11")
def test_keys_move_edit_restore_and_leave_one_tab_stop(grid: Page):
    cell(grid, 0, 1).click()
    for key in ("ArrowRight", "ArrowDown", "Tab", "End", "Home", "Control+ArrowDown", "Control+Home"):
        grid.keyboard.press(key)
    grid.keyboard.press("F2")
    grid.keyboard.type("7")
    assert cell(grid, 0, 1).locator("input").input_value() == "10007"
    grid.keyboard.press("Escape")

    assert cell(grid, 0, 1).locator("input").input_value() == "1,000"
    assert grid.locator("td.e input[tabindex='0']").count() == 1


@pytest.mark.rule("BUD-11", "QLT-50")
def test_the_tab_key_comes_into_the_grid_and_the_list_of_keys_names_its_own(grid: Page):
    last = grid.locator(".sh-grid-tools").locator("a, button:not([disabled])").last
    last.focus()

    for _ in range(3):
        grid.keyboard.press("Tab")
        if grid.evaluate("document.activeElement.closest('td.e') !== null"):
            break

    expect(grid.locator("td.e[data-on] > input")).to_be_focused()
    grid.locator("h1").click()
    grid.keyboard.press("?")
    expect(grid.locator("#keys-page")).to_contain_text("F2")


@pytest.mark.rule("BUD-11")
def test_a_rectangle_from_excel_is_pasted_and_undone_as_a_whole(grid: Page, budget):
    row = budget.lines.get(category__name_zh="备件")
    cell(grid, 0, 1).click()

    paste(grid, "1,234.50\t５\r\n1.2万\t3元\r\n")
    saved(grid)
    assert months(row)[:3] == [Decimal("1234.50"), Decimal(5), Decimal(1000)]
    assert cell(grid, 1, 1).get_attribute("data-v") == "12,000"
    assert cell(grid, 2, 1).get_attribute("data-v") == "200", "the line break at the end means nothing"
    grid.keyboard.press("Control+z")
    settled(grid)

    assert months(row)[:2] == [Decimal(1000)] * 2
    grid.keyboard.press("Control+y")
    settled(grid)
    assert months(row)[:2] == [Decimal("1234.50"), Decimal(5)]


@pytest.mark.rule("BUD-11")
def test_a_paste_with_a_negative_amount_changes_nothing_and_says_why(grid: Page):
    cell(grid, 0, 1).click()

    paste(grid, "100\t(5)\n")

    expect(grid.locator(".sh-toast").last).to_contain_text("(5) 是负数")
    assert cell(grid, 0, 2).get_attribute("data-v") == "1,000"


@pytest.mark.rule("BUD-11", "GEN-01")
def test_parts_of_a_cent_are_refused_when_typed_and_told_when_pasted(grid: Page, budget):
    row = budget.lines.get(category__name_zh="备件")
    cell(grid, 0, 1).click()
    grid.keyboard.type("12.345")
    grid.keyboard.press("Enter")
    expect(grid.locator(".sh-toast").last).to_contain_text("12.345")
    assert cell(grid, 0, 1).get_attribute("data-v") == "1,000"
    cell(grid, 0, 1).click()

    paste(grid, "12.345\t7\n")

    saved(grid)
    expect(grid.locator(".sh-toast").last).to_contain_text("四舍五入")
    assert months(row)[:2] == [Decimal("12.35"), Decimal(7)]


@pytest.mark.rule("BUD-11")
def test_filling_right_and_clearing_a_selection(grid: Page):
    cell(grid, 0, 1).click()
    grid.keyboard.type("42")
    grid.keyboard.press("Enter")
    cell(grid, 0, 1).click()
    for _ in range(3):
        grid.keyboard.press("Shift+ArrowRight")

    grid.keyboard.press("Control+r")
    expect(grid.locator("#grid-figures")).to_contain_text("168")
    grid.keyboard.press("Delete")

    expect(grid.locator("#grid-figures")).to_contain_text("1 × 4")
    assert cell(grid, 0, 2).get_attribute("data-v") == "0"


@pytest.mark.rule("QLT-50")
def test_axe_finds_nothing_and_f6_goes_round_the_page(grid: Page, no_findings):
    no_findings()
    cell(grid, 0, 1).click()
    seen = []
    for _ in range(4):
        grid.keyboard.press("F6")
        seen.append(grid.evaluate("document.activeElement.closest('[data-region]').dataset.region"))

    assert sorted(seen) == ["grid", "status", "strip", "tools"]


@pytest.mark.rule("BUD-11", "GEN-08")
def test_ctrl_m_comments_on_the_line(grid: Page, budget):
    row = budget.lines.get(category__name_zh="备件")
    cell(grid, 0, 1).click()

    grid.keyboard.press("Control+m")
    expect(grid.locator("#line-comment")).to_be_focused()
    grid.keyboard.type("按三季度的价格")
    grid.locator("#said button").click()

    expect(grid.locator("#said blockquote")).to_contain_text("按三季度的价格")
    assert [remark.text for remark in remarks_on(budget, row.pk)] == ["按三季度的价格"]


@pytest.mark.rule("QLT-50", "QLT-51")
@pytest.mark.parametrize("name", ["budget_grid", "budget_detail"])
def test_the_checks_before_submitting_are_large_enough_to_hit(
    page: Page, live_server, sign_in, manager, budget, no_findings, name
):
    budget.lines.update(rationale="")
    budget.control_methods.all().delete()
    sign_in(manager)

    page.goto(live_server.url + reverse(f"budgets:{name}", args=[budget.pk]))

    expect(page.locator(".sh-check a")).to_have_count(2)
    for link in page.locator(".sh-check a").all():
        assert link.bounding_box()["height"] >= 24
    no_findings()


@pytest.mark.rule("BUD-11")
def test_without_scripts_the_grid_is_a_form(browser, live_server, manager, budget, sign_in, context):
    sign_in(manager)
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state(), locale="zh-CN")
    page = plain.new_page()
    page.goto(live_server.url + reverse("budgets:budget_grid", args=[budget.pk]))
    row = budget.lines.get(category__name_zh="备件")

    page.fill(f"[name='c-{row.pk}-12']", "2,000.25")
    page.locator(".sh-grid-save button").click()

    assert months(row)[11] == Decimal("2000.25")
    plain.close()


@pytest.mark.rule("QLT-51")
@pytest.mark.parametrize("name", ["budget_grid", "budget_detail"])
def test_on_a_phone_the_budget_is_read_without_sideways_scrolling(
    page: Page, live_server, sign_in, manager, budget, name
):
    sign_in(manager)
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(live_server.url + reverse(f"budgets:{name}", args=[budget.pk]))

    expect(page.locator(".sh-grid-phone")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".sh-grid-phone a").first.click()
    expect(page.locator("table")).to_contain_text("1,000.00")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
