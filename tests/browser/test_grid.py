"""The budget grid in a real browser: keys, sums, paste, undo, two people, readers, phone (BUD-11, QLT-50, QLT-51)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from budgets.models import BudgetLine
from budgets.selectors.remarks import remarks_on
from tests.factories import drafts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def budget(company, manager):
    return drafts.whole_draft(company.service, manager)


@pytest.fixture
def grid(page: Page, live_server, sign_in, manager, budget) -> Page:
    """The grid as its maker sees it, hearing nothing of others until they clash."""
    sign_in(manager)
    page.route("**/pulse/", lambda route: route.abort())
    page.goto(live_server.url + reverse("budgets:budget_grid", args=[budget.pk]))
    expect(page.locator(".sh-grid-live")).to_be_visible()
    return page


def cell(page: Page, line: int, month: int) -> Locator:
    return page.locator("tr[data-line]").nth(line).locator("td.e").nth(month - 1)


def figure(page: Page, name: str, column: int) -> str:
    return page.locator(f"tr[data-sum='{name}'] > *").nth(column).inner_text()


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def saved(page: Page) -> None:
    expect(page.locator("#grid-saved")).to_have_attribute("data-state", "saved")


def settled(page: Page) -> None:
    """Nothing is on its way to the server any more."""
    for _ in range(100):
        if not page.evaluate("document.getElementById('grid').grid.saver.isBusy"):
            return
        page.wait_for_timeout(50)
    raise AssertionError("cells are still being saved")


def months(row: Any) -> list[Decimal]:
    return BudgetLine.objects.get(pk=row.pk).amounts


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


@pytest.mark.rule("BUD-11")
@pytest.mark.parametrize(("choice", "kept"), [(0, "1300.00"), (1, "1250.00")])
def test_a_cell_somebody_changed_meanwhile_is_mine_or_theirs(grid: Page, budget, division_manager, choice, kept):
    row = budget.lines.get(category__name_zh="备件")
    drafts.write(budget, division_manager, (row, 1, "1000.00", "1250.00"))
    cell(grid, 0, 1).click()
    grid.keyboard.type("1300")
    grid.keyboard.press("Enter")

    line = grid.locator(".sh-grid-conflict")
    expect(line).to_contain_text(division_manager.name)
    assert months(row)[0] == Decimal("1250.00")
    line.locator("button").nth(choice).click()
    expect(line).to_have_count(0)
    settled(grid)

    assert months(row)[0] == Decimal(kept)


@pytest.mark.rule("BUD-11")
def test_others_cells_and_places_show(
    page: Page, live_server, sign_in, manager, division_manager, budget, client, signed_in
):
    row = budget.lines.get(category__name_zh="备件")
    sign_in(manager)
    page.goto(live_server.url + reverse("budgets:budget_grid", args=[budget.pk]))
    drafts.write(budget, division_manager, (row, 3, "1000.00", "1111.00"))
    signed_in(client, division_manager).post(
        reverse("budgets:budget_pulse", args=[budget.pk]),
        {"since": 0, "line": row.pk, "month": 3},
        content_type="application/json",
    )

    page.evaluate("document.getElementById('grid').grid.pulse.ask()")

    expect(cell(page, 0, 3)).to_have_attribute("data-v", "1,111")
    expect(cell(page, 0, 3)).to_have_attribute("data-other", "")
    expect(page.locator("#grid-people")).to_contain_text(f"{division_manager.name} 正在编辑")


def open_grid(page: Page, live_server, budget) -> None:
    page.goto(live_server.url + reverse("budgets:budget_grid", args=[budget.pk]))
    expect(page.locator(".sh-grid-live")).to_be_visible()


def hear(page: Page) -> None:
    """Hear of others now; done when the table was drawn anew."""
    page.evaluate("document.getElementById('grid').grid.pulse.ask()")


@pytest.mark.rule("BUD-11")
@pytest.mark.parametrize(("keys", "edits"), [("1300", False), ("0", True)])
def test_typing_goes_on_when_somebody_else_adds_a_line(
    page: Page, live_server, sign_in, manager, division_manager, budget, keys, edits
):
    row = budget.lines.get(category__name_zh="备件")
    sign_in(manager)
    open_grid(page, live_server, budget)
    cell(page, 0, 1).click()
    if edits:
        page.keyboard.press("F2")
    page.keyboard.type(keys)
    drafts.line(budget, division_manager, amounts="7.00", description="新的一行")

    hear(page)

    expect(page.locator("tr[data-line]")).to_have_count(5)
    field = page.locator(f"tr[data-line='{row.pk}'] td.e input").first
    expect(field).to_be_focused()
    page.keyboard.type("5")
    assert field.input_value() == ("100005" if edits else "13005")
    assert figure(page, "costs", 3) == ("101,212" if edits else "14,212")
    page.keyboard.press("Enter")
    settled(page)
    assert months(row)[0] == Decimal("100005.00" if edits else "13005.00")


@pytest.mark.rule("BUD-11")
def test_what_is_typed_meets_what_somebody_else_wrote_beside_adding_a_line(
    page: Page, live_server, sign_in, manager, division_manager, budget
):
    row = budget.lines.get(category__name_zh="备件")
    sign_in(manager)
    open_grid(page, live_server, budget)
    cell(page, 0, 1).click()
    page.keyboard.type("1300")
    drafts.write(budget, division_manager, (row, 1, "1000.00", "1250.00"))
    drafts.line(budget, division_manager, amounts="7.00", description="新的一行")

    hear(page)
    page.keyboard.press("Enter")

    expect(page.locator(".sh-grid-conflict")).to_contain_text("1,250")
    assert months(row)[0] == Decimal("1250.00")


@pytest.mark.rule("BUD-11")
def test_esc_after_somebody_else_wrote_the_cell_shows_their_value(
    page: Page, live_server, sign_in, manager, division_manager, budget
):
    row = budget.lines.get(category__name_zh="备件")
    sign_in(manager)
    open_grid(page, live_server, budget)
    cell(page, 0, 1).click()
    page.keyboard.type("1300")
    drafts.write(budget, division_manager, (row, 1, "1000.00", "1250.00"))

    hear(page)
    page.keyboard.press("Escape")

    assert cell(page, 0, 1).locator("input").input_value() == "1,250"


@pytest.mark.rule("BUD-11")
def test_typing_into_a_line_somebody_else_removed_is_told(
    page: Page, live_server, sign_in, manager, division_manager, budget
):
    row = budget.lines.get(category__name_zh="备件")
    sign_in(manager)
    open_grid(page, live_server, budget)
    cell(page, 0, 1).click()
    page.keyboard.type("1300")
    drafts.remove(budget, division_manager, row)

    hear(page)

    line = page.locator(".sh-grid-conflict")
    expect(line).to_contain_text(division_manager.name)
    expect(line).to_contain_text("1,300")
    expect(page.locator("tr[data-line]")).to_have_count(3)
    line.locator("button").click()
    expect(line).to_have_count(0)


@pytest.mark.rule("BUD-11", "GEN-04")
@pytest.mark.parametrize(("choice", "kept"), [(0, "1300.00"), (1, "1250.00")])
def test_mine_or_theirs_is_still_a_choice_after_the_table_was_drawn_anew(
    page: Page, live_server, sign_in, manager, division_manager, budget, choice, kept
):
    row = budget.lines.get(category__name_zh="备件")
    sign_in(manager)
    open_grid(page, live_server, budget)
    drafts.write(budget, division_manager, (row, 1, "1000.00", "1250.00"))
    cell(page, 0, 1).click()
    page.keyboard.type("1300")
    page.keyboard.press("Enter")
    line = page.locator(".sh-grid-conflict")
    expect(line).to_contain_text(division_manager.name)
    drafts.line(budget, division_manager, amounts="7.00", description="新的一行")

    hear(page)

    expect(page.locator("tr[data-line]")).to_have_count(5)
    expect(cell(page, 0, 1)).to_have_attribute("data-clash", "")
    assert cell(page, 0, 1).get_attribute("data-v") == "1,300"
    line.locator("button").nth(choice).click()
    expect(line).to_have_count(0)
    settled(page)
    assert months(row)[0] == Decimal(kept)
    assert cell(page, 0, 1).get_attribute("data-v") == f"{Decimal(kept):,.0f}"


@pytest.mark.rule("BUD-11")
def test_a_step_is_undone_after_the_table_was_drawn_anew(
    page: Page, live_server, sign_in, manager, division_manager, budget
):
    row = budget.lines.get(category__name_zh="备件")
    sign_in(manager)
    open_grid(page, live_server, budget)
    cell(page, 0, 1).click()
    page.keyboard.type("1300")
    page.keyboard.press("Enter")
    saved(page)
    drafts.line(budget, division_manager, amounts="7.00", description="新的一行")
    hear(page)
    expect(page.locator("tr[data-line]")).to_have_count(5)

    page.keyboard.press("Control+z")
    settled(page)

    assert months(row)[0] == Decimal("1000.00")


@pytest.mark.rule("BUD-11")
def test_leaving_the_page_asks_while_something_typed_is_not_entered(grid: Page):
    leaves = "window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    cell(grid, 0, 1).click()
    grid.keyboard.press("F2")
    assert grid.evaluate(leaves), "nothing was typed yet"

    grid.keyboard.type("7")

    assert not grid.evaluate(leaves)
    grid.keyboard.press("Escape")
    assert grid.evaluate(leaves)


@pytest.mark.rule("BUD-11")
def test_a_line_is_added_and_removed_and_comes_back(page: Page, live_server, sign_in, manager, budget):
    sign_in(manager)
    page.goto(live_server.url + reverse("budgets:budget_grid", args=[budget.pk]))
    expect(page.locator("tr[data-line]")).to_have_count(4)
    cell(page, 0, 1).click()
    page.keyboard.press("Alt+Enter")
    page.locator("#grid-dialog .btn-outline-danger").click()
    expect(page.locator("tr[data-line]")).to_have_count(3)

    page.locator(".sh-toast button.sh-link").click()

    expect(page.locator("tr[data-line]")).to_have_count(4)
    assert budget.lines.count() == 4


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
