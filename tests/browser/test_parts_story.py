"""An order of parts as people live it in their browsers: paid first, on credit over the limit, on a colleague's guarantee
until a deduction is proposed, returned and replaced (PSL-21, PSL-22, PSL-23, PSL-53).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from core import jobs
from parts_sales.models import DeliveryNote, Guarantee, Part, SalesOrder, SalesReturn, StockBalance
from parts_sales.services import deductions
from tests.browser.seats import Room, Seat
from tests.factories import customers as serving
from tests.factories import money
from tests.factories import organization as cast
from tests.parts_sales import delivering
from tests.parts_sales.delivering import Hands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def firm(company: cast.Tree) -> Hands:
    """The people of a sale; the manager manages the department."""
    of = delivering.hands(company)
    cast.put_in_charge(company.service, of.manager)
    return of


@pytest.fixture
def part(firm: Hands) -> Part:
    return delivering.stocked(firm.clerk, "10", weight_kg="1.2", length_mm=300)


def at(seat: Seat, name: str, *ids: int) -> str:
    """A page of the section, opened; its address."""
    path = reverse(f"parts_sales:{name}", args=ids)
    seat.open(path)
    return path


def press(seat: Seat, selector: str) -> None:
    """The one button or link of this kind, and what it leads to."""
    target = seat.page.locator(selector)
    expect(target).to_have_count(1)
    target.click()


def lands(seat: Seat, name: str, *ids: int) -> None:
    """The page one is led to."""
    expect(seat.page).to_have_url(seat.base + reverse(f"parts_sales:{name}", args=ids))
    seat.look()


def makes_notes(seat: Seat, order: SalesOrder) -> DeliveryNote:
    """The clerk has what is left delivered."""
    at(seat, "order_detail", order.pk)
    press(seat, f"a[href='{reverse('parts_sales:note_create', args=[order.pk])}']")
    seat.page.locator("main form[method=post] .btn-primary").click()
    expect(seat.page.locator("main a[href*='/parts/notes/'], .sh-title-number").first).to_be_visible()
    seat.page.wait_for_url(lambda url: "/notes/new/" not in url)
    return DeliveryNote.objects.filter(order=order).latest("pk")


def takes_step(seat: Seat, note: DeliveryNote) -> None:
    """Whatever the note waits for: one button, the goods ticked, or the dispatch written down."""
    path = at(seat, "note_detail", note.pk)
    page = seat.page
    if page.locator("form[action*='/step/'] .btn-primary").count():
        press(seat, "form[action*='/step/'] .btn-primary")
    elif page.locator(f"a[href='{path}goods/']").count():
        press(seat, f"a[href='{path}goods/']")
        for box in page.locator(".sh-pick input[type=checkbox]").all():
            box.check()
        seat.look()
        press(seat, ".sh-form-actions .btn-primary")
    else:
        press(seat, f"a[href='{path}ship/']")
        page.locator("[name=carrier_name]").fill("顺丰速运")
        page.locator("[name=tracking_number]").fill("SF1234567890")
        page.locator("[name=expected_date]").fill(timezone.localdate().isoformat())
        page.locator("[name=packaging]").fill("纸箱")
        seat.look()
        press(seat, ".sh-form-actions .btn-primary")
    expect(page).to_have_url(seat.base + path)


def goes_through_all_hands(room: Room, firm: Hands, note: DeliveryNote, until: str = "") -> DeliveryNote:
    """Everybody takes their step at their own browser."""
    seats: dict[int, Seat] = {}
    while note.step is not None and note.state != until:
        person, before = firm.of(note), note.state
        if person.pk not in seats:
            seats[person.pk] = room.seat(person)
        takes_step(seats[person.pk], note)
        note = DeliveryNote.objects.get(pk=note.pk)
        assert note.state != before
    return note


def pays(seat: Seat, order: SalesOrder, amount: str) -> None:
    """Finance records money on the account and says what it is for."""
    at(seat, "receipt_create")
    page = seat.page
    for name, value in {
        "account": "工商银行 1234", "amount": amount, "payer": "沈阳恒通", "received_date": timezone.localdate().isoformat(),
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    press(seat, ".sh-form-actions .btn-primary")
    page.wait_for_url(lambda url: url.endswith("/match/") or url.rstrip("/").split("/")[-1].isdecimal())
    if not page.url.endswith("/match/"):
        press(seat, "a[href$='/match/']")
    page.locator(f"[name=amount-{order.pk}]").fill(amount)
    seat.look()
    page.locator("form[method=post] .btn-primary").last.click()
    page.wait_for_url(lambda url: not url.endswith("/match/"))


def again(order: SalesOrder) -> SalesOrder:
    return SalesOrder.objects.get(pk=order.pk)


@pytest.mark.rule("PSL-21", "PSL-31")
def test_an_order_is_paid_then_delivered(room: Room, firm: Hands, part: Part) -> None:
    order = money.order(firm.clerk, "1200.00", part=part)
    clerk, finance = room.seat(firm.clerk), room.seat(firm.finance)
    at(clerk, "order_detail", order.pk)
    expect(clerk.page.locator(f"a[href='{reverse('parts_sales:note_create', args=[order.pk])}']")).to_have_count(0)

    pays(finance, order, "1200.00")
    note = goes_through_all_hands(room, firm, makes_notes(clerk, order))

    assert (note.state, again(order).state, again(order).is_paid) == ("SHIPPED", "SHIPPED", True)
    assert StockBalance.objects.get(part=part).on_hand == 9


@pytest.mark.rule("PSL-22")
def test_an_order_over_the_limit_waits_until_it_is_paid(room: Room, firm: Hands, part: Part) -> None:
    customer = serving.customer(firm.clerk, "沈阳恒通机械有限公司")
    money.term(firm.manager, customer, "1000.00")
    order = money.order(firm.clerk, "1000.01", customer=customer, part=part)
    clerk, finance = room.seat(firm.clerk), room.seat(firm.finance)
    at(clerk, "order_detail", order.pk)
    expect(clerk.page.locator("main")).to_contain_text("1,000.01")
    press(clerk, f"form[action='{reverse('parts_sales:order_resume', args=[order.pk])}'] button")
    expect(clerk.page.locator(".sh-refusal, [role=alert]").first).to_be_visible()
    assert again(order).state == "ON_HOLD"

    pays(finance, order, "1000.01")

    assert again(order).state == "OPEN"
    assert goes_through_all_hands(room, firm, makes_notes(clerk, order), until="TO_SHIP").state == "TO_SHIP"


@pytest.mark.rule("PSL-23")
def test_a_guaranteed_order_goes_first_and_ends_in_a_proposed_deduction(
    room: Room, company: cast.Tree, firm: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for and dispatched on 31 January, due on 28 February, proposed on 8 March."""
    show(monkeypatch, date(2026, 1, 31))
    engineer = cast.member(company.other, "commissioning_engineer", name_zh="许峰")
    part = delivering.stocked(firm.clerk, "10", weight_kg="1.2", length_mm=300)
    order = money.order(firm.clerk, "1000.00", part=part)
    clerk, guarantor, manager = room.seat(firm.clerk), room.seat(engineer), room.seat(firm.manager)

    at(clerk, "order_detail", order.pk)
    press(clerk, f"a[href='{reverse('parts_sales:guarantee_ask', args=[order.pk])}']")
    clerk.page.locator("[name=guarantor]").select_option(str(engineer.pk))
    clerk.page.locator("[name=reason]").fill("客户停机，月底付款")
    clerk.look()
    press(clerk, ".sh-form-actions .btn-primary")
    clerk.page.wait_for_url(lambda url: "/guarantees/" in url)
    made = Guarantee.objects.get()
    lands(clerk, "guarantee_detail", made.pk)

    takes_it_on(guarantor, made)
    at(manager, "guarantee_detail", made.pk)
    press(manager, "button[form=decide-approve]")
    expect(manager.page.locator("button[form=decide-approve]")).to_have_count(0)
    goes_through_all_hands(room, firm, makes_notes(clerk, order))
    assert state(made) == ("OPEN", date(2026, 2, 28))

    for day, wanted in ((date(2026, 3, 1), "OPEN"), (date(2026, 3, 7), "OPEN"), (date(2026, 3, 8), "DEDUCTING")):
        show(monkeypatch, day)
        deductions.mind(at=timezone.now())
        jobs.run_all_waiting()
        assert state(made)[0] == wanted
    agrees(room.seat(engineer), made)

    finance = room.seat(firm.finance)
    at(finance, "guarantee_detail", made.pk)
    press(finance, f"a[href='{reverse('parts_sales:deduction_plan', args=[made.pk])}']")
    finance.page.locator("[name=wage]").fill("2500")
    press(finance, ".sh-form-actions .btn-primary")
    lands(finance, "guarantee_detail", made.pk)
    assert [month.amount for month in Guarantee.objects.get().months.all()] == [500, 500]


def takes_it_on(seat: Seat, made: Guarantee) -> None:
    """From what waits to the guarantor's own word."""
    seat.open(f"{reverse('parts_sales:guarantee_list')}?only=waiting")
    press(seat, f"#table a[href='{reverse('parts_sales:guarantee_detail', args=[made.pk])}']")
    press(seat, f"a[href='{reverse('parts_sales:guarantee_confirm', args=[made.pk])}']")
    seat.page.locator("[name=accepts]").check()
    seat.look()
    press(seat, ".sh-form-actions .btn-primary")
    lands(seat, "guarantee_detail", made.pk)


def agrees(seat: Seat, made: Guarantee) -> None:
    """The guarantor agrees to the deduction."""
    at(seat, "guarantee_detail", made.pk)
    press(seat, f"a[href='{reverse('parts_sales:deduction_consent', args=[made.pk])}']")
    seat.page.locator("[name=accepts]").check()
    press(seat, ".sh-form-actions .btn-primary")
    lands(seat, "guarantee_detail", made.pk)


def state(made: Guarantee) -> tuple[str, Any]:
    found = Guarantee.objects.get(pk=made.pk)
    return found.state, found.due_date


def show(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """The time of the server, which runs in this process: nine in the morning here."""
    moment = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.rule("PSL-53")
def test_goods_come_back_and_are_replaced(room: Room, firm: Hands, part: Part) -> None:
    order = delivering.paid_order(firm, delivering.sales.Piece(part, "2"))
    note = delivering.go(firm, delivering.note_of(firm, order))
    clerk, keeper = room.seat(firm.clerk), room.seat(firm.keeper)

    at(clerk, "note_detail", note.pk)
    press(clerk, f"a[href='{reverse('parts_sales:return_create', args=[note.pk])}']")
    clerk.page.locator(f"[name=quantity-{note.lines.get().pk}]").fill("1")
    clerk.page.locator("[name=reason]").fill("轴承异响")
    clerk.page.locator("[name=remedy]").select_option("REPLACEMENT")
    clerk.look()
    press(clerk, ".sh-form-actions .btn-primary")
    clerk.page.wait_for_url(lambda url: "/returns/" in url and "/new/" not in url)
    made = SalesReturn.objects.get()

    for move in ("return_receive", "return_inspect"):
        at(keeper, "return_detail", made.pk)
        press(keeper, f"a[href='{reverse(f'parts_sales:{move}', args=[made.pk])}']")
        if move == "return_inspect":
            keeper.page.locator("[name=finding]").fill("滚道剥落")
            keeper.page.locator("input[name^=quantity-]").fill("0")
        keeper.look()
        press(keeper, ".sh-form-actions .btn-primary")
        lands(keeper, "return_detail", made.pk)

    at(clerk, "return_detail", made.pk)
    press(clerk, f"a[href='{reverse('parts_sales:return_replace', args=[made.pk])}']")
    press(clerk, ".sh-form-actions .btn-primary")
    clerk.page.wait_for_url(lambda url: not url.endswith("/replace/"))
    free = DeliveryNote.objects.get(free_of=made)
    free = goes_through_all_hands(room, firm, free)

    assert (free.state, SalesReturn.objects.get().state) == ("SHIPPED", "REPLACED")
    assert StockBalance.objects.get(part=part).on_hand == 7
