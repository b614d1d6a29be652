"""Exposure as an accountant adds it up, on every way an order comes to go on (PSL-22)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import Notification
from parts_sales.errors_money import CreditRefused
from parts_sales.models import CreditTerm
from parts_sales.selectors import credit as reads
from parts_sales.selectors import desk
from parts_sales.selectors.orders import may_ship
from parts_sales.services import credit, invoices, orders, quotes
from parts_sales.services.inputs_money import CreditInput, InvoiceInput
from tests.factories import customers as serving
from tests.factories import money, sales
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.factories.approvals import decide
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-22")]
D = Decimal


@pytest.fixture
def customer(clerk):
    return serving.customer(clerk, "沈阳恒通机械有限公司")


def order_of(clerk, customer, price, quantity="1", *, shipped="0"):
    """An order of some pieces, of which some have left."""
    piece = sales.Piece(stores.part(clerk), quantity, price)
    quote = sales.quote_of(clerk, [piece], customer=customer)
    made = orders.order_from_quote(quote, actor=actor_of(clerk), at=timezone.now())
    if D(shipped):
        made.lines.update(noted=D(shipped), issued=D(shipped))
        made = orders.after_issue(order_id=made.pk, actor=actor_of(clerk), at=timezone.now())
    return made


def billed(finance, order, amount, number):
    draft = InvoiceInput(number, timezone.localdate(), D(amount))
    invoices.record_invoice(order_id=order.pk, draft=draft, actor=actor_of(finance), at=timezone.now())


@pytest.fixture
def standing(clerk, manager, finance_officer, customer):
    """Limit 10 000.00. A: 3 × 1 000, two shipped, 1 500 billed, 500 paid. B: 2 000 open. C: 900 prepaid of 1 200.
    700 came and stand against none. D waits with 8 000, E was cancelled.

    | | unpaid | not billed | open | prepaid |
    | A | 1 000 | 500 | 1 000 | |
    | B | | | 2 000 | |
    | C | | | 1 200 | 900 |
    | money | | | | 700 |
    | | 1 000 | 500 | 4 200 | 1 600 | = 4 100
    """
    term = money.term(manager, customer)
    first = order_of(clerk, customer, "1000.00", "3", shipped="2")
    billed(finance_officer, first, "1500.00", "INV-A")
    money.pay(finance_officer, first, "500.00")
    order_of(clerk, customer, "2000.00")
    money.pay(finance_officer, order_of(clerk, customer, "1200.00"), "900.00")
    money.receipt(finance_officer, "700.00", customer_id=customer.pk)
    gone = order_of(clerk, customer, "5.00")
    orders.cancel_order(order_id=gone.pk, reason="客户取消", actor=actor_of(clerk), at=timezone.now())
    waits = order_of(clerk, customer, "8000.00")
    assert waits.state == "ON_HOLD"
    return term, waits, first


def test_the_parts_of_the_exposure_are_the_accountants(standing, customer):
    found = reads.exposure(customer.pk)

    assert (found.unpaid, found.unbilled, found.open_orders, found.prepaid) == (1000, 500, 4200, 1600)
    assert found.total == 4100


@pytest.mark.parametrize(("amount", "state"), [("5900.00", "OPEN"), ("5900.01", "ON_HOLD")])
def test_confirmation_allows_exactly_the_limit(standing, clerk, customer, amount, state):
    assert order_of(clerk, customer, amount).state == state


@pytest.mark.parametrize(("paid", "goes"), [("2099.99", False), ("2100.00", True)])
def test_reopening_judges_what_is_still_owed(standing, clerk, finance_officer, paid, goes):
    _term, waits, _first = standing  # 8 000 less what is prepaid of it have to lie within 5 900
    money.pay(finance_officer, waits, paid)
    act = {"order_id": waits.pk, "actor": actor_of(clerk), "at": timezone.now()}

    if goes:
        assert may_ship(orders.resume_order(**act)).ground == "credit"
    else:
        with pytest.raises(CreditRefused):
            orders.resume_order(**act)
        assert money.again(waits).state == "ON_HOLD"


def test_a_copied_quote_is_judged_when_it_is_confirmed(standing, clerk, manager, customer):
    part = stores.part(clerk)
    stores.price(part, "5900.00")
    first = offers.confirmed(clerk, offers.line(part), customer=customer, at=timezone.now())

    copy = quotes.copy_quote(quote_id=first.quote_id, actor=actor_of(clerk), at=timezone.now())
    quotes.submit_quote(quote_id=copy.pk, actor=actor_of(clerk), at=timezone.now())
    offers.approve(copy, at=timezone.now())
    sent = offers.quote_answers.send_quote(quote_id=copy.pk, way="FAX", actor=actor_of(clerk), at=timezone.now())
    second = offers.confirm(sent, clerk, at=timezone.now())

    assert (first.state, second.state) == ("OPEN", "ON_HOLD")
    assert "5,900.00" in second.why_held


@pytest.mark.parametrize("reason", ["limit", "overdue", "suspended", "late"])
def test_what_has_left_is_billed_whatever_stands_against_it(
    standing, clerk, manager, finance_officer, customer, reason
):
    term, _waits, first = standing
    if reason == "limit":
        CreditTerm.objects.filter(pk=term.pk).update(limit_amount=D("1.00"))
    elif reason == "overdue":
        yesterday = timezone.localdate() - timedelta(days=1)
        first.invoices.update(invoice_date=yesterday - timedelta(days=30), due_date=yesterday)
        assert reads.overdue_of(customer.pk, on=timezone.localdate()) == 1000
        assert order_of(clerk, customer, "0.01").state == "ON_HOLD"
    elif reason == "suspended":
        credit.suspend(term_id=term.pk, reason="逾期", actor=actor_of(manager), at=timezone.now())
    else:
        CreditTerm.objects.filter(pk=term.pk).update(review_due=timezone.localdate() - timedelta(days=1))

    billed(finance_officer, first, "500.00", "INV-A2")

    found = reads.exposure(customer.pk)
    assert (found.unpaid, found.unbilled) == (1500, 0)


def test_terms_not_evaluated_in_time_do_not_wait_for_the_clock(clerk, manager, customer):
    term = money.term(manager, customer, review_due=timezone.localdate())
    order = order_of(clerk, customer, "100.00")
    assert may_ship(order).allowed

    CreditTerm.objects.filter(pk=term.pk).update(review_due=timezone.localdate() - timedelta(days=1))

    assert CreditTerm.objects.get(pk=term.pk).state == "IN_FORCE"  # the clock has not run
    assert not may_ship(order).allowed
    new = order_of(clerk, customer, "1.00")
    assert (new.state, str(term) in new.why_held) == ("ON_HOLD", True)
    waiting = {one.code: one.count for one in desk.groups(actor_of(clerk), on=timezone.localdate()) if one.count}
    assert waiting == {"held": 1}


@pytest.mark.parametrize(("ahead", "told"), [(15, 0), (14, 1), (0, 1)])
def test_the_evaluation_is_reminded_of_fourteen_days_before(manager, finance_manager, customer, run_jobs, ahead, told):
    money.term(manager, customer, review_due=timezone.localdate() + timedelta(days=ahead))

    credit.mind_reviews(at=timezone.now())
    run_jobs()

    assert Notification.objects.filter(person=finance_manager, code="credit_term.review_due").count() == told


@pytest.mark.parametrize(("limit", "leaves"), [("20000.00", True), ("4000.00", True), ("3999.99", False)])
def test_new_terms_carry_open_orders_on_as_far_as_they_reach(company, clerk, manager, customer, limit, leaves):
    sales_manager = cast.member(company.other, "domestic_sales_manager", company_wide=True, name_zh="孙建国")
    money.term(manager, customer)
    order = order_of(clerk, customer, "4000.00")
    draft = CreditInput(customer.pk, D(limit), 60, "年度重谈")
    new = credit.apply_for_credit(draft=draft, actor=actor_of(manager), at=timezone.now())

    decide(case_of(new), sales_manager)

    assert CreditTerm.objects.get(pk=new.pk).state == "IN_FORCE"
    found = may_ship(money.again(order))
    assert (found.allowed, found.ground) == ((True, "credit") if leaves else (False, ""))
