"""A manager is away over National Day: has somebody decide in their place, who does, and comes back (APR-07)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from approvals import services
from approvals.models import Decision, Delegation, Task
from expenses.models import Claim
from tests.browser.seats import findings
from tests.factories import budgets as money
from tests.factories import expenses as spending
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("APR-07"), pytest.mark.rule("GEN-15")]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def deputy(company: Any) -> Any:
    return cast.member(company.other, "department_manager", name_zh="何平")


@pytest.fixture
def claims(
    clock: Any, company: Any, owner: Any, manager: Any, finance_officer: Any, ledger_partitions: Any
) -> list[Claim]:
    """Two claims that wait for the manager on the Monday before National Day."""
    clock(9, 28)
    money.open_year(2026)
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="5000", year=2026)
    return [
        spending.submitted_claim(
            owner, spending.claim_line(category, amount, expense_date=date(2026, 9, 21)), at=timezone.now(), title=title
        )
        for title, amount in (("沈阳差旅", "120.00"), ("大连差旅", "260.00"))
    ]


def whole(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
    return [*findings(page), *(["wider than the screen"] if wide else [])]


def test_away_over_national_day(
    page: Page, live_server: Any, sign_in: Any, clock: Any, claims: list[Claim], manager: Any, deputy: Any
):
    sign_in(manager)
    page.goto(f"{live_server.url}/approvals/delegations/")
    page.wait_for_load_state("load")
    page.locator("a.btn-primary", has_text="委托").click()
    page.locator(".ts-control").click()
    page.keyboard.type("何平")
    expect(page.locator(".ts-dropdown .option.active")).to_contain_text("何平")
    page.keyboard.press("Enter")
    page.locator("[name=start_date]").fill("2026-09-30")
    page.locator("[name=end_date]").fill("2026-10-08")
    page.locator("[name=reason]").fill("国庆休假")
    assert whole(page) == []
    page.locator("button.btn-primary[data-key]").click()
    expect(page.locator("#toasts")).to_contain_text("共 1 个工作日")
    page.goto(f"{live_server.url}/approvals/delegations/?status=COMING")
    expect(page.locator("#table")).to_contain_text("何平 代 马国强")
    assert whole(page) == []
    given = Delegation.objects.get()
    assert Task.objects.filter(state="WAITING", person=manager).count() == 2

    clock(9, 30)
    services.delegations.delegation_turns(delegation_id=given.pk, at=timezone.now())

    assert set(Task.objects.filter(person=deputy).values_list("due_date", flat=True)) == {date(2026, 10, 9)}
    page.set_viewport_size(PHONE)
    sign_in(deputy)
    page.goto(f"{live_server.url}/approvals/")
    expect(page.locator("#inbox-list")).to_contain_text("您正代 马国强 审批")
    expect(page.locator(".sh-in")).to_have_count(2)
    assert whole(page) == []
    page.locator(".sh-in-title", has_text="沈阳差旅").click()
    expect(page.locator(".sh-bar-says")).to_contain_text("您代 马国强 审批")
    page.locator("#decision button.sh-bar-main").click()
    expect(page.locator("#toasts")).to_contain_text(claims[0].number)
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.on_behalf_of) == (deputy, manager)

    clock(10, 8)
    services.delegations.delegation_turns(delegation_id=given.pk, at=timezone.now())

    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(manager)
    page.goto(f"{live_server.url}/approvals/")
    expect(page.locator(".sh-in")).to_have_count(1)
    expect(page.locator(".sh-in")).to_contain_text("大连差旅")
    page.goto(f"{live_server.url}/expenses/claims/{claims[0].pk}/")
    expect(page.locator("[aria-labelledby=route-title]")).to_contain_text("何平 代 马国强")
    expect(page.locator(".sh-timeline, .sh-events").first).to_contain_text("何平 代 马国强")
    page.goto(f"{live_server.url}/approvals/delegations/?status=ENDED")
    expect(page.locator("#table")).to_contain_text("何平 代 马国强")
