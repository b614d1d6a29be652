"""Two at one receipt, at one order, at one credit limit: never more than either holds (PSL-20, PSL-22)."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core.errors import DomainError
from parts_sales import locks_guarantee
from parts_sales.errors_guarantee import GuaranteeRefused
from parts_sales.errors_money import OrderOverpaid, ReceiptShort
from parts_sales.models import CreditTerm, Guarantee, Receipt, ReceiptMatch, SalesOrder
from parts_sales.selectors import credit as reads
from parts_sales.selectors import guarantees as guarantee_reads
from parts_sales.services import credit_check, guarantees, orders, receipts
from parts_sales.services.inputs_money import MatchInput
from tests.concurrency.race import outcomes_of, race
from tests.factories import customers as serving
from tests.factories import money, sales
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
D = Decimal


@pytest.fixture
def people():
    tree = cast.tree()
    return {
        "clerk": cast.member(tree.service, "service_clerk"),
        "manager": cast.member(tree.service, "department_manager"),
        "finance": cast.member(tree.company, "finance", company_wide=True),
    }


def matching(finance, receipt, order, amount):
    part, actor = MatchInput(order.pk, D(amount)), actor_of(finance)
    return lambda: receipts.match_receipt(receipt_id=receipt.pk, parts=[part], actor=actor, at=timezone.now()) and None


@pytest.mark.rule("PSL-20")
def test_two_cannot_match_one_receipt_beyond_what_came_in(people):
    one, other = (money.order(people["clerk"], "800.00") for _order in range(2))
    receipt = money.receipt(people["finance"], "1000.00")

    outcomes = race(
        matching(people["finance"], receipt, one, "800.00"), matching(people["finance"], receipt, other, "800.00")
    )

    assert outcomes_of(ReceiptShort, outcomes) == 1
    assert Receipt.objects.get().matched_amount == 800
    assert ReceiptMatch.objects.count() == 1


@pytest.mark.rule("PSL-20")
def test_two_receipts_cannot_pay_one_order_twice(people):
    order = money.order(people["clerk"], "800.00")
    one, other = (money.receipt(people["finance"], "800.00") for _receipt in range(2))

    outcomes = race(
        matching(people["finance"], one, order, "800.00"), matching(people["finance"], other, order, "800.00")
    )

    assert outcomes_of(OrderOverpaid, outcomes) == 1
    assert money.again(order).paid_amount == 800


@pytest.mark.rule("PSL-20")
def test_receipts_and_orders_in_opposite_orders_never_wait_in_a_ring(people):
    one, other = (money.order(people["clerk"], "800.00") for _order in range(2))
    first, second = (money.receipt(people["finance"], "800.00") for _receipt in range(2))
    actor = actor_of(people["finance"])

    def match(receipt, *pair):
        parts = [MatchInput(order.pk, D(100)) for order in pair]
        return lambda: (
            receipts.match_receipt(receipt_id=receipt.pk, parts=parts, actor=actor, at=timezone.now()) and None
        )

    assert race(match(first, one, other), match(second, other, one)) == [None, None]
    assert [money.again(order).paid_amount for order in (one, other)] == [200, 200]


@pytest.mark.rule("PSL-20")
def test_control_without_the_lock_the_constraint_stops_the_second(people):
    """Both read what is left and write past the service: only the database is in the way."""
    receipt = money.receipt(people["finance"], "1000.00")

    def take():
        with transaction.atomic():
            Receipt.objects.filter(pk=receipt.pk).update(matched_amount=F("matched_amount") + 800)

    assert outcomes_of(IntegrityError, race(take, take)) == 1


def ordering(clerk, customer, quotes):
    actor = actor_of(clerk)

    def act():
        with transaction.atomic():
            orders.order_from_quote(quotes.pop(), actor=actor, at=timezone.now())

    return act


@pytest.fixture
def rivals(people):
    """Two confirmed quotes of 600 each against a limit of 1,000."""
    customer = serving.customer(people["clerk"])
    money.term(people["manager"], customer, "1000.00")
    piece = [sales.Piece(stores.part(people["clerk"]), "1", "600.00")]
    quotes = [sales.quote_of(people["clerk"], piece, customer=customer) for _quote in range(2)]
    return customer, quotes


@pytest.mark.rule("PSL-22")
def test_two_orders_cannot_both_take_the_last_of_a_limit(people, rivals):
    customer, quotes = rivals

    assert race(*[ordering(people["clerk"], customer, quotes)] * 2) == [None, None]

    assert sorted(SalesOrder.objects.values_list("state", flat=True)) == ["ON_HOLD", "OPEN"]
    assert reads.exposure(customer.pk).total == 600


@pytest.mark.rule("PSL-22")
def test_two_held_orders_cannot_both_go_on(people, rivals):
    customer, quotes = rivals
    CreditTerm.objects.update(limit_amount=D("1.00"))
    held = [orders.order_from_quote(quote, actor=actor_of(people["clerk"]), at=timezone.now()) for quote in quotes]
    CreditTerm.objects.update(limit_amount=D("1000.00"))
    actor = actor_of(people["clerk"])

    def resume(order):
        return lambda: orders.resume_order(order_id=order.pk, actor=actor, at=timezone.now()) and None

    outcomes = race(*(resume(order) for order in held))

    assert outcomes_of(DomainError, outcomes) == 1
    assert reads.exposure(customer.pk).total == 600


@pytest.mark.rule("PSL-22")
def test_control_without_the_terms_lock_both_orders_would_pass(people, rivals, monkeypatch):
    """The same rivals judge on what they read before either has written: the limit is broken."""
    customer, quotes = rivals
    barrier_seen = reads.exposure(customer.pk)
    monkeypatch.setattr(
        credit_check.locks_money, "lock_terms_of", lambda pk: CreditTerm.objects.filter(customer=pk).first()
    )
    monkeypatch.setattr(credit_check.reads, "exposure", lambda _customer, **_but_not: barrier_seen)

    race(*[ordering(people["clerk"], customer, quotes)] * 2)

    monkeypatch.undo()
    assert reads.exposure(customer.pk).total == 1200


# --- Guarantees -------------------------------------------------------------------------------------------------------


@pytest.fixture
def named(people):
    """Two guarantees of 600 each for one customer, one guarantor, not confirmed."""
    engineer = cast.member(people["manager"].department, "commissioning_engineer")
    cast.put_in_charge(people["manager"].department, people["manager"])
    customer, clerk = serving.customer(people["clerk"]), people["clerk"]
    made = [
        guarantees.ask(
            order_id=money.order(clerk, "600.00", customer=customer).pk, guarantor_id=engineer.pk, reason="停机",
            actor=actor_of(clerk), at=timezone.now(),
        )
        for _order in range(2)
    ]  # fmt: skip
    return engineer, made


def confirming(engineer, guarantee):
    actor = actor_of(engineer)
    return lambda: guarantees.confirm(guarantee_id=guarantee.pk, actor=actor, at=timezone.now()) and None


@pytest.mark.rule("PSL-23")
def test_two_guarantees_cannot_both_take_the_last_of_a_guarantor(named):
    engineer, made = named

    outcomes = race(*(confirming(engineer, one) for one in made))

    assert outcomes_of(GuaranteeRefused, outcomes) == 1
    assert sorted(Guarantee.objects.values_list("state", flat=True)) == ["ASKED", "IN_REVIEW"]


@pytest.mark.rule("PSL-23")
def test_control_without_the_guarantors_lock_both_would_pass(named, monkeypatch):
    """The same two judge on what they read before either has written: the limit is broken."""
    engineer, made = named
    both_read, answer_for = threading.Barrier(2), guarantee_reads.answer_for

    def judged(*given, **named_):
        answer = answer_for(*given, **named_)
        both_read.wait(10)
        return answer

    monkeypatch.setattr(locks_guarantee, "lock_to_judge", locks_guarantee.lock_with_order)
    monkeypatch.setattr(guarantee_reads, "answer_for", judged)

    assert race(*(confirming(engineer, one) for one in made)) == [None, None]
    assert set(Guarantee.objects.values_list("state", flat=True)) == {"IN_REVIEW"}
