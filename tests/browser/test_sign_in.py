"""Signing in with a second factor, with and without scripts, on desk and phone (ORG-09, QLT-50, QLT-51)."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from organization.models import Role, SignIn
from tests.browser.seats import Room
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("ORG-09")]


@pytest.fixture
def clerk(company):
    return cast.member(
        company.service, "employee", username="li.na", password=cast.PASSWORD, name_zh="李娜", name_en="Li Na"
    )


@pytest.fixture(params=[("zh-hans", 1440), ("en", 390)], ids=["zh-desk", "en-phone"])
def seat(request, browser: Browser, live_server, clerk):
    language, width = request.param
    room = Room(browser, live_server.url, language, width)
    yield room.seat(clerk, signed_in=False)
    room.close()


def type_password(page: Page) -> None:
    page.locator("input[name=username]").fill("li.na")
    page.locator("input[name=password]").fill(cast.PASSWORD)
    page.locator("form button.btn-primary").click()


def shown_secret(page: Page) -> str:
    return page.locator("code.sh-key").inner_text().replace(" ", "")


def test_set_up_sign_out_and_in_again_with_codes(seat):
    seat.open(reverse("organization:sign_in"))
    type_password(seat.page)
    seat.open(reverse("organization:security"))
    seat.page.get_by_role("link", name=seat.says("Set it up"), exact=True).click()
    seat.look()
    secret = shown_secret(seat.page)
    seat.page.locator("input[name=code]").fill("000000")
    seat.page.locator("input[name=password]").fill(cast.PASSWORD)
    seat.page.get_by_role("button", name=seat.says("Turn on")).click()
    expect(seat.page.locator("main")).to_contain_text(
        seat.says(
            "The code does not fit. Look whether the phone's clock is right, and type the code the app shows now."
        )
    )
    seat.look()
    assert shown_secret(seat.page) == secret

    seat.page.locator("input[name=code]").fill(pyotp.TOTP(secret).at(datetime.now(UTC)))
    seat.page.locator("input[name=password]").fill(cast.PASSWORD)
    seat.page.get_by_role("button", name=seat.says("Turn on")).click()
    seat.look()
    codes = seat.page.locator(".sh-codes code").all_inner_texts()
    assert len(codes) == 10
    seat.page.get_by_role("link", name=seat.says("I have kept them")).click()
    seat.look()

    seat.open(reverse("organization:recovery_codes_renew"))
    seat.open(reverse("organization:second_factor_off"))
    seat.open(reverse("organization:profile"))
    seat.page.locator(f"form[action='{reverse('organization:sign_out')}'] button").last.click()
    type_password(seat.page)
    seat.page.wait_for_url("**" + reverse("organization:sign_in_code"))
    seat.look()
    seat.page.locator("input[name=code]").fill("000000")
    seat.page.locator("form button.btn-primary").click()
    expect(seat.page.locator("[data-summary]")).to_be_visible()
    seat.look()
    seat.page.locator("input[name=code]").fill(codes[0])
    seat.page.locator("form button.btn-primary").click()
    expect(seat.page.locator("input[name=code]")).to_have_count(0)
    seat.open(reverse("organization:security"))

    assert SignIn.objects.filter(outcome="IN", with_second_factor=True).count() == 1


def test_a_compulsory_one_is_set_up_without_scripts(browser, live_server, clerk):
    Role.objects.filter(code="employee").update(requires_second_factor=True)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(live_server.url + reverse("core:notices"))
    type_password(page)

    page.wait_for_url("**" + reverse("organization:second_factor_set_up"))
    page.locator("input[name=code]").fill(pyotp.TOTP(shown_secret(page)).at(datetime.now(UTC)))
    page.locator("input[name=password]").fill(cast.PASSWORD)
    page.get_by_role("button", name="启用").click()
    expect(page.locator(".sh-codes code")).to_have_count(10)
    page.goto(live_server.url + reverse("core:notices"))

    expect(page).to_have_url(live_server.url + reverse("core:notices"))
    context.close()


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("en", 1440)])
def test_the_keepers_list_and_the_roles_page(browser, live_server, company, clerk, language, width):
    keeper = cast.member(company.company, "finance_supervisor", company_wide=True, name_zh="孙丽", name_en="Sun Li")
    SignIn.objects.create(person=clerk, outcome="WRONG", method="PASSWORD", address="10.0.0.7", at=datetime.now(UTC))
    room = Room(browser, live_server.url, language, width)
    seat = room.seat(keeper)

    seat.open(reverse("organization:sign_ins"))
    expect(seat.page.locator("#table")).to_contain_text("10.0.0.7")
    seat.page.goto(seat.base + reverse("organization:sign_ins") + "?q=zzz")
    seat.look()
    seat.open(reverse("organization:duties"))
    role = Role.objects.get(code="cashier")
    seat.open(reverse("organization:role_detail", args=[role.pk]))
    seat.open(reverse("organization:role_second_factor", args=[role.pk]))
    room.close()
