"""Payments of approved claims: singly, in batches, in parts; reversed, never edited (EXP-07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.errors import NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent, Notification
from expenses.models import Claim, Payable, PayeeAccount, Payment, PaymentLine
from expenses.payment_errors import (
    AccountInvalid,
    AccountKept,
    AccountMissing,
    DecidedOnIt,
    LineGivenBack,
    MoreThanOwed,
    NothingToPay,
    PayableUnknown,
    PayDateInFuture,
    PayDateTooEarly,
    PaysOneself,
)
from expenses.services import payees, payments
from expenses.services.inputs import AccountInput, PaidInput, PaymentLineInput
from tests.factories import expenses as make
from tests.factories import organization as cast
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("EXP-07"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]

PAID = PaidInput(pay_date=TODAY, account="工行基本户 6222", reference="CN20260921-7")
ACCOUNT = AccountInput(holder="陈志强", account_number="6222 0216-1234 5678", bank="工商银行苏州园区支行")


@pytest.fixture
def owed(owner, travel) -> Payable:
    """1,680.00 owed to the owner."""
    return make.approved_claim(owner, make.claim_line(travel, "1680.00")).payables.get()


def line(payable: Payable, amount: str) -> PaymentLineInput:
    return PaymentLineInput(payable_id=payable.pk, amount=Decimal(amount))


def paid(cashier, *lines, at=AT, how=PAID) -> Payment:
    return payments.pay(lines=lines, paid=how, actor=actor_of(cashier), at=at)


def prepared(cashier, *lines) -> Payment:
    return payments.prepare_payment(lines=lines, actor=actor_of(cashier), at=AT)


def world():
    return (
        list(Payable.objects.order_by("pk").values()),
        list(Payment.objects.order_by("pk").values()),
        list(PaymentLine.objects.order_by("pk").values()),
        AuditEvent.objects.count(),
    )


def test_an_approved_claim_is_owed_to_its_maker(owner, owed):
    assert (owed.person, owed.amount, owed.outstanding) == (owner, Decimal("1680.00"), Decimal("1680.00"))
    assert owed.since == TODAY


def test_an_invoice_is_owed_to_its_suppliers_and_what_has_none_to_its_maker(owner, travel):
    lines = [
        make.claim_line(travel, "300.00", supplier="顺丰速运"),
        make.claim_line(travel, "200.00", supplier="顺丰 速运"),
        make.claim_line(travel, "50.00", supplier="德邦物流"),
        make.claim_line(travel, "7.00"),
    ]
    claim = make.approved_claim(owner, *lines, claim_kind="INVOICE")

    found = {(one.payee, one.amount) for one in claim.payables.all()}
    assert found == {("顺丰速运", Decimal(500)), ("德邦物流", Decimal(50)), (owner.name, Decimal(7))}


def test_a_payment_has_a_number_and_stands_on_the_claim(cashier, owed, run_jobs):
    payment = paid(cashier, line(owed, "1680.00"))

    owed.refresh_from_db()
    assert (payment.number, payment.state, payment.total) == ("PAY-2026-0001", "PAID", Decimal("1680.00"))
    assert (payment.pay_date, payment.account, payment.reference) == (TODAY, "工行基本户 6222", "CN20260921-7")
    assert owed.outstanding == 0
    event = AuditEvent.objects.get(code="expense_claim.paid")
    assert (event.subject_id, event.facts["payment"], event.facts["amount"]) == (
        owed.claim_id,
        "PAY-2026-0001",
        "1680.00",
    )
    run_jobs()
    assert Notification.objects.get(code="expenses.paid").person_id == owed.claim.created_by_id


def test_a_claim_is_paid_in_parts(cashier, owed):
    paid(cashier, line(owed, "1000.00"))
    paid(cashier, line(owed, "680.00"))

    owed.refresh_from_db()
    assert owed.outstanding == 0
    with pytest.raises(MoreThanOwed):
        paid(cashier, line(owed, "0.01"))


def test_never_more_than_is_owed(cashier, owed):
    before = world()

    with pytest.raises(MoreThanOwed):
        prepared(cashier, line(owed, "1680.01"))

    assert world() == before


def test_what_is_prepared_is_not_prepared_again(cashier, owed):
    prepared(cashier, line(owed, "1680.00"))

    with pytest.raises(MoreThanOwed):
        paid(cashier, line(owed, "1680.00"))


def test_a_batch_is_prepared_exported_and_recorded(cashier, owner, owed, travel):
    payees.keep_own_account(account=ACCOUNT, actor=actor_of(owner), at=AT)
    other = make.approved_claim(owner, make.claim_line(travel, "20.00")).payables.get()
    payment = prepared(cashier, line(owed, "1680.00"), line(other, "20.00"))

    rows = payments.mark_exported(payment_id=payment.pk, actor=actor_of(cashier), at=AT)
    assert [(row.holder, row.account_number, row.amount) for row in rows] == [
        ("陈志强", "6222021612345678", Decimal(1680)), ("陈志强", "6222021612345678", Decimal(20)),
    ]  # fmt: skip
    done = payments.record_paid(payment_id=payment.pk, paid=PAID, actor=actor_of(cashier), at=AT)

    assert (done.state, done.exported_at, done.total) == ("PAID", AT, Decimal("1700.00"))
    codes = AuditEvent.objects.filter(subject_kind="payment").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["payment.prepare", "payment.export", "payment.record"]


def test_a_bank_file_needs_an_account_of_every_payee(cashier, owner, owed):
    payment = prepared(cashier, line(owed, "1680.00"))

    with pytest.raises(AccountMissing, match=owner.name):
        payments.mark_exported(payment_id=payment.pk, actor=actor_of(cashier), at=AT)


def test_a_prepared_payment_is_given_up_and_owed_again(cashier, owed):
    payment = prepared(cashier, line(owed, "1680.00"))

    payments.cancel_payment(payment_id=payment.pk, reason="选错了", actor=actor_of(cashier), at=AT)

    owed.refresh_from_db()
    assert (owed.outstanding, Payment.objects.get().state) == (Decimal("1680.00"), "CANCELLED")
    with pytest.raises(WrongState):
        payments.record_paid(payment_id=payment.pk, paid=PAID, actor=actor_of(cashier), at=AT)


@pytest.mark.rule("GEN-06")
def test_a_paid_payment_is_reversed_with_a_reason_and_stays_as_it_was(cashier, owed):
    payment = paid(cashier, line(owed, "1680.00"))

    with pytest.raises(ReasonMissing):
        payments.reverse_payment(payment_id=payment.pk, reason=" ", actor=actor_of(cashier), at=AT)
    done = payments.reverse_payment(payment_id=payment.pk, reason="账号有误，银行退回", actor=actor_of(cashier), at=AT)

    owed.refresh_from_db()
    assert (done.state, done.total, done.pay_date, done.reference) == ("REVERSED", Decimal(1680), TODAY, PAID.reference)
    assert owed.outstanding == Decimal("1680.00")
    assert AuditEvent.objects.get(code="expense_claim.unpaid").reason == "账号有误，银行退回"
    with pytest.raises(WrongState):
        payments.reverse_payment(payment_id=payment.pk, reason="再来", actor=actor_of(cashier), at=AT)


def test_single_lines_of_a_batch_are_reversed(cashier, owner, owed, travel):
    other = make.approved_claim(owner, make.claim_line(travel, "20.00")).payables.get()
    payment = paid(cashier, line(owed, "1680.00"), line(other, "20.00"))
    returned = payment.lines.get(payable=other)

    done = payments.reverse_payment(
        payment_id=payment.pk, line_ids=[returned.pk], reason="退回", actor=actor_of(cashier), at=AT
    )

    owed.refresh_from_db()
    other.refresh_from_db()
    assert (done.state, owed.outstanding, other.outstanding) == ("PAID", 0, Decimal("20.00"))
    with pytest.raises(LineGivenBack):
        payments.reverse_payment(
            payment_id=payment.pk, line_ids=[returned.pk], reason="退回", actor=actor_of(cashier), at=AT
        )
    payments.reverse_payment(payment_id=payment.pk, reason="其余也退", actor=actor_of(cashier), at=AT)
    assert Payment.objects.get().state == "REVERSED"


@pytest.mark.rule("ORG-05")
def test_who_claims_approves_and_pays_are_three_people(owner, manager, finance_officer, gm, owed, company):
    before = world()
    for person, refusal in ((owner, PaysOneself), (manager, DecidedOnIt)):
        cast.give(person, "cashier")
        with pytest.raises(refusal):
            paid(person, line(owed, "1680.00"))
    with pytest.raises(NotAllowed):
        paid(gm, line(owed, "1680.00"))

    assert world()[:3] == before[:3]


def test_what_makes_no_sense_is_refused_in_a_sentence(cashier, owed):
    with pytest.raises(NothingToPay):
        prepared(cashier)
    with pytest.raises(PayableUnknown):
        prepared(cashier, PaymentLineInput(payable_id=0, amount=Decimal(1)))
    tomorrow = PaidInput(pay_date=TODAY + timedelta(days=1), account="工行")
    with pytest.raises(PayDateInFuture):
        paid(cashier, line(owed, "1680.00"), how=tomorrow)
    with pytest.raises(PayDateTooEarly):
        paid(cashier, line(owed, "1680.00"), how=PaidInput(pay_date=owed.since - timedelta(days=1), account="工行"))
    assert not Payment.objects.exists()
    payment = prepared(cashier, line(owed, "1680.00"))
    with pytest.raises(StaleDocument):
        payments.record_paid(payment_id=payment.pk, paid=PAID, version=7, actor=actor_of(cashier), at=AT)


def test_a_bank_account_is_kept_by_its_person_and_told_masked(owner, cashier, outsider):
    kept = payees.keep_own_account(account=ACCOUNT, actor=actor_of(owner), at=AT)
    payees.keep_supplier_account(supplier="顺丰速运", account=ACCOUNT, actor=actor_of(cashier), at=AT)

    assert kept.account_number == "6222021612345678"
    told = [event.facts["changes"]["account_number"] for event in AuditEvent.objects.filter(code="payee_account.keep")]
    assert told == [["", "···5678"], ["", "···5678"]]
    with pytest.raises(NotAllowed):
        payees.keep_supplier_account(supplier="德邦", account=ACCOUNT, actor=actor_of(outsider), at=AT)
    wrong = AccountInput(holder="陈志强", account_number="12-34", bank="工商银行")
    with pytest.raises(AccountInvalid):
        payees.keep_own_account(account=wrong, actor=actor_of(owner), at=AT)
    assert PayeeAccount.objects.count() == 2


@pytest.mark.rule("GEN-04")
def test_a_suppliers_account_is_not_replaced_by_entering_another(cashier):
    payees.keep_supplier_account(supplier="顺丰速运", account=ACCOUNT, actor=actor_of(cashier), at=AT)
    other = AccountInput(holder="顺丰速运", account_number="6222029999999999", bank="建设银行")

    with pytest.raises(AccountKept) as refused:
        payees.keep_supplier_account(supplier="顺丰 速运", account=other, actor=actor_of(cashier), at=AT)
    seen = replace(other, version=PayeeAccount.objects.get().version)
    payees.keep_supplier_account(supplier="顺丰速运", account=seen, actor=actor_of(cashier), at=AT)

    assert refused.value.params["account"] == "···5678"
    assert PayeeAccount.objects.get().account_number == "6222029999999999"
    with pytest.raises(StaleDocument):
        payees.keep_supplier_account(supplier="顺丰速运", account=seen, actor=actor_of(cashier), at=AT)


def test_a_refused_claim_is_owed_to_nobody(owner, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel, "100.00"))
    make.decide(claim, "REJECT")

    assert not Payable.objects.exists()
    assert Claim.objects.get().state == "REJECTED"


@pytest.mark.parametrize(("days", "column"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3)])
def test_debts_are_aged_in_four_columns(days, column):
    from expenses import rules

    assert rules.age_of(since=date(2026, 9, 21) - timedelta(days=days), today=date(2026, 9, 21)) == column
