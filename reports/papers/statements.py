"""What goes to customers about money: the monthly statement and the receipt voucher (PSL-23, PSL-24, PSL-25)."""

from __future__ import annotations

from abc import abstractmethod
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy, gettext_noop

from core import formats
from core.actors import Actor
from core.capitals import capitals
from core.money import base_currency
from core.paper import Say
from organization import selectors as organization
from parts_sales.choices_money import ReceiptState, StatementState
from parts_sales.models import Receipt, Statement
from reports.papers import documents, goods
from reports.papers.content import Box, Column, Content, Facts, Row, Section, Signatures, Table
from reports.papers.registry import BilingualPaper, Parameters

AGES = (
    gettext_noop("Not due"), gettext_noop("1–30 days"), gettext_noop("31–60 days"), gettext_noop("61–90 days"),
    gettext_noop("Over 90 days"),
)  # fmt: skip


class MoneyPaper(BilingualPaper):
    """A paper about money, in Chinese, English, or with `words=both` in both."""

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        return self.drawn(self.document(parameters, actor), self.say(parameters))

    @abstractmethod
    def drawn(self, document: Any, say: Say) -> Content:
        """The paper of the document."""


class StatementPaper(MoneyPaper):
    """A customer's month: what it owed, what was invoiced, received and credited, the ageing of what is unpaid, a place
    to confirm or dispute it.
    """

    code = "statement"
    kind = Statement.kind
    label = gettext_lazy("Statement of account")

    def drawn(self, document: Statement, say: Say) -> Content:
        company = say.of(lambda: organization.company().name)
        sections: list[Section] = [
            _whose(document, say),
            _entries(document, say),
            _ages(document, say),
            _asked(document, say),
            Signatures(
                [
                    Box(say(gettext_noop("Supplier: signature, stamp, date")), company),
                    Box(say(gettext_noop("Customer's confirmation: signature, stamp, date"))),
                ]
            ),
        ]
        answered = document.state in {StatementState.CONFIRMED, StatementState.DISPUTED}
        return Content(
            title=say(gettext_noop("Statement of account")),
            subtitle=company,
            number=document.number or "",
            state=say.of(document.get_state_display) if answered else "",
            state_of=documents.state_of(document),
            sections=sections,
            template="papers/quote.html",
            more={"address": goods.letterhead(say)},
        )


class ReceiptVoucherPaper(MoneyPaper):
    """The paper somebody gets for cash, or for what was deducted of a wage: the amount in figures and capitals."""

    code = "receipt_voucher"
    kind = Receipt.kind
    label = gettext_lazy("Receipt voucher")

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        if not self.document(parameters, actor).has_voucher:
            raise Http404

    def drawn(self, document: Receipt, say: Say) -> Content:
        money: list[tuple[str, Any]] = []
        if document.currency == base_currency():
            money.append((say(gettext_noop("Amount in capitals")), f"人民币{capitals(document.amount)}"))
        money.append((say(gettext_noop("Amount in figures")), f"{document.currency} {formats.amount(document.amount)}"))
        is_void = document.state == ReceiptState.REVERSED
        return Content(
            title=say(gettext_noop("Receipt voucher")),
            subtitle=say.of(lambda: organization.company().name),
            number=document.number or "",
            state=say(gettext_noop("Reversed: not valid")) if is_void else "",
            state_of=documents.state_of(document),
            sections=[
                _from_whom(document, say),
                Facts(money, template="papers/voucher_sum.html"),
                Signatures(
                    [
                        Box(say(gettext_noop("Received by")), document.created_by.name),
                        Box(say(gettext_noop("Cashier: signature, stamp"))),
                        Box(say(gettext_noop("Paid by")), document.handed_by or document.payer),
                    ]
                ),
            ],
            template="papers/quote.html",
            more={"address": goods.letterhead(say)},
        )


# --- Parts ------------------------------------------------------------------------------------------------------------


def _whose(statement: Statement, say: Say) -> Facts:
    pairs: list[tuple[str, Any]] = [
        (say(gettext_noop("Customer")), say.of(lambda: statement.customer.name)),
        (say(gettext_noop("Month")), f"{statement.month:%Y-%m}"),
        (say(gettext_noop("Customer number")), statement.customer.number or formats.NOTHING),
        (say(gettext_noop("Currency")), base_currency()),
    ]
    return Facts(pairs, template="papers/voucher_head.html")


def _entries(statement: Statement, say: Say) -> Table:
    lines = list(statement.lines.select_related("order"))
    before = Row(
        (formats.day(statement.month), say(gettext_noop("Owed before")), "", None, None, statement.opening),
        role="sum",
    )
    rows = [
        Row(
            (
                formats.day(line.day),
                say.of(line.get_entry_display),
                " · ".join(filter(None, (line.number, line.order.number if line.order else ""))),
                line.amount if line.amount > 0 else None,
                -line.amount if line.amount < 0 else None,
                line.balance,
            )
        )
        for line in lines
    ]
    paid = Decimal(statement.received) + Decimal(statement.credited)
    after = Row(
        ("", say(gettext_noop("Owed at the end of the month")), "", statement.charged, paid, statement.closing),
        role="total",
    )
    return Table(
        columns=[
            Column(say(gettext_noop("Date")), width=14),
            Column(say(gettext_noop("Entry")), width=26),
            Column(say(gettext_noop("Document")), width=26),
            Column(say(gettext_noop("Invoiced")), "money", 16),
            Column(say(gettext_noop("Received or credited")), "money", 18),
            Column(say(gettext_noop("Balance")), "money", 16),
        ],
        rows=[before, *rows, after],
        template="papers/voucher_lines.html",
    )


def _ages(statement: Statement, say: Say) -> Table:
    ages = list(statement.ages) or [Decimal(0)] * len(AGES)
    return Table(
        columns=[Column(say(label), "money", 20) for label in AGES],
        rows=[Row(tuple(ages))],
        template="papers/voucher_lines.html",
    )


def _asked(statement: Statement, say: Say) -> Facts:
    owed = [(say(gettext_noop("Shipped, not invoiced yet")), formats.amount(statement.unbilled))]
    if statement.closing > 0:
        owed.insert(0, (say(gettext_noop("Amount in capitals")), f"人民币{capitals(statement.closing)}"))
    text = gettext_noop("Please confirm by signature and stamp. What differs from your books, please name below.")
    return Facts([*owed, (say(gettext_noop("Remark")), say(text))], template="papers/quote_terms.html")


def _from_whom(receipt: Receipt, say: Say) -> Facts:
    orders = [one.order.number for one in receipt.matches.filter(undone_at__isnull=True).select_related("order")]
    of = receipt.customer
    pairs: list[tuple[str, Any]] = [
        (say(gettext_noop("Received from")), receipt.handed_by or receipt.payer),
        (say(gettext_noop("Date")), formats.day(receipt.received_date)),
        (say(gettext_noop("How it came")), say.of(receipt.get_way_display)),
        (say(gettext_noop("Customer")), say.of(lambda: of.name) if of is not None else formats.NOTHING),
        (say(gettext_noop("For")), ", ".join(filter(None, orders)) or receipt.note or formats.NOTHING),
    ]
    return Facts(pairs, template="papers/voucher_head.html")
