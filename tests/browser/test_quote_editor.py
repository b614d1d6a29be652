"""The quote editor in a browser: twenty lines by keyboard alone, rows from Excel, the floor while typing (PSL-11, QLT-51)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from organization.models import Person
from parts_sales.models import Part, Quote
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as stores

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("主轴轴承组", "液压密封包", "主轴电机编码器", "冷却软管总成", "丝杠轴承")


@pytest.fixture
def clerk(company: cast.Tree) -> Person:
    return cast.member(company.service, "service_clerk", name_zh="周敏")


@pytest.fixture
def parts(clerk: Person) -> list[Part]:
    """Twenty-four parts with costs and prices."""
    made = []
    for place in range(24):
        one = stores.part(clerk, f"20-44{place:02}", f"{NAMES[place % len(NAMES)]} {place}")
        stores.cost(one, "80.00")
        stores.price(one, f"{100 + place}.00")
        made.append(one)
    return made


@pytest.fixture
def editor(page: Page, live_server: Any, sign_in: Callable[[Any], None], clerk: Person, parts: list[Part]) -> Page:
    """A new quote, open."""
    sign_in(clerk)
    customer = serving.customer(clerk, "沈阳恒通机械有限公司")
    page.goto(f"{live_server.url}{reverse('parts_sales:quote_create')}?customer={customer.pk}")
    expect(page.locator("form.is-live [data-part]")).to_have_count(1)
    return page


@pytest.mark.rule("PSL-12")
def test_a_quote_of_twenty_lines_is_written_by_keyboard_alone(editor: Page, no_findings: Callable[[], None]) -> None:
    keys = editor.keyboard
    editor.locator("[data-part]").focus()
    for place in range(20):
        keys.type(f"20-44{place:02}")
        expect(editor.locator("#part-offers [aria-selected='true']")).to_contain_text(f"20-44{place:02}")
        keys.press("Enter")
        expect(editor.locator("[data-quantity]").nth(place)).to_be_focused()
        keys.type(str(place + 1))
        keys.press("Enter")
        expect(editor.locator("[data-part]").nth(place + 1)).to_be_focused()

    total = sum(((100 + place) * (place + 1) for place in range(20)), 0)
    expect(editor.locator("#quote-sums .is-total dd")).to_have_text(f"{total:,}.00")
    no_findings()
    editor.locator("[name='expected_freight']").focus()
    keys.type("0")
    keys.press("Control+s")
    expect(editor).to_have_url(re.compile(r"/parts/quotes/\d+/$"))

    quote = Quote.objects.get()
    assert editor.url.endswith(reverse("parts_sales:quote_detail", args=[quote.pk]))
    assert (quote.lines.count(), quote.total) == (20, Decimal(total))
    assert [int(line.quantity) for line in quote.lines.all()] == list(range(1, 21))


@pytest.mark.rule("PSL-12")
def test_a_quote_of_twenty_lines_is_pasted_and_kept(editor: Page, no_findings: Callable[[], None]) -> None:
    rows = "".join(f"20-44{place:02}\t{place + 1}\r\n" for place in range(20))
    editor.locator("[data-part]").focus()
    editor.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        rows,
    )
    total = sum((100 + place) * (place + 1) for place in range(20))
    expect(editor.locator("#quote-sums .is-total dd")).to_have_text(f"{total:,}.00")
    no_findings()
    editor.locator("[name='expected_freight']").fill("0")
    editor.keyboard.press("Control+s")
    expect(editor).to_have_url(re.compile(r"/parts/quotes/\d+/$"))

    quote = Quote.objects.get()
    assert (quote.lines.count(), quote.total) == (20, Decimal(total))


@pytest.mark.rule("PSL-12")
def test_pasted_quantities_that_are_none_are_named_at_once_and_at_their_lines(
    editor: Page, no_findings: Callable[[], None]
) -> None:
    editor.locator("[data-part]").focus()
    editor.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "20-4400\t2\r\n20-4401\t0\r\n20-4402\t-3\r\n",
    )
    expect(editor.locator("[data-says]")).to_contain_text("20-4401, 20-4402")
    expect(editor.locator("[data-quantity][aria-invalid]")).to_have_count(2)
    expect(editor.locator("#quote-sums .is-total dd")).to_have_text("200.00")
    editor.locator("[name='expected_freight']").fill("0")
    editor.keyboard.press("Control+s")

    expect(editor.locator(".sh-q-cell .sh-error")).to_have_count(2)
    no_findings()
    assert not Quote.objects.exists()


@pytest.mark.rule("PSL-12")
def test_a_line_of_freight_says_who_bears_it(editor: Page) -> None:
    editor.locator("[data-add='FREIGHT']").click()

    expect(editor.locator("[name='freight_payer']")).to_have_value("PREPAID")


@pytest.mark.rule("PSL-03")
def test_a_part_nobody_priced_is_told_while_it_is_typed(editor: Page, clerk: Person) -> None:
    stores.part(clerk, "77-0001", "进口密封件")
    editor.locator("[data-part]").first.fill("77-0001")
    editor.locator("[data-part]").first.press("Tab")
    line = editor.locator("[data-line]").first

    expect(line.locator("[data-warning]")).to_be_visible()
    line.locator("[data-price]").fill("500")
    expect(editor.locator("#quote-sums [role='status']")).to_be_visible()


@pytest.mark.rule("PSL-03")
def test_the_editor_of_a_clerk_holds_no_cost_and_no_margin(editor: Page, parts: list[Part]) -> None:
    """Costs of 73.19 in every part: nowhere in the page, nor in what its script was told."""
    for part in parts:
        part.costs.update(amount=Decimal("73.19"))
    heard: list[str] = []
    editor.on(
        "response", lambda answer: heard.append(answer.text()) if "json" in answer.headers["content-type"] else None
    )
    editor.locator("[data-part]").first.fill("20-4400")
    expect(editor.locator("#part-offers [aria-selected='true']")).to_contain_text("20-4400")
    editor.keyboard.press("Enter")
    expect(editor.locator("[data-floor]").first).to_contain_text("95.00")

    assert editor.locator("[data-margin]").count() == 0
    assert heard
    assert [text for text in (*heard, editor.content()) if "73.19" in text] == []


def test_parts_are_found_by_pinyin_initials_and_chosen_with_arrows(editor: Page) -> None:
    keys = editor.keyboard
    editor.locator("[data-part]").focus()
    keys.type("zzzcz")
    expect(editor.locator("#part-offers [role='option']").first).to_contain_text("主轴轴承组")
    second = editor.locator("#part-offers [role='option']").nth(1).inner_text().split()[0]
    keys.press("ArrowDown")
    keys.press("Enter")

    expect(editor.locator("[data-part]").first).to_have_value(second)


def test_rows_of_part_and_quantity_are_pasted_from_excel(editor: Page) -> None:
    editor.locator("[data-part]").focus()
    editor.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "20-4401\\t3\\n20-4402\\t12.5\\n99-9999\\t1\\n");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )

    expect(editor.locator("[data-part]")).to_have_count(3)
    expect(editor.locator("[data-amount]").first).to_have_text("303.00")
    expect(editor.locator("[data-amount]").nth(1)).to_have_text("1,275.00")
    expect(editor.locator("[data-says]")).to_contain_text("99-9999")


@pytest.mark.rule("PSL-03")
def test_a_price_below_the_floor_is_told_while_it_is_typed(editor: Page) -> None:
    keys = editor.keyboard
    editor.locator("[data-part]").focus()
    keys.type("20-4400")
    expect(editor.locator("#part-offers [aria-selected='true']")).to_contain_text("20-4400")
    keys.press("Enter")
    line = editor.locator("[data-line]").first
    line.locator("[data-discount]").fill("5.01")

    expect(line.locator("[data-price]")).to_have_value("94.99")
    expect(line.locator("[data-floor]")).to_contain_text("95.00")
    expect(line.locator("[data-warning]")).to_be_visible()
    expect(editor.locator("#quote-sums [role='status']")).to_be_visible()
    line.locator("[data-set-floor]").click()
    expect(line.locator("[data-price]")).to_have_value("95.00")
    expect(line.locator("[data-warning]")).to_be_hidden()
