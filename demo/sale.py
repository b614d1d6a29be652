"""One sale of spare parts from the inquiry to the invoice, through every hand that takes part in it (QLT-55)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.actors import Actor
from customers.choices import SELLER_CARRIES
from customers.models import Contact, Customer
from demo.clients import PLACES, PORT
from demo.stage import Stage, moment
from parts_sales.choices import FreightPayer, OrderState
from parts_sales.choices_delivery import Carrier
from parts_sales.models import DeliveryNote, Inquiry, Part, Quote, SalesOrder
from parts_sales.rules import steps
from parts_sales.selectors.carriers import advice_for
from parts_sales.selectors.orders import left_to_bill, may_ship
from parts_sales.services import dispatch, inquiries, invoices, notes, quote_answers, quotes, receipts, returns
from parts_sales.services.inputs_delivery import DispatchInput, ReturnInput
from parts_sales.services.inputs_money import InvoiceInput, MatchInput, ReceiptInput
from parts_sales.services.quote_inputs import QuoteInput, QuoteLineInput

ACCOUNT = "工商银行基本户 ···4410"
HANDS = {"DEPUTY": "service_deputy_manager", "MANAGER": "service_manager", "COMMERCE": "commerce", "FINANCE": "finance"}
KEEPERS = {"raw": "warehouse_raw", "semi": "warehouse_semi"}
CARRIERS = {Carrier.EXPRESS: ("顺丰速运", "SF"), Carrier.FREIGHT: ("德邦物流", "DB")}
COMES_BACK = 9
"""Of so many sales, something of one comes back."""
HANDED_OVER = 4
"""Of so many inquiries, commerce took one and handed it over."""


@dataclass(frozen=True, slots=True)
class Sale:
    """What is sold to whom from which day on; `needs` are the parts that have to be in stock."""

    customer: Customer
    clerk: str
    day: date
    lines: tuple[QuoteLineInput, ...]
    needs: tuple[tuple[Part, Decimal], ...]
    machine: str


class Story:
    """A sale as it is told, chapter by chapter; each has its day after the first."""

    inquiry: Inquiry
    quote: Quote
    order: SalesOrder
    notes: list[DeliveryNote]

    def __init__(self, stage: Stage, sale: Sale, *, number: int) -> None:
        self.stage, self.sale, self.number = stage, sale, number
        self.clerk = stage.actor(sale.clerk)
        self.contact = Contact.objects.filter(customer=sale.customer, is_main=True).values_list("name", flat=True)[0]

    def tell(self, *, until: date | None = None) -> None:
        """Tell it to its end, or to where it stands on a day; an order that waits for credit goes no further."""
        chapters: tuple[tuple[int, Callable[[date], None]], ...] = (
            (0, self.asks), (0, self.is_quoted), (1, self.is_sent), (2, self.confirms), (3, self.pays),
            (4, self.is_noted), (5, self.leaves), (8, self.arrives), (9, self.is_invoiced), (11, self.comes_back),
        )  # fmt: skip
        for after, chapter in chapters:
            day = self.sale.day + timedelta(days=after)
            if until is not None and day > until:
                return
            chapter(day)
            if chapter == self.pays and not may_ship(SalesOrder.objects.get(pk=self.order.pk)).allowed:
                return

    def asks(self, day: date) -> None:
        """The customer asks; now and then commerce takes the call and hands it over (PSL-10)."""
        is_theirs = self.number % HANDED_OVER == 0
        self.inquiry = inquiries.record_inquiry(
            way="PHONE" if is_theirs else "EMAIL",
            wanted=f"{self.sale.machine} 备件报价：" + "、".join(part.name_zh for part, _n in self.sale.needs),
            received_at=moment(day, 9),
            actor=self.stage.actor("commerce") if is_theirs else self.clerk,
            at=moment(day, 9, 10),
            customer_id=self.sale.customer.pk,
            machine=self.sale.machine,
            handed_to_id=self.clerk.person_id if is_theirs else None,
        )

    def is_quoted(self, day: date) -> None:
        """The clerk quotes, the department's manager reviews (PSL-11)."""
        draft = QuoteInput(
            customer_id=self.sale.customer.pk,
            contact=self.contact,
            machine=self.sale.machine,
            expected_freight=Decimal(0),
            incoterm=self.sale.customer.incoterm,
            incoterm_place=PLACES.get(self.sale.customer.name_en, PORT) if self.sale.customer.is_foreign else "",
            freight_payer=FreightPayer.SELLER if self.sale.customer.incoterm in SELLER_CARRIES else FreightPayer.BUYER,
            inquiry_id=self.inquiry.pk,
            lines=self.sale.lines,
        )
        made = quotes.create_quote(draft=draft, actor=self.clerk, at=moment(day, 10))
        self.quote = quotes.submit_quote(quote_id=made.pk, actor=self.clerk, at=moment(day, 10, 20))
        self.stage.decide_all(kind=Quote.kind, document_id=made.pk, at=moment(day, 11))

    def is_sent(self, day: date) -> None:
        """Printed and faxed."""
        self.quote = quote_answers.send_quote(
            quote_id=self.quote.pk, way="FAX", actor=self.clerk, at=moment(day, 9, 30)
        )

    def confirms(self, day: date) -> None:
        """The customer signs; the order is there (PSL-14)."""
        at = moment(day, 10)
        self.order = quote_answers.confirm(
            quote_id=self.quote.pk, way="FAX", name=self.contact, proof="回传签字盖章件", confirmed_at=at,
            actor=self.clerk, at=at,
        )  # fmt: skip

    def pays(self, day: date) -> None:
        """Who has no terms pays before delivery (PSL-20, PSL-21)."""
        if self.order.credit_term_id is not None or self.order.state != OrderState.OPEN:
            return
        finance, customer = self.stage.actor("finance"), self.sale.customer
        receipt = receipts.record_receipt(
            draft=ReceiptInput(
                account=ACCOUNT if self.order.currency == "CNY" else f"中国银行外币户 ···7781 {self.order.currency}",
                amount=self.order.total, received_date=day, payer=customer.name_zh or customer.name_en,
                currency=self.order.currency, customer_id=customer.pk, reference=f"ICBC{day:%y%m%d}{self.number:04d}",
            ),
            actor=finance,
            at=moment(day, 14),
        )  # fmt: skip
        receipts.match_receipt(
            receipt_id=receipt.pk, parts=[MatchInput(self.order.pk, self.order.total)], actor=finance,
            at=moment(day, 14, 10),
        )  # fmt: skip

    def is_noted(self, day: date) -> None:
        """Delivery notes, one for each kind and warehouse, go from hand to hand up to the door (PSL-30, PSL-31)."""
        made = notes.make_notes(order_id=self.order.pk, actor=self.clerk, at=moment(day, 9))
        self.notes = [self._stepped(note, day) for note in made]

    def leaves(self, day: date) -> None:
        """Issued by the keeper, dispatched by commerce as the rule of carriers says (PSL-32, PSL-33)."""
        for place, note in enumerate(self.notes):
            issued = notes.issue(note_id=note.pk, actor=self._hand(note), at=moment(day, 9, place))
            advice = advice_for(issued, notes.lines_of(issued), on=day)
            name, start = CARRIERS[Carrier(advice.carrier)]
            sent = DispatchInput(
                carrier=advice.carrier, carrier_name=name, tracking_number=f"{start}{self.number:05d}{place:03d}27",
                expected_date=day + timedelta(days=3), packaging="木箱、防震" if advice.needs_packaging else "",
            )  # fmt: skip
            self.notes[place] = dispatch.ship(
                note_id=note.pk, sent=sent, actor=self.stage.actor("commerce"), at=moment(day, 15, place)
            )

    def arrives(self, day: date) -> None:
        """The clerk asks and notes that all arrived (PSL-34)."""
        for note in self.notes:
            dispatch.arrive(note_id=note.pk, day=day, actor=self.clerk, at=moment(day, 16))

    def is_invoiced(self, day: date) -> None:
        """What was shipped is invoiced in whole."""
        order = SalesOrder.objects.get(pk=self.order.pk)
        number = f"{day:%y}{self.number:06d}0{day:%m%d}"
        invoices.record_invoice(
            order_id=order.pk, draft=InvoiceInput(number, day, left_to_bill(order)), actor=self.stage.actor("finance"),
            at=moment(day, 10),
        )  # fmt: skip

    def comes_back(self, day: date) -> None:
        """Now and then one of a delivered part does not fit: received, inspected, credited (PSL-53)."""
        if self.number % COMES_BACK:
            return
        note = DeliveryNote.objects.get(pk=self.notes[0].pk)
        line = note.lines.order_by("position")[0]
        made = returns.ask_return(
            note_id=note.pk,
            wanted=ReturnInput(reason="型号选错，客户退回", remedy="CREDIT", quantities={line.pk: Decimal(1)}),
            actor=self.clerk,
            at=moment(day, 9),
        )
        back = {one.pk: one.quantity for one in made.lines.all()}
        keeper = self._keeper(note)
        returns.receive(return_id=made.pk, quantities=back, actor=keeper, at=moment(day, 13))
        returns.inspect(return_id=made.pk, good=back, finding="包装完好，未使用", actor=keeper, at=moment(day, 14))
        returns.credit(return_id=made.pk, actor=self.stage.actor("finance"), at=moment(day, 16))

    def _stepped(self, note: DeliveryNote, day: date) -> DeliveryNote:
        minute = 0
        while note.step is not None and note.step.code in notes.PLAIN_STEPS:
            minute += 7
            note = notes.take_step(
                note_id=note.pk, code=note.step.code, actor=self._hand(note), at=moment(day, 10, minute)
            )
        return note

    def _hand(self, note: DeliveryNote) -> Actor:
        if note.step is not None and note.step.scope != steps.WAREHOUSE:
            return self.stage.actor(HANDS[note.step.hand])
        return self._keeper(note)

    def _keeper(self, note: DeliveryNote) -> Actor:
        return self.stage.actor(KEEPERS[note.warehouse.code])
