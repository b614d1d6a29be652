"""Market information as people live it in their browsers: reported, screened, passed to five departments, answered, archived;
a customer answers a survey without signing in (MKT-01 to MKT-04, CMP-20).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import FeedbackSheet, MarketInfo, Survey, TransferSlip
from feedback.services.surveys import link_of
from tests.browser.seats import Room, Seat
from tests.factories import customers as serving
from tests.factories import feedback as asking
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("MKT-03", "CMP-20")]
SHOTS = os.environ.get("SHOTS")


def shot(seat: Seat, name: str) -> None:
    """A picture for whoever looks at the pages."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        path = Path(SHOTS) / f"{name}-{seat.language}-{seat.width}.png"
        seat.page.screenshot(path=str(path), full_page=True)


def sends(seat: Seat) -> None:
    seat.look()
    seat.page.locator(".sh-form-actions .btn-primary").click()
    seat.page.wait_for_load_state("load")


@pytest.mark.parametrize("room", [("zh-hans", 1440), ("en", 390)], indirect=True)
def test_a_slip_to_five_departments(room: Room, company, owner, manager):
    screener = cast.member(company.company, "information_manager", company_wide=True, name_zh="罗佳")
    vice = cast.member(company.company, "vice_general_manager", company_wide=True, name_zh="高远")
    names = ("研发部", "采购部", "质量部", "市场部")
    places = [company.service, *(cast.department(company.division, name_zh=name) for name in names)]
    leaders = [manager]
    for place in places[1:]:
        leaders.append(cast.member(place, "department_manager", name_zh=f"{place.name_zh[:2]}经理"))
        cast.put_in_charge(place, leaders[-1])

    reporter = room.seat(owner)
    page = reporter.open(reverse("feedback:info_create"))
    page.locator("[name=title]").fill("竞品推出三年延保")
    page.locator("[name=info_kind]").select_option("COMPETITOR")
    page.locator("[name=source]").fill("青岛展会，客户采购经理")
    page.locator("[name=content]").fill("对手对新机提供三年延保，含两次上门保养，已有两家客户咨询。")
    shot(reporter, "info-form")
    sends(reporter)
    info = MarketInfo.objects.get()
    expect(page.locator(".sh-title-number")).to_have_text(info.number)

    boss = room.seat(screener)
    page = boss.open(reverse("feedback:info_screen", args=[info.pk]))
    page.locator("[name=reliability][value=A]").check()
    page.locator("[name=importance][value='2']").check()
    sends(boss)
    shot(boss, "info")

    page = reporter.open(reverse("feedback:slip_create", args=[info.pk]))
    page.locator("[name=request]").fill("请评估影响并提出对策")
    for place in places:
        page.locator(f"[name=departments][value='{place.pk}']").check()
    shot(reporter, "slip-form")
    sends(reporter)
    slip = TransferSlip.objects.get()
    assert slip.number.startswith("IT-A2-")

    for decider in (boss, room.seat(vice)):
        page = decider.open(reverse("feedback:slip_detail", args=[slip.pk]))
        shot(decider, f"slip-turn-{decider.person.pk}")
        if decider.width < 768:
            page.locator("#decision .sh-bar-main").click()
        else:
            page.keyboard.press("a")
        expect(page.locator("#toasts")).to_contain_text(slip.number)

    for place, leader in zip(places, leaders, strict=True):
        seat = room.seat(leader)
        sheet = FeedbackSheet.objects.get(slip=slip, department=place)
        seat.open(reverse("feedback:sheet_list"))
        page = seat.open(reverse("feedback:sheet_give", args=[sheet.pk]))
        page.locator("[name=answer]").fill(f"{place.name_zh}：已评估，建议推出同类套餐。")
        page.locator("[name=measures]").fill("下月提出方案")
        sends(seat)
    shot(seat, "sheet")

    page = boss.open(reverse("feedback:slip_archive", args=[slip.pk]))
    page.locator("[name=archive_class][value=ACTED]").check()
    page.locator("[name=conclusion]").fill("明年一季度推出延保套餐")
    sends(boss)
    shot(boss, "slip")
    for name in ("info_list", "slip_list", "sheet_list"):
        boss.open(reverse(f"feedback:{name}"))
        shot(boss, name)
    assert TransferSlip.objects.get().state == "ARCHIVED"


@pytest.mark.parametrize("room", [("zh-hans", 390), ("en", 1440)], indirect=True)
def test_a_customer_answers_a_survey(room: Room, company, manager):
    clerk = cast.member(company.other, "customer_service", company_wide=True, name_zh="丁宁")
    customer = serving.customer(manager, "青岛海工重机厂")
    for score, recommend in ((5, 10), (4, 8)):
        asking.answered(asking.sent(clerk, customer), clerk, score, recommend)
    survey = asking.sent(clerk, customer, address="buyer@example.com")
    path = link_of(survey).partition("/public/")[2]

    guest = room.seat(clerk, signed_in=False)
    page = guest.open(f"/public/{path}")
    shot(guest, "public")
    page.locator("[name=score][value='1']").check()
    page.locator("[name=recommend]").select_option("3")
    page.locator("[name=comment]").fill("等了三天")
    page.locator("main .btn-primary").click()
    page.wait_for_load_state("load")
    guest.look()
    shot(guest, "thanks")
    page.goto(guest.base + f"/public/{path}")
    guest.look()
    shot(guest, "used")

    seat = room.seat(manager)
    page = seat.open(reverse("feedback:survey_follow_up", args=[survey.pk]))
    page.locator("[name=note]").fill("已致电道歉，免费复检")
    sends(seat)
    shot(seat, "survey")
    for name in ("survey_list", "survey_figures"):
        seat.open(reverse(f"feedback:{name}"))
        shot(seat, name)
    assert Survey.objects.get(pk=survey.pk).followed_by == manager
