"""A claim the budget stops, the supplement its refusal opens by one click, and the claim sent again and posted.

Once on a laptop in Chinese, once on a phone in English; every page on the way is looked at by axe.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from budgets.models import Adjustment, Category
from core import formats
from expenses.models import Claim
from organization.models import Department, Person
from tests.browser.doing import agrees_in_the_list, agrees_on_the_document, writes
from tests.browser.seats import Room, Seat, amount_in
from tests.factories import budgets as money
from tests.factories import expenses as spending
from tests.factories import organization as cast

pytestmark = pytest.mark.django_db(transaction=True)

GRANTED, SPENT = Decimal("5000.00"), Decimal("6200.50")
SHORT = SPENT - GRANTED
TRIP = "M2600 主轴返修差旅"


@dataclass(frozen=True)
class Firm:
    """The manager who claims, and who decides on it."""

    service: Department
    travel: Category
    manager: Person
    division_manager: Person
    finance: Person
    gm: Person


@pytest.fixture
def firm(company, manager, division_manager, finance_manager, gm, ledger_partitions) -> Firm:
    """This month's travel of the department is granted; nothing of it is spent."""
    today = timezone.localdate()
    money.open_year(today.year)
    cast.give(finance_manager, "finance")
    travel = money.leaf_category("出差费用", name_en="Travel")
    money.appropriate(company.service, travel, {today.month: GRANTED}, year=today.year)
    return Firm(company.service, travel, manager, division_manager, finance_manager, gm)


def is_stopped(seat: Seat, travel: Category) -> Claim:
    """More than there is, by the month's end: refused with what is missing; what was typed is kept as a draft."""
    page = seat.open(reverse("expenses:claim_create"))
    page.locator("#id_title").fill(TRIP)
    writes(seat, travel, "高铁与住宿", formats.amount(SPENT))
    page.locator("button[form=document-form][value=submit]").click()
    refusal = page.locator("#document-form [role=alert]")
    expect(refusal).to_contain_text(seat.says("%(amount)s is missing.", amount=formats.amount(SHORT)))
    seat.look()
    return Claim.objects.get(state="DRAFT")


def asks_for_what_is_missing(seat: Seat, travel: Category) -> Adjustment:
    """One click opens the supplement with department, category, month and shortfall; only the reasons are typed."""
    page = seat.page
    page.locator("#document-form [role=alert] a", has_text=seat.says("Ask for a supplement")).click()
    expect(page.locator("#id_lines-0-category")).to_have_value(str(travel.pk))
    assert amount_in(page.locator("#id_lines-0-amount").input_value()) == SHORT
    assert seat.name_of(travel) in page.locator("#id_title").input_value()
    seat.look()
    page.locator("#id_purpose").fill("主轴批次返修增加现场出差")
    page.locator("#id_criteria").fill("预算批准后发生的批量返修，部门内无其他可用额度")
    page.locator("#form-files").set_input_files(
        {"name": "返修通知.txt", "mimeType": "text/plain", "buffer": "M2600 主轴批次返修通知".encode()}
    )
    page.locator("button[form=document-form][value=submit]").click()
    expect(page.locator(".sh-title-number")).to_be_visible()
    seat.look()
    return Adjustment.objects.get(state="IN_REVIEW")


def sends_it_again(seat: Seat, claim: Claim) -> str:
    """Found among one's claims as it was typed, and sent off; the number it has."""
    page = seat.open(reverse("expenses:claim_list"))
    page.locator("tbody tr", has_text=TRIP).locator("a").first.click()
    expect(page).to_have_url(seat.base + reverse("expenses:claim_detail", args=[claim.pk]))
    seat.look()
    page.locator(f"form[action='{reverse('expenses:claim_submit', args=[claim.pk])}'] button").click()
    expect(page.locator(".sh-title-number")).to_be_visible()
    seat.look()
    return Claim.objects.get(pk=claim.pk).number or ""


@pytest.mark.rule("LED-09", "BUD-32", "APR-05", "EXP-02", "QLT-50", "QLT-51", "QLT-53")
@pytest.mark.parametrize("room", [("zh-hans", 1440), ("en", 390)], indirect=True, ids=["zh", "phone-en"])
def test_a_stopped_claim_opens_its_supplement_by_one_click_and_is_posted_in_the_end(room: Room, firm: Firm):
    manager, above = room.seat(firm.manager), room.seat(firm.division_manager)
    finance, gm = room.seat(firm.finance), room.seat(firm.gm)

    claim = is_stopped(manager, firm.travel)
    supplement = asks_for_what_is_missing(manager, firm.travel)
    agrees_on_the_document(above, supplement.number or "")
    agrees_in_the_list(finance, supplement.number or "")
    agrees_on_the_document(gm, supplement.number or "")

    assert Adjustment.objects.get(pk=supplement.pk).state == "APPROVED"
    year = timezone.localdate().year
    assert money.key_of(firm.service, firm.travel, year).appropriated == SPENT
    number = sends_it_again(manager, claim)
    agrees_on_the_document(above, number)
    agrees_in_the_list(finance, number)

    posted = Claim.objects.get(pk=claim.pk)
    assert (posted.state, posted.base_total) == ("APPROVED", SPENT)
    assert spending.figures(firm.service, firm.travel) == (0, SPENT)
    manager.open(reverse("expenses:claim_detail", args=[claim.pk]))
    expect(manager.page.locator(".sh-facts-lead .sh-figure")).to_have_text(formats.amount(SPENT))
