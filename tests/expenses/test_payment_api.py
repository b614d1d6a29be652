"""Bank accounts, the bank's file and returned advances by the API (EXP-02b, EXP-07, GEN-17)."""

from __future__ import annotations

import base64
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from expenses.models import Advance, PayeeAccount, Payment
from expenses.services import advances, payees, payments
from expenses.services.inputs import AccountInput, AdvanceInput, PaymentLineInput
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("GEN-17"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]
ACCOUNTS = "/api/v1/payee-accounts/"
BODY = {"holder": "恒力机电", "account_number": "6222 0216 1234 5678", "bank": "工行苏州分行"}


@pytest.mark.rule("EXP-07")
def test_accounts_are_kept_by_who_pays_and_ones_own_by_oneself(cashier, owner, finance_officer):
    caller = signed_in(APIClient(), cashier)

    made = caller.post(ACCOUNTS, {**BODY, "supplier": "恒力机电"}, format="json")
    mine = signed_in(APIClient(), owner).post(f"{ACCOUNTS}mine/", {**BODY, "holder": "陈志强"}, format="json")

    assert (made.status_code, made.json()["account_number"]) == (201, "6222021612345678")
    assert (mine.status_code, mine.json()["person"]) == (200, owner.pk)
    reader = signed_in(APIClient(), finance_officer).get(f"{ACCOUNTS}{made.json()['id']}/").json()
    assert reader["account_number"].endswith("5678")
    assert reader["account_number"] != "6222021612345678"
    own = PayeeAccount.objects.get(person=owner)
    assert caller.get(f"{ACCOUNTS}{own.pk}/").status_code == 404
    assert signed_in(APIClient(), owner).post(ACCOUNTS, {**BODY, "supplier": "x"}, format="json").status_code == 403


@pytest.mark.rule("EXP-07")
def test_the_banks_file_comes_in_an_answer(cashier, owner, travel):
    payees.keep_own_account(
        account=AccountInput("陈志强", "6222021612345678", "工行苏州分行"), actor=actor_of(owner), at=AT
    )
    owed = make.approved_claim(owner, make.claim_line(travel, "1680.00")).payables.get()
    payment = payments.prepare_payment(lines=[PaymentLineInput(owed.pk, Decimal(1680))], actor=actor_of(cashier), at=AT)

    told = signed_in(APIClient(), cashier).post(
        f"/api/v1/payments/{payment.pk}/bank-file/", {"format": "csv"}, format="json"
    ).json()  # fmt: skip

    assert told["name"].startswith(payment.number)
    assert "6222021612345678" in base64.b64decode(told["content"]).decode("gb18030")
    assert Payment.objects.get().exported_at is not None


@pytest.mark.rule("EXP-07", "GEN-12")
def test_debts_are_found_by_document_and_payee(cashier, owner, travel):
    owed = make.approved_claim(owner, make.claim_line(travel, "1680.00")).payables.get()
    caller = signed_in(APIClient(), cashier)

    def found(words: str) -> list[int]:
        return [row["id"] for row in caller.get("/api/v1/payables/", {"q": words}).json()["results"]]

    assert found(owed.claim.number) == found(owner.name_zh) == [owed.pk]
    assert found(f"{owed.claim.number} nobody") == []


@pytest.mark.rule("EXP-02b")
def test_a_returned_advance_is_sent_again(owner, company):
    draft = AdvanceInput(company.service.pk, "出差借款", "现场返修", Decimal(500), TODAY)
    made = advances.ask_for_advance(draft=draft, actor=actor_of(owner), at=AT)
    make.decide(made, "RETURN")
    body = {
        "department": company.service.pk, "title": "出差借款", "purpose": "改期", "amount": "800.00",
        "due_date": (timezone.localdate() + timedelta(days=30)).isoformat(), "version": Advance.objects.get().version,
    }  # fmt: skip
    caller = signed_in(APIClient(), owner)

    sent = caller.post(f"/api/v1/advances/{made.pk}/submit/", body, format="json")

    assert sent.status_code == 200, sent.json()
    assert (sent.json()["state"], sent.json()["amount"]) == ("IN_REVIEW", "800.00")
    assert caller.post(f"/api/v1/advances/{made.pk}/submit/", body, format="json").status_code == 409
