"""The commercial invoice of goods that go abroad, as customs and the buyer need it: who sells and buys, HS code and
origin of each part, prices, Incoterm, weights, the total in words (PSL-41b, PSL-43).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy, gettext_noop

from core import formats
from core.actors import Actor
from core.amount_words import in_words
from core.money import rounded
from core.paper import Say
from customers.choices import Region
from parts_sales.choices import LineKind
from parts_sales.choices_delivery import NoteState
from parts_sales.models import DeliveryNote, DeliveryNoteLine
from reports.papers import goods
from reports.papers.content import Box, Column, Content, Facts, Row, Section, Signatures, Table
from reports.papers.deliveries import NotePaper, carrier_of, quantity_of
from reports.papers.registry import Parameters

ZERO = Decimal(0)
FREE = gettext_noop("Free of charge: the value is stated for customs purposes only and is not to be paid.")
TRUE = gettext_noop("We declare that this invoice is true and correct and that the goods are of the origin stated.")


class CommercialInvoicePaper(NotePaper):
    """The invoice of one note abroad. Goods that replace others without charge state their value for customs alone."""

    code = "commercial_invoice"
    label = gettext_lazy("Commercial invoice")

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        if self.document(parameters, actor).region != Region.FOREIGN:
            raise Http404

    def drawn(self, note: DeliveryNote, lines: Sequence[DeliveryNoteLine], say: Say) -> Content:
        rows = _rows(note, lines, say)
        freight = _freight(note, say)
        total = sum((row.cells[-1] for row in (*rows, *freight)), ZERO)
        sections: list[Section] = [
            _parties(note, say),
            _table([*rows, *freight], total, note.order.currency, say),
            _sums(note, lines, total, say),
            _declared(note, say),
            Signatures([Box(say(gettext_noop("For the seller: signature, stamp, date")))]),
        ]
        return self._paper(note, say(gettext_noop("Commercial invoice")), sections, say)


def _parties(note: DeliveryNote, say: Say) -> Facts:
    order = note.order
    country = goods.country(note.customer.country, say) if note.customer.country else formats.NOTHING
    pairs: list[tuple[str, Any]] = [
        (say(gettext_noop("Invoice number")), note.number or ""),
        (say(gettext_noop("Date")), formats.day(note.shipped_at or note.created_at)),
        (say(gettext_noop("Contract")), order.quote.number or formats.NOTHING),
        (say(gettext_noop("Sales order")), order.number),
        (say(gettext_noop("Consignee")), say.of(lambda: note.customer.name)),
        (
            say(gettext_noop("Delivery address")),
            goods.address_abroad(note.ship_to, note.customer, say) or formats.NOTHING,
        ),
        (say(gettext_noop("Country of destination")), country),
        (
            say(gettext_noop("Incoterm")),
            f"{order.delivery_term} (Incoterms 2020)" if order.incoterm else formats.NOTHING,
        ),
        (say(gettext_noop("Carrier")), carrier_of(note, say)),
    ]
    return Facts(pairs, template="papers/voucher_head.html")


def _rows(note: DeliveryNote, lines: Sequence[DeliveryNoteLine], say: Say) -> list[Row]:
    found = []
    for number, line in enumerate(lines, start=1):
        ordered = line.order_line
        amount = rounded(ordered.amount * line.quantity / ordered.quantity, note.order.currency)
        cells = (
            number, line.part_number, say.of(partial(getattr, line, "name")), line.part.hs_code or formats.NOTHING,
            goods.country(line.part.origin, say) or formats.NOTHING,
            f"{quantity_of(line)} {goods.unit(line.unit, say)}", ordered.unit_price, amount,
        )  # fmt: skip
        found.append(Row(cells))
    return found


def _freight(note: DeliveryNote, say: Say) -> list[Row]:
    """Freight the buyer pays with the price, on the invoice of the order's last goods: it is part of the value."""
    if note.is_free:
        return []
    order = note.order
    lines = list(order.lines.order_by("position", "pk"))
    later = order.notes.filter(free_of__isnull=True, pk__gt=note.pk).exclude(state=NoteState.CANCELLED)
    if any(line.is_goods and line.noted < line.quantity for line in lines) or later.exists():
        return []
    return [
        Row((None, "", say.of(partial(getattr, line, "name")), "", "", "", None, line.amount))
        for line in lines
        if line.kind == LineKind.FREIGHT
    ]


def _table(rows: Sequence[Row], total: Decimal, currency: str, say: Say) -> Table:
    last = Row((None, "", say(gettext_noop("Total")), "", "", "", None, total), role="total", sums=range(len(rows)))
    return Table(
        columns=[
            Column(say(gettext_noop("No.")), "count", 6),
            Column(say(gettext_noop("Part number")), width=15),
            Column(say(gettext_noop("Description")), width=30),
            Column(say(gettext_noop("HS code")), width=13),
            Column(say(gettext_noop("Country of origin")), width=13),
            Column(say(gettext_noop("Quantity")), width=10),
            Column(f"{say(gettext_noop('Unit price'))} ({currency})", "money", 14),
            Column(f"{say(gettext_noop('Amount'))} ({currency})", "money", 16),
        ],
        rows=[*rows, last],
        template="papers/voucher_lines.html",
    )


def _sums(note: DeliveryNote, lines: Sequence[DeliveryNoteLine], total: Decimal, say: Say) -> Facts:
    currency = note.order.currency
    pairs: list[tuple[str, Any]] = [
        (say(gettext_noop("Packages")), str(note.packages)),
        (say(gettext_noop("Tax rate")), say(gettext_noop("0 %, export"))),
        (say(gettext_noop("Net weight")), goods.kilograms(goods.net_weight(lines))),
        (say(gettext_noop("Gross weight")), goods.kilograms(goods.gross_weight(note))),
        (say(gettext_noop("Total value")), f"{currency} {formats.amount(total)}"),
        (say(gettext_noop("Amount in words")), in_words(total, currency)),
    ]
    return Facts(pairs, template="papers/voucher_head.html")


def _declared(note: DeliveryNote, say: Say) -> Facts:
    texts = [FREE, TRUE] if note.is_free else [TRUE]
    pairs = [(say(gettext_noop("Declaration")), "\n".join(say(text) for text in texts))]
    return Facts(pairs, template="papers/quote_terms.html")
