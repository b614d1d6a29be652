"""Spare parts and work as they are sold month by month: what is planned to be sold, to whom, on which terms (QLT-55).

A month's sales come to what the service department's budget says of revenue, a little above or below it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from decimal import ROUND_UP, Decimal

from django.db import transaction
from django.db.models import F

from budgets.selectors import rates
from core.money import CENT, split_amount
from customers.models import Customer
from demo import plan
from demo.sale import Sale, Story
from demo.stage import Stage, moment
from parts_sales.choices import LineKind
from parts_sales.choices_money import LIVE_TERMS
from parts_sales.models import CreditTerm, Part, SalesOrder
from parts_sales.selectors import prices
from parts_sales.services import credit, receipts, stock
from parts_sales.services.inputs import StockLine
from parts_sales.services.inputs_money import CreditInput, MatchInput, ReceiptInput
from parts_sales.services.quote_inputs import QuoteLineInput

SALES = 6
"""A month's, one of them abroad. A small number of whole stories: the amounts are the budget's, the customers few."""
LARGE_WORK = 3
"""How many of them are overhauls, whose hours make up most of the work sold."""
HOUR = Decimal("380.00")
CREDIT_DAYS, CREDIT_LIMIT = 30, Decimal("3000000.00")
ABROAD_ON_TOP = Decimal("1.05")
SMALL_PART = Decimal(300)
"""A part below this price rounds an order's amount."""
WORK = ("主轴大修现场服务", "进给系统精度恢复", "液压站改造现场服务", "电气柜升级现场服务")
REVENUE = ("备件销售", "有偿服务")


class Selling:
    """A month's sales of the service department, the same every time: a seeded generator deals.

    `trusted` customers pay monthly; one of them, `slow`, has paid nothing of what it bought since `slow_from`."""

    def __init__(self, stage: Stage, *, slow_from: date) -> None:
        self.stage, self.slow_from = stage, slow_from
        self.dice = random.Random(20260102)  # noqa: S311 — a story, not a secret
        self.home = list(Customer.objects.filter(region="DOMESTIC").order_by("pk"))
        self.abroad = list(Customer.objects.filter(region="FOREIGN").order_by("pk"))
        self.parts = list(Part.objects.filter(retired_at=None).select_related("warehouse").order_by("number"))
        self.trusted = [customer for customer in self.home if customer.grade == "A"]
        self.slow = self.trusted[-1]
        self.told = 0

    def grant_credit(self, *, day: date) -> None:
        """The best customers pay monthly from the beginning (PSL-22)."""
        for place, customer in enumerate(self.trusted):
            term = credit.apply_for_credit(
                draft=CreditInput(
                    customer_id=customer.pk, limit_amount=CREDIT_LIMIT, days=CREDIT_DAYS,
                    reason="合作多年，付款准时；月结便于其设备部集中付款",
                ),
                actor=self.stage.actor("service_manager"),
                at=moment(day, 9, place),
            )  # fmt: skip
            self.stage.decide_all(kind=term.kind, document_id=term.pk, at=moment(day, 14, place))

    @transaction.atomic
    def month(self, *, year: int, month: int, age: int, until: date | None = None) -> None:
        """A month's sales; `until` cuts one under way: what began late stands at the desk it has reached by then."""
        first = date(year, month, 1)
        if month in {1, 7}:
            self._evaluate(first)
        self._collect(first)
        sales = self.planned(year=year, month=month, age=age)
        self._buy(sales, day=first)
        for sale in sales:
            self.told += 1
            Story(self.stage, sale, number=self.told).tell(until=until)

    def planned(self, *, year: int, month: int, age: int) -> list[Sale]:
        """What is sold in a month: parts and hours that come to the budget's revenue within a few hundredths."""
        days = sorted(self.dice.sample(range(2, 15), SALES))
        goods, work = (self._target(name, month=month, age=age) for name in REVENUE)
        shares = split_amount(goods, [self.dice.randint(50, 150) for _ in range(SALES)])
        large = set(self.dice.sample(range(SALES), LARGE_WORK))
        hours = split_amount(work, [self.dice.randint(250, 350) if n in large else 20 for n in range(SALES)])
        listed = prices.prices_on([part.pk for part in self.parts], on=date(year, month, 1))
        return [
            self._sale(
                date(year, month, day), shares[n], hours[n], listed, is_abroad=n == SALES - 2,
                is_late=n == 0 and date(year, month, 1) >= self.slow_from,
            )
            for n, day in enumerate(days)
        ]  # fmt: skip

    def _target(self, name: str, *, month: int, age: int) -> Decimal:
        budget = plan.monthly(name, plan.yearly_amount("SVC", name, age=age))[month - 1]
        return (budget * self.dice.randint(960, 1030) / 1000).quantize(CENT)

    def _sale(
        self, day: date, goods: Decimal, work: Decimal, listed: dict[int, Decimal], *, is_abroad: bool, is_late: bool
    ) -> Sale:
        customer = self.dice.choice(self.abroad if is_abroad else self.home)
        if is_late:
            customer = self.slow
        clerk = "foreign_service_clerk" if is_abroad else self.dice.choice(("service_clerk", "he_jing"))
        chosen = self._chosen(goods, listed)
        hours = max((work / HOUR).quantize(Decimal(1)), Decimal(1))
        offers: list[tuple[Part, Decimal, Decimal | None]]
        if is_abroad:
            rate = self._rate(customer, day) / ABROAD_ON_TOP
            hour = (HOUR / rate).quantize(CENT, ROUND_UP)
            offers = [(part, n, (listed[part.pk] / rate).quantize(CENT, ROUND_UP)) for part, n in chosen]
        else:
            hour, offers = HOUR, [(part, n, None) for part, n in chosen]
        lines = [QuoteLineInput(quantity=n, unit_price=price, part_id=part.pk) for part, n, price in offers]
        name = self.dice.choice(WORK)
        lines.append(QuoteLineInput(quantity=hours, unit_price=hour, kind=LineKind.LABOUR, name=name))
        return Sale(
            customer=customer, clerk=clerk, day=day, lines=tuple(lines), needs=tuple(chosen),
            machine=chosen[0][0].fits[0] if chosen[0][0].fits else "M2600",
        )  # fmt: skip

    def _chosen(self, goods: Decimal, listed: dict[int, Decimal]) -> list[tuple[Part, Decimal]]:
        """Two or three parts and as many of each as come to an amount; a small one makes up what is missing."""
        sold = [part for part in self.parts if listed.get(part.pk, Decimal(0)) > SMALL_PART]
        small = [part for part in self.parts if Decimal(20) < listed.get(part.pk, Decimal(0)) <= SMALL_PART]
        picked = self.dice.sample(sold, self.dice.randint(2, 3))
        found: list[tuple[Part, Decimal]] = []
        left = goods
        for place, part in enumerate(picked):
            part_of = left / (len(picked) - place)
            number = max((part_of / listed[part.pk]).quantize(Decimal(1)), Decimal(1))
            found.append((part, number))
            left -= number * listed[part.pk]
        last = self.dice.choice(small)
        number = (left / listed[last.pk]).quantize(Decimal(1))
        return [*found, (last, number)] if number > 0 else found

    def _rate(self, customer: Customer, day: date) -> Decimal:
        kept = rates.rate_on(currency=customer.currency, on=day)
        if kept is None:
            raise LookupError(f"no rate of {customer.currency} on {day}")
        return kept.rate

    def _buy(self, sales: list[Sale], *, day: date) -> None:
        """What the month needs comes in on its first day; what the shelves hold besides stays."""
        needed: dict[int, Decimal] = defaultdict(Decimal)
        places = {part.pk: part.warehouse_id for sale in sales for part, _number in sale.needs}
        for sale in sales:
            for part, number in sale.needs:
                needed[part.pk] += number
        stock.receive(
            [StockLine(part, places[part], number) for part, number in sorted(needed.items())],
            reason=f"{day:%Y}年{day.month}月备件到货",
            actor=self.stage.actor("warehouse_raw"),
            at=moment(day, 8),
        )

    def _collect(self, day: date) -> None:
        """Who buys on credit pays on the month's first day what was invoiced in the one before, in one transfer."""
        rows = SalesOrder.objects.filter(credit_term__isnull=False, billed_base__gt=F("paid_base"))
        owing: dict[int, list[SalesOrder]] = defaultdict(list)
        for order in rows.exclude(customer=self.slow, order_date__gte=self.slow_from).order_by("pk"):
            if order.owed > 0:  # what was credited is not owed
                owing[order.customer_id].append(order)
        for place, (customer_id, orders) in enumerate(sorted(owing.items())):
            customer = orders[0].customer
            receipt = receipts.record_receipt(
                draft=ReceiptInput(
                    account="工商银行基本户 ···4410", amount=sum((one.owed for one in orders), Decimal(0)),
                    received_date=day, payer=customer.name_zh or customer.name_en, customer_id=customer_id,
                    reference=f"YJ{day:%y%m%d}{place:02d}", note="月结货款",
                ),
                actor=self.stage.actor("finance"),
                at=moment(day, 10, place),
            )  # fmt: skip
            receipts.match_receipt(
                receipt_id=receipt.pk,
                parts=[MatchInput(one.pk, one.owed) for one in orders],
                actor=self.stage.actor("finance"),
                at=moment(day, 11, place),
            )

    def _evaluate(self, day: date) -> None:
        """Terms are evaluated twice a year, by the finance manager who did not apply for them."""
        for term in CreditTerm.objects.filter(state__in=LIVE_TERMS, approved_at__lt=moment(day)).order_by("pk"):
            credit.evaluate(
                term_id=term.pk, outcome="KEEP", note="半年内付款准时，额度合适，继续执行",
                actor=self.stage.actor("finance_manager"), at=moment(day, 9),
            )  # fmt: skip
