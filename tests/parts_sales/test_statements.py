"""Monthly statements: drawn up, sent, confirmed or disputed; credited returns in what is owed (PSL-25)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed, ReasonMissing, WrongState
from core.models import Mail
from parts_sales.errors_money import NothingToState, StatementExists, StatementFollowed, StatementNotYet
from parts_sales.models import OrderInvoice, Receipt, SalesOrder, SalesReturn, Statement
from parts_sales.rules import statements as rules
from parts_sales.rules.statements import Entry
from parts_sales.selectors import credit as reads
from parts_sales.selectors import debts
from parts_sales.selectors import statements as selectors
from parts_sales.services import orders, statements
from tests.factories import customers as serving
from tests.factories import money
from tests.factories import organization as cast
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.rule("PSL-25")]
D = Decimal
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


# --- The rule, as docs/rules/parts_sales.md tells it ------------------------------------------------------------------


def test_a_month_goes_on_from_the_statement_before():
    entries = [
        Entry(date(2026, 2, 3), rules.INVOICE, "I-1", D(300)),
        Entry(date(2026, 2, 20), rules.INVOICE, "I-2", D(50)),
        Entry(date(2026, 3, 20), rules.RECEIPT, "R-1", D(-300)),
        Entry(date(2026, 3, 9), rules.CREDIT, "RET-1", D(-100)),
        Entry(date(2026, 3, 5), rules.INVOICE, "I-3", D(1000)),
        Entry(APRIL, rules.INVOICE, "I-4", D(7)),
    ]

    drawn = rules.draw(entries, start=MARCH, end=APRIL, carried=D(300))

    assert (drawn.opening, drawn.charged, drawn.received, drawn.credited) == (300, 1050, 300, 100)
    assert drawn.closing == 950
    assert [(one.kind, one.amount, balance) for one, balance in drawn.lines] == [
        ("CORRECTION", 50, 350), ("INVOICE", 1000, 1350), ("CREDIT", -100, 1250), ("RECEIPT", -300, 950),
    ]  # fmt: skip
    first = rules.draw(entries, start=MARCH, end=APRIL)
    assert (first.opening, first.closing, len(first.lines)) == (350, 950, 3)


def test_a_month_without_anything_is_empty():
    assert rules.draw([], start=MARCH, end=APRIL).is_empty
    assert not rules.draw([], start=MARCH, end=APRIL, carried=D(1)).is_empty


# --- Made -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def customer(db, clerk):
    made = serving.customer(clerk, "沈阳恒通机械有限公司")
    made.contacts.create(name="王会计", email="wang@hengtong.test", is_main=True)
    return made


@pytest.fixture
def last(db) -> date:
    """The month that ended last."""
    return selectors.last_month(timezone.localdate())


def billed(clerk, finance, customer, amount, day) -> SalesOrder:
    """Something was delivered and invoiced on a day, due then."""
    order = money.ship(money.order(clerk, amount, customer=customer))
    invoice = money.bill(finance, order)
    OrderInvoice.objects.filter(pk=invoice.pk).update(invoice_date=day, due_date=day)
    return order


def made(finance, customer, month, **more) -> Statement:
    act = {"customer_id": customer.pk, "month": month, "actor": actor_of(finance), "at": timezone.now()}
    return statements.make_statement(**act | more)


@pytest.mark.django_db
def test_what_was_owed_before_what_came_and_went_and_how_old_it_is(clerk, finance_officer, customer, last):
    before = last - timedelta(days=40)
    paid = billed(clerk, finance_officer, customer, "300.00", before)
    billed(clerk, finance_officer, customer, "1000.00", last + timedelta(days=4))
    money.pay(finance_officer, paid, "200.00", on=last + timedelta(days=9))
    money.receipt(finance_officer, "50.00", customer_id=customer.pk, received_date=last + timedelta(days=10))
    billed(clerk, finance_officer, customer, "7.00", timezone.localdate())  # this month is not stated

    found = made(finance_officer, customer, last + timedelta(days=3))

    assert (found.number, found.month, found.state) == (f"STM-{timezone.localdate().year}-0001", last, "MADE")
    assert (found.opening, found.charged, found.received, found.closing) == (300, 1000, 250, 1050)
    assert [line.balance for line in found.lines.all()] == [1300, 1100, 1050]
    assert sum(found.ages) == 1100
    assert (found.ages[0], found.overdue) == (0, 1100)


@pytest.mark.django_db
def test_a_late_invoice_stands_as_a_correction_of_earlier_months(clerk, finance_officer, customer, last):
    earlier = selectors.last_month(last)
    billed(clerk, finance_officer, customer, "300.00", earlier + timedelta(days=2))
    assert made(finance_officer, customer, earlier).closing == 300
    billed(clerk, finance_officer, customer, "50.00", earlier + timedelta(days=19))
    billed(clerk, finance_officer, customer, "1000.00", last + timedelta(days=4))

    found = made(finance_officer, customer, last)

    assert (found.opening, found.charged, found.closing) == (300, 1050, 1350)
    assert [line.entry for line in found.lines.all()] == ["CORRECTION", "INVOICE"]


@pytest.mark.django_db
def test_who_draws_up_what_and_once(clerk, finance_officer, outsider, customer, last):
    with pytest.raises(NotAllowed):
        made(outsider, customer, last)
    with pytest.raises(InvalidInput):
        made(finance_officer, serving.customer(clerk), last)  # never ordered
    money.order(clerk, "10.00", customer=customer)
    with pytest.raises(NothingToState):
        made(finance_officer, customer, last)
    billed(clerk, finance_officer, customer, "10.00", last)
    with pytest.raises(StatementNotYet):
        made(finance_officer, customer, timezone.localdate())

    made(finance_officer, customer, last)

    with pytest.raises(StatementExists):
        made(finance_officer, customer, last)
    with pytest.raises(StatementNotYet):
        made(finance_officer, customer, selectors.last_month(last))
    assert Statement.objects.count() == 1


@pytest.mark.django_db
def test_the_clock_states_credit_customers_once(clerk, manager, finance_officer, customer, last, run_jobs):
    money.term(manager, customer)
    silent, cash = (serving.customer(clerk) for _one in range(2))
    money.term(manager, silent)
    for one in (customer, cash):
        billed(clerk, finance_officer, one, "10.00", last)

    for _twice in range(2):
        statements.make_monthly(at=timezone.now())
        run_jobs()

    found = Statement.objects.get()
    assert (found.customer, found.created_by, found.department) == (customer, manager, manager.department)


@pytest.mark.django_db
@pytest.mark.parametrize(("ended", "owes_from_before", "states"), [(0, False, 1), (70, True, 1), (70, False, 0)])
def test_what_was_owed_under_terms_that_ended_is_stated_until_it_is_settled(
    clerk, manager, finance_officer, customer, last, run_jobs, ended, owes_from_before, states
):
    """Ended in the month or since, or with something left on the statement before: stated; else it pays like anybody."""
    money.term(manager, customer, state="ENDED", ended_at=timezone.now() - timedelta(days=ended))
    before = (last - timedelta(days=1)).replace(day=1)
    billed(clerk, finance_officer, customer, "10.00", before)
    if owes_from_before:
        made(finance_officer, customer, before)

    statements.make_monthly(at=timezone.now())
    run_jobs()

    assert Statement.objects.filter(month=last).count() == states


# --- Sent and answered ------------------------------------------------------------------------------------------------


@pytest.fixture
def statement(clerk, finance_officer, customer, last):
    billed(clerk, finance_officer, customer, "300.00", last)
    return made(finance_officer, customer, last)


@pytest.mark.django_db
def test_it_is_sent_then_disputed_made_anew_sent_again_and_confirmed(clerk, finance_officer, customer, last, statement):
    act = {"statement_id": statement.pk, "actor": actor_of(finance_officer), "at": timezone.now()}
    with pytest.raises(WrongState):
        statements.confirm(**act, way="PHONE", name="王会计")
    with pytest.raises(InvalidInput):
        statements.send(**act, way="EMAIL", to="no address")
    statements.send(**act, way="FAX")
    with pytest.raises(ReasonMissing):
        statements.contest(**act, way="PHONE", name="王会计", what=" ")
    with pytest.raises(InvalidInput):
        statements.confirm(**act, way="PHONE", name=" ")

    disputed = statements.contest(**act, way="PHONE", name="王会计", what="发票金额应为 280.00")
    assert (disputed.state, disputed.dispute) == ("DISPUTED", "发票金额应为 280.00")
    OrderInvoice.objects.update(amount=D("280.00"), base_amount=D("280.00"))
    anew = statements.renew(**act)
    assert (anew.state, anew.closing, anew.dispute, anew.sent_at) == ("MADE", 280, "", None)
    assert [line.amount for line in anew.lines.all()] == [280]
    statements.send(**act, way="LETTER")

    confirmed = statements.confirm(**act, way="FAX", name="王会计")

    assert (confirmed.state, confirmed.answered_name) == ("CONFIRMED", "王会计")
    with pytest.raises(WrongState):
        statements.renew(**act)


@pytest.mark.django_db
def test_a_month_another_goes_on_from_is_not_made_anew(clerk, finance_officer, customer, last):
    earlier = selectors.last_month(last)
    billed(clerk, finance_officer, customer, "300.00", earlier)
    first = made(finance_officer, customer, earlier)
    made(finance_officer, customer, last)

    with pytest.raises(StatementFollowed):
        statements.renew(statement_id=first.pk, actor=actor_of(finance_officer), at=timezone.now())


@pytest.mark.django_db
def test_by_email_it_goes_out_in_the_senders_name(finance_officer, statement):
    statements.send(
        statement_id=statement.pk, way="EMAIL", to="wang@hengtong.test", language="both",
        actor=actor_of(finance_officer), at=timezone.now(),
    )  # fmt: skip

    written = Mail.objects.get(kind="OUTSIDE")
    assert (written.address, written.person) == ("wang@hengtong.test", finance_officer)
    assert written.facts == {"kind": "statement", "document": statement.pk, "language": "both"}
    assert not mail.outbox


@pytest.mark.django_db
def test_statements_on_their_pages(client: Client, clerk, finance_officer, customer, last):
    billed(clerk, finance_officer, customer, "1234.56", last)
    signed_in(client, finance_officer)
    month = f"{last:%Y-%m}"
    new = {"customer_id": customer.pk, "month": month, "request_key": "s1"}
    answer = client.post(reverse("parts_sales:statement_create"), new)
    found = Statement.objects.get()
    page = reverse("parts_sales:statement_detail", args=[found.pk])
    assert answer.url == page
    assert "1,234.56" in client.get(page).content.decode()
    assert client.get(page, {"format": "xlsx"})["Content-Type"].startswith("application/vnd.openxmlformats")
    offered = client.get(reverse("parts_sales:statement_send", args=[found.pk])).content.decode()
    assert "wang@hengtong.test" in offered

    def post(move, **data):
        version = Statement.objects.get().version
        key = {"version": version, "request_key": f"{move}{version}"}
        client.post(reverse(f"parts_sales:statement_{move}", args=[found.pk]), key | data)
        return Statement.objects.get().state

    assert post("send", way="FAX", to="024-1") == "ISSUED"
    assert post("contest", way="FAX", name="王会计", reason="重复") == "DISPUTED"
    assert post("renew") == "MADE"
    assert post("send", way="FAX") == "ISSUED"
    assert post("confirm", way="FAX", name="王会计") == "CONFIRMED"
    listed = client.get(reverse("parts_sales:statement_list"), {"month": month})
    assert list(listed.context["page"]) == [found]


@pytest.mark.django_db
@pytest.mark.rule("GEN-10")
def test_statements_of_other_departments_are_not_seen(statement, outsider, manager, company):
    elsewhere = cast.member(company.other, "department_manager")

    assert list(selectors.statements_visible_to(actor_of(manager))) == [statement]
    for person in (outsider, elsewhere):
        assert not selectors.statements_visible_to(actor_of(person)).exists()


# --- Credited returns -------------------------------------------------------------------------------------------------


def credited(order, amount) -> SalesReturn:
    """A return that was credited, past its inspection."""
    note = order.notes.model.objects.create(
        number=f"DN-T-{order.pk}", order=order, department=order.department, customer=order.customer,
        region=order.region, note_kind="SYSTEM", warehouse=order.lines.get().warehouse, state="TO_SHIP",
        created_by=order.created_by, created_at=timezone.now(), since=timezone.now(), issued_at=timezone.now(),
    )  # fmt: skip
    one = SalesReturn.objects.create(
        number=f"RET-T-{order.pk}", note=note, department=order.department, customer=order.customer, state="CREDITED",
        remedy="CREDIT", reason="损坏", finding="损坏", credit_amount=D(amount), credit_base=D(amount),
        settled_at=timezone.now(), created_by=order.created_by, created_at=timezone.now(),
    )  # fmt: skip
    orders.after_credit(one, actor=actor_of(order.created_by), at=timezone.now())
    return one


@pytest.mark.django_db
@pytest.mark.rule("PSL-53")
def test_what_was_credited_is_owed_no_more(clerk, manager, finance_officer, customer, last):
    money.term(manager, customer)
    order = billed(clerk, finance_officer, customer, "1000.00", last)
    assert reads.exposure(customer.pk).total == 1000

    credited(order, "200.00")

    order = money.again(order)
    assert (order.owed, order.owed_base, order.paid_amount) == (800, 800, 0)
    assert reads.exposure(customer.pk).total == 800
    assert reads.overdue_of(customer.pk, on=timezone.localdate()) == 800
    (row,) = debts.debts(actor_of(finance_officer), on=timezone.localdate())
    assert (row.total, [one.left for one in debts.open_invoices(customer.pk, on=timezone.localdate())]) == (800, [800])
    money.pay(finance_officer, order)
    paid = money.again(order)
    assert (paid.paid_amount, paid.paid_base, paid.is_paid, paid.state) == (800, 800, True, "CLOSED")
    assert debts.debts(actor_of(finance_officer), on=timezone.localdate()) == []


@pytest.mark.django_db
@pytest.mark.rule("PSL-53")
def test_a_credit_after_payment_stands_in_the_customers_favour(clerk, finance_officer, customer, last):
    order = billed(clerk, finance_officer, customer, "1000.00", last)
    money.pay(finance_officer, order, on=last)
    one = credited(order, "200.00")
    SalesReturn.objects.filter(pk=one.pk).update(settled_at=selectors.midnight(last + timedelta(days=5)))

    found = made(finance_officer, customer, last)

    assert money.again(order).owed == 0
    assert (found.charged, found.received, found.credited, found.closing) == (1000, 1000, 200, -200)


@pytest.mark.django_db
@pytest.mark.rule("PSL-53", "PSL-24")
def test_cash_has_a_voucher_and_a_transfer_none(client: Client, finance_officer):
    cash = {"way": "CASH", "handed_by": "李师傅", "paper": "VOUCHER", "reference": ""}
    with_paper, without = money.receipt(finance_officer, **cash), money.receipt(finance_officer)
    signed_in(client, finance_officer)

    def offered(receipt: Receipt) -> bool:
        page = client.get(reverse("parts_sales:receipt_detail", args=[receipt.pk])).content.decode()
        return "paper=receipt_voucher" in page

    assert (offered(with_paper), offered(without)) == (True, False)
