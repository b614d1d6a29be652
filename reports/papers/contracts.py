"""The standard parts contract, which is the proforma invoice: what a customer abroad is offered, to be signed and paid
(PSL-40, PSL-41b). Chinese, English or both; nothing of what is internal.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from core import formats
from core.actors import Actor
from core.amount_words import in_words
from core.capitals import capitals
from core.paper import Say
from customers.choices import AddressUse
from customers.models import Customer
from organization import selectors as organization
from parts_sales.models import Quote, QuoteLine
from reports.papers import documents, goods
from reports.papers.content import Box, Column, Content, Facts, Row, Section, Signatures, Table
from reports.papers.quotes import INTERNAL, UNSAID, named, quantity_of
from reports.papers.registry import BilingualPaper, Parameters

CLAUSES = (
    gettext_noop("The goods leave after the price has been received in full, unless credit was agreed in writing."),
    gettext_noop("Delivery follows the Incoterm named above (Incoterms 2020); risk passes as it says."),
    gettext_noop("Shortage or damage is reported within 14 days of arrival, with photographs."),
    gettext_noop(
        "Prices are for export, taxed at 0 %; duties and charges abroad are the buyer's where the Incoterm does not say"
        " otherwise."
    ),
)
"""What every contract says; what was agreed besides stands under the terms."""


class ContractPaper(BilingualPaper):
    """One offer to a customer abroad, as contract and proforma invoice."""

    code = "proforma"
    kind = Quote.kind
    label = gettext_lazy("Parts contract and proforma invoice")

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        if not self.document(parameters, actor).customer.is_foreign:
            raise Http404

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        quote = self.document(parameters, actor)
        say = self.say(parameters)
        lines = list(quote.lines.select_related("part"))
        company = organization.company()
        sections: list[Section] = [
            _parties(quote, say),
            _goods(quote, lines, say),
            _sum(quote, say),
            _terms(quote, say),
            _clauses(say),
            Signatures(
                [
                    Box(say(gettext_noop("The seller: signature, stamp, date"))),
                    Box(say(gettext_noop("The buyer: signature, stamp, date"))),
                ]
            ),
        ]
        return Content(
            title=say(gettext_noop("Parts contract and proforma invoice")),
            subtitle=named(company, say),
            number=quote.number or say(gettext_noop("Draft")),
            state=say(gettext_noop("Not reviewed yet: not valid")) if quote.state in INTERNAL else "",
            state_of=documents.state_of(quote),
            sections=sections,
            template="papers/quote.html",
            more={"address": goods.letterhead(say)},
        )


def _parties(quote: Quote, say: Say) -> Facts:
    customer = quote.customer
    pairs: list[tuple[str, Any]] = [
        (say.of(lambda: pgettext("contract", "Buyer")), named(customer, say)),
        (say(gettext_noop("Contact")), quote.contact or formats.NOTHING),
        (say(gettext_noop("Date")), formats.day(quote.quote_date)),
        (say(gettext_noop("Valid until")), formats.day(quote.valid_until)),
    ]
    if address := _address(customer, say):
        pairs.append((say(gettext_noop("Delivery address")), address))
    if quote.machine:
        pairs.append((say(gettext_noop("Machine")), quote.machine))
    return Facts(pairs, template="papers/voucher_head.html")


def _address(customer: Customer, say: Say) -> str:
    """Where the goods go, with the country."""
    kept = list(customer.addresses.filter(retired_at__isnull=True))
    kept.sort(key=lambda one: (one.use != AddressUse.DELIVERY, one.pk))
    return goods.address_abroad(kept[0].text if kept else "", customer, say)


def _goods(quote: Quote, lines: list[QuoteLine], say: Say) -> Table:
    rows = [
        Row(
            (
                number,
                line.part_number,
                " · ".join(filter(None, (named(line, say), line.note))),
                (line.part.hs_code if line.part else "") or formats.NOTHING,
                goods.country(line.part.origin if line.part else "", say) or formats.NOTHING,
                quantity_of(line, say),
                line.unit_price,
                line.amount,
            )
        )
        for number, line in enumerate(lines, start=1)
    ]
    cells = (None, "", say(gettext_noop("Total")), "", "", "", None, quote.total)
    total = Row(cells, role="total", sums=range(len(rows)))
    return Table(
        columns=[
            Column(say(gettext_noop("No.")), "count", 6),
            Column(say(gettext_noop("Part number")), width=14),
            Column(say(gettext_noop("Description")), width=30),
            Column(say(gettext_noop("HS code")), width=12),
            Column(say(gettext_noop("Country of origin")), width=12),
            Column(say(gettext_noop("Quantity")), width=10),
            Column(f"{say(gettext_noop('Unit price'))} ({quote.currency})", "money", 14),
            Column(f"{say(gettext_noop('Amount'))} ({quote.currency})", "money", 16),
        ],
        rows=[*rows, total],
        template="papers/voucher_lines.html",
    )


def _sum(quote: Quote, say: Say) -> Facts:
    """The total in figures and words."""
    pairs: list[tuple[str, Any]] = [
        (say(gettext_noop("Amount in figures")), f"{quote.currency} {formats.amount(quote.total)}"),
        (say(gettext_noop("Amount in words")), in_words(quote.total, quote.currency)),
    ]
    if quote.currency == "CNY":
        pairs.append((say(gettext_noop("Amount in capitals")), f"人民币{capitals(quote.total)}"))
    return Facts(pairs, template="papers/voucher_sum.html")


def _terms(quote: Quote, say: Say) -> Facts:
    """The tax and the rate the price was made at, how it is paid and delivered."""
    pairs: list[tuple[str, Any]] = [(say(gettext_noop("Tax rate")), say(gettext_noop("0 %, export")))]
    if quote.rate_date:
        rate = f"1 {quote.currency} = {formats.plain(quote.rate)} CNY · {formats.day(quote.rate_date)}"
        pairs.append((say(gettext_noop("Exchange rate")), rate))
    pairs += [
        (say(gettext_noop("Incoterm")), quote.delivery_term or formats.NOTHING),
        (say(gettext_noop("Payment to")), quote.bank_details or formats.NOTHING),
        (say(gettext_noop("Shipping method")), quote.shipping_method or say(UNSAID)),
        (say(gettext_noop("Freight")), say.of(quote.get_freight_payer_display)),
    ]
    if quote.terms:
        pairs.append((say(gettext_noop("Terms")), quote.terms))
    return Facts(pairs, template="papers/quote_terms.html")


def _clauses(say: Say) -> Facts:
    pairs = [(str(number), say(text)) for number, text in enumerate(CLAUSES, start=1)]
    return Facts(pairs, template="papers/contract_clauses.html")
