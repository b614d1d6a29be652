"""Advances: approved, paid, set against claims, the rest owed one way or the other (EXP-02b)."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core.errors import NotAllowed, WrongState
from core.models import AuditEvent
from expenses.advance_errors import AdvanceAmount, AdvanceUsed, DueInPast, ReturnsTooMuch
from expenses.models import Advance, Claim, Payable
from expenses.payment_errors import MoreThanOwed
from expenses.selectors import advances as selectors
from expenses.selectors.corrections import standing_of
from expenses.services import advances, corrections, payments
from expenses.services.corrections import CorrectionInput
from expenses.services.inputs import AdvanceInput, PaidInput, PaymentLineInput
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("EXP-02b"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]

PAID = PaidInput(pay_date=TODAY, account="工行基本户")


def asked(person, amount: str = "1000.00", **fields) -> Advance:
    given = {"title": "沈阳出差借款", "purpose": "现场返修", "due_date": TODAY + timedelta(days=30)} | fields
    draft = AdvanceInput(department_id=person.department_id, amount=Decimal(amount), **given)
    return advances.ask_for_advance(draft=draft, actor=actor_of(person), at=AT)


def paid(cashier, payable: Payable, amount: str | None = None):
    lines = [PaymentLineInput(payable.pk, Decimal(amount) if amount else payable.outstanding)]
    return payments.pay(lines=lines, paid=PAID, actor=actor_of(cashier), at=AT)


@pytest.fixture
def advance(owner, cashier) -> Advance:
    """1,000.00, approved and paid."""
    made = asked(owner)
    make.approve(made)
    paid(cashier, Payable.objects.get(advance=made))
    return Advance.objects.get(pk=made.pk)


def test_an_advance_is_approved_and_paid_and_holds_no_budget(owner, manager, finance_officer, cashier, company, travel):
    made = asked(owner)
    assert (made.number, made.state, make.deciders(made)) == ("ADV-2026-0001", "IN_REVIEW", [manager])
    assert make.approve(made) == [manager, finance_officer]
    owed = Payable.objects.get()
    assert (owed.payee, owed.outstanding, Advance.objects.get().outstanding) == (owner.name, Decimal(1000), 0)

    paid(cashier, owed, "400.00")

    assert Advance.objects.get().outstanding == Decimal(400)
    assert make.figures(company.service, travel) == (0, 0)


@pytest.mark.rule("EXP-07")
def test_a_claim_is_set_against_it_and_only_the_rest_is_paid(owner, cashier, travel, advance):
    claim = make.approved_claim(owner, make.claim_line(travel, "1680.00"))

    owed = claim.payables.get()
    assert (owed.amount, owed.offset, owed.outstanding) == (Decimal(1680), Decimal(1000), Decimal(680))
    assert (Advance.objects.get().outstanding, Advance.objects.get().is_settled) == (0, True)
    with pytest.raises(MoreThanOwed):
        paid(cashier, owed, "680.01")
    paid(cashier, owed)
    told = AuditEvent.objects.filter(code__endswith=".offset").order_by("pk").values_list("code", "facts__amount")
    assert list(told) == [("expense_claim.offset", "1000.00"), ("advance.offset", "1000.00")]


def test_what_no_claim_uses_is_owed_and_given_back(owner, cashier, travel, advance):
    make.approved_claim(owner, make.claim_line(travel, "300.00"))
    assert Advance.objects.get().outstanding == Decimal(700)
    back = {"advance_id": advance.pk, "paid": PAID, "at": AT}

    with pytest.raises(ReturnsTooMuch):
        advances.record_return(**back, amount=Decimal("700.01"), actor=actor_of(cashier))
    with pytest.raises(NotAllowed):
        advances.record_return(**back, amount=Decimal(700), actor=actor_of(owner))
    advances.record_return(**back, amount=Decimal(700), actor=actor_of(cashier))

    assert (Advance.objects.get().outstanding, Advance.objects.get().is_settled) == (0, True)


def test_several_advances_are_used_oldest_first(owner, cashier, travel, advance):
    second = asked(owner, "500.00")
    make.approve(second)
    paid(cashier, Payable.objects.get(advance=second))

    make.approved_claim(owner, make.claim_line(travel, "1200.00"))

    assert [one.outstanding for one in Advance.objects.order_by("pk")] == [0, Decimal(300)]


def test_a_suppliers_invoice_and_other_peoples_claims_leave_it_alone(owner, outsider, travel, advance):
    make.approved_claim(owner, make.claim_line(travel, "300.00", supplier="顺丰速运"), claim_kind="INVOICE")

    assert Advance.objects.get().outstanding == Decimal(1000)


@pytest.mark.rule("EXP-08")
def test_a_reversed_claim_gives_the_advance_back_to_be_owed(owner, travel, advance):
    claim = make.approved_claim(owner, make.claim_line(travel, "600.00"))
    amounts = {one.key: one.amount for one in standing_of(claim)}
    draft = CorrectionInput("REVERSAL", amounts, "重复报销")
    correction = corrections.correct_claim(claim_id=claim.pk, draft=draft, actor=actor_of(owner), at=AT)

    make.approve(correction)

    assert Advance.objects.get().outstanding == Decimal(1000)
    assert (claim.payables.get().amount, claim.payables.get().offset) == (0, 0)


@pytest.mark.rule("EXP-07")
def test_its_payment_is_reversed_only_while_nothing_was_used(owner, cashier, travel, advance):
    payment = Payable.objects.get(advance=advance).lines.get().payment
    claim = make.approved_claim(owner, make.claim_line(travel, "300.00"))
    before = list(Advance.objects.values()), list(Payable.objects.order_by("pk").values())

    with pytest.raises(AdvanceUsed):
        payments.reverse_payment(payment_id=payment.pk, reason="退回", actor=actor_of(cashier), at=AT)

    assert (list(Advance.objects.values()), list(Payable.objects.order_by("pk").values())) == before
    assert Claim.objects.get(pk=claim.pk).state == "APPROVED"


def test_what_makes_no_sense_is_refused(owner, outsider, cashier):
    with pytest.raises(AdvanceAmount):
        asked(owner, "0.00")
    with pytest.raises(DueInPast):
        asked(owner, due_date=TODAY - timedelta(days=1))
    assert not Advance.objects.exists()
    made = asked(owner)
    make.decide(made, "REJECT")
    with pytest.raises(WrongState):
        advances.record_return(advance_id=made.pk, amount=Decimal(1), paid=PAID, actor=actor_of(cashier), at=AT)


def test_a_returned_advance_is_sent_again_or_given_up(owner):
    made = asked(owner)
    make.decide(made, "RETURN")
    draft = AdvanceInput(owner.department_id, "沈阳出差借款", "现场返修", Decimal(800), TODAY)

    advances.resubmit_advance(advance_id=made.pk, draft=draft, actor=actor_of(owner), at=AT)
    assert (Advance.objects.get().amount, Advance.objects.get().state) == (Decimal(800), "IN_REVIEW")
    advances.cancel_advance(advance_id=made.pk, reason="不去了", actor=actor_of(owner), at=AT)

    assert Advance.objects.get().state == "CANCELLED"


def test_what_people_owe_is_shown_by_age_and_adds_up(client: Client, owner, cashier, finance_officer, advance):
    Advance.objects.update(paid_date=TODAY - timedelta(days=45))
    rows = selectors.advances_by_age(selectors.advances_found(actor_of(finance_officer)), today=TODAY)
    assert [(row.payee, row.ages, row.total) for row in rows] == [(owner.name, (0, 1000, 0, 0), Decimal(1000))]

    page = signed_in(client, finance_officer)
    address = reverse("expenses:advance_list")
    assert advance.number in page.get(address, {"open": "1"}).content.decode()
    assert owner.name in page.get(address, {"by": "age"}).content.decode()
    sheet = load_workbook(io.BytesIO(page.get(address, {"format": "xlsx"}).getvalue())).active
    assert sheet["K3"].value == 1000


def test_it_is_asked_for_paid_and_given_back_on_its_pages(client: Client, owner, cashier):
    sent = {
        "title": "出差借款", "department": owner.department_id, "amount": "1,000.00", "due_date": "2099-01-01",
        "purpose": "现场返修", "request_key": "a",
    }  # fmt: skip
    page = signed_in(client, owner)
    assert page.get(reverse("expenses:advance_create")).status_code == 200
    assert page.post(reverse("expenses:advance_create"), sent).status_code == 302
    made = Advance.objects.get()
    detail = reverse("expenses:advance_detail", kwargs={"advance_id": made.pk})
    back = reverse("expenses:advance_return", kwargs={"advance_id": made.pk})
    assert page.get(detail).status_code == 200
    make.approve(made)
    paid(cashier, Payable.objects.get())
    assert back not in page.get(detail).content.decode()

    till = signed_in(client, cashier)
    assert back in till.get(detail).content.decode()
    assert till.get(reverse("expenses:payable_list"), {"by": "items"}).status_code == 200
    body = {"amount": "1000", "pay_date": (TODAY - timedelta(days=1)).isoformat(), "account": "工行"}
    assert till.post(back, body).status_code == 422
    body = {"amount": "1000", "pay_date": TODAY.isoformat(), "account": "工行"}
    assert till.post(back, body).status_code == 302
    assert Advance.objects.get().is_settled
    assert till.get(detail).status_code == 200


@pytest.mark.rule("GEN-17")
def test_the_api_asks_for_it_through_the_same_rules(client: Client, owner):
    body = {
        "department": owner.department_id, "title": "出差借款", "purpose": "返修", "amount": "500.00",
        "due_date": "2099-01-01",
    }  # fmt: skip
    caller = signed_in(client, owner)
    made = caller.post("/api/v1/advances/", body, content_type="application/json").json()
    assert (made["state"], made["amount"], made["outstanding"]) == ("IN_REVIEW", "500.00", "0.00")
    address = f"/api/v1/advances/{made['id']}/"
    assert (
        caller.post(f"{address}cancel/", {"reason": "不去了"}, content_type="application/json").json()["state"]
        == "CANCELLED"
    )
