"""A month of claims on a phone: begun on site, gone on with in the evening, sent back, mended, granted, added up (QLT-51)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from budgets.models import BudgetBalance
from budgets.selectors import verification
from core import formats, jobs
from core.models import Attachment
from expenses.models import Claim
from tests.browser.seats import Room, Seat, amount_in
from tests.factories import budgets as money
from tests.factories import organization as cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("EXP-02", "APR-05", "GEN-07", "GEN-13", "QLT-50", "QLT-51"),
    pytest.mark.parametrize("room", [("zh-hans", 390), ("en", 390)], indirect=True, ids=["zh", "en"]),
]

PHOTO = {"name": "IMG_0512.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\x00" * 20}
TRAIN, HOTEL, SEALS, TAXI = "553.50", "716.00", "1,284.60", "86.00"
NIGHTS = "680.00"
"""What the hotel cost after all."""


@pytest.fixture
def travel(company: Any, ledger_partitions: Any) -> Any:
    """A category everybody may claim on, with money for each month."""
    money.open_year(2026)
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="5000", year=2026)
    return category


def writes(seat: Seat, place: int, category: Any, what: str, day: date, amount: str) -> None:
    """A line, as thumbs do it."""
    page = seat.page
    page.locator(f"#id_lines-{place}-category").select_option(str(category.pk))
    page.locator(f"#id_lines-{place}-description").fill(what)
    page.locator(f"#id_lines-{place}-expense_date").fill(day.isoformat())
    page.locator(f"#id_lines-{place}-amount").fill(amount)


def presses(seat: Seat, action: str) -> None:
    """A button of the bar at the thumb."""
    seat.page.locator(f".sh-bar button[form=document-form][value={action}]").click()


def begins_on_site(seat: Seat, category: Any) -> Claim:
    """The ticket is typed in and photographed on the platform; the rest can wait."""
    page = seat.open(reverse("expenses:claim_create"))
    page.locator("#id_title").fill("长春现场返修差旅")
    writes(seat, 0, category, "高铁二等座", date(2026, 5, 11), TRAIN)
    page.set_input_files("#form-files", [PHOTO])
    seat.look()
    presses(seat, "save")
    expect(page.locator("h1#title")).to_have_text("长春现场返修差旅")
    seat.look()
    claim = Claim.objects.get()
    assert claim.state == "DRAFT"
    assert Attachment.objects.count() == 1
    return claim


def goes_on_in_the_evening(seat: Seat, claim: Claim, category: Any) -> None:
    """From the list of one's own: the hotel as a second line, then off it goes."""
    page = seat.open(reverse("expenses:claim_list"))
    row = page.locator("tbody tr", has_text=claim.title)
    row.locator("a").first.click()
    seat.look()
    page.locator(f"a[href='{reverse('expenses:claim_edit', args=[claim.pk])}']").first.click()
    expect(page.locator("#id_lines-0-amount")).to_have_value(TRAIN)
    expect(page.locator(".sh-file-name")).to_have_text(PHOTO["name"])
    presses(seat, "add_line")
    expect(page.locator("#id_lines-1-amount")).to_be_visible()
    writes(seat, 1, category, "住宿 2 晚", date(2026, 5, 12), HOTEL)
    seat.look()
    presses(seat, "submit")
    expect(page.locator(".sh-title-number")).to_be_visible()
    seat.look()


def sends_back(seat: Seat, claim: Claim, reason: str) -> None:
    """The manager, between two meetings."""
    page = seat.open(reverse("approvals:inbox"))
    page.locator("[data-row]", has_text=claim.number).locator("[data-open]").click()
    page.locator("[data-reveal=decide-return]").click()
    page.locator("#reason-return").fill(reason)
    seat.look()
    page.locator("#decide-return button[type=submit]").click()
    expect(page.locator("#toasts")).to_contain_text(claim.number or "")


def mends(seat: Seat, claim: Claim, reason: str) -> None:
    """What was asked for stands where the claim is; the notice leads there."""
    jobs.run_all_waiting()
    page = seat.open(reverse("core:notices"))
    page.locator("#table a", has_text=claim.number).first.click()
    expect(page.locator("main")).to_contain_text(reason)
    seat.look()
    page.locator(f"a[href='{reverse('expenses:claim_edit', args=[claim.pk])}']").first.click()
    page.locator("#id_lines-1-amount").fill(NIGHTS)
    presses(seat, "submit")
    expect(page.locator(".sh-facts-lead .sh-figure")).to_have_text(formats.amount(total(TRAIN, NIGHTS)))
    seat.look()


def agrees(seat: Seat, claim: Claim) -> None:
    """Opened, read, decided with one thumb."""
    page = seat.open(reverse("approvals:inbox"))
    page.locator("[data-row]", has_text=claim.number).locator("[data-open]").click()
    expect(page.locator(".sh-title-number")).to_have_text(claim.number or "")
    seat.look()
    page.locator("#decision .sh-bar-main").click()
    expect(page.locator("#toasts")).to_contain_text(claim.number or "")


def claims_at_once(seat: Seat, category: Any, title: str, day: date, amount: str) -> Claim:
    """A claim of one line, typed and sent in one go."""
    page = seat.open(reverse("expenses:claim_create"))
    page.locator("#id_title").fill(title)
    writes(seat, 0, category, title, day, amount)
    presses(seat, "submit")
    expect(page.locator(".sh-title-number")).to_be_visible()
    return Claim.objects.get(title=title)


def total(*amounts: str) -> Decimal:
    return sum((amount_in(one) for one in amounts), Decimal(0))


def adds_the_month_up(seat: Seat) -> Decimal:
    """The foot of the list of one's own claims of the month."""
    page = seat.open(reverse("expenses:claim_list"))
    page.locator(".sh-ex-tools details[data-menu] > summary").click()
    page.locator("#id_since").fill("2026-05-01")
    page.locator("#id_until").fill("2026-05-31")
    seat.look()
    page.locator(".sh-ex-filters button[type=submit]").click()
    expect(page.locator(".sh-ex-chips .sh-chip")).to_have_count(2)
    seat.look()
    return amount_in(page.locator("tfoot td.sh-num").inner_text())


def test_a_month_of_claims_by_phone(
    room: Room, clock: Any, company: Any, travel: Any, manager: Any, finance_officer: Any
):
    engineer = cast.member(company.service, "commissioning_engineer", name_zh="孙洋", name_en="Sun Yang")
    clock(5, 11)
    trip = begins_on_site(room.seat(engineer), travel)

    clock(5, 12)  # sessions have ended over night: everybody signs in anew
    mine = room.seat(engineer)
    goes_on_in_the_evening(mine, trip, travel)
    trip = Claim.objects.get()
    assert (trip.state, trip.base_total) == ("IN_REVIEW", total(TRAIN, HOTEL))
    deciding, finance = room.seat(manager), room.seat(finance_officer)
    sends_back(deciding, trip, "住宿超标，请按标准 340 元一晚")
    mends(mine, trip, "住宿超标，请按标准 340 元一晚")
    agrees(deciding, trip)
    agrees(finance, trip)

    clock(5, 29)
    mine = room.seat(engineer)
    seals = claims_at_once(mine, travel, "密封件现场采购", date(2026, 5, 19), SEALS)
    agrees(room.seat(manager), seals)
    agrees(room.seat(finance_officer), seals)
    claims_at_once(mine, travel, "客户处往返打车", date(2026, 5, 28), TAXI)
    assert adds_the_month_up(mine) == total(TRAIN, NIGHTS, SEALS, TAXI)

    balance = BudgetBalance.objects.get(key__category=travel, month=5)
    assert (balance.actual, balance.committed) == (total(TRAIN, NIGHTS, SEALS), total(TAXI))
    assert not verification.verify().differences
