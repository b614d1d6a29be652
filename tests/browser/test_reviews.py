"""Departments that review, on a desk and on a phone: the question, the opinion, the owner who reads them (APR-06)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from approvals.choices import StepMode
from approvals.models import Decision, Route
from tests.browser.seats import findings
from tests.factories import budgets as money
from tests.factories import expenses as spending
from tests.factories import organization as cast
from tests.factories.approvals import by_role, route

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("APR-06")]


def whole(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
    return [*findings(page), *(["wider than the screen"] if wide else [])]


def test_two_departments_give_their_opinion_and_finance_concludes(
    page: Page, live_server: Any, sign_in: Any, company: Any, owner: Any, division_manager: Any, finance_officer: Any,
    ledger_partitions: Any,
):  # fmt: skip
    sales = cast.member(company.other, "department_manager", name_zh="何平")
    cast.put_in_charge(company.other, sales)
    Route.objects.filter(document_kind="expense_claim").update(retired_at=timezone.now())
    asked = [(company.other, "交期是否可行？"), (company.division, "是否符合年度计划？")]
    reviews = [{"department": department.pk, "question": question} for department, question in asked]
    route("expense_claim", by_role("finance", mode=StepMode.REVIEW, name_zh="相关部门会审", reviews=reviews))
    today = timezone.localdate()
    money.open_year(today.year)
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="5000", year=today.year)
    line = spending.claim_line(category, "120.00", expense_date=today)
    claim = spending.submitted_claim(owner, line, at=timezone.now(), title="沈阳差旅")
    url = f"{live_server.url}/expenses/claims/{claim.pk}/"

    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(sales)
    page.goto(f"{live_server.url}/approvals/")
    expect(page.locator(".sh-in")).to_contain_text("国内销售部的意见")
    assert whole(page) == []
    page.goto(url)
    expect(page.locator(".sh-bar-says")).to_contain_text("交期是否可行？")
    page.locator(".sh-bar [data-key=r]").click()
    page.locator("#reason-remarks").fill("交期需两周")
    assert whole(page) == []
    page.locator("#decide-remarks button.btn-primary").click()
    expect(page.locator("#toasts")).to_contain_text("会审意见已记录")

    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(division_manager)
    page.goto(url)
    page.wait_for_load_state("load")
    page.keyboard.press("a")
    expect(page.locator("#toasts")).to_contain_text("会审意见已记录")

    sign_in(finance_officer)
    page.goto(url)
    expect(page.locator("[aria-labelledby=route-title]")).to_contain_text("有条件同意")
    expect(page.locator("[aria-labelledby=route-title]")).to_contain_text("交期需两周")
    page.wait_for_load_state("load")
    page.keyboard.press("a")
    expect(page.locator("#decide-approve")).to_contain_text("国内销售部：交期需两周")
    assert whole(page) == []
    page.locator("#decide-approve button.btn-primary").click()
    expect(page.locator("#toasts")).to_contain_text(claim.number)
    assert list(Decision.objects.values_list("verdict", flat=True)) == ["REMARKS", "AGREE", "APPROVE"]
