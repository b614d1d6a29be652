"""Moves in the budget grid that tests share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page, expect

from budgets.models import BudgetLine


def cell(page: Page, line: int, month: int) -> Locator:
    return page.locator("tr[data-line]").nth(line).locator("td.e").nth(month - 1)


def figure(page: Page, name: str, column: int) -> str:
    return page.locator(f"tr[data-sum='{name}'] > *").nth(column).inner_text()


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
