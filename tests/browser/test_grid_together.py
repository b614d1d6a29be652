"""Several people in the budget grid at once, and lines that come and go."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.gridding import cell, figure, months, saved, settled
from tests.factories import drafts

pytestmark = pytest.mark.django_db(transaction=True)


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
    """The grid, which hears of others only when a test has it `hear`: what somebody else writes before that is not taken
    in, however long the browser takes.
    """
    with page.expect_response("**/pulse/"):
        page.goto(live_server.url + reverse("budgets:budget_grid", args=[budget.pk]))
    expect(page.locator(".sh-grid-live")).to_be_visible()
    page.evaluate("document.getElementById('grid').grid.pulse.stop()")


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


SLOW_ONCE = """path => {
    const real = window.fetch;
    let first = true;
    window.fetch = async (asked, ...more) => {
        const answer = await real(asked, ...more);
        if (first && new URL(asked.url ?? asked, location.href).pathname === path) {
            first = false;
            await new Promise((done) => setTimeout(done, 1500));
        }
        return answer;
    };
}"""


@pytest.mark.rule("BUD-11", "GEN-04")
def test_what_is_saved_while_the_table_is_drawn_anew_is_not_drawn_over(
    page: Page, live_server, sign_in, manager, division_manager, budget
):
    """The table that was asked for before the cell was kept does not hold it: it is asked for once more."""
    row = budget.lines.get(category__name_zh="备件")
    sign_in(manager)
    open_grid(page, live_server, budget)
    drafts.line(budget, division_manager, amounts="7.00", description="新的一行")
    page.evaluate(SLOW_ONCE, reverse("budgets:budget_grid", args=[budget.pk]))
    page.evaluate("void document.getElementById('grid').grid.pulse.ask()")
    page.wait_for_timeout(300)
    cell(page, 0, 1).click()
    page.keyboard.type("1300")
    page.keyboard.press("Enter")

    expect(page.locator("tr[data-line]")).to_have_count(5)
    settled(page)
    assert cell(page, 0, 1).get_attribute("data-v") == "1,300"
    assert months(row)[0] == Decimal("1300.00")


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
