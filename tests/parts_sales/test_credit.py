"""Credit terms: what counts against the limit, what waits, how terms are evaluated (PSL-22)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import NotAllowed, ReasonMissing
from core.models import Notification
from parts_sales.errors_money import CreditRefused, NothingToBill, TermsAsked
from parts_sales.models import CreditReview, CreditTerm
from parts_sales.rules import credit as rules
from parts_sales.rules.credit import Debt, Exposure, Settled, Standing
from parts_sales.selectors import credit as reads
from parts_sales.selectors.orders import may_ship
from parts_sales.services import credit, invoices, orders
from parts_sales.services.inputs_money import CreditInput, InvoiceInput
from tests.factories import customers as serving
from tests.factories import money
from tests.factories import organization as cast
from tests.factories.approvals import decide
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.rule("PSL-22")]
D = Decimal
DAY = date(2026, 9, 30)


@pytest.fixture
def sales_manager(company):
    return cast.member(company.other, "domestic_sales_manager", company_wide=True, name_zh="沈浩")


# --- The rule, as docs/rules/parts_sales.md tells it ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "shipped", "billed", "paid", "waits", "expected"),
    [
        (1000, 0, 0, 0, False, (0, 0, 1000, 0, 1000)),
        (1000, 400, 0, 0, False, (0, 400, 600, 0, 1000)),
        (1000, 1000, 600, 0, False, (600, 400, 0, 0, 1000)),
        (1000, 1000, 1000, 250, False, (750, 0, 0, 0, 750)),
        (1000, 400, 0, 700, False, (0, 400, 600, 700, 300)),
        (1000, 1000, 1000, 1000, False, (0, 0, 0, 0, 0)),
        (1000, 0, 0, 0, True, (0, 0, 0, 0, 0)),
        (1000, 0, 0, 300, True, (0, 0, 0, 0, 0)),
        (1000, 400, 300, 0, True, (300, 100, 0, 0, 400)),
    ],
)
def test_an_orders_share_of_the_exposure(total, shipped, billed, paid, waits, expected):
    found = rules.exposure_of(Standing(D(total), D(shipped), D(billed), D(paid), waits))

    assert (found.unpaid, found.unbilled, found.open_orders, found.prepaid, found.total) == expected


def test_all_orders_together_less_money_that_stands_against_none():
    found = rules.exposure(
        [Standing(D(1000), D(0), D(0), D(0)), Standing(D(500), D(500), D(500), D(200))], unmatched=D(150)
    )

    assert found == Exposure(D(300), D(0), D(1000), D(150))
    assert found.total == 1150


@pytest.mark.parametrize(("this", "fits"), [("3999.99", True), ("4000.00", True), ("4000.01", False)])
def test_exactly_at_the_limit_is_allowed(this, fits):
    assert rules.fits(Exposure(open_orders=D(6000)), this=D(this), limit=D(10000)) is fits


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    *[st.integers(min_value=0, max_value=1000) for _place in range(4)],
    st.booleans(),
)
def test_no_order_counts_with_less_than_nothing_nor_with_more_than_its_value(total, shipped, billed, paid, waits):
    shipped, paid = min(shipped, total), min(paid, total)
    billed = min(billed, shipped)

    found = rules.exposure_of(Standing(D(total), D(shipped), D(billed), D(paid), waits))

    assert 0 <= found.total <= total
    if not waits:
        assert found.total == total - paid


@pytest.mark.rule("PSL-25")
def test_ages_and_what_is_overdue():
    debts = [Debt(DAY, D(1)), Debt(DAY - timedelta(1), D(2)), Debt(DAY - timedelta(30), D(4))]
    debts += [Debt(DAY - timedelta(31), D(8)), Debt(DAY - timedelta(61), D(16)), Debt(DAY - timedelta(91), D(32))]

    assert rules.ages(debts, on=DAY) == (1, 6, 8, 16, 32)
    assert rules.overdue(debts, on=DAY) == 62
    assert rules.still_owed([Debt(DAY, D(5)), Debt(DAY - timedelta(9), D(5))], paid=D(6)) == [Debt(DAY, D(4))]


def test_how_a_customer_paid():
    invoices_ = [Debt(date(2026, 3, 31), D(100)), Debt(date(2026, 4, 30), D(300)), Debt(date(2026, 6, 30), D(600))]
    payments = [Debt(date(2026, 3, 20), D(100)), Debt(date(2026, 5, 10), D(300))]

    settled = rules.settled(invoices_, payments)
    found = rules.conduct(settled, on=date(2026, 7, 10))

    assert settled[1] == Settled(D(300), date(2026, 4, 30), date(2026, 5, 10))
    assert (found.turnover, found.on_time, found.late, found.overdue) == (1000, 100, 300, 600)
    assert (found.days_late, found.most_days_late, found.on_time_share) == (10, 10, D("0.1"))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
    ],
)
def test_six_months_on(day, months, expected):
    assert rules.add_months(day, months) == expected


# --- Orders within and beyond the limit -------------------------------------------------------------------------------


@pytest.fixture
def customer(clerk):
    return serving.customer(clerk, "沈阳恒通机械有限公司")


@pytest.mark.django_db
def test_within_the_limit_goods_leave_before_the_money(clerk, manager, customer):
    term = money.term(manager, customer, "1000.00")

    exactly = money.order(clerk, "1000.00", customer=customer)
    over = money.order(clerk, "0.01", customer=customer)

    assert (exactly.state, exactly.credit_term) == ("OPEN", term)
    assert may_ship(exactly).ground == "credit"
    assert (over.state, over.hold_kind, over.credit_term) == ("ON_HOLD", "CREDIT", None)
    assert "1,000.01" in over.why_held
    assert not may_ship(over).allowed
    assert Notification.objects.get(code="sales_order.held").person == clerk


@pytest.mark.django_db
def test_a_copy_is_judged_like_any_other_order(clerk, manager, customer):
    money.term(manager, customer, "1500.00")
    first = money.order(clerk, "1000.00", customer=customer)

    copy = money.order(clerk, "1000.00", customer=customer, part=first.lines.get().part)

    assert (first.state, copy.state) == ("OPEN", "ON_HOLD")


@pytest.mark.django_db
def test_without_terms_an_order_is_open_and_waits_for_its_money_alone(clerk, customer):
    order = money.order(clerk, "1000.00", customer=customer)

    assert (order.state, order.credit_term) == ("OPEN", None)
    assert not may_ship(order).allowed


@pytest.mark.django_db
def test_prepaying_stays_possible_and_lets_the_order_go_on(clerk, manager, finance_officer, customer):
    money.term(manager, customer, "100.00")
    order = money.order(clerk, "1000.00", customer=customer)
    act = {"order_id": order.pk, "actor": actor_of(clerk), "at": timezone.now()}
    with pytest.raises(CreditRefused):
        orders.resume_order(**act)

    money.pay(finance_officer, order, "899.99")
    with pytest.raises(CreditRefused):
        orders.resume_order(**act)
    money.pay(finance_officer, order, "0.01")
    going = orders.resume_order(**act)
    assert (going.state, may_ship(going).ground) == ("OPEN", "credit")

    other = money.order(clerk, "500.00", customer=customer)
    assert other.state == "ON_HOLD"
    money.pay(finance_officer, other)

    assert money.again(other).state == "OPEN"
    assert may_ship(money.again(other)).ground == "paid"


@pytest.mark.django_db
def test_money_that_stands_unmatched_counts_as_prepaid(clerk, manager, finance_officer, customer):
    money.term(manager, customer, "1000.00")
    money.receipt(finance_officer, "400.00", customer_id=customer.pk)

    assert money.order(clerk, "1400.00", customer=customer).state == "OPEN"
    assert reads.exposure(customer.pk).total == 1000
    assert money.order(clerk, "0.01", customer=customer).state == "ON_HOLD"


@pytest.mark.django_db
def test_overdue_debts_have_new_orders_wait_and_shipped_goods_can_always_be_billed(
    clerk, manager, finance_officer, customer
):
    term = money.term(manager, customer, "10000.00")
    first = money.ship(money.order(clerk, "1000.00", customer=customer))
    invoice = money.bill(finance_officer, first, days_ago=31, days=30, amount="400.00")
    assert reads.overdue_of(customer.pk, on=timezone.localdate()) == 400

    waits = money.order(clerk, "10.00", customer=customer)
    assert (waits.state, "400.00" in waits.why_held) == ("ON_HOLD", True)
    credit.suspend(term_id=term.pk, reason="逾期", actor=actor_of(manager), at=timezone.now())
    act = {"order_id": first.pk, "actor": actor_of(finance_officer), "at": timezone.now()}
    billed = invoices.record_invoice(**act, draft=InvoiceInput("INV-9", timezone.localdate(), D("600.00")))

    assert billed.due_date == timezone.localdate() + timedelta(days=30)
    assert money.again(first).billed_base == 1000
    with pytest.raises(NothingToBill):
        invoices.record_invoice(**act, draft=InvoiceInput("INV-10", timezone.localdate(), D("0.01")))
    assert invoice.due_date == timezone.localdate() - timedelta(days=1)


@pytest.mark.django_db
def test_an_invoice_taken_back_can_be_written_again_and_only_shipped_goods_are_billed(clerk, finance_officer):
    order = money.order(clerk, "500.00")
    act = {"actor": actor_of(finance_officer), "at": timezone.now()}
    draft = InvoiceInput("INV-1", timezone.localdate(), D("500.00"))
    with pytest.raises(NothingToBill):
        invoices.record_invoice(order_id=order.pk, draft=draft, **act)
    money.pay(finance_officer, order)
    money.ship(order)
    with pytest.raises(NotAllowed):
        invoices.record_invoice(order_id=order.pk, draft=draft, actor=actor_of(clerk), at=timezone.now())

    made = invoices.record_invoice(order_id=order.pk, draft=draft, **act)
    assert money.again(order).state == "CLOSED"
    invoices.cancel_invoice(invoice_id=made.pk, reason="抬头错误", **act)
    assert (money.again(order).state, money.again(order).billed_base) == ("SHIPPED", 0)
    invoices.record_invoice(order_id=order.pk, draft=draft, **act)

    assert money.again(order).state == "CLOSED"


# --- The life of terms ------------------------------------------------------------------------------------------------


def apply(manager, customer, limit="50000.00"):
    draft = CreditInput(customer.pk, D(limit), 30, "三年合作，付款及时")
    return credit.apply_for_credit(draft=draft, actor=actor_of(manager), at=timezone.now())


@pytest.mark.django_db
def test_the_manager_applies_and_the_sales_manager_decides(clerk, manager, sales_manager, customer):
    with pytest.raises(NotAllowed):
        apply(clerk, customer)
    term = apply(manager, customer)
    assert term.number == f"CRT-{timezone.localdate().year}-0001"
    with pytest.raises(TermsAsked):
        apply(manager, customer)
    assert reads.live_terms_of(customer.pk) is None

    decide(case_of(term), sales_manager)

    term = CreditTerm.objects.get(pk=term.pk)
    assert (term.state, term.review_due) == ("IN_FORCE", rules.add_months(timezone.localdate(), 6))


@pytest.mark.django_db
def test_new_terms_end_the_old_ones_and_a_refusal_leaves_them(manager, sales_manager, customer):
    old = money.term(manager, customer)
    decide(case_of(apply(manager, customer)), sales_manager, "REJECT")
    assert reads.live_terms_of(customer.pk) == old

    new = apply(manager, customer, "80000.00")
    decide(case_of(new), sales_manager)

    assert CreditTerm.objects.get(pk=old.pk).state == "ENDED"
    assert reads.live_terms_of(customer.pk) == new


@pytest.mark.django_db
def test_terms_not_evaluated_in_time_are_suspended_and_nothing_more_leaves_on_credit(
    clerk, manager, finance_manager, customer, run_jobs
):
    today = timezone.localdate()
    term = money.term(manager, customer, review_due=today)
    order = money.order(clerk, "100.00", customer=customer)
    assert may_ship(order).allowed

    credit.mind_reviews(at=timezone.now())
    run_jobs()
    assert CreditTerm.objects.get(pk=term.pk).state == "IN_FORCE"
    assert Notification.objects.filter(person=finance_manager, code="credit_term.review_due").count() == 1
    CreditTerm.objects.filter(pk=term.pk).update(review_due=today - timedelta(days=1))
    for _twice in range(2):
        credit.mind_reviews(at=timezone.now())
        run_jobs()

    assert CreditTerm.objects.get(pk=term.pk).state == "SUSPENDED"
    assert Notification.objects.filter(person=finance_manager, code="credit_term.suspended").count() == 1
    assert not may_ship(money.again(order)).allowed
    assert money.order(clerk, "1.00", customer=customer).state == "ON_HOLD"


@pytest.mark.django_db
def test_an_evaluation_keeps_the_figures_and_puts_terms_in_force_again(
    clerk, manager, finance_officer, finance_manager, customer
):
    granted = timezone.now() - timedelta(days=100)
    term = money.term(manager, customer, state="SUSPENDED", approved_at=granted, suspended_at=timezone.now())
    first = money.order(clerk, "1000.00")
    first.customer = customer
    first.save(update_fields=("customer",))
    money.ship(first)
    money.bill(finance_officer, first, days_ago=60, days=30)
    money.pay(finance_officer, first, "1000.00", on=timezone.localdate() - timedelta(days=25))
    act = {"term_id": term.pk, "at": timezone.now()}

    with pytest.raises(NotAllowed):
        credit.evaluate(**act, outcome="KEEP", note="付款正常", actor=actor_of(manager))
    with pytest.raises(ReasonMissing):
        credit.evaluate(**act, outcome="KEEP", note=" ", actor=actor_of(finance_manager))
    credit.evaluate(**act, outcome="KEEP", note="晚付五天，已提醒", actor=actor_of(finance_manager))

    found = CreditReview.objects.get()
    assert (found.turnover, found.paid_on_time, found.paid_late, found.overdue) == (1000, 0, 1000, 0)
    assert (found.days_late, found.most_days_late) == (5, 5)
    term = CreditTerm.objects.get(pk=term.pk)
    assert (term.state, term.review_due) == ("IN_FORCE", rules.add_months(timezone.localdate(), 6))


@pytest.mark.django_db
def test_an_evaluation_can_end_the_terms(manager, finance_manager, customer):
    term = money.term(manager, customer)

    credit.evaluate(term_id=term.pk, outcome="END", note="连续逾期", actor=actor_of(finance_manager), at=timezone.now())

    assert CreditTerm.objects.get(pk=term.pk).state == "ENDED"
    assert reads.live_terms_of(customer.pk) is None


@pytest.mark.django_db
def test_terms_on_their_pages(client: Client, clerk, manager, finance_manager, customer):
    signed_in(client, manager)
    data = {
        "customer_id": customer.pk, "term_kind": "MONTHLY", "limit_amount": "20000", "days": "30", "reason": "重点客户",
        "request_key": "c1",
    }  # fmt: skip
    cast.member(manager.department, "domestic_sales_manager", company_wide=True)
    made = client.post(reverse("parts_sales:term_create"), data)
    term = CreditTerm.objects.get()
    assert made.url == reverse("parts_sales:term_detail", args=[term.pk])
    assert "20,000.00" in client.get(made.url).content.decode()

    CreditTerm.objects.filter(pk=term.pk).update(state="IN_FORCE", review_due=timezone.localdate())
    money.order(clerk, "1234.56", customer=customer)
    signed_in(client, finance_manager)
    page = client.get(reverse("parts_sales:term_evaluate", args=[term.pk])).content.decode()
    assert "1,234.56" in page
    client.post(
        reverse("parts_sales:term_evaluate", args=[term.pk]),
        {"outcome": "KEEP", "note": "正常", "version": term.version, "request_key": "c2"},
    )

    assert CreditReview.objects.get().outcome == "KEEP"
    panel = client.get(reverse("customers:customer_detail", args=[customer.pk])).content.decode()
    assert "1,234.56" in panel
