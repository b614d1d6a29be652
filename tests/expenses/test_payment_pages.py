"""The pages, files and resources of payments (EXP-07)."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from expenses.models import Claim, Payable, Payment
from expenses.selectors import payments as selectors
from expenses.services import payees, payments
from expenses.services.inputs import AccountInput, PaidInput, PaymentLineInput
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("EXP-07"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]

ACCOUNT = AccountInput(holder="=陈志强", account_number="6222021612345678", bank="工商银行苏州园区支行")


@pytest.fixture
def owed(owner, travel) -> Payable:
    return make.approved_claim(owner, make.claim_line(travel, "1680.00"), title="沈阳差旅").payables.get()


@pytest.fixture
def at_till(client: Client, cashier) -> Client:
    return signed_in(client, cashier)


def url(name: str, **kwargs: int) -> str:
    return reverse(f"expenses:{name}", kwargs=kwargs)


def test_the_cashier_pays_from_the_list_to_the_recorded_payment(at_till, cashier, owner, owed):
    payees.keep_own_account(account=ACCOUNT, actor=actor_of(owner), at=AT)
    page = at_till.get(url("payable_list"), {"by": "items"})
    assert "沈阳差旅" in page.content.decode()

    form = at_till.get(url("payment_create"), {"payable": owed.pk})
    assert form.status_code == 200
    sent = {"payable": owed.pk, f"amount-{owed.pk}": "1,000.00", "action": "prepare", "request_key": "k1"}
    assert at_till.post(url("payment_create"), sent).status_code == 302
    payment = Payment.objects.get()
    assert (payment.state, payment.total) == ("PREPARED", Decimal("1000.00"))
    assert at_till.post(url("payment_create"), sent).status_code == 302
    assert Payment.objects.count() == 1

    file = at_till.post(url("payment_file", payment_id=payment.pk), {"format": "csv"})
    rows = file.content.decode("gb18030").splitlines()
    number = Claim.objects.get().number
    assert rows == [
        "收款人,账号,开户行,金额,用途",
        f"'=陈志强,6222021612345678,工商银行苏州园区支行,1000.00,报销款 {number}",
    ]
    sheet = load_workbook(io.BytesIO(at_till.post(url("payment_file", payment_id=payment.pk)).content)).active
    assert [cell.value for cell in sheet[2]] == ["=陈志强", "6222021612345678", ACCOUNT.bank, 1000, f"报销款 {number}"]
    assert sheet["A2"].data_type == "s"

    done = {"pay_date": TODAY.isoformat(), "account": "工行基本户", "reference": "R1"}
    assert at_till.post(url("payment_record", payment_id=payment.pk), done).status_code == 302
    assert Payment.objects.get().state == "PAID"
    again = at_till.post(url("payment_record", payment_id=payment.pk), done)
    assert again.status_code == 422
    back = at_till.post(url("payment_reverse", payment_id=payment.pk), {"reason": "退回"})
    assert back.status_code == 302
    assert Payment.objects.get().state == "REVERSED"


def test_an_amount_above_the_debt_is_refused_on_the_form(at_till, owed):
    sent = {"payable": owed.pk, f"amount-{owed.pk}": "9999.00", "action": "prepare"}

    answer = at_till.post(url("payment_create"), sent)

    assert answer.status_code == 422
    assert "1,680.00" in answer.content.decode()
    assert not Payment.objects.exists()


def test_who_does_not_pay_sees_the_account_masked(client, cashier, owner, owed, finance_officer):
    payees.keep_own_account(account=ACCOUNT, actor=actor_of(owner), at=AT)
    lines = [PaymentLineInput(owed.pk, Decimal("1680.00"))]
    payment = payments.prepare_payment(lines=lines, actor=actor_of(cashier), at=AT)

    seen = {
        person: signed_in(client, person).get(url("payment_detail", payment_id=payment.pk)).content.decode()
        for person in (cashier, finance_officer)
    }

    assert "6222021612345678" in seen[cashier]
    assert "6222021612345678" not in seen[finance_officer]
    assert "···5678" in seen[finance_officer]


def test_the_claimant_sees_on_the_claim_what_was_paid(client, cashier, owner, owed):
    paid = PaidInput(pay_date=TODAY, account="工行")
    payments.pay(lines=[PaymentLineInput(owed.pk, Decimal(680))], paid=paid, actor=actor_of(cashier), at=AT)

    page = signed_in(client, owner).get(url("claim_detail", claim_id=owed.claim_id)).content.decode()

    assert "PAY-2026-0001" in page
    assert url("payment_detail", payment_id=Payment.objects.get().pk) not in page
    assert signed_in(client, owner).get(url("payment_detail", payment_id=Payment.objects.get().pk)).status_code == 404


def test_outstanding_by_person_and_supplier_with_age_adds_up(at_till, cashier, owner, travel, owed):
    make.approved_claim(owner, make.claim_line(travel, "300.00", supplier="顺丰速运"), claim_kind="INVOICE")
    Payable.objects.filter(pk=owed.pk).update(since=TODAY.replace(month=6))
    rows = selectors.owed_by_age(selectors.owed_found(actor_of(cashier), selectors.OwedQuestion()), today=TODAY)

    assert [(row.payee, row.ages, row.total) for row in rows] == [
        (owner.name, (0, 0, 0, Decimal(1680)), Decimal(1680)),
        ("顺丰速运", (Decimal(300), 0, 0, 0), Decimal(300)),
    ]
    total = selectors.total_row(rows)
    assert (total.ages, total.total, total.count) == ((Decimal(300), 0, 0, Decimal(1680)), Decimal(1980), 2)
    sheet = load_workbook(io.BytesIO(at_till.get(url("payable_list"), {"format": "xlsx"}).getvalue())).active
    assert [cell.value for cell in sheet[4]][-1] == 1980
    sheet = load_workbook(
        io.BytesIO(at_till.get(url("payable_list"), {"format": "xlsx", "by": "items"}).getvalue())
    ).active
    assert sheet["I4"].value == 1980


def test_lists_cost_the_same_for_one_debt_and_for_many(
    at_till, owner, travel, owed, cashier, django_assert_max_num_queries
):
    def count(name: str, **query: str) -> int:
        with django_assert_max_num_queries(60) as asked:
            assert at_till.get(url(name), query).status_code == 200
        return len(asked)

    paid = PaidInput(pay_date=TODAY, account="工行")
    payments.pay(lines=[PaymentLineInput(owed.pk, Decimal(1))], paid=paid, actor=actor_of(cashier), at=AT)
    pages = [("payable_list", {}), ("payable_list", {"by": "items"}), ("payment_list", {})]
    count("payment_list")  # what is counted once a minute
    before = [count(name, **query) for name, query in pages]
    for _more in range(3):
        one = make.approved_claim(owner, make.claim_line(travel, "20.00")).payables.get()
        payments.pay(lines=[PaymentLineInput(one.pk, Decimal(1))], paid=paid, actor=actor_of(cashier), at=AT)

    assert [count(name, **query) for name, query in pages] == before


@pytest.mark.rule("GEN-17")
def test_the_api_pays_through_the_same_rules(at_till, owed):
    debts = at_till.get("/api/v1/payables/", {"open": "true"}).json()["results"]
    assert [(debt["id"], debt["outstanding"]) for debt in debts] == [(owed.pk, "1680.00")]
    body = {"lines": [{"payable": owed.pk, "amount": "1680.00"}]}
    made = at_till.post("/api/v1/payments/", body, content_type="application/json")
    assert made.status_code == 201
    address = f"/api/v1/payments/{made.json()['id']}/"
    assert at_till.post("/api/v1/payments/", body, content_type="application/json").json()["code"] == "more_than_owed"

    paid = {"pay_date": TODAY.isoformat(), "account": "工行"}
    done = at_till.post(f"{address}record/", paid, content_type="application/json").json()
    assert (done["state"], done["lines"][0]["amount"]) == ("PAID", "1680.00")
    back = at_till.post(f"{address}reverse/", {"reason": "退回"}, content_type="application/json").json()
    assert back["state"] == "REVERSED"
    assert at_till.get("/api/v1/payments/").json()["results"][0]["number"] == "PAY-2026-0001"


def test_accounts_are_kept_on_their_pages(client, cashier, owner):
    sent = {"holder": "陈志强", "account_number": "6222 0216 1234 5678", "bank": "工行", "request_key": "a"}
    assert signed_in(client, owner).post(url("own_account"), sent).status_code == 302
    assert "6222021612345678" in signed_in(client, owner).get(url("own_account")).content.decode()
    at_till = signed_in(client, cashier)
    assert at_till.post(url("payee_create"), {**sent, "supplier": "顺丰速运", "request_key": "b"}).status_code == 302
    page = at_till.get(url("payee_list")).content.decode()
    assert "顺丰速运" in page
    assert "陈志强" in page


@pytest.mark.rule("GEN-13", "EXP-07")
def test_payments_are_found_by_the_day_they_were_made(at_till, cashier, owed):
    later = TODAY + timedelta(days=2)
    for amount, day in ((Decimal(680), TODAY), (Decimal(1), later)):
        paid, at = PaidInput(pay_date=day, account="工行"), AT + timedelta(days=2)
        payments.pay(lines=[PaymentLineInput(owed.pk, amount)], paid=paid, actor=actor_of(cashier), at=at)
    first, second = Payment.objects.order_by("pk").values_list("number", flat=True)

    early = at_till.get(url("payment_list"), {"until": (TODAY + timedelta(days=1)).isoformat()})
    late = at_till.get(url("payment_list"), {"since": later.isoformat(), "until": later.isoformat()})
    odd = at_till.get(url("payment_list"), {"since": "gestern"}).content.decode()

    assert [row.number for row in early.context["page"]] == [first]
    assert [row.number for row in late.context["page"]] == [second]
    assert [chip.label for chip in late.context["chips"]] == ["付款日期从", "付款日期至"]
    assert "gestern" in odd
