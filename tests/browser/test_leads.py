"""A lead from the first call to the survey, each stage by the one whose it is (CUS-02)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.choices import LeadState, ResearchState
from agreements.models import Lead, ResearchReport
from tests.agreements.conftest import clerk, customer
from tests.browser.seats import findings
from tests.factories import agreements as making
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("CUS-02")]
__all__ = ["clerk", "customer"]
PICTURES = Path("/tmp/h5")


def look(page: Page, name: str) -> None:
    """What axe finds and whether it is wider than the screen, at both widths, and pictures."""
    for width, height in ((390, 844), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        if PICTURES.is_dir():
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        assert [*findings(page), *(["wider than the screen"] if wide else [])] == []


def test_a_lead_from_the_first_call_to_the_survey(
    page: Page,
    live_server: Any,
    sign_in: Any,
    clerk: Any,
    manager: Any,
    finance_officer: Any,
    customer: Any,
    company: Any,
):
    today = timezone.localdate()

    def go(name: str, **kwargs: Any) -> None:
        page.goto(live_server.url + reverse(f"agreements:{name}", kwargs=kwargs))

    def advance(move: str, **fields: str) -> None:
        go("lead_detail", lead_id=lead.pk)
        page.locator(f"a[href$='/advance/{move}/']").click()
        for name, value in fields.items():
            field = page.locator(f"#id_{name}")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.locator("form .btn-primary").click()
        expect(page.locator("#toasts")).to_contain_text("下一阶段")

    def cannot(move: str) -> None:
        go("lead_detail", lead_id=lead.pk)
        expect(page.locator(f"a[href$='/advance/{move}/']")).to_have_count(0)

    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(clerk)
    go("lead_create")
    page.locator("#id_name").fill("东方机床厂")
    page.locator("#id_need").fill("六台旧机年度维保")
    page.locator("form.card .btn-primary").click()
    expect(page.locator("h1")).to_contain_text("东方机床厂")
    lead = Lead.objects.get()

    go("lead_contact", lead_id=lead.pk)
    page.locator("#id_text").fill("设备科长有意向，先看现场。")
    page.locator("form .btn-primary").click()
    expect(page.locator("[aria-labelledby=log-title]")).to_contain_text("先看现场")

    page.locator("[aria-labelledby=research-title] a.btn").click()
    for name, value in (
        ("title", "东方机床厂维保需求调研"), ("since", (today - timedelta(days=5)).isoformat()),
        ("until", today.isoformat()), ("method", "现场走访"), ("demand", "每月一次上门"), ("advice", "报年度套餐"),
    ):  # fmt: skip
        page.locator(f"#id_{name}").fill(value)
    look(page, "research-form")
    page.locator("form.card .btn-primary").click()
    page.locator("a[href$='/issue/']").click()
    page.locator("form .btn-primary").click()
    expect(page.locator("h1")).to_contain_text("东方机床厂维保需求调研")
    look(page, "research-detail")
    assert ResearchReport.objects.get().state == ResearchState.ISSUED

    advance("qualify")
    advance("intend")
    advance("choose", product="数控机床年度维保")
    advance("agree", customer=customer.number)
    cannot("confirm_payment")

    sign_in(finance_officer)
    advance("confirm_payment", on=today.isoformat(), text="银行回单 88")
    cannot("confirm_start")
    sign_in(manager)
    advance("confirm_start", on=today.isoformat())

    agreement = making.signed(clerk, customer)
    sign_in(clerk)
    advance("tell", agreement=str(agreement.pk))
    advance("begin")
    look(page, "lead-in-service")
    asker = cast.member(company.company, "customer_service", company_wide=True, name_zh="丁宁")
    sign_in(asker)
    page.goto(f"{live_server.url}{reverse('feedback:survey_create')}?customer={customer.pk}")
    page.locator("#id_contact").fill("陈部长")
    page.locator("form.card .btn-primary").click()
    page.locator("a[href$='/answer/']").first.click()
    page.locator("input[name=score][value='5']").check()
    page.locator("form .btn-primary").click()
    sign_in(clerk)
    go("lead_detail", lead_id=lead.pk)
    look(page, "lead-surveyed")

    kept = making.again(lead)
    assert (kept.state, kept.paid_by, kept.agreement) == (LeadState.SURVEYED, finance_officer, agreement)
