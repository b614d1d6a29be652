"""A quote as it goes to the customer: Chinese, English or both, nothing of what is internal (PSL-12, RPT-41)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from core import formats
from core.actors import Actor
from core.capitals import capitals
from core.money import net_of
from core.paper import Say
from organization import selectors as organization
from parts_sales.choices import QuoteState
from parts_sales.models import Quote, QuoteLine
from reports.papers import documents, goods
from reports.papers.content import Box, Column, Content, Facts, Row, Section, Signatures, Table
from reports.papers.registry import BilingualPaper, Parameters

UNSAID = gettext_noop("Express or freight forwarder, by weight and size")
"""How goods travel where a quote says nothing of it: as the rules choose when they leave (PSL-12, PSL-33)."""
INTERNAL = {QuoteState.DRAFT, QuoteState.RETURNED, QuoteState.IN_REVIEW, QuoteState.CANCELLED}


class QuotePaper(BilingualPaper):
    """One quote: whom to, lines with tax-inclusive prices, the total in figures and capitals, payment, delivery,
    validity, places to sign. `words=both` puts English beside Chinese.
    """

    code = "quote"
    kind = Quote.kind
    label = gettext_lazy("Quotation")

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        quote = self.document(parameters, actor)
        say = self.say(parameters)
        lines = list(quote.lines.all())
        company = organization.company()
        sections: list[Section] = [
            _head(quote, say),
            _lines(quote, lines, say),
            _sum(quote, lines, say),
            _terms(quote, say),
            Signatures(
                [
                    Box(say(gettext_noop("Quoted by")), quote.created_by.name, formats.day(quote.quote_date)),
                    Box(say(gettext_noop("Customer's confirmation: signature, stamp, date"))),
                ]
            ),
        ]
        return Content(
            title=say(gettext_noop("Quotation")),
            subtitle=named(company, say) if company is not None else "",
            number=quote.number or say(gettext_noop("Draft")),
            state=say(gettext_noop("Not reviewed yet: not valid")) if quote.state in INTERNAL else "",
            state_of=documents.state_of(quote),
            sections=sections,
            template="papers/quote.html",
            more={"address": goods.letterhead(say)},
        )


def named(row: Any, say: Say) -> str:
    """A name in the paper's language, or both names."""
    return say.of(lambda: row.name)


def _head(quote: Quote, say: Say) -> Facts:
    pairs: list[tuple[str, Any]] = [
        (say.of(lambda: pgettext("letter", "To")), named(quote.customer, say)),
        (say(gettext_noop("Contact")), quote.contact or formats.NOTHING),
        (say(gettext_noop("Date")), formats.day(quote.quote_date)),
        (say(gettext_noop("Valid until")), formats.day(quote.valid_until)),
    ]
    if quote.machine:
        pairs.append((say(gettext_noop("Machine")), quote.machine))
    return Facts(pairs, template="papers/voucher_head.html")


def _lines(quote: Quote, lines: list[QuoteLine], say: Say) -> Table:
    rows = [
        Row(
            (
                number,
                line.part_number,
                " · ".join(filter(None, (named(line, say), line.note))),
                quantity_of(line, say),
                line.unit_price,
                formats.rate(line.tax_rate),
                line.amount,
            )
        )
        for number, line in enumerate(lines, start=1)
    ]
    amount = say(gettext_noop("Amount, tax included"))
    total = Row((None, "", say(gettext_noop("Total")), "", None, "", quote.total), role="total", sums=range(len(rows)))
    return Table(
        columns=[
            Column(say(gettext_noop("No.")), "count", 6),
            Column(say(gettext_noop("Part number")), width=15),
            Column(say(gettext_noop("Description")), width=38),
            Column(say(gettext_noop("Quantity")), width=12),
            Column(say(gettext_noop("Unit price, tax included")), "money", 16),
            Column(say(gettext_noop("Tax rate")), width=9),
            Column(f"{amount} ({quote.currency})", "money", 18),
        ],
        rows=[*rows, total],
        template="papers/voucher_lines.html",
    )


def quantity_of(line: QuoteLine, say: Say) -> str:
    """How much of a line, with its unit."""
    number = formats.number(line.plain_quantity, places=_places(line.plain_quantity))
    return f"{number} {goods.unit(line.unit, say)}".strip()


def _places(quantity: Decimal) -> int:
    """How many decimals a quantity has."""
    exponent = quantity.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _sum(quote: Quote, lines: list[QuoteLine], say: Say) -> Facts:
    """The total in figures; in capitals where it is in yuan; net and tax (GEN-02)."""
    tax = sum((line.amount - net_of(line.amount, line.tax_rate) for line in lines), Decimal(0))
    pairs: list[tuple[str, Any]] = []
    if quote.currency == "CNY":
        pairs.append((say(gettext_noop("Amount in capitals")), f"人民币{capitals(quote.total)}"))
    pairs.append((say(gettext_noop("Amount in figures")), f"{quote.currency} {formats.amount(quote.total)}"))
    split = f"{formats.amount(quote.total - tax)} + {formats.amount(tax)}"
    pairs.append((say(gettext_noop("Net + tax")), split))
    return Facts(pairs, template="papers/voucher_sum.html")


def _terms(quote: Quote, say: Say) -> Facts:
    freight = say.of(quote.get_freight_payer_display)
    if quote.expected_freight:
        about = say(gettext_noop("expected about"))
        freight = f"{freight}; {about} {quote.currency} {formats.amount(quote.expected_freight)}"
    pairs: list[tuple[str, Any]] = [
        (say(gettext_noop("Payment to")), quote.bank_details or formats.NOTHING),
        (say(gettext_noop("Shipping method")), quote.shipping_method or say(UNSAID)),
        (say(gettext_noop("Freight")), freight),
        (say(gettext_noop("Validity")), f"{formats.day(quote.quote_date)} – {formats.day(quote.valid_until)}"),
    ]
    if quote.incoterm:
        pairs.append((say(gettext_noop("Incoterm")), quote.delivery_term))
    if quote.terms:
        pairs.append((say(gettext_noop("Terms")), quote.terms))
    return Facts(pairs, template="papers/quote_terms.html")
