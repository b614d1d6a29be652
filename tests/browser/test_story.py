"""A year's money as seven people live it in their browsers: entered, decided, held, spent, refused, explained.

Once as a whole in Chinese on a laptop; what is decided, spent and read again in English and on a phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from budgets.models import Budget, Category, FiscalYear
from budgets.services import starts
from core import formats
from core.money import Money
from expenses.models import Claim, SpendRequest
from organization.models import Person
from tests.browser.doing import agrees_in_the_list, agrees_on_the_document, writes
from tests.browser.seats import Room, Seat, amount_in, copy_as_excel
from tests.factories import budgets as money
from tests.factories import drafts, workbooks
from tests.factories import expenses as spending
from tests.factories import organization as cast

pytestmark = pytest.mark.django_db(transaction=True)

PASTED = [[f"20,{month}00.00" for month in range(1, 10)] + ["21,000.00", " 21,100.00 ", "21200"], [" 3,000.00 "] * 12]
TRAVEL, COMMISSION = Decimal("247800.00"), Decimal("36000.00")
OFFICE = Decimal("1500.50") + 11 * Decimal(1200)
CONTINGENCY = Decimal("36000.00")
COSTS = TRAVEL + COMMISSION + OFFICE + CONTINGENCY

ASKED, SPENT = Decimal("6000.00"), Decimal("5400.50")
TRIP = "M2600 主轴返修差旅"


@dataclass(frozen=True)
class Firm:
    """Who is there, and the years they work in."""

    service: Any
    clerk: Person
    manager: Person
    division_manager: Person
    finance: Person
    gm: Person
    outsider: Person
    year: FiscalYear
    next_year: FiscalYear


@pytest.fixture
def firm(company, manager, division_manager, finance_manager, gm, outsider, ledger_partitions) -> Firm:
    """The author of the budget manages the department, so its department step is the manager's above (BUD-30)."""
    today = timezone.localdate()
    clerk = cast.member(company.service, "employee", name_zh="陈志强", name_en="Chen Zhiqiang", password=cast.PASSWORD)
    cast.give(finance_manager, "finance")
    return Firm(
        service=company.service,
        clerk=clerk,
        manager=manager,
        division_manager=division_manager,
        finance=finance_manager,
        gm=gm,
        outsider=outsider,
        year=money.open_year(today.year),
        next_year=money.planned_year(today.year + 1),
    )


def category(code: str) -> Category:
    return Category.objects.get(code=code)


# --- What people do -------------------------------------------------------------------------------------------------


def signs_in(seat: Seat) -> None:
    """By name and password, and to where one wanted to go."""
    wanted = reverse("expenses:request_list")
    seat.open(wanted)
    seat.page.locator("#id_username").fill(seat.person.username)
    seat.page.locator("#id_password").fill(cast.PASSWORD)
    seat.page.locator("main .btn-primary").click()
    expect(seat.page).to_have_url(seat.base + wanted)
    seat.look()


def begins_a_draft(seat: Seat, year: FiscalYear, source: str) -> None:
    """From the list of budgets, by the way asked for."""
    seat.open(reverse("budgets:budget_list") + f"?year={year.year}")
    seat.page.locator(f".sh-opening-ways a[href*='source={source}']").click()
    seat.look()
    expect(seat.page.locator("#id_fiscal_year")).to_have_value(str(year.pk))
    seat.page.locator("main form .btn-primary").click()


def row_of(seat: Seat, thing: Category) -> Locator:
    return seat.page.locator("tr[data-line]", has=seat.page.get_by_text(seat.name_of(thing), exact=True))


def cell(row: Locator, month: int) -> Locator:
    return row.locator("td.e").nth(month - 1)


def saved(page: Page) -> None:
    """Nothing is on its way to the server any more."""
    expect(page.locator("#grid-saved")).to_have_attribute("data-state", "saved")
    page.wait_for_function("!document.getElementById('grid').grid.saver.isBusy")


def enters_the_months(seat: Seat) -> Budget:
    """Types, fills to the right, and pastes a block that was copied in Excel."""
    page = seat.page
    expect(page.locator(".sh-grid-live")).to_be_visible()
    seat.look()
    cell(row_of(seat, category("C06-4")), 1).click()
    page.keyboard.type("1,500.5")
    page.keyboard.press("Tab")
    page.keyboard.type("1200")
    page.keyboard.press("Enter")
    fills_right(seat, category("C06-4"), 2)
    cell(row_of(seat, category("C17")), 1).click()
    copy_as_excel(page, PASTED)
    page.keyboard.press("Control+v")
    expect(cell(row_of(seat, category("C18")), 12)).to_have_attribute("data-v", "3,000")
    cell(row_of(seat, Category.objects.get(kind="CONTINGENCY")), 1).click()
    page.keyboard.type("3000")
    page.keyboard.press("Enter")
    fills_right(seat, Category.objects.get(kind="CONTINGENCY"), 1)
    saved(page)
    assert amount_in(page.locator("tr[data-sum='costs'] > *").nth(19).inner_text()) == COSTS
    seat.look()
    return Budget.objects.get(fiscal_year__year=timezone.localdate().year)


def fills_right(seat: Seat, thing: Category, month: int) -> None:
    """The rest of the year like this month."""
    cell(row_of(seat, thing), month).click()
    for _ in range(12 - month):
        seat.page.keyboard.press("Shift+ArrowRight")
    seat.page.keyboard.press("Control+r")
    expect(cell(row_of(seat, thing), 12)).to_have_attribute(
        "data-v", cell(row_of(seat, thing), month).get_attribute("data-v") or ""
    )


def brings_a_workbook_in(seat: Seat) -> tuple[Budget, Decimal]:
    """Upload, say what the columns and the unknown rows are, look, apply: the draft and what it has to add up to."""
    content, truth = workbooks.typed_by_hand()
    page = seat.page
    seat.look()
    page.locator("#id_file").set_input_files(
        {"name": "售后部预算-终稿(2).xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator("main form .btn-primary").click()
    bad = page.locator("tr.sh-row-bad")
    expect(bad).to_have_count(4)
    for place in range(4):
        expect(bad.nth(place).locator(".sh-problems li").first).not_to_be_empty()
    seat.look()
    remark = page.locator("#map thead select").last
    remark.select_option("rationale")
    page.locator("#map .card-body button[type=submit]").click()
    expect(page.locator("#map thead select").last).to_have_value("rationale")
    page.locator("[name=fix_8]").select_option(str(category("C17").pk))
    for number in (9, 10, 12):
        page.locator(f"[name=leave_out][value='{number}']").check()
    page.locator("#map .card-footer button[type=submit]").click()
    expected = truth.total + 60_000
    expect(page.locator("#map tfoot")).to_contain_text(formats.amount(expected))
    seat.look()
    page.locator("section[aria-labelledby=apply-title] .btn-primary").click()
    expect(page.locator(".sh-grid-live")).to_be_visible()
    assert amount_in(page.locator("tr[data-sum='costs'] > *").nth(19).inner_text()) == expected
    return Budget.objects.get(fiscal_year__year=timezone.localdate().year + 1), expected


def says_how_it_is_controlled(seat: Seat, budget: Budget, *codes: str) -> None:
    """For each expense who may spend and on what proof; then back to the grid."""
    page = seat.page
    seat.open(reverse("budgets:budget_methods", args=[budget.pk]))
    seat.look()
    for code in codes:
        row = page.locator(".sh-methods tr", has=page.get_by_text(seat.name_of(category(code)), exact=True))
        row.locator("[name$='who_may_spend']").fill("部门经理批准后使用")
        row.locator("[name$='proof']").fill("发票、验收单")
    page.locator("main form .btn-primary").click()
    expect(page).to_have_url(seat.base + reverse("budgets:budget_detail", args=[budget.pk]))
    seat.open(reverse("budgets:budget_grid", args=[budget.pk]))


def submits_the_budget(seat: Seat, budget: Budget) -> str:
    """From the grid; the number it got."""
    seat.page.locator("[data-grid-submit] button").click()
    expect(seat.page).to_have_url(seat.base + reverse("budgets:budget_detail", args=[budget.pk]))
    seat.look()
    number = Budget.objects.get(pk=budget.pk).number
    assert number
    return number


def requests_money(seat: Seat) -> SpendRequest:
    """A spend request for a trip, submitted."""
    today = timezone.localdate()
    page = seat.open(reverse("expenses:request_create"))
    page.locator("#id_title").fill(TRIP)
    page.locator("#id_expected_date").fill(today.isoformat())
    page.locator("#id_end_date").fill((today + timedelta(days=20)).isoformat())
    writes(seat, category("C17"), "沈阳两人四天", formats.amount(ASKED))
    seat.look()
    page.locator("button[form=document-form][value=submit]").click()
    expect(page.locator("h1#title")).to_have_text(TRIP)
    expect(page.locator(".sh-title-number")).to_be_visible()
    seat.look()
    return SpendRequest.objects.get()


def claims_on(seat: Seat, request: SpendRequest) -> Claim:
    """The claim begins with what the request says; less was spent."""
    page = seat.open(reverse("expenses:request_detail", args=[request.pk]))
    page.locator(f"a[href*='request={request.pk}']").click()
    expect(page.locator("#id_request")).to_have_value(str(request.pk))
    writes(seat, category("C17"), "高铁与住宿", formats.amount(SPENT))
    seat.look()
    page.locator("button[form=document-form][value=submit]").click()
    expect(page.locator(".sh-title-number")).to_be_visible()
    seat.look()
    return Claim.objects.get()


def is_refused_for_want_of_budget(seat: Seat, request: SpendRequest) -> Claim:
    """More than there is: the sentence says what is missing, who holds the rest and what to do; nothing typed is lost."""
    page = seat.open(reverse("expenses:claim_create"))
    page.locator("#id_title").fill("全年差旅一次报")
    writes(seat, category("C17"), "包车", "900,000.00")
    seat.look()
    page.locator("button[form=document-form][value=submit]").click()
    refusal = page.locator("#document-form [role=alert]")
    expect(refusal).to_contain_text(seat.says("Not enough budget."))
    expect(refusal).to_contain_text("900,000.00")
    holder = reverse("expenses:request_detail", args=[request.pk])
    expect(refusal.locator(f"p a[href='{holder}']")).to_be_visible()
    expect(refusal.locator(f".sh-notice-actions a[href='{holder}']")).to_be_visible()
    expect(page.locator("#id_lines-0-amount")).to_have_value("900,000.00")
    expect(page.locator("#id_title")).to_have_value("全年差旅一次报")
    seat.look()
    return Claim.objects.get(state="DRAFT")


def figures(seat: Seat, **asked: object) -> dict[str, Decimal]:
    """What the foot of the variance table says, to the cent."""
    year = timezone.localdate().year
    page = seat.open(f"{reverse('reports:variance')}?{urlencode({'year': year, 'unit': 'amount'} | asked)}")
    foot = page.locator("#variance-table tfoot td")
    return {name: amount_in(foot.nth(place).inner_text()) for place, name in ((0, "year"), (2, "held"), (3, "actual"))}


def follows_the_figure(seat: Seat, claim: Claim) -> None:
    """From one's start page to the document behind a figure in three clicks, the amounts agreeing (RPT-01)."""
    page = seat.open("/")
    page.locator(".sh-keys .sh-figure a[href*='month=']").first.click()
    seat.look()
    page.locator("#variance-table a", has_text=seat.name_of(claim.department)).click()
    document = page.locator("#panel li", has_text=claim.number or "")
    expect(document).to_contain_text(formats.amount(claim.base_total))
    seat.look()
    document.locator("a").click()
    expect(page.locator(".sh-facts-lead .sh-figure")).to_have_text(formats.amount(claim.base_total))
    seat.look()


# --- The story ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-22", "GEN-16")
def test_a_workbook_somebody_typed_by_hand_becomes_next_years_draft(room: Room, firm: Firm):
    manager = room.seat(firm.manager)
    begins_a_draft(manager, firm.next_year, "file")

    budget, expected = brings_a_workbook_in(manager)

    assert sum(line.total for line in budget.lines.all()) == expected
    manager.open(reverse("budgets:budget_detail", args=[budget.pk]))
    expect(manager.page.locator(".sh-facts-lead .sh-figure")).to_have_text(formats.amount(expected))
    room.seat(firm.outsider).shut_out_of(reverse("budgets:budget_detail", args=[budget.pk]))


@pytest.mark.rule("BUD-11", "BUD-30", "BUD-31", "APR-05", "EXP-01", "EXP-02", "LED-05b", "LED-09", "LED-07", "RPT-01")
@pytest.mark.rule("GEN-10", "QLT-50", "QLT-53")
def test_a_years_money_from_the_grid_to_the_variance(room: Room, firm: Firm):
    manager = room.seat(firm.manager)
    begins_a_draft(manager, firm.year, "empty")
    budget = enters_the_months(manager)
    says_how_it_is_controlled(manager, budget, "C06-4", "C17", "C18")
    number = submits_the_budget(manager, budget)
    finance, gm = room.seat(firm.finance), room.seat(firm.gm)

    agrees_on_the_document(room.seat(firm.division_manager), number)
    agrees_in_the_list(finance, number)
    agrees_on_the_document(gm, number)

    assert Budget.objects.get(pk=budget.pk).state == "IN_FORCE"
    lives_on_it(room, firm, manager=manager, finance=finance, gm=gm)
    outsider = room.seat(firm.outsider)
    for path in (
        reverse("budgets:budget_detail", args=[budget.pk]),
        reverse("budgets:budget_grid", args=[budget.pk]),
        reverse("expenses:request_detail", args=[SpendRequest.objects.get().pk]),
        *(reverse("expenses:claim_detail", args=[claim.pk]) for claim in Claim.objects.all()),
    ):
        outsider.shut_out_of(path)


@pytest.mark.rule("APR-05", "EXP-01", "EXP-02", "LED-05b", "LED-09", "LED-07", "RPT-01", "GEN-10", "GEN-11")
@pytest.mark.rule("QLT-50", "QLT-51", "QLT-53")
@pytest.mark.parametrize(
    "room", [("en", 1440), ("zh-hans", 390), ("en", 390)], indirect=True, ids=["en", "phone", "phone-en"]
)
def test_the_same_money_in_other_words_and_on_a_phone(room: Room, firm: Firm):
    budget = a_budget_in_review(firm)
    finance, gm = room.seat(firm.finance), room.seat(firm.gm)

    agrees_in_the_list(finance, budget.number or "")
    agrees_on_the_document(gm, budget.number or "")

    lives_on_it(room, firm, manager=room.seat(firm.manager), finance=finance, gm=gm)
    outsider = room.seat(firm.outsider)
    outsider.shut_out_of(reverse("budgets:budget_detail", args=[budget.pk]))
    outsider.shut_out_of(reverse("expenses:claim_detail", args=[Claim.objects.get(state="APPROVED").pk]))


def a_budget_in_review(firm: Firm) -> Budget:
    """The same figures as the manager enters above, past the department step."""
    budget = starts.start_budget(
        department_id=firm.service.pk,
        fiscal_year_id=firm.year.pk,
        start=starts.Start(),
        actor=cast.actor_of(firm.manager),
        at=timezone.now(),
    )
    contingency = Category.objects.get(kind="CONTINGENCY")
    for code, year in (("C17", TRAVEL), ("C18", COMMISSION), ("C06-4", OFFICE), (contingency.code, CONTINGENCY)):
        line = budget.lines.get(category__code=code)
        months = Money.of(year, "CNY").split([1] * 12)
        drafts.write(budget, firm.manager, *((line, m, "0", str(part.amount)) for m, part in enumerate(months, 1)))
    drafts.submit(budget, firm.manager)
    drafts.decide(budget, firm.division_manager)
    return Budget.objects.get(pk=budget.pk)


def lives_on_it(room: Room, firm: Firm, *, manager: Seat, finance: Seat, gm: Seat) -> None:
    """Asked for, held, spent; more than there is refused; all of it read by the general manager."""
    clerk = room.seat(firm.clerk, signed_in=False)
    signs_in(clerk)
    request = requests_money(clerk)
    assert spending.held(request) == ASKED
    agrees_in_the_list(manager, request.number or "")
    agrees_on_the_document(finance, request.number or "")
    assert SpendRequest.objects.get().state == "APPROVED"
    before = timezone.now()
    granted = COSTS - CONTINGENCY
    assert figures(gm) == {"year": granted, "held": ASKED, "actual": Decimal(0)}

    claim = claims_on(clerk, request)
    agrees_on_the_document(manager, claim.number or "")
    agrees_in_the_list(finance, claim.number or "")
    is_refused_for_want_of_budget(clerk, request)

    assert figures(gm) == {"year": granted, "held": ASKED - SPENT, "actual": SPENT}
    assert figures(gm, as_of=before.isoformat()) == {"year": granted, "held": ASKED, "actual": Decimal(0)}
    follows_the_figure(gm, Claim.objects.get(pk=claim.pk))
    gm.open(f"{reverse('reports:variance')}?as_of={timezone.localdate() - timedelta(days=1)}")
    expect(gm.page.locator("#report .sh-empty")).to_be_visible()
