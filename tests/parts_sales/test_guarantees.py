"""Goods first on a colleague's word: asked, confirmed in person, reviewed, overdue, deducted (PSL-23)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed, WrongState
from core.models import Notification
from parts_sales.errors_guarantee import (
    ConsentMissing,
    GuaranteeRefused,
    GuaranteeStands,
    GuaranteeUsed,
    NoGuarantor,
    OrderNotGuaranteed,
    PlanImpossible,
    PlanMissing,
)
from parts_sales.handlers_guarantee import MUCH_GUARANTEED, GuaranteeHandler
from parts_sales.models import DeductionMonth, Guarantee, Receipt
from parts_sales.selectors import guarantees as reads
from parts_sales.selectors import notes
from parts_sales.selectors.orders import may_ship, orders_visible_to
from parts_sales.services import deductions, guarantees, orders, receipts
from parts_sales.services.inputs_money import ReceiptInput
from tests.factories import customers as serving
from tests.factories import money, sales
from tests.factories import organization as cast
from tests.factories.approvals import decide
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of, signed_in
from tests.parts_sales import delivering

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-23")]
D = Decimal


@pytest.fixture
def engineer(company):
    return cast.member(company.other, "commissioning_engineer", name_zh="许峰", name_en="Xu Feng")


@pytest.fixture
def customer(clerk):
    return serving.customer(clerk, "沈阳恒通机械有限公司")


def asked(clerk, engineer, amount="1000.00", customer=None) -> Guarantee:
    """Named by the clerk, not confirmed."""
    order = money.order(clerk, amount, customer=customer)
    return guarantees.ask(
        order_id=order.pk, guarantor_id=engineer.pk, reason="现场停机", actor=actor_of(clerk), at=timezone.now()
    )


def confirmed(clerk, engineer, amount="1000.00", customer=None) -> Guarantee:
    made = asked(clerk, engineer, amount, customer)
    return guarantees.confirm(guarantee_id=made.pk, actor=actor_of(engineer), at=timezone.now())


def approved(clerk, engineer, manager, amount="1000.00", customer=None) -> Guarantee:
    made = confirmed(clerk, engineer, amount, customer)
    decide(case_of(made), manager)
    return again(made)


def again(guarantee) -> Guarantee:
    return Guarantee.objects.select_related("order", "guarantor").get(pk=guarantee.pk)


def dispatched(guarantee, day: date) -> Guarantee:
    """Goods left on this day; the note is not of interest here."""
    note = type("Note", (), {"order_id": guarantee.order_id})()
    money.ship(guarantee.order)
    guarantees.after_dispatch(note, actor=actor_of(guarantee.guarantor), at=at(day))
    return again(guarantee)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def owing(clerk, engineer, manager, *, days_over=8, amount="1000.00", customer=None) -> Guarantee:
    """Goods left so long ago that the last day to pay was some days ago."""
    made = dispatched(approved(clerk, engineer, manager, amount, customer), timezone.localdate())
    Guarantee.objects.filter(pk=made.pk).update(due_date=timezone.localdate() - timedelta(days=days_over))
    return again(made)


def proposed(clerk, engineer, manager, run_jobs, **more) -> Guarantee:
    made = owing(clerk, engineer, manager, **more)
    deductions.mind(at=timezone.now())
    run_jobs()
    return again(made)


# --- Asked, confirmed, reviewed ---------------------------------------------------------------------------------------


def test_goods_leave_once_guarantor_and_manager_have_said_yes(clerk, engineer, manager):
    made = asked(clerk, engineer)
    assert (made.number, made.state) == (f"GUA-{timezone.localdate().year}-0001", "ASKED")
    assert Notification.objects.get(code="guarantee.asked").person == engineer
    assert not may_ship(made.order).allowed

    guarantees.confirm(guarantee_id=made.pk, actor=actor_of(engineer), at=timezone.now())
    assert not may_ship(money.again(made.order)).allowed
    decide(case_of(made), manager)

    release = may_ship(money.again(made.order))
    assert (release.allowed, release.ground, release.value) == (True, "guarantee", 1000)
    told = Notification.objects.filter(code="guarantee.approved").values_list("person", flat=True)
    assert set(told) == {engineer.pk, clerk.pk}


@pytest.mark.rule("APR-05")
def test_the_list_of_what_waits_says_that_a_guarantor_answers_for_much(client: Client, clerk, engineer, manager):
    for _turn in range(2):
        approved(clerk, engineer, manager)
    whole = confirmed(clerk, engineer)
    facts = [GuaranteeHandler().facts(whole.pk)]
    over = confirmed(clerk, engineer, "0.01")

    facts.append(GuaranteeHandler().facts(over.pk))

    assert [one.flags for one in facts] == [frozenset(), frozenset({MUCH_GUARANTEED})]
    assert [one.amount for one in facts] == [None, None]  # a word is nobody's spending: no limit of amounts applies
    tasks = signed_in(client, manager).get("/api/v1/approval-tasks/").json()["results"]
    warned = {one["number"]: one["flag_words"] for one in tasks}
    assert (warned[whole.number], len(warned[over.number])) == ([], 1)
    assert client.get(reverse("approvals:inbox")).content.decode().count(warned[over.number][0]) == 1


@pytest.mark.rule("ORG-06")
def test_nobody_confirms_in_the_guarantors_place(clerk, engineer, manager, company):
    made = asked(clerk, engineer)
    colleague = cast.member(company.other, "commissioning_engineer", name_zh="赵磊")

    for other in (clerk, manager, colleague):
        with pytest.raises(NotAllowed):
            guarantees.confirm(guarantee_id=made.pk, actor=actor_of(other), at=timezone.now())

    assert again(made).state == "ASKED"


def test_who_may_be_named(clerk, engineer, manager, outsider, finance_officer):
    order = money.order(clerk, "1000.00")
    ask = {"order_id": order.pk, "reason": "停机", "at": timezone.now()}

    for wrong in (clerk, manager, outsider, finance_officer):
        with pytest.raises(NoGuarantor):
            guarantees.ask(**ask, guarantor_id=wrong.pk, actor=actor_of(clerk))
    for nobody in (outsider, finance_officer):
        with pytest.raises(NotAllowed):
            guarantees.ask(**ask, guarantor_id=engineer.pk, actor=actor_of(nobody))
    with pytest.raises(InvalidInput):
        guarantees.ask(**ask | {"order_id": 0}, guarantor_id=engineer.pk, actor=actor_of(clerk))

    mine = guarantees.ask_and_confirm(**ask, actor=actor_of(engineer))
    assert (mine.state, mine.guarantor, mine.amount) == ("IN_REVIEW", engineer, 1000)
    with pytest.raises(GuaranteeStands):
        guarantees.ask(**ask, guarantor_id=engineer.pk, actor=actor_of(clerk))


def test_what_is_sent_back_is_confirmed_again_and_what_is_refused_is_over(clerk, engineer, manager):
    made = confirmed(clerk, engineer)
    decide(case_of(made), manager, "RETURN")
    assert (again(made).state, again(made).confirmed_at) == ("ASKED", None)

    guarantees.confirm(guarantee_id=made.pk, actor=actor_of(engineer), at=timezone.now())
    decide(case_of(made), manager, "REJECT")

    assert again(made).state == "REJECTED"
    assert not may_ship(money.again(made.order)).allowed


# --- Limits -----------------------------------------------------------------------------------------------------------


def test_exactly_the_limit_is_allowed_and_a_cent_more_is_not(clerk, engineer):
    assert asked(clerk, engineer, "1000.00").state == "ASKED"
    with pytest.raises(GuaranteeRefused):
        asked(clerk, engineer, "1000.01")


def test_an_order_is_not_split_to_stay_within_the_limit(clerk, engineer, manager, customer):
    approved(clerk, engineer, manager, "600.00", customer)
    with pytest.raises(GuaranteeRefused, match=r"1,000\.00"):
        asked(clerk, engineer, "400.01", customer)

    assert confirmed(clerk, engineer, "400.00", customer).state == "IN_REVIEW"
    assert confirmed(clerk, engineer, "1000.00").state == "IN_REVIEW"  # another customer


def test_two_named_and_one_confirmed_leaves_no_room_for_the_other(clerk, engineer, customer):
    first, second = (asked(clerk, engineer, "600.00", customer) for _one in range(2))
    guarantees.confirm(guarantee_id=first.pk, actor=actor_of(engineer), at=timezone.now())

    with pytest.raises(GuaranteeRefused):
        guarantees.confirm(guarantee_id=second.pk, actor=actor_of(engineer), at=timezone.now())


def test_more_than_three_thousand_altogether_warns_the_reviewer(clerk, engineer, manager):
    for _one in range(2):
        approved(clerk, engineer, manager)
    third = confirmed(clerk, engineer)
    assert reads.warning_of(third, on=timezone.localdate()) == ""
    decide(case_of(third), manager)

    fourth = confirmed(clerk, engineer, "0.01")

    assert "3,000.01" in reads.warning_of(fourth, on=timezone.localdate())
    decide(case_of(fourth), manager)
    assert again(fourth).state == "APPROVED"


def test_an_overdue_one_refuses_new_ones_also_those_in_review(clerk, engineer, manager):
    waiting = confirmed(clerk, engineer, "10.00")
    owing(clerk, engineer, manager, days_over=1)

    with pytest.raises(GuaranteeRefused):
        asked(clerk, engineer, "0.01")
    with pytest.raises(GuaranteeRefused):
        decide(case_of(waiting), manager)
    assert again(waiting).state == "IN_REVIEW"


def test_only_open_domestic_orders_that_are_not_paid(company, clerk, engineer, finance_officer):
    seller = cast.member(company.service, "foreign_service_clerk", name_zh="周敏")
    foreign = money.order(seller, "500.00", region="FOREIGN")
    paid = money.order(clerk, "500.00")
    money.pay(finance_officer, paid)

    for order in (foreign, paid):
        with pytest.raises(OrderNotGuaranteed):
            guarantees.ask(
                order_id=order.pk, guarantor_id=engineer.pk, reason="停机", actor=actor_of(clerk), at=timezone.now()
            )


# --- The clock --------------------------------------------------------------------------------------------------------


def test_the_month_begins_when_the_first_goods_are_dispatched(company, engineer):
    of = delivering.hands(company)
    cast.put_in_charge(company.service, of.manager)
    part = delivering.stocked(of.clerk)
    order = sales.order_of(of.clerk, [sales.Piece(part, "1", "500.00")])
    made = guarantees.ask(
        order_id=order.pk, guarantor_id=engineer.pk, reason="停机", actor=actor_of(of.clerk), at=timezone.now()
    )
    guarantees.confirm(guarantee_id=made.pk, actor=actor_of(engineer), at=timezone.now())
    decide(case_of(made), of.manager)

    note = delivering.go(of, delivering.note_of(of, order), until="TO_SHIP")
    assert again(made).state == "APPROVED"
    assert not notes.of_order_seen(order.pk, actor_of(engineer))  # where it stands is told, the note is others' work
    assert notes.of_order_seen(order.pk, actor_of(of.clerk)) == {note.pk}
    with pytest.raises(GuaranteeUsed):
        guarantees.give_up(guarantee_id=made.pk, reason="算了", actor=actor_of(engineer), at=timezone.now())
    delivering.go(of, note)

    found = again(made)
    assert (found.state, found.dispatched_date) == ("OPEN", timezone.localdate())
    assert found.due_date == reads.rules.due_on(timezone.localdate())


@pytest.mark.parametrize(
    ("left", "due"), [(date(2026, 1, 31), date(2026, 2, 28)), (date(2028, 1, 31), date(2028, 2, 29))]
)
def test_a_month_without_such_a_day_ends_on_its_last(clerk, engineer, manager, left, due):
    assert dispatched(approved(clerk, engineer, manager), left).due_date == due


def test_overdue_the_day_after_is_told_once_and_proposed_after_seven_days(
    clerk, engineer, manager, finance_officer, run_jobs
):
    made = owing(clerk, engineer, manager, days_over=0)
    day = made.due_date

    def minded(on):
        for _twice in range(2):
            deductions.mind(at=at(on))
            run_jobs()
        return again(made)

    def told(code):
        return set(Notification.objects.filter(code=code).values_list("person", flat=True))

    minded(day)
    assert told("guarantee.overdue") == set()
    Guarantee.objects.filter(pk=made.pk).update(due_date=day - timedelta(days=1))
    assert minded(day).state == "OPEN"
    assert told("guarantee.overdue") == {engineer.pk, manager.pk, finance_officer.pk}
    assert Notification.objects.filter(code="guarantee.overdue").count() == 3
    Guarantee.objects.filter(pk=made.pk).update(due_date=day - timedelta(days=7))
    assert minded(day).state == "OPEN"

    Guarantee.objects.filter(pk=made.pk).update(due_date=day - timedelta(days=8))
    found = minded(day)

    assert (found.state, found.proposed_amount, found.is_overdue) == ("DEDUCTING", 1000, True)
    assert told("guarantee.proposed") == {engineer.pk, manager.pk, finance_officer.pk}
    assert not may_ship(money.again(made.order)).allowed


def test_the_customers_money_settles_it_and_taking_it_off_opens_it_again(
    clerk, engineer, manager, finance_officer, run_jobs
):
    before, during, after = (
        approved(clerk, engineer, manager), owing(clerk, engineer, manager, days_over=-5, amount="700.00"),
        proposed(clerk, engineer, manager, run_jobs, amount="300.00"),
    )  # fmt: skip
    for one in (before, during, after):
        receipt = money.pay(finance_officer, one.order)
        assert again(one).state == "SETTLED"
        receipts.reverse_receipt(
            receipt_id=receipt.pk, reason="退票", actor=actor_of(finance_officer), at=timezone.now()
        )

    assert [again(one).state for one in (before, during, after)] == ["APPROVED", "OPEN", "DEDUCTING"]


def test_a_cancelled_order_ends_its_guarantee(clerk, engineer, manager):
    named, reviewed, granted = (
        asked(clerk, engineer, "10.00"), confirmed(clerk, engineer, "20.00"),
        approved(clerk, engineer, manager, "30.00"),
    )  # fmt: skip
    for one in (named, reviewed, granted):
        orders.cancel_order(order_id=one.order_id, reason="客户取消", actor=actor_of(clerk), at=timezone.now())
        assert again(one).state == "CANCELLED"


# --- Deductions -------------------------------------------------------------------------------------------------------


def test_a_wage_is_touched_only_with_consent_and_never_over_a_fifth(
    clerk, engineer, manager, finance_officer, run_jobs
):
    made = proposed(clerk, engineer, manager, run_jobs)
    today = timezone.localdate()
    plan = {"guarantee_id": made.pk, "first_month": today, "at": timezone.now()}

    with pytest.raises(ConsentMissing):
        deductions.plan(**plan, wage=D("2000.00"), actor=actor_of(finance_officer))
    with pytest.raises(NotAllowed):
        deductions.consent(guarantee_id=made.pk, actor=actor_of(clerk), at=timezone.now())
    deductions.consent(guarantee_id=made.pk, actor=actor_of(engineer), at=timezone.now())
    with pytest.raises(NotAllowed):
        deductions.plan(**plan, wage=D("2000.00"), actor=actor_of(engineer))
    with pytest.raises(PlanImpossible):
        deductions.plan(**plan, wage=D("50.00"), actor=actor_of(finance_officer))
    early = plan | {"first_month": today - timedelta(days=40)}
    with pytest.raises(InvalidInput):
        deductions.plan(**early, wage=D("2000.00"), actor=actor_of(finance_officer))

    deductions.plan(**plan, wage=D("2000.00"), actor=actor_of(finance_officer))

    months = list(DeductionMonth.objects.values_list("month", "amount"))
    assert [amount for _month, amount in months] == [D("333.34"), D("333.33"), D("333.33")]
    assert months[0][0] == today.replace(day=1)
    assert not [field.name for field in Guarantee._meta.get_fields() if "wage" in field.name]


def test_two_guarantees_together_take_no_more_than_a_fifth_of_a_month(
    clerk, engineer, manager, finance_officer, run_jobs
):
    both = [approved(clerk, engineer, manager, customer=serving.customer(clerk)) for _one in range(2)]
    both = [dispatched(one, timezone.localdate()) for one in both]
    Guarantee.objects.update(due_date=timezone.localdate() - timedelta(days=8))
    deductions.mind(at=timezone.now())
    run_jobs()
    for one in both:
        deductions.consent(guarantee_id=one.pk, actor=actor_of(engineer), at=timezone.now())
        deductions.plan(
            guarantee_id=one.pk, wage=D("6000.00"), first_month=timezone.localdate(), actor=actor_of(finance_officer),
            at=timezone.now(),
        )  # fmt: skip

    months = [list(one.months.order_by("month").values_list("amount", flat=True)) for one in both]
    assert months == [[D(1000)], [D(200), D(800)]]
    of_month = DeductionMonth.objects.values("month").annotate(sum=Sum("amount")).order_by("month")
    assert [one["sum"] for one in of_month] == [D(1200), D(800)]


def test_each_month_is_a_receipt_with_a_voucher_until_all_is_collected(
    clerk, engineer, manager, finance_officer, run_jobs
):
    made = planned(clerk, engineer, manager, finance_officer, run_jobs, wage="2500.00")
    act = {"guarantee_id": made.pk, "actor": actor_of(finance_officer), "at": timezone.now()}

    first = deductions.collect(**act)
    assert (first.way, first.has_voucher, first.handed_by, first.amount) == ("PAYROLL", True, "许峰", 500)
    assert money.again(made.order).paid_amount == 500
    with pytest.raises(PlanMissing):
        deductions.collect(**act)  # the second month has not begun
    DeductionMonth.objects.filter(receipt=None).update(month=timezone.localdate().replace(day=1) - timedelta(days=31))
    deductions.collect(**act)

    assert (again(made).state, money.again(made.order).is_paid) == ("COLLECTED", True)
    receipts.reverse_receipt(receipt_id=first.pk, reason="发放错误", actor=actor_of(finance_officer), at=timezone.now())
    assert again(made).state == "DEDUCTING"
    assert [one.is_collected for one in reads.months_of(made)].count(True) == 1


def planned(clerk, engineer, manager, finance_officer, run_jobs, wage, **more) -> Guarantee:
    made = proposed(clerk, engineer, manager, run_jobs, **more)
    deductions.consent(guarantee_id=made.pk, actor=actor_of(engineer), at=timezone.now())
    return deductions.plan(
        guarantee_id=made.pk, wage=D(wage), first_month=timezone.localdate(), actor=actor_of(finance_officer),
        at=timezone.now(),
    )  # fmt: skip


def test_what_the_customer_still_pays_is_not_deducted(clerk, engineer, manager, finance_officer, run_jobs):
    made = planned(clerk, engineer, manager, finance_officer, run_jobs, wage="5000.00")
    money.pay(finance_officer, made.order, "900.00")

    came = deductions.collect(guarantee_id=made.pk, actor=actor_of(finance_officer), at=timezone.now())

    assert (came.amount, again(made).state) == (100, "COLLECTED")
    with pytest.raises(WrongState):
        deductions.collect(guarantee_id=made.pk, actor=actor_of(finance_officer), at=timezone.now())


def test_money_from_a_wage_is_not_recorded_by_hand(finance_officer):
    draft = ReceiptInput(
        "工资", D("10.00"), timezone.localdate(), "许峰", way="PAYROLL", handed_by="许峰", paper="VOUCHER"
    )

    with pytest.raises(InvalidInput):
        receipts.record_receipt(draft=draft, actor=actor_of(finance_officer), at=timezone.now())
    assert not Receipt.objects.exists()


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("GEN-10")
def test_a_guarantor_sees_the_orders_they_answer_for_and_no_others(clerk, engineer, outsider):
    made = asked(clerk, engineer)
    other = money.order(clerk, "5.00")

    assert list(orders_visible_to(actor_of(engineer))) == [made.order]
    assert list(reads.guarantees_visible_to(actor_of(engineer))) == [made]
    assert not reads.guarantees_visible_to(actor_of(outsider)).exists()
    assert other in orders_visible_to(actor_of(clerk))


def test_from_the_orders_page_to_the_guarantors_own_word(client: Client, clerk, engineer, manager):
    order = money.order(clerk, "800.00")
    ask = reverse("parts_sales:guarantee_ask", args=[order.pk])
    signed_in(client, clerk)
    assert ask in client.get(reverse("parts_sales:order_detail", args=[order.pk])).content.decode()
    client.post(ask, {"guarantor": engineer.pk, "reason": "现场停机", "request_key": "g1"})
    made = Guarantee.objects.get()
    confirm = reverse("parts_sales:guarantee_confirm", args=[made.pk])
    page = reverse("parts_sales:guarantee_detail", args=[made.pk])
    assert confirm not in client.get(page).content.decode()
    assert client.get(confirm).status_code == 403

    signed_in(client, engineer)
    assert confirm in client.get(page).content.decode()
    shown = client.get(reverse("parts_sales:order_detail", args=[order.pk])).content.decode()
    assert order.quote.number in shown
    assert reverse("parts_sales:quote_detail", args=[order.quote_id]) not in shown  # it would lead nowhere (GEN-10)
    waiting = client.get(reverse("parts_sales:guarantee_list"), {"only": "waiting"})
    assert list(waiting.context["page"]) == [made]
    assert client.post(confirm, {"version": made.version, "request_key": "g2"}).status_code == 422
    client.post(confirm, {"version": made.version, "accepts": "on", "request_key": "g3"})

    assert again(made).state == "IN_REVIEW"
    signed_in(client, manager)
    assert "800.00" in client.get(page).content.decode()


def test_a_guarantor_names_the_order_by_its_number(client: Client, clerk, engineer):
    order = money.order(clerk, "800.00")
    signed_in(client, engineer)
    url = reverse("parts_sales:guarantee_create")
    given = {"reason": "现场停机", "accepts": "on"}

    wrong = client.post(url, given | {"order_number": "SO-0000-0000", "request_key": "n1"})
    made = client.post(url, given | {"order_number": f" {order.number.lower()}", "request_key": "n2"})

    assert wrong.status_code == 422
    assert made.url == reverse("parts_sales:guarantee_detail", args=[Guarantee.objects.get().pk])
    assert again(Guarantee.objects.get()).state == "IN_REVIEW"


def test_deduction_pages_of_guarantor_and_finance(client: Client, clerk, engineer, manager, finance_officer, run_jobs):
    made = proposed(clerk, engineer, manager, run_jobs)
    pages = {name: reverse(f"parts_sales:deduction_{name}", args=[made.pk]) for name in ("consent", "plan", "collect")}
    signed_in(client, engineer)
    client.post(pages["consent"], {"version": again(made).version, "accepts": "on", "request_key": "d1"})
    assert client.get(pages["plan"]).status_code == 403

    signed_in(client, finance_officer)
    assert client.get(pages["consent"]).status_code == 403
    month = timezone.localdate().isoformat()
    plan = {"version": again(made).version, "wage": "5000", "first_month": month, "request_key": "d2"}
    client.post(pages["plan"], plan)
    client.post(pages["collect"], {"version": again(made).version, "request_key": "d3"})

    assert again(made).state == "COLLECTED"
    page = client.get(reverse("parts_sales:guarantee_detail", args=[made.pk])).content.decode()
    assert Receipt.objects.get().number in page
