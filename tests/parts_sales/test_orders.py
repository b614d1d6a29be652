"""Orders come from confirmed quotes, promise stock as far as it is free, wait and go on (PSL-14, PSL-21)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from core import audit
from core.errors import NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent
from organization.models import Person
from parts_sales.choices import QuoteState
from parts_sales.errors_money import (
    GoodsNoted,
    InvoiceStands,
    NothingPaid,
    OrderExists,
    OwnOrder,
    QuoteNotConfirmed,
)
from parts_sales.models import Quote, SalesOrder, StockBalance
from parts_sales.selectors.orders import may_ship, orders_visible_to
from parts_sales.services import invoices, orders
from parts_sales.services.inputs_money import InvoiceInput
from tests.factories import money, sales
from tests.factories import parts as stores
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-14")]
D = Decimal


def confirmed(clerk: Person, *pieces: sales.Piece | sales.Work, **fields: object) -> Quote:
    return sales.quote_of(clerk, pieces, **fields)


def ordered(clerk: Person, quote: Quote) -> SalesOrder:
    return orders.order_from_quote(quote, actor=actor_of(clerk), at=timezone.now())


def paid(order: SalesOrder, amount: str) -> SalesOrder:
    """Past the receipts, which have tests of their own."""
    SalesOrder.objects.filter(pk=order.pk).update(paid_amount=D(amount), paid_base=D(amount))
    return SalesOrder.objects.get(pk=order.pk)


def test_a_confirmed_quote_becomes_an_order_without_retyping(clerk):
    part, scarce = stores.part(clerk), stores.part(clerk)
    stores.receive(part, "10")
    stores.receive(scarce, "1")
    quote = confirmed(
        clerk, sales.Piece(part, "2", "540.00", "410.00"), sales.Piece(scarce, "3", "99.99"), sales.Work()
    )

    order = ordered(clerk, quote)

    assert order.number == f"SO-{timezone.localdate().year}-0001"
    assert (order.total, order.base_total, order.customer, order.quote) == (
        quote.total, quote.base_total, quote.customer, quote,
    )  # fmt: skip
    lines = list(order.lines.all())
    assert [(one.part, one.quantity, one.unit_price, one.cost, one.amount) for one in lines] == [
        (one.part, one.quantity, one.unit_price, one.cost, one.amount) for one in quote.lines.all()
    ]
    assert [one.reserved for one in lines] == [2, 1, 0]
    assert StockBalance.objects.get(part=part).reserved == 2
    event = AuditEvent.objects.get(subject_kind="sales_order", subject_id=order.pk)
    assert (event.code, event.facts["amount"]) == ("sales_order.create", str(quote.total))
    assert audit.sentence(event.code) != event.code


def test_a_quote_makes_one_order_and_only_once_confirmed(clerk, outsider):
    part = stores.part(clerk)
    quote = confirmed(clerk, sales.Piece(part))
    ordered(clerk, quote)

    with pytest.raises(OrderExists):
        ordered(clerk, quote)
    with pytest.raises(QuoteNotConfirmed):
        ordered(clerk, confirmed(clerk, sales.Piece(part), state=QuoteState.SENT))
    with pytest.raises(NotAllowed):
        ordered(outsider, confirmed(clerk, sales.Piece(part)))
    assert SalesOrder.objects.count() == 1


def test_the_same_part_twice_is_promised_as_far_as_it_goes(clerk):
    part = stores.part(clerk)
    stores.receive(part, "3")

    order = ordered(clerk, confirmed(clerk, sales.Piece(part, "2"), sales.Piece(part, "2")))

    assert [one.reserved for one in order.lines.all()] == [2, 1]


def test_what_comes_into_stock_later_is_promised_on_asking(clerk):
    part = stores.part(clerk)
    order = ordered(clerk, confirmed(clerk, sales.Piece(part, "5")))
    assert order.lines.get().reserved == 0

    for quantity, reserved in (("2", 2), ("1", 3), ("9", 5)):
        stores.receive(part, quantity)
        orders.reserve_rest(order_id=order.pk, actor=actor_of(clerk), at=timezone.now())
        assert order.lines.get().reserved == reserved
    assert StockBalance.objects.get(part=part).reserved == 5


def test_a_prepared_order_promises_nothing_until_the_customer_confirms(clerk):
    part = stores.part(clerk)
    stores.receive(part, "5")
    quote = confirmed(clerk, sales.Piece(part, "2"), state=QuoteState.SENT)
    at, actor = timezone.now(), actor_of(clerk)

    order = orders.prepare_order(quote_id=quote.pk, actor=actor, at=at)
    assert (order.state, StockBalance.objects.get(part=part).reserved) == ("PREPARED", 0)
    assert not may_ship(order).allowed
    with pytest.raises(OrderExists):
        orders.prepare_order(quote_id=quote.pk, actor=actor, at=at)

    Quote.objects.filter(pk=quote.pk).update(
        state="CONFIRMED", confirmed_at=at, confirmed_way="PHONE", confirmed_name="王经理", confirmed_proof="录音"
    )
    opened = ordered(clerk, Quote.objects.get(pk=quote.pk))

    assert (opened.pk, opened.state, opened.number) == (order.pk, "OPEN", order.number)
    assert StockBalance.objects.get(part=part).reserved == 2


def test_cancelling_gives_the_promise_back_and_needs_a_reason(clerk):
    part = stores.part(clerk)
    stores.receive(part, "5")
    order = ordered(clerk, confirmed(clerk, sales.Piece(part, "2")))
    act = {"order_id": order.pk, "actor": actor_of(clerk), "at": timezone.now()}

    with pytest.raises(ReasonMissing):
        orders.cancel_order(**act, reason=" ")
    with pytest.raises(StaleDocument):
        orders.cancel_order(**act, reason="客户取消", version=9)
    order.lines.update(noted=1)
    with pytest.raises(GoodsNoted):
        orders.cancel_order(**act, reason="客户取消")
    order.lines.update(noted=0)
    done = orders.cancel_order(**act, reason="客户取消")

    assert done.state == "CANCELLED"
    assert StockBalance.objects.get(part=part).reserved == 0
    with pytest.raises(WrongState):
        orders.cancel_order(**act, reason="再次")


@pytest.mark.rule("PSL-22")
def test_an_invoiced_order_is_not_cancelled_and_the_invoice_of_a_cancelled_one_is_taken_back(clerk, finance_officer):
    order = money.order(clerk)
    made, late = (
        money.bill(finance_officer, order, amount="400.00"),
        money.bill(finance_officer, order, amount="600.00"),
    )
    act, back = {"order_id": order.pk, "at": timezone.now()}, {"reason": "退货", "actor": actor_of(finance_officer)}

    with pytest.raises(InvoiceStands, match=made.number):
        orders.cancel_order(**act, actor=actor_of(clerk), reason="客户取消")
    invoices.cancel_invoice(invoice_id=made.pk, at=act["at"], **back)
    with pytest.raises(InvoiceStands, match=late.number):
        orders.cancel_order(**act, actor=actor_of(clerk), reason="客户取消")
    SalesOrder.objects.filter(pk=order.pk).update(state="CANCELLED")
    invoices.cancel_invoice(invoice_id=late.pk, at=act["at"], **back)

    order = money.again(order)
    assert (order.state, order.billed_base) == ("CANCELLED", 0)
    draft = InvoiceInput("INV-9", timezone.localdate(), D(1))
    with pytest.raises(WrongState):
        invoices.record_invoice(**act, draft=draft, actor=actor_of(finance_officer))


@pytest.mark.rule("PSL-21")
def test_goods_leave_only_when_all_is_paid(clerk):
    order = ordered(clerk, confirmed(clerk, sales.Piece(stores.part(clerk), "2", "500.00")))
    assert not may_ship(order).allowed
    assert "1,000.00" in may_ship(order).why

    almost = may_ship(paid(order, "999.99"))
    whole = may_ship(paid(order, "1000.00"))

    assert not almost.allowed
    assert (whole.allowed, whole.value, whole.ground) == (True, 1000, "paid")


@pytest.mark.rule("PSL-21")
def test_part_payment_allows_part_delivery_only_if_the_manager_agrees(clerk, manager):
    order = ordered(clerk, confirmed(clerk, sales.Piece(stores.part(clerk), "2", "500.00")))
    act = {"order_id": order.pk, "at": timezone.now(), "reason": "客户急需一台"}

    with pytest.raises(NothingPaid):
        orders.agree_part_delivery(**act, actor=actor_of(manager))
    paid(order, "500.00")
    with pytest.raises(NotAllowed):
        orders.agree_part_delivery(**act, actor=actor_of(clerk))
    agreed = orders.agree_part_delivery(**act, actor=actor_of(manager))

    release = may_ship(agreed)
    assert (release.allowed, release.value, release.ground) == (True, 500, "part_delivery")
    assert release.covers(D("500.00"))
    assert not release.covers(D("500.01"))


@pytest.mark.rule("ORG-06")
def test_who_made_the_order_agrees_to_no_exception_for_it(clerk, manager):
    order = paid(ordered(clerk, confirmed(clerk, sales.Piece(stores.part(clerk)))), "50.00")
    SalesOrder.objects.filter(pk=order.pk).update(created_by=manager)

    with pytest.raises(OwnOrder):
        orders.agree_part_delivery(order_id=order.pk, reason="急", actor=actor_of(manager), at=timezone.now())


def test_an_order_stopped_by_hand_waits_with_its_reason_whatever_is_paid(clerk, outsider):
    order = paid(ordered(clerk, confirmed(clerk, sales.Piece(stores.part(clerk)))), "100.00")
    act = {"order_id": order.pk, "at": timezone.now()}
    with pytest.raises(NotAllowed):
        orders.stop_order(**act, actor=actor_of(outsider), reason="x")

    held = orders.stop_order(**act, actor=actor_of(clerk), reason="等客户确认型号")
    assert (held.state, held.hold_kind) == ("ON_HOLD", "PERSON")
    assert "等客户确认型号" in may_ship(held).why
    going = orders.resume_order(**act, actor=actor_of(clerk))

    assert (going.state, going.hold_reason) == ("OPEN", "")
    assert may_ship(going).allowed


def test_shipping_is_added_up_from_the_lines_and_an_order_closes_when_all_is_done(clerk):
    part = stores.part(clerk)
    order = ordered(clerk, confirmed(clerk, sales.Piece(part, "3", "100.00"), sales.Work(amount="80.00")))
    paid(order, "380.00")
    act = {"order_id": order.pk, "actor": actor_of(clerk), "at": timezone.now()}

    order.lines.filter(part=part).update(noted=1, issued=1)
    assert orders.after_issue(**act).shipped_base == 100
    order.lines.filter(part=part).update(noted=3, issued=3)
    shipped = orders.after_issue(**act)
    assert (shipped.shipped_base, shipped.state) == (380, "SHIPPED")
    SalesOrder.objects.filter(pk=order.pk).update(billed_base=380)

    assert orders.after_issue(**act).state == "CLOSED"


@pytest.mark.rule("GEN-10")
def test_an_order_is_seen_by_its_house_and_by_whom_it_concerns(clerk, manager, finance_officer, outsider, gm):
    order = ordered(clerk, confirmed(clerk, sales.Piece(stores.part(clerk))))

    for person, sees in ((clerk, 1), (manager, 1), (finance_officer, 1), (gm, 1), (outsider, 0)):
        assert orders_visible_to(actor_of(person)).filter(pk=order.pk).count() == sees, person
