"""Real rivals on the same money: claims, requests, double clicks (LED-06, GEN-04)."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.models import F

from budgets.errors import InsufficientBudget
from budgets.models import BudgetBalance, LedgerEntry
from core.errors import AlreadyDone, WrongState
from core.requests import once
from expenses import locks
from expenses.errors import DuplicateInvoice, RequestUsedUp
from expenses.models import Claim, Payable, Payment, SpendRequest
from expenses.payment_errors import MoreThanOwed
from expenses.services import claims, payments, requests
from expenses.services.inputs import PaymentLineInput
from tests.concurrency.race import outcomes_of, race
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories import organization as cast
from tests.factories.expenses import AT
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.usefixtures("manager", "finance_officer"),
]


@pytest.fixture
def line_with_100(transactional_db, ledger_partitions, company):
    """A stopped category with 100.00 in it."""
    budgets.open_year(2026)
    category = budgets.leaf_category(name_zh="出差费用")
    budgets.appropriate(company.service, category, {1: "100.00"})
    return category


def submitting(claim, maker):
    actor = actor_of(maker)
    return lambda: claims.submit_claim(claim_id=claim.pk, actor=actor, at=AT)


@pytest.mark.rule("LED-06")
def test_two_claims_cannot_share_the_last_of_a_line(owner, company, line_with_100):
    first, second = (make.draft_claim(owner, make.claim_line(line_with_100, "80.00")) for _ in range(2))

    outcomes = race(submitting(first, owner), submitting(second, owner))

    assert outcomes_of(InsufficientBudget, outcomes) == 1
    assert make.figures(company.service, line_with_100) == (Decimal("80.00"), 0)
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["DRAFT", "IN_REVIEW"]
    assert list(Claim.objects.exclude(number=None).values_list("number", flat=True)) == ["EXP-2026-0001"]


@pytest.mark.rule("LED-06")
@pytest.mark.rule("LED-05b")
def test_two_claims_on_one_request_share_its_hold_and_no_more(owner, company, line_with_100):
    request = make.approved_request(owner, make.request_line(line_with_100, "100.00"))
    drafts = [make.draft_claim(owner, make.claim_line(line_with_100, "80.00"), request_id=request.pk) for _ in range(2)]

    outcomes = race(*(submitting(draft, owner) for draft in drafts))

    assert outcomes_of(InsufficientBudget, outcomes) == 1
    request = SpendRequest.objects.get(pk=request.pk)
    assert make.held(request) == make.open_commitment(request) == Decimal("20.00")
    assert make.figures(company.service, line_with_100) == (Decimal("100.00"), 0)


@pytest.mark.rule("EXP-01")
def test_two_claims_cannot_both_be_the_one_of_a_request_for_one(owner, line_with_100):
    request = make.approved_request(owner, make.request_line(line_with_100, "100.00"), single_use=True)
    drafts = [make.draft_claim(owner, make.claim_line(line_with_100, "30.00"), request_id=request.pk) for _ in range(2)]

    outcomes = race(*(submitting(draft, owner) for draft in drafts))

    assert outcomes_of(RequestUsedUp, outcomes) == 1


@pytest.mark.rule("GEN-04")
def test_a_claim_submitted_twice_at_once_is_submitted_once(owner, company, line_with_100):
    claim = make.draft_claim(owner, make.claim_line(line_with_100, "80.00"))

    outcomes = race(submitting(claim, owner), submitting(claim, owner), submitting(claim, owner))

    assert outcomes_of(WrongState, outcomes) == 2
    assert make.figures(company.service, line_with_100) == (Decimal("80.00"), 0)
    assert LedgerEntry.objects.filter(source_kind="expense_claim").count() == 1


@pytest.mark.rule("GEN-04")
def test_a_form_sent_twice_at_once_makes_one_claim(owner, line_with_100):
    actor, draft = actor_of(owner), make.claim_draft(owner.department, make.claim_line(line_with_100, "10.00"))

    def send():
        with once(actor=actor, key="k1", body={"title": "x"}) as sent:
            if not sent.is_repeated:
                sent.document_id = claims.create_claim(draft=draft, actor=actor, at=AT).pk
            return sent.document_id

    outcomes = race(send, send, send)

    assert len(set(outcomes)) == 1
    assert Claim.objects.count() == 1


@pytest.mark.rule("EXP-05")
def test_one_invoice_entered_twice_at_once_is_entered_once(owner, line_with_100):
    def entering():
        actor, line = actor_of(owner), make.claim_line(line_with_100, "10.00", invoice_number="26312000000000004417")
        draft = make.claim_draft(owner.department, line)
        return lambda: claims.create_claim(draft=draft, actor=actor, at=AT)

    outcomes = race(entering(), entering(), entering())

    assert outcomes_of(DuplicateInvoice, outcomes) == 2
    assert Claim.objects.count() == 1


@pytest.mark.rule("LED-06")
def test_closing_a_request_and_claiming_on_it_at_once_keep_the_books(owner, company, line_with_100):
    request = make.approved_request(owner, make.request_line(line_with_100, "100.00"))
    claim = make.draft_claim(owner, make.claim_line(line_with_100, "60.00"), request_id=request.pk)
    actor = actor_of(owner)

    race(
        submitting(claim, owner),
        lambda: requests.close_request(request_id=request.pk, actor=actor, at=AT),
    )

    request, claim = SpendRequest.objects.get(pk=request.pk), Claim.objects.get(pk=claim.pk)
    assert request.state == "CLOSED"
    assert make.held(request) == make.open_commitment(request) == 0
    assert make.held(claim) == make.open_commitment(claim)
    assert make.figures(company.service, line_with_100)[0] == make.held(claim)


@pytest.mark.rule("EXP-06")
def test_the_last_approval_and_a_withdrawal_at_once_do_one_of_both(owner, company, line_with_100):
    claim = make.submitted_claim(owner, make.claim_line(line_with_100, "60.00"))
    actor = actor_of(owner)

    outcomes = race(
        lambda: make.decide(claim, "REJECT"),
        lambda: claims.withdraw_claim(claim_id=claim.pk, actor=actor, at=AT),
    )

    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert make.figures(company.service, line_with_100) == (0, 0)
    assert all(balance.committed == 0 for balance in BudgetBalance.objects.all())
    assert not isinstance(outcomes[0], AlreadyDone)


@pytest.mark.rule("EXP-07")
def test_of_two_cashiers_who_pay_the_same_claim_one_wins(owner, company, cashier, line_with_100):
    owed = make.approved_claim(owner, make.claim_line(line_with_100, "80.00")).payables.get()
    rival = cast.member(company.company, "cashier", company_wide=True, name_zh="郑莉")

    outcomes = race(*(paying(owed, person) for person in (cashier, rival)))

    assert outcomes_of(MoreThanOwed, outcomes) == 1
    assert Payment.objects.get().total == Payable.objects.get().paid == Decimal("80.00")
    assert Payment.objects.get().number == "PAY-2026-0001"


@pytest.mark.rule("EXP-07")
def test_without_the_lock_the_check_constraint_stops_the_second_cashier(
    owner, company, cashier, line_with_100, monkeypatch
):
    """The control of the race: both read what is owed before either has written."""
    owed = make.approved_claim(owner, make.claim_line(line_with_100, "80.00")).payables.get()
    rival = cast.member(company.company, "cashier", company_wide=True, name_zh="郑莉")
    both_read = threading.Barrier(2)

    def unlocked(payable_ids):
        rows = {row.pk: row for row in Payable.objects.filter(pk__in=payable_ids).select_related("claim", "person")}
        both_read.wait(30)
        return rows

    def adding(rows, _fields):
        for row in rows:
            Payable.objects.filter(pk=row.pk).update(paid=F("paid") + row.paid)

    monkeypatch.setattr(locks, "lock_payables", unlocked)
    monkeypatch.setattr(payments, "save_rows", adding)

    outcomes = race(*(paying(owed, person) for person in (cashier, rival)))

    refused = [outcome for outcome in outcomes if isinstance(outcome, IntegrityError)]
    assert len(refused) == 1
    assert "expenses_payable_never_over" in str(refused[0])
    assert Payment.objects.get().total == Payable.objects.get().paid == Decimal("80.00")


def paying(owed, cashier):
    actor = actor_of(cashier)
    lines = [PaymentLineInput(owed.pk, Decimal("80.00"))]
    return lambda: payments.prepare_payment(lines=lines, actor=actor, at=AT)
