"""The discount on orders from abroad: what it is, what the table grants, what an application has granted (PSL-41,
decision 0139).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from core.money import ZERO, base_currency, rounded
from customers.choices import Region
from parts_sales.choices import ApplicationKind, ApplicationState
from parts_sales.models import PriceApplication, PriceApplicationLine, Quote, QuoteLine
from parts_sales.rules import quotes as rules
from parts_sales.rules import tiers
from parts_sales.rules.tiers import Hint
from parts_sales.selectors import authority, prices


@dataclass(frozen=True, slots=True)
class Discount:
    """The goods of an order from abroad, in the base currency at the quote's frozen rate: `value` at list, `asked` as
    offered, `least` what the table lets it be granted for at that value (`share` of it).
    """

    value: Decimal
    asked: Decimal
    least: Decimal
    share: Decimal
    hint: Hint | None

    @property
    def off(self) -> Decimal:
        """What is given away."""
        return self.value - self.asked

    @property
    def is_given(self) -> bool:
        """Whether there is a discount at all."""
        return self.asked < self.value

    @property
    def is_within(self) -> bool:
        """Whether the table grants it: the service department's manager decides; else export sales and the GM."""
        return self.asked >= self.least

    @property
    def asked_share(self) -> Decimal:
        """What is asked for as a share of the value at list, to a hundredth of a percent."""
        return (self.asked / self.value).quantize(Decimal("0.0001"))


def is_abroad(quote: Quote) -> bool:
    """Whether discounts follow the table of foreign orders instead of the floor."""
    return quote.region == Region.FOREIGN


def discount_of(quote: Quote, lines: Sequence[QuoteLine], *, on: date) -> Discount | None:
    """The discount on the goods of a quote from abroad, by the table of a day; None at home, without goods or table.

    Freight, travel and labour do not count. A part without a list price counts at the price offered; one above its list
    price makes up for no other's discount.
    """
    goods = [line for line in lines if line.is_goods]
    table = prices.tiers_on(on=on)
    if not is_abroad(quote) or not goods or not table:
        return None
    value = _in_base(quote, sum((_at_list(one, quote) for one in goods), ZERO))
    asked = _in_base(quote, sum((min(one.amount, _at_list(one, quote)) for one in goods), ZERO))
    if value <= 0:
        return None
    least = tiers.payable(value, table)
    return Discount(value, asked, least, tiers.tier_of(value, table).share, tiers.hint(value, table))


def is_granted(quote: Quote, lines: Sequence[QuoteLine], *, on: date) -> bool:
    """Whether the quote may go out: no discount and nothing below cost with the minimum margin, or what an approved
    application of it or of a revision it replaces covers: each part at the price granted or a higher one and in no
    larger number, and within the table, or in no tier of less discount than when it was granted beyond it.
    """
    asked = to_grant(quote, lines) if is_abroad(quote) else []
    if not asked:
        return True
    found = discount_of(quote, lines, on=on)
    return any(_covers(granted, found, asked) for granted in _approved(quote))


def to_grant(quote: Quote, lines: Sequence[QuoteLine]) -> list[QuoteLine]:
    """The lines nobody in the service department offers alone: below the list price, or below cost with the minimum
    margin, which holds abroad as at home (PSL-03, PSL-41).
    """
    return [line for line in lines if is_lower(line) or authority.is_below(quote, line)]


def is_lower(line: QuoteLine) -> bool:
    """Whether a part is offered below its list price."""
    return line.is_goods and line.list_price is not None and line.unit_price < line.list_price


def _covers(granted: PriceApplication, found: Discount | None, lower: Sequence[QuoteLine]) -> bool:
    if found is not None and not found.is_within and not _reaches(granted, found):
        return False
    grants = rules.asked_for((one.part_id, one.unit_price, one.quantity) for one in granted.lines.all())
    asked = rules.asked_for((one.part_id or 0, one.unit_price, one.quantity) for one in lower)
    return all(rules.covers(grants, part, one) for part, one in asked.items())


def _reaches(granted: PriceApplication, found: Discount) -> bool:
    """Whether a grant beyond the table still holds: not once the order has fallen into a tier of less discount, since
    it was granted to a larger one.
    """
    return granted.is_beyond and rounded(granted.list_base * found.share) <= granted.least_base


def _approved(quote: Quote) -> QuerySet[PriceApplication]:
    rows = PriceApplication.objects.filter(
        quote__in=[one.pk for one in authority.revisions_of(quote)],
        application_kind=ApplicationKind.TIER,
        state=ApplicationState.APPROVED,
        currency=quote.currency,
    )
    return rows.prefetch_related("lines")


def application_lines(quote: Quote, lines: Sequence[QuoteLine]) -> list[PriceApplicationLine]:
    """The goods of a quote as an application for their discount keeps them, not saved."""
    return [
        PriceApplicationLine(
            part_id=line.part_id or 0,
            quantity=line.quantity,
            list_price=line.list_price,
            unit_price=line.unit_price,
            unit_base=authority.base_price(quote, line),
            floor=line.floor if line.floor is not None else ZERO,
            position=line.position,
        )
        for line in lines
        if line.is_goods
    ]


def _at_list(line: QuoteLine, quote: Quote) -> Decimal:
    """What a line comes to at list, in the quote's currency."""
    listed = line.list_price if line.list_price is not None else line.unit_price
    return rounded(listed * line.quantity, quote.currency)


def _in_base(quote: Quote, amount: Decimal) -> Decimal:
    return amount if quote.currency == base_currency() else rounded(amount * quote.rate)
