"""What holds on a day for the parts of one quote, and how a line takes it (PSL-03, PSL-12, GEN-02)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from customers.choices import Region
from parts_sales.choices import Figure
from parts_sales.models import Quote, QuoteLine
from parts_sales.rules import quotes as rules
from parts_sales.selectors import prices


class LinePrices:
    """List prices, costs, floors and tax rates of a day, in a fixed number of statements."""

    def __init__(self, quote: Quote, part_ids: Sequence[int], *, on: date) -> None:
        abroad, figures = quote.region == Region.FOREIGN, prices.figures_on(on=on)
        margin = figures[Figure.MINIMUM_MARGIN]
        self.listed = prices.prices_offered(part_ids, on=on, currency=quote.currency, rate=quote.rate)
        self.costs = prices.costs_on(part_ids, on=on)
        self.floors = (
            prices.floors_by_cost(self.costs, margin=margin)
            if abroad
            else prices.floors_of(self.costs, self.listed, margin=margin)
        )
        self.goods_tax = figures[Figure.TAX_EXPORT if abroad else Figure.TAX_PARTS]
        self.service_tax = figures[Figure.TAX_EXPORT if abroad else Figure.TAX_SERVICES]

    def put_on(self, line: QuoteLine, quote: Quote) -> None:
        """Freeze on a line what holds on the day, and compute its amount."""
        part_id = line.part_id
        line.tax_rate = self.goods_tax if line.is_goods else self.service_tax
        line.list_price = self.listed.get(part_id) if part_id is not None else None
        line.cost = self.costs.get(part_id) if part_id is not None else None
        floor = self.floors.get(part_id) if part_id is not None else None
        line.floor = floor.amount if floor is not None else None
        line.amount = rules.amount(quantity=line.quantity, unit_price=line.unit_price, currency=quote.currency)
