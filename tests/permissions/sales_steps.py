"""Each step of a parts sale, the document it is taken on, and the seats that may take it (ORG-05, PSL-10 to PSL-53)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from approvals import services as approvals
from approvals.choices import TaskState
from approvals.models import Case, Task
from core.actors import Actor
from customers.choices import Region
from organization.models import Person
from parts_sales.models import DeliveryNote, Guarantee, Part, Quote, SalesOrder, SalesReturn
from parts_sales.services import (
    applications,
    credit,
    deductions,
    dispatch,
    guarantees,
    inquiries,
    invoices,
    notes,
    orders,
    price_lists,
    prices,
    quote_answers,
    quotes,
    receipts,
    returns,
    stock,
)
from parts_sales.services.inputs_delivery import ReturnInput, Told
from parts_sales.services.inputs_money import CreditInput, InvoiceInput, MatchInput, ReceiptInput
from tests.factories import customers as serving
from tests.factories import money as sums
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.factories import sales
from tests.factories.organization import actor_of
from tests.parts_sales import delivering

D = Decimal
Act = Callable[[Actor], object]

CLERKS = frozenset({"clerk", "foreign clerk"})
FOREIGN_CLERK = frozenset({"foreign clerk"})
KEEPER = frozenset({"raw materials", "glass broken"})
SEMI = frozenset({"semi-finished", "glass broken"})
MANAGER = frozenset({"manager"})
FINANCE = frozenset({"finance"})
COMMERCE = frozenset({"commerce", "glass broken"})
IN_TURN = frozenset({"in the manager's place"})
"""For whom the manager has decisions made: they wait for the manager no more (APR-07)."""
DEPUTIES = frozenset({"deputy", "in the manager's place"})
SALES_HEAD = frozenset({"domestic sales manager"})


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: what is done to a document that waits for it, and the seats that may."""

    name: str
    may: frozenset[str]
    on: Callable[[Desk], Act]


class Desk:
    """The documents of one domestic and one foreign sale at each step, made by the people of the seats."""

    def __init__(self, people: dict[str, Person]) -> None:
        self.people = people
        self.now = timezone.now()
        self.hands = delivering.Hands(
            clerk=people["clerk"], deputy=people["deputy"], manager=people["manager"], commerce=people["commerce"],
            finance=people["finance"], keeper=people["raw materials"], semi=people["semi-finished"],
        )  # fmt: skip

    @cached_property
    def part(self) -> Part:
        made = delivering.stocked(self.hands.clerk, "1000")
        stores.cost(made, "100.00")
        stores.price(made, "500.00")
        return made

    @cached_property
    def made_part(self) -> Part:
        """A semi-finished one: it goes by manual note."""
        return delivering.stocked(self.hands.clerk, "1000", part_kind="SEMI_FINISHED")

    def line(self, price: str = "500.00") -> Any:
        return offers.line(self.part, "1", price)

    def quote(self, stage: str, **fields: Any) -> Quote:
        make = {"draft": offers.draft, "submitted": offers.submitted, "sent": offers.sent}.get(stage)
        if make is not None:
            return make(self.hands.clerk, self.line(), at=self.now, **fields)
        made = offers.submitted(self.hands.clerk, self.line(), at=self.now, **fields)
        self.agree(made)
        return Quote.objects.get(pk=made.pk)

    def agree(self, document: Any) -> None:
        """Everybody whose turn it is agrees."""
        while task := Task.objects.filter(**self._of(document)).order_by("pk").first():
            approvals.decide(task_id=task.pk, verdict="APPROVE", reason="", actor=actor_of(task.person), at=self.now)

    @staticmethod
    def _of(document: Any) -> dict[str, Any]:
        return {
            "case__subject_kind": document.kind, "case__subject_id": document.pk, "state": TaskState.WAITING,
        }  # fmt: skip

    def deciding(self, document: Any) -> Act:
        """Decides on the task that waits, whoever's it is."""
        case = Case.objects.filter(subject_kind=document.kind, subject_id=document.pk).latest("round")
        task = Task.objects.filter(case=case, state=TaskState.WAITING).order_by("pk")[0]
        return lambda actor: approvals.decide(task_id=task.pk, verdict="APPROVE", reason="", actor=actor, at=self.now)

    def abroad(self, price: str, *, apply: bool) -> Any:
        """A draft for a customer abroad at a price beside 500.00, or the application for its discount."""
        seller = self.people["foreign clerk"]
        made = offers.draft(seller, self.line(price), at=self.now, customer=self.buyer_abroad(), incoterm="FOB")
        if not apply:
            return made
        return applications.apply_for_prices(quote_id=made.pk, reason="首单", actor=actor_of(seller), at=self.now)

    def buyer_abroad(self) -> Any:
        return serving.customer(self.hands.clerk, region=Region.FOREIGN)

    def offered_abroad(self) -> Quote:
        """At list, handed in: its model and price wait to be confirmed."""
        made = self.abroad("500.00", apply=False)
        return quotes.submit_quote(quote_id=made.pk, actor=actor_of(self.people["foreign clerk"]), at=self.now)

    def deciding_own(self, document: Any) -> Act:
        """Decides on their own task of a step that waits for several, else on the first."""
        case = Case.objects.filter(subject_kind=document.kind, subject_id=document.pk).latest("round")
        tasks = list(Task.objects.filter(case=case, state=TaskState.WAITING).order_by("pk"))
        by_person = {task.person_id: task.pk for task in tasks}
        return lambda actor: approvals.decide(
            task_id=by_person.get(actor.known_id, tasks[0].pk), verdict="APPROVE", reason="", actor=actor, at=self.now
        )

    def order(self, *, paid: bool = True, region: str = Region.DOMESTIC, manual: bool = False) -> SalesOrder:
        piece = sales.Piece(self.made_part if manual else self.part, "1", "500.00")
        buyer = serving.customer(self.hands.clerk, region=region)
        return sales.order_of(self.hands.clerk, [piece], paid=paid, customer=buyer)

    def stopped(self) -> SalesOrder:
        """Stopped by the clerk."""
        return orders.stop_order(
            order_id=self.order().pk, reason="客户要求", actor=actor_of(self.hands.clerk), at=self.now
        )

    def note(self, state: str, *, region: str = Region.DOMESTIC, manual: bool = False) -> DeliveryNote:
        made = delivering.note_of(self.hands, self.order(region=region, manual=manual))
        return delivering.go(self.hands, made, state)

    def sent_back(self, stage: str, remedy: str = "CREDIT") -> SalesReturn:
        """Goods that come back, until a stage."""
        note = self.note("")
        wanted = ReturnInput("异响", remedy, {line.pk: line.quantity for line in note.lines.all()})
        made = returns.ask_return(note_id=note.pk, wanted=wanted, actor=actor_of(self.hands.clerk), at=self.now)
        keeper = actor_of(self.hands.keeper)
        if stage != "asked":
            made = returns.receive(return_id=made.pk, quantities=self.all_of(made), actor=keeper, at=self.now)
        if stage == "inspected":
            made = returns.inspect(return_id=made.pk, good=self.all_of(made), finding="完好", actor=keeper, at=self.now)
        return made

    @staticmethod
    def all_of(made: SalesReturn) -> dict[int, Decimal]:
        return {line.pk: line.quantity for line in made.lines.all()}

    def guarantee(self, stage: str) -> Guarantee:
        order = sums.order(self.hands.clerk, "500.00", part=self.part)
        engineer = self.people["engineer"]
        made = guarantees.ask(
            order_id=order.pk, guarantor_id=engineer.pk, reason="客户停机", actor=actor_of(self.hands.clerk),
            at=self.now,
        )  # fmt: skip
        if stage == "confirmed":
            guarantees.confirm(guarantee_id=made.pk, actor=actor_of(engineer), at=self.now)
        return Guarantee.objects.get(pk=made.pk)

    def owed(self, *, agreed: bool = False) -> Guarantee:
        """Goods left on a guarantee and were not paid: the deduction is proposed."""
        made = self.guarantee("confirmed")
        self.agree(made)
        order, day = sums.ship(made.order), timezone.localdate() - timedelta(days=30)
        Guarantee.objects.filter(pk=made.pk).update(
            state="DEDUCTING", dispatched_date=day - timedelta(days=30), due_date=day, proposed_date=timezone.localdate(),
            proposed_amount=order.base_total,
        )  # fmt: skip
        if agreed:
            deductions.consent(guarantee_id=made.pk, actor=actor_of(self.people["engineer"]), at=self.now)
        return Guarantee.objects.get(pk=made.pk)

    def cheap_quote(self, *, apply: bool) -> Any:
        """A draft below the floor, or the application for its prices."""
        made = offers.draft(self.hands.clerk, self.line("101.00"), at=self.now)
        if not apply:
            return made
        return applications.apply_for_prices(
            quote_id=made.pk, reason="老客户", actor=actor_of(self.hands.clerk), at=self.now
        )

    def money(self) -> Any:
        return sums.receipt(self.hands.finance, "500.00")

    def money_draft(self) -> ReceiptInput:
        return ReceiptInput("工商银行 1234", D(500), timezone.localdate(), "沈阳恒通", reference="R-1")

    def wish(self) -> CreditInput:
        return CreditInput(serving.customer(self.hands.clerk).pk, D(10000), 30, "重点客户")

    def asked_credit(self) -> Any:
        return credit.apply_for_credit(draft=self.wish(), actor=actor_of(self.hands.manager), at=self.now)

    def term(self) -> Any:
        """In force; the manager's application is old, so another one's here: nobody evaluates their own."""
        return sums.term(self.hands.manager, serving.customer(self.hands.clerk))

    def price_list(self) -> Any:
        self.part  # noqa: B018 - has a cost
        made = price_lists.draw_up(
            currency="CNY", margin_share=D("0.2"), start_date=timezone.localdate(),
            actor=actor_of(self.hands.finance), at=self.now,
        )  # fmt: skip
        price_lists.compute(price_list_id=made.pk, at=self.now)
        return made

    def violation(self, *, proposed: bool) -> Any:
        made = inquiries.report_violation(
            person_id=self.people["outsider"].pk, happened_on=timezone.localdate(), facts="私自报价",
            actor=actor_of(self.hands.clerk), at=self.now,
        )  # fmt: skip
        if proposed:
            manager = actor_of(self.hands.manager)
            made = inquiries.propose_measure(violation_id=made.pk, proposal="警告", actor=manager, at=self.now)
        return made


def _on(call: Callable[..., object], key: str, find: Callable[[Desk], Any], /, **given: Any) -> Callable[[Desk], Act]:
    """A service that takes a document's id, the actor and the time."""

    def prepared(desk: Desk) -> Act:
        found = find(desk)
        values = {name: value(desk, found) if callable(value) else value for name, value in given.items()}
        return lambda actor: call(**{key: found.pk}, **values, actor=actor, at=desk.now)

    return prepared


def _step(code: str, state: str, **fields: Any) -> Callable[[Desk], Act]:
    """A step of a delivery note that lies there."""

    def prepared(desk: Desk) -> Act:
        note = desk.note(state, **fields)
        if code == "issue":
            return lambda actor: notes.issue(note_id=note.pk, actor=actor, at=desk.now)
        if code == "ship":
            return lambda actor: dispatch.ship(note_id=note.pk, sent=delivering.sending(), actor=actor, at=desk.now)
        return lambda actor: notes.take_step(note_id=note.pk, code=code, actor=actor, at=desk.now)

    return prepared


def _cancel(state: str) -> Callable[[Desk], Act]:
    """A delivery note that lies there is taken back."""
    return _on(notes.cancel_note, "note_id", lambda desk: desk.note(state), reason="客户改期")


def _part_paid(desk: Desk) -> SalesOrder:
    made = desk.order(paid=False)
    sums.pay(desk.hands.finance, made, "100.00")
    return made


def _shipped(desk: Desk) -> SalesOrder:
    return sums.ship(sums.order(desk.hands.clerk, "500.00", part=desk.part))


def _matched(desk: Desk) -> Any:
    return sums.pay(desk.hands.finance, sums.order(desk.hands.clerk, "500.00", part=desk.part))


_ANSWER = {"way": "FAX", "name": "王强", "proof": "回传件", "confirmed_at": lambda desk, _found: desk.now}
_FOREIGN = {"region": Region.FOREIGN}
_BY_HAND = {"manual": True}

TAKEN: tuple[Taken, ...] = (
    # Quotes, PSL-10 to PSL-14
    Taken(
        "quote: make",
        CLERKS,
        lambda desk: lambda actor: quotes.create_quote(
            draft=offers.head(serving.customer(desk.hands.clerk), desk.line()), actor=actor, at=desk.now
        ),
    ),
    Taken("quote: submit", frozenset({"clerk"}), _on(quotes.submit_quote, "quote_id", lambda desk: desk.quote("draft"))),
    Taken("quote: review", IN_TURN, lambda desk: desk.deciding(desk.quote("submitted"))),
    Taken(
        "quote: withdraw",
        frozenset({"clerk"}),
        _on(quotes.withdraw_quote, "quote_id", lambda desk: desk.quote("submitted")),
    ),
    Taken("quote: send", CLERKS, _on(quote_answers.send_quote, "quote_id", lambda desk: desk.quote("reviewed"), way="FAX")),
    Taken("quote: confirm", CLERKS, _on(quote_answers.confirm, "quote_id", lambda desk: desk.quote("sent"), **_ANSWER)),
    Taken("quote: revise", CLERKS, _on(quotes.revise_quote, "quote_id", lambda desk: desk.quote("sent"), reason="议价")),
    Taken("quote: lose", CLERKS, _on(quotes.lose_quote, "quote_id", lambda desk: desk.quote("sent"), reason="嫌贵")),
    Taken("quote: copy", CLERKS, _on(quotes.copy_quote, "quote_id", lambda desk: desk.quote("sent"))),
    Taken(
        "quote: confirm the freight",
        CLERKS,
        _on(
            quote_answers.confirm_freight,
            "quote_id",
            lambda desk: desk.quote("sent"),
            way="FAX",
            name="王强",
            agreed_at=lambda desk, _found: desk.now,
        ),
    ),
    Taken(
        "quote: cancel",
        frozenset({"clerk"}),
        _on(quotes.cancel_quote, "quote_id", lambda desk: desk.quote("draft"), reason="客户不要了"),
    ),
    # Prices below the floor (PSL-03), violations (PSL-10)
    Taken(
        "price application: ask",
        CLERKS,
        _on(applications.apply_for_prices, "quote_id", lambda desk: desk.cheap_quote(apply=False), reason="老客户"),
    ),
    Taken("price application: decide", SALES_HEAD, lambda desk: desk.deciding(desk.cheap_quote(apply=True))),
    # Abroad, PSL-40 and PSL-41
    Taken(
        "foreign quote: make",
        FOREIGN_CLERK,
        lambda desk: lambda actor: quotes.create_quote(
            draft=offers.head(desk.buyer_abroad(), desk.line(), incoterm="FOB"), actor=actor, at=desk.now
        ),
    ),
    Taken("foreign quote: confirm model and price", DEPUTIES, lambda desk: desk.deciding_own(desk.offered_abroad())),
    Taken(
        "discount abroad: ask",
        FOREIGN_CLERK,
        _on(applications.apply_for_prices, "quote_id", lambda desk: desk.abroad("490.00", apply=False), reason="首单"),
    ),
    Taken(
        "discount abroad within the table: decide", MANAGER, lambda desk: desk.deciding(desk.abroad("490.00", apply=True))
    ),
    Taken(
        "discount abroad beyond the table: decide",
        frozenset({"export sales manager"}),
        lambda desk: desk.deciding(desk.abroad("489.99", apply=True)),
    ),
    Taken(
        "violation: propose",
        MANAGER,
        _on(inquiries.propose_measure, "violation_id", lambda desk: desk.violation(proposed=False), proposal="警告"),
    ),
    Taken(
        "violation: decide",
        frozenset({"executive", "vice general manager", "general manager"}),
        _on(inquiries.decide_violation, "violation_id", lambda desk: desk.violation(proposed=True), decision="警告"),
    ),
    # Orders, PSL-14 and PSL-21
    Taken("order: stop", CLERKS | MANAGER, _on(orders.stop_order, "order_id", Desk.order, reason="客户要求")),
    Taken("order: let go on", CLERKS | MANAGER, _on(orders.resume_order, "order_id", Desk.stopped)),
    Taken("order: promise stock", CLERKS, _on(orders.reserve_rest, "order_id", Desk.order)),
    Taken("order: cancel", CLERKS, _on(orders.cancel_order, "order_id", lambda desk: desk.order(paid=False), reason="客户取消")),
    Taken("order: deliver in part", MANAGER, _on(orders.agree_part_delivery, "order_id", _part_paid, reason="急用")),
    Taken(
        "order: invoice",
        FINANCE,
        _on(
            invoices.record_invoice,
            "order_id",
            _shipped,
            draft=lambda _desk, _order: InvoiceInput("INV-1", timezone.localdate(), D(500)),
        ),
    ),
    # Delivery notes, PSL-31 and PSL-42
    Taken("note: make", CLERKS, _on(notes.make_notes, "order_id", Desk.order)),
    Taken("note: review", frozenset({"deputy", "in the manager's place"}), _step("review", "TO_REVIEW")),
    Taken("note: print", COMMERCE, _step("print_out", "TO_PRINT")),
    Taken("note: sign", MANAGER, _step("sign", "TO_SIGN")),
    Taken("note: confirm the goods", KEEPER, _step("confirm", "TO_CONFIRM")),
    Taken("note: issue", KEEPER, _step("issue", "TO_ISSUE")),
    Taken("note: ship", COMMERCE, _step("ship", "TO_SHIP")),
    Taken("note: cancel before issue", CLERKS | KEEPER, _cancel("TO_CONFIRM")),
    Taken("note: take back issued goods", KEEPER, _cancel("TO_SHIP")),
    Taken("manual note: sign", MANAGER, _step("sign", "TO_SIGN", **_BY_HAND)),
    Taken("manual note: confirm the goods", SEMI, _step("confirm", "TO_CONFIRM", **_BY_HAND)),
    Taken("manual note: issue", SEMI, _step("issue", "TO_ISSUE", **_BY_HAND)),
    Taken("manual note: ship", COMMERCE, _step("ship", "TO_SHIP", **_BY_HAND)),
    Taken("foreign note: print", COMMERCE, _step("print_out", "TO_PRINT", **_FOREIGN)),
    Taken("foreign note: confirm the money", FINANCE, _step("check_money", "TO_CHECK", **_FOREIGN)),
    Taken("foreign note: sign", MANAGER, _step("sign", "TO_SIGN", **_FOREIGN)),
    Taken("foreign note: confirm the goods", KEEPER, _step("confirm", "TO_CONFIRM", **_FOREIGN)),
    Taken("foreign note: issue", KEEPER, _step("issue", "TO_ISSUE", **_FOREIGN)),
    Taken("foreign note: ship", COMMERCE, _step("ship", "TO_SHIP", **_FOREIGN)),
    Taken("foreign manual note: confirm the money", FINANCE, _step("check_money", "TO_CHECK", **_FOREIGN, **_BY_HAND)),
    Taken("foreign manual note: sign", MANAGER, _step("sign", "TO_SIGN", **_FOREIGN, **_BY_HAND)),
    Taken("foreign manual note: confirm the goods", SEMI, _step("confirm", "TO_CONFIRM", **_FOREIGN, **_BY_HAND)),
    Taken("foreign manual note: issue", SEMI, _step("issue", "TO_ISSUE", **_FOREIGN, **_BY_HAND)),
    Taken("foreign manual note: ship", COMMERCE, _step("ship", "TO_SHIP", **_FOREIGN, **_BY_HAND)),
    Taken(
        "note: tell the customer",
        CLERKS | COMMERCE,
        _on(dispatch.tell_customer, "note_id", lambda desk: desk.note(""), told=Told("PHONE", name="李工")),
    ),
    Taken(
        "note: follow up",
        CLERKS | COMMERCE,
        _on(
            dispatch.follow_up,
            "note_id",
            lambda desk: desk.note(""),
            expected=lambda _desk, _note: timezone.localdate() + timedelta(days=2),
            reason="中转积压",
        ),
    ),
    Taken(
        "note: arrived",
        CLERKS | COMMERCE,
        _on(dispatch.arrive, "note_id", lambda desk: desk.note(""), day=lambda _desk, _note: timezone.localdate()),
    ),
    # Returns, PSL-53
    Taken(
        "return: ask",
        CLERKS,
        _on(
            returns.ask_return,
            "note_id",
            lambda desk: desk.note(""),
            wanted=lambda _desk, note: ReturnInput("异响", "CREDIT", {one.pk: one.quantity for one in note.lines.all()}),
        ),
    ),
    Taken(
        "return: receive",
        KEEPER,
        _on(
            returns.receive,
            "return_id",
            lambda desk: desk.sent_back("asked"),
            quantities=lambda desk, made: desk.all_of(made),
        ),
    ),
    Taken(
        "return: inspect",
        KEEPER,
        _on(
            returns.inspect,
            "return_id",
            lambda desk: desk.sent_back("received"),
            good=lambda desk, made: desk.all_of(made),
            finding="完好",
        ),
    ),
    Taken("return: credit", FINANCE, _on(returns.credit, "return_id", lambda desk: desk.sent_back("inspected"))),
    Taken(
        "return: replace",
        CLERKS,
        _on(returns.replace, "return_id", lambda desk: desk.sent_back("inspected", "REPLACEMENT")),
    ),
    Taken(
        "return: refuse",
        CLERKS,
        _on(returns.refuse, "return_id", lambda desk: desk.sent_back("inspected"), reason="人为损坏"),
    ),
    Taken(
        "return: cancel",
        CLERKS,
        _on(returns.cancel, "return_id", lambda desk: desk.sent_back("asked"), reason="客户留用"),
    ),
    # Money, PSL-20 to PSL-24
    Taken(
        "receipt: record",
        FINANCE,
        lambda desk: lambda actor: receipts.record_receipt(draft=desk.money_draft(), actor=actor, at=desk.now),
    ),
    Taken(
        "receipt: match",
        FINANCE,
        _on(
            receipts.match_receipt,
            "receipt_id",
            Desk.money,
            parts=lambda desk, _found: [MatchInput(sums.order(desk.hands.clerk, "500.00", part=desk.part).pk, D(500))],
        ),
    ),
    Taken(
        "receipt: take off",
        FINANCE,
        _on(
            receipts.unmatch,
            "receipt_id",
            _matched,
            match_ids=lambda _desk, found: [found.matches.get().pk],
            reason="记错订单",
        ),
    ),
    Taken("receipt: reverse", FINANCE, _on(receipts.reverse_receipt, "receipt_id", Desk.money, reason="录错")),
    Taken(
        "credit: ask",
        MANAGER | {"another manager"},  # for the department they lead
        lambda desk: lambda actor: credit.apply_for_credit(draft=desk.wish(), actor=actor, at=desk.now),
    ),
    Taken("credit: decide", SALES_HEAD, lambda desk: desk.deciding(desk.asked_credit())),
    Taken("credit: suspend", MANAGER | {"finance manager"}, _on(credit.suspend, "term_id", Desk.term, reason="逾期")),
    Taken(
        "credit: evaluate",
        frozenset({"finance manager"}),
        _on(credit.evaluate, "term_id", Desk.term, outcome="KEEP", note="按时付款"),
    ),
    # Guarantees, PSL-23
    Taken("guarantee: confirm", frozenset({"engineer"}), _on(guarantees.confirm, "guarantee_id", lambda d: d.guarantee(""))),
    Taken("guarantee: review", IN_TURN, lambda desk: desk.deciding(desk.guarantee("confirmed"))),
    Taken(
        "guarantee: give up",
        CLERKS | {"engineer"},
        _on(guarantees.give_up, "guarantee_id", lambda desk: desk.guarantee(""), reason="已付款"),
    ),
    Taken(
        "guarantee: agree to the deduction",
        frozenset({"engineer"}),
        _on(deductions.consent, "guarantee_id", lambda desk: desk.owed()),
    ),
    Taken(
        "guarantee: plan the deduction",
        FINANCE,
        _on(
            deductions.plan,
            "guarantee_id",
            lambda desk: desk.owed(agreed=True),
            wage=D(5000),
            first_month=lambda _desk, _found: timezone.localdate(),
        ),
    ),
    # Prices and stock (PSL-01, PSL-02), where customers pay (PSL-12)
    Taken(
        "bank details: enter",
        frozenset({"finance", "finance manager"}),
        lambda desk: (
            lambda actor: prices.enter_bank_details(
                currency="CNY", text="工行 1234", start_date=timezone.localdate(), actor=actor, at=desk.now
            )
        ),
    ),
    Taken(
        "price list: draw up",
        frozenset({"finance", "finance manager"}),
        lambda desk: (
            lambda actor: price_lists.draw_up(
                currency="CNY", margin_share=D("0.2"), start_date=timezone.localdate(), actor=actor, at=desk.now
            )
        ),
    ),
    Taken(
        "price list: release",
        frozenset({"finance manager"}),
        _on(price_lists.release, "price_list_id", Desk.price_list),
    ),
    Taken(
        "stock: count",
        KEEPER,
        lambda desk: (
            lambda actor, part=desk.part: stock.count(
                part_id=part.pk, warehouse_id=part.warehouse_id, counted=D(9), seen=None, reason="盘点", actor=actor,
                at=desk.now + timedelta(minutes=1),
            )
        ),
    ),
)  # fmt: skip
