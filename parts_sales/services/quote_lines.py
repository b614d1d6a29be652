"""The lines of a quote: prices looked up, cost and floor frozen, amounts and totals (PSL-03, PSL-12, GEN-02)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.money import LARGEST, ZERO, base_currency, fits_unit, rounded
from core.rows import save_rows
from parts_sales.choices import LineKind
from parts_sales.models import Part, Quote, QuoteLine
from parts_sales.quote_errors import (
    AmountTooLarge,
    PartMissing,
    PartNotSold,
    PriceImpossible,
    QuantityMissing,
    TooManyQuoteLines,
)
from parts_sales.selectors.line_prices import LinePrices
from parts_sales.services.quote_inputs import QuoteLineInput

MOST_LINES = 200
MOST_QUANTITY = Decimal(999_999_999)
UNITS = {LineKind.TRAVEL: "次", LineKind.LABOUR: "小时", LineKind.FREIGHT: "次"}
NAMES_EN = {LineKind.TRAVEL: "Travel", LineKind.LABOUR: "Labour on site", LineKind.FREIGHT: "Freight paid in advance"}
TYPED = (
    "position", "kind", "part", "part_number", "name_zh", "name_en", "unit", "quantity", "unit_price", "note",
)  # fmt: skip
LOOKED_UP = ("tax_rate", "list_price", "cost", "floor", "amount")
NAMES_ZH = {LineKind.TRAVEL: "差旅费", LineKind.LABOUR: "现场服务人工费", LineKind.FREIGHT: "代垫运费"}


def write(quote: Quote, typed: Sequence[QuoteLineInput], *, on: date) -> list[QuoteLine]:
    """Make the stored lines of a locked quote those typed, in their order; totals of the quote follow, unsaved.

    Raises TooManyQuoteLines, PartMissing, PartNotSold, QuantityMissing, PriceImpossible, AmountTooLarge.
    """
    if len(typed) > MOST_LINES:
        raise TooManyQuoteLines(most=MOST_LINES)
    wanted = {one.part_id for one in typed if one.kind == LineKind.GOODS and one.part_id is not None}
    parts = Part.objects.select_related("successor").in_bulk(wanted)
    stored = list(quote.lines.all())
    kept = len(stored)
    looked_up = LinePrices(quote, list(parts), on=on)
    lines = []
    for position, one in enumerate(typed):
        line = stored.pop(0) if stored else QuoteLine(quote=quote)
        _take(line, one, parts, position)
        line.unit_price = _price(one, looked_up, quote)
        _check(line, quote, position)
        looked_up.put_on(line, quote)
        lines.append(line)
    QuoteLine.objects.filter(pk__in=[line.pk for line in stored]).delete()
    QuoteLine.objects.bulk_create(line for line in lines if line.pk is None)
    save_rows(lines[:kept], TYPED + LOOKED_UP)
    add_up(quote, lines)
    return lines


def freeze(quote: Quote, lines: Sequence[QuoteLine], *, on: date) -> None:
    """Look prices, costs and floors up once more, as when a quote is handed in; the unit prices stay the lines'."""
    looked_up = LinePrices(quote, [line.part_id for line in lines if line.part_id is not None], on=on)
    for line in lines:
        looked_up.put_on(line, quote)
    save_rows(lines, ("unit_price", *LOOKED_UP))
    add_up(quote, lines)


def add_up(quote: Quote, lines: Sequence[QuoteLine]) -> None:
    """The totals of a quote from its lines, in its currency and at its frozen rate in the base currency."""
    quote.goods_total = sum((line.amount for line in lines if line.is_goods), ZERO)
    quote.total = sum((line.amount for line in lines), ZERO)
    quote.base_total = quote.total if quote.currency == base_currency() else rounded(quote.total * quote.rate)


def _take(line: QuoteLine, typed: QuoteLineInput, parts: dict[int, Part], position: int) -> None:
    line.position, line.kind, line.quantity, line.note = position, typed.kind, typed.quantity, typed.note.strip()[:200]
    if typed.kind == LineKind.GOODS:
        part = parts.get(typed.part_id or 0)
        if part is None:
            raise PartMissing(line=position + 1)
        if part.retired_at is not None:
            raise _not_sold(part, position)
        line.part, line.part_number = part, part.number
        line.name_zh, line.name_en, line.unit = part.name_zh, part.name_en, part.unit
        return
    kind = LineKind(typed.kind)
    own = typed.name.strip()[:200]
    line.part, line.part_number = None, ""
    line.name_zh, line.name_en, line.unit = own or NAMES_ZH[kind], own or NAMES_EN[kind], UNITS[kind]


def _not_sold(part: Part, position: int) -> PartNotSold:
    instead = _("Its successor is %(part)s.") % {"part": part.successor.number} if part.successor is not None else ""
    return PartNotSold(line=position + 1, part=part.number, instead=instead)


def _price(typed: QuoteLineInput, looked_up: LinePrices, quote: Quote) -> Decimal:
    if typed.unit_price is not None:
        return typed.unit_price
    return looked_up.listed.get(typed.part_id or 0, ZERO)


def _check(line: QuoteLine, quote: Quote, position: int) -> None:
    if line.quantity <= 0:
        raise QuantityMissing(line=position + 1)
    if line.quantity > MOST_QUANTITY or line.unit_price > LARGEST or line.quantity * line.unit_price > LARGEST:
        raise AmountTooLarge(line=position + 1)
    if line.unit_price < 0 or not fits_unit(line.unit_price, quote.currency):
        raise PriceImpossible(line=position + 1, currency=quote.currency)
