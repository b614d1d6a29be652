"""What people do at their browsers in more than one story: write a line, agree in the list or on the document."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect

from budgets.models import Category
from tests.browser.seats import Seat


def agrees_in_the_list(seat: Seat, number: str) -> None:
    """On the row, without opening the document (APR-05)."""
    page = seat.open(reverse("approvals:inbox"))
    row = page.locator("[data-row]", has_text=number)
    if seat.width < 768:
        page.locator("[data-select-mode]").click()
        row.locator("input[name=task]").check()
        seat.look()
        page.locator("[data-inbox-bar] button[value=APPROVE]").click()
    else:
        page.keyboard.press("j")
        expect(row.locator("[data-open]")).to_be_focused()
        page.keyboard.press("a")
    expect(page.locator("#toasts")).to_contain_text("1")
    expect(row).to_have_count(0)
    seat.look()


def agrees_on_the_document(seat: Seat, number: str) -> None:
    """Opened from the list and read, then decided (APR-05)."""
    page = seat.open(reverse("approvals:inbox"))
    page.locator("[data-row]", has_text=number).locator("[data-open]").click()
    expect(page.locator(".sh-title-number")).to_have_text(number)
    seat.look()
    if seat.width < 768:
        page.locator("#decision .sh-bar-main").click()
    else:
        page.keyboard.press("a")
    expect(page.locator("#toasts")).to_contain_text(number)
    seat.look()


def writes(seat: Seat, thing: Category, what: str, amount: str) -> None:
    """The first line of a request or claim; what it would leave shows while typing (EXP-01)."""
    page = seat.page
    page.locator("#id_lines-0-category").select_option(str(thing.pk))
    page.locator("#id_lines-0-description").fill(what)
    page.locator("#id_lines-0-amount").fill(amount)
    expect(page.locator("#impact .sh-ex-this dd, #impact dd.sh-ex-this").first).to_have_text(amount)
