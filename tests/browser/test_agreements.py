"""A large agreement that finance refuses, and an amendment that takes effect, in the browser (CUS-10, CUS-20)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.choices import AgreementState, Part, ReviewState
from agreements.models import Agreement, AgreementReview, Amendment
from agreements.selectors.agreements import in_force
from tests.agreements.conftest import clerk, customer, gm, panel
from tests.browser.seats import findings
from tests.factories import agreements as making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("CUS-10")]
__all__ = ["clerk", "customer", "gm", "panel"]
PICTURES = Path("/tmp/wagree")


def look(page: Page, name: str) -> None:
    """What axe finds, whether it is wider than the screen, and a picture."""
    if PICTURES.is_dir():
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
    assert [*findings(page), *(["wider than the screen"] if wide else [])] == []


def test_a_large_agreement_refused_by_finance(
    page: Page, live_server: Any, sign_in: Any, clerk: Any, customer: Any, panel: making.Panel
):
    def go(name: str, **kwargs: Any) -> None:
        page.goto(live_server.url + reverse(f"agreements:{name}", kwargs=kwargs))

    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(clerk)
    page.goto(f"{live_server.url}{reverse('agreements:agreement_create')}?customer={customer.pk}")
    page.locator("#id_subject").fill("整机年度维保")
    page.locator("#id_end_date").fill((timezone.localdate() + timedelta(days=364)).isoformat())
    page.locator("#id_lines-0-product").fill("数控机床维保")
    page.locator("#id_lines-0-quantity").fill("12")
    page.locator("#id_lines-0-unit_price").fill("50000")
    look(page, "agreement-form")
    page.locator(".sh-bar .btn-primary").click()
    expect(page.locator("h1")).to_contain_text("整机年度维保")
    agreement = Agreement.objects.get()
    look(page, "agreement-draft")
    go("review_ask", agreement_id=agreement.pk)
    look(page, "requirement-form")
    page.locator("form .btn-primary").click()
    expect(page.locator("#toasts")).to_contain_text("事业部经理")
    review = AgreementReview.objects.get()

    sign_in(panel.division_manager)
    go("review_start", review_id=review.pk)
    page.locator("form .btn-primary").click()
    expect(page.locator("[aria-labelledby=answers-title]")).to_contain_text("研发")
    for part in (Part.TECHNICAL, Part.RESOURCES, Part.CONDITIONS, Part.INSPECTION):
        making.answer(review, part, panel.answers[part])

    sign_in(panel.answers[Part.FINANCE])
    go("review_answer", review_id=review.pk, part="FINANCE")
    page.locator("#id_lines-0-amount").fill("560000")
    page.locator("#id_point_funding").fill("垫资过大")
    page.locator("#id_point_credit").fill("逾期两次")
    page.locator("#id_risk").select_option("HIGH")
    page.locator("input[name=answer][value=NO]").check()
    page.locator("#id_reason").fill("毛利率过低")
    look(page, "answer-finance")
    page.locator(".sh-bar .btn-primary").click()
    expect(page.locator("[aria-labelledby=margin-title]")).to_contain_text("低于要求")
    look(page, "review-finance-no")

    sign_in(panel.division_manager)
    go("review_conclude", review_id=review.pk)
    page.locator("input[name=outcome][value=sign]").check()
    page.locator("#id_conclusion").fill("同意签订")
    page.locator("form .btn-primary").click()
    expect(page.locator("[role=alert]").first).to_contain_text("总经理")
    page.locator("input[name=outcome][value=decline]").check()
    page.locator("#id_explanation").fill("目前价格无法覆盖成本。")
    page.locator("#id_alternative").fill("改为按次结算。")
    page.locator("#id_how").fill("电话告知王总")
    look(page, "review-conclude")
    page.locator("form .btn-primary").click()
    expect(page.locator("[aria-labelledby=conclusion-title]")).to_contain_text("改为按次结算")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "review-declined-phone")

    kept = (making.again(review).state, making.again(agreement).state)
    assert kept == (ReviewState.DECLINE, AgreementState.DECLINED)


@pytest.mark.rule("CUS-20")
def test_an_amendment_takes_effect(
    page: Page, live_server: Any, sign_in: Any, clerk: Any, customer: Any, panel: making.Panel
):
    def go(name: str, **kwargs: Any) -> None:
        page.goto(live_server.url + reverse(f"agreements:{name}", kwargs=kwargs))

    today = timezone.localdate()
    stated = today + timedelta(days=30)
    agreement = making.signed(clerk, customer)
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(clerk)
    go("amendment_create", agreement_id=agreement.pk)
    page.locator("#id_reason").fill("新增两台机床")
    page.locator("#id_change").fill("每次价格调整为 12,000 元")
    page.locator("input[name=parts][value=FINANCE]").check()
    page.locator("#id_start_date").fill(stated.isoformat())
    page.locator("#id_lines-0-unit_price").fill("12000")
    look(page, "amendment-form")
    page.locator(".sh-bar .btn-primary").click()
    expect(page.locator("[aria-labelledby=compared-title]")).to_contain_text("144,000.00")
    look(page, "amendment-review")
    amendment = Amendment.objects.get()
    making.agreed(amendment, panel)
    go("amendment_detail", amendment_id=amendment.pk)
    page.locator(".sh-title-actions .btn-primary, .btn-primary").first.click()
    expect(page.locator("#id_void_from")).to_have_value(stated.isoformat())
    page.locator("form .btn-primary").click()
    expect(page.locator("#toasts")).to_contain_text("新版本")
    go("agreement_detail", agreement_id=agreement.pk)
    expect(page.locator("[aria-labelledby=versions-title]")).to_contain_text("144,000.00")
    look(page, "agreement-two-versions")
    go("version_compare", agreement_id=agreement.pk)
    look(page, "versions-compared")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "versions-compared-phone")

    assert in_force(agreement, on=stated - timedelta(days=1)).number == 1
    assert in_force(agreement, on=stated).number == 2
