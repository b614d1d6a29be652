"""What waits at the parts counter today: inquiries, quotes in every state, prices below the floor, orders held, money
nobody knows the order of, goods that come back, terms applied for (QLT-55).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from customers.models import Contact, Customer
from demo.sale import ACCOUNT
from demo.selling import Selling
from demo.stage import Stage, moment
from parts_sales.choices import OrderState, QuoteState
from parts_sales.choices_delivery import NoteState
from parts_sales.models import DeliveryNote, Part, PriceApplication, Quote, SalesOrder
from parts_sales.selectors import prices
from parts_sales.services import (
    applications,
    credit,
    dunning,
    inquiries,
    orders,
    quote_answers,
    quotes,
    receipts,
    returns,
    stock,
)
from parts_sales.services.inputs_delivery import ReturnInput
from parts_sales.services.inputs_money import CreditInput, DunningInput, ReceiptInput
from parts_sales.services.quote_inputs import QuoteInput, QuoteLineInput

D = Decimal
CLERK = "service_clerk"
BELOW, GRANTED_BELOW = D("0.90"), D("0.93")
"""Unit prices by the list price, both below the manager's discount of five hundredths."""


def waits(stage: Stage, selling: Selling, *, today: date) -> None:
    """The counter as it stands this morning."""
    day = today - timedelta(days=3)
    _inquiries(stage, selling, day)
    _quotes(stage, selling, day)
    _below_the_floor(stage, selling, day)
    _orders(stage, day)
    _money(stage, selling, day)
    _back(stage, day)
    _count(stage, selling, today)


def _inquiries(stage: Stage, selling: Selling, day: date) -> None:
    """Two are to be quoted, one came to nothing; a salesperson had quoted by himself (PSL-10)."""
    for place, (username, wanted) in enumerate(
        (
            ("commerce", "主轴轴承组 P4，两套，月底前到货"),
            ("commerce", "冷却泵整机与滤芯"),
            (CLERK, "停产机型 L360 尾座"),
        )
    ):
        made = inquiries.record_inquiry(
            way="PHONE", wanted=wanted, received_at=moment(day, 9, place), actor=stage.actor(username),
            at=moment(day, 9, 20 + place), customer_id=selling.home[place + 3].pk,
            handed_to_id=stage.people[CLERK].pk,
        )  # fmt: skip
    inquiries.close_inquiry(
        inquiry_id=made.pk, reason="机型停产，无替代件", actor=stage.actor(CLERK), at=moment(day, 16)
    )
    told = inquiries.report_violation(
        person_id=stage.people["lu_jia"].pk, happened_on=day - timedelta(days=4),
        facts="业务员自行向客户报备件价格，低于目录价一成", actor=stage.actor(CLERK), at=moment(day, 10),
    )  # fmt: skip
    inquiries.propose_measure(
        violation_id=told.pk, proposal="口头提醒，并在部门例会上重申报价归口售后服务部",
        actor=stage.actor("service_manager"), at=moment(day, 15),
    )  # fmt: skip


def _quotes(stage: Stage, selling: Selling, day: date) -> None:
    """A quote in every state before the order, and one the customer did not take (PSL-11, PSL-13)."""
    for place, state in enumerate(QuoteState.values[:5]):
        quote = _quote(stage, selling.home[place + 8], _offered(selling, place), day=day)
        _bring(stage, quote, state, day)
    gone = _quote(stage, selling.home[14], _offered(selling, 7), day=day)
    _bring(stage, gone, QuoteState.SENT, day)
    quotes.lose_quote(quote_id=gone.pk, reason="客户改由主机厂保修更换", actor=stage.actor(CLERK), at=moment(day, 17))
    objected = _quote(stage, selling.home[15], _offered(selling, 8), day=day)
    _bring(stage, objected, QuoteState.SENT, day)
    quotes.revise_quote(quote_id=objected.pk, reason="客户要求数量减半", actor=stage.actor(CLERK), at=moment(day, 17))


def _bring(stage: Stage, quote: Quote, state: str, day: date) -> None:
    """Bring a draft to a state."""
    actor = stage.actor(CLERK)
    if state == QuoteState.DRAFT:
        return
    quotes.submit_quote(quote_id=quote.pk, actor=actor, at=moment(day, 10, 10))
    if state == QuoteState.RETURNED:
        stage.decide(kind=Quote.kind, document_id=quote.pk, verdict="RETURN", reason="请注明交货期", at=moment(day, 11))
    elif state != QuoteState.IN_REVIEW:
        stage.decide_all(kind=Quote.kind, document_id=quote.pk, at=moment(day, 11))
    if state == QuoteState.SENT:
        quote_answers.send_quote(quote_id=quote.pk, way="FAX", actor=actor, at=moment(day, 14))


def _below_the_floor(stage: Stage, selling: Selling, day: date) -> None:
    """Two prices below the floor: one granted, one waits for the sales manager (PSL-03)."""
    for place, share in enumerate((GRANTED_BELOW, BELOW)):
        (line,) = _offered(selling, 10 + place)
        listed = prices.prices_on([line.part_id or 0], on=day)[line.part_id or 0]
        price = (listed * share).quantize(D("0.01"))
        quote = _quote(stage, selling.home[place + 18], (QuoteLineInput(line.quantity, price, part_id=line.part_id),),
                       day=day)  # fmt: skip
        asked = applications.apply_for_prices(
            quote_id=quote.pk, reason="年度框架客户，批量采购，竞品同价", actor=stage.actor(CLERK), at=moment(day, 10)
        )
        if share == GRANTED_BELOW:
            stage.decide_all(kind=PriceApplication.kind, document_id=asked.pk, at=moment(day, 15))


def _orders(stage: Stage, day: date) -> None:
    """The clerk has stopped an order until the customer's machine is opened (PSL-22)."""
    order = SalesOrder.objects.filter(state=OrderState.OPEN, submitted_at__lt=moment(day)).order_by("-pk").first()
    if order is not None:
        orders.stop_order(
            order_id=order.pk, reason="客户停机时间未定，通知后再发货", actor=stage.actor(CLERK), at=moment(day, 10)
        )


def _money(stage: Stage, selling: Selling, day: date) -> None:
    """Money that nobody knows the order of, cash, a reminder of a debt, terms applied for (PSL-20, PSL-22, PSL-25)."""
    finance, customer = stage.actor("finance"), selling.home[6]
    receipts.record_receipt(
        draft=ReceiptInput(
            account=ACCOUNT, amount=D("18640.00"), received_date=day, payer=customer.name_zh, customer_id=customer.pk,
            reference=f"ICBC{day:%y%m%d}9001", note="未注明订单号",
        ),
        actor=finance, at=moment(day, 11),
    )  # fmt: skip
    receipts.record_receipt(
        draft=ReceiptInput(
            account="库存现金", amount=D("860.00"), received_date=day, payer=selling.home[7].name_zh, way="CASH",
            customer_id=selling.home[7].pk, handed_by="司机 张师傅", paper="VOUCHER",
        ),
        actor=finance, at=moment(day, 12),
    )  # fmt: skip
    dunning.record_dunning(
        customer_id=selling.slow.pk,
        draft=DunningInput(
            day=day, way="PHONE", said="催收逾期货款，对方称等月末资金计划", spoke_with="财务部 李会计",
            promised_date=day + timedelta(days=12),
        ),
        actor=finance, at=moment(day, 15),
    )  # fmt: skip
    credit.apply_for_credit(
        draft=CreditInput(
            customer_id=selling.home[4].pk, limit_amount=D("200000.00"), days=30, reason="采购量上升，要求月结"
        ),
        actor=stage.actor("service_manager"), at=moment(day, 16),
    )  # fmt: skip


def _back(stage: Stage, day: date) -> None:
    """Something comes back of what arrived last: the warehouse expects it, to be replaced (PSL-53)."""
    notes = DeliveryNote.objects.filter(state=NoteState.ARRIVED, arrived_date__lte=day, region="DOMESTIC")
    for note in notes.order_by("-pk")[:1]:
        line = note.lines.order_by("position")[0]
        returns.ask_return(
            note_id=note.pk,
            wanted=ReturnInput(reason="装机后异响，要求更换", remedy="REPLACEMENT", quantities={line.pk: D(1)}),
            actor=stage.actor(CLERK),
            at=moment(day, 14),
        )


def _count(stage: Stage, selling: Selling, today: date) -> None:
    """The keeper has counted a shelf and found one more than the book says."""
    for part in [one for one in selling.parts if one.warehouse.code == "raw"][:5]:
        balance = part.balances.filter(warehouse=part.warehouse).first()
        if balance is not None and balance.on_hand > balance.reserved:
            stock.count(
                part_id=part.pk, warehouse_id=part.warehouse_id, counted=balance.on_hand + 1, seen=balance.on_hand,
                reason="盘点：上次发货多扣一件", actor=stage.actor("warehouse_raw"), at=moment(today, 8),
            )  # fmt: skip
            return


def _offered(selling: Selling, place: int) -> tuple[QuoteLineInput, ...]:
    part: Part = selling.parts[(place * 17) % len(selling.parts)]
    return (QuoteLineInput(quantity=D(2 + place % 3), part_id=part.pk),)


def _quote(stage: Stage, customer: Customer, lines: tuple[QuoteLineInput, ...], *, day: date) -> Quote:
    contact = Contact.objects.filter(customer=customer, is_main=True).values_list("name", flat=True)[0]
    draft = QuoteInput(
        customer_id=customer.pk, contact=contact, machine="M2600", expected_freight=D(0), lines=lines
    )  # fmt: skip
    return quotes.create_quote(draft=draft, actor=stage.actor(CLERK), at=moment(day, 9, 40))
