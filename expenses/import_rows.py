"""What a row of an accounting export says: an expense, none, or something wrong (EXP-09, GEN-16). Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.money import ZERO, rounded
from core.sheets import amounts, days
from core.sheets.headings import squeezed
from core.sheets.problems import Problem
from expenses import import_layout as layouts
from expenses import rules
from expenses.choices import AmountsAre
from expenses.import_layout import Layout

LARGEST_ROW = Decimal("99999999999.99")
_SUM = re.compile(
    r"(本月|本日|本年|本期|累计)?(合计|累计|小计|总计|发生额及余额)|期初余额|期末余额|上年结转|承前页|过次页|total"
)
_LOST = re.compile(r"\d(\.\d+)?e\+?\d+|\d{15,}\.0", re.IGNORECASE)
"""A number of more than fifteen digits as Excel has it: its last ones are gone."""
_CLOSING = re.compile(r"结转.{0,12}损益|损益.{0,6}结转|closingentry")
"""At the end of a month accounting moves all expenses on to the year's result: no expense is taken back by that."""


@dataclass(slots=True)
class Read:
    """A row as it was read. `skipped` says why it is no expense, `problems` what is wrong with one."""

    number: int
    cells: Sequence[str]
    skipped: str = ""
    problems: list[Problem] = field(default_factory=list)
    voucher: str = ""
    entry: str = ""
    day: date | None = None
    summary: str = ""
    subject: str = ""
    subject_key: str = ""
    department: str = ""
    department_key: str = ""
    supplier: str = ""
    invoice: str = ""
    invoice_key: str = ""
    complaint: str = ""
    amount: Decimal = ZERO
    tax: Decimal = ZERO
    key: str = ""

    def wrong(self, code: str, **params: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, params))


class RowReader:
    """Reads the rows of one sheet, one after the other."""

    def __init__(self, layout: Layout, *, amounts_are: str) -> None:
        self._at = {role: column for column, role in sorted(layout.columns.items(), reverse=True)}
        self._heading: tuple[str, ...] = ()
        self._adds_tax = amounts_are == AmountsAre.NET
        self._seen: dict[str, int] = {}
        self._days: dict[str, date | None] = {}
        self._keys: dict[str, str] = {}
        self._sums: dict[str, bool] = {}

    def read(self, number: int, cells: Sequence[str]) -> Read | None:
        """What a row says; None for a blank one and for headings that stand there again."""
        if not any(cells):
            return None
        if not self._heading:
            self._heading = tuple(cells)
            return None
        if tuple(cells) == self._heading:
            return None
        row = Read(number, cells)
        row.summary = self._text(cells, layouts.SUMMARY, 200)
        row.voucher = " ".join(
            filter(None, (self._text(cells, layouts.WORD, 12), self._text(cells, layouts.VOUCHER, 27)))
        )
        row.entry = self._text(cells, layouts.ENTRY, 20)
        self._read_subject(row)
        row.department = self._text(cells, layouts.DEPARTMENT, 200)
        row.department_key = self._key(row.department)
        row.supplier = self._text(cells, layouts.SUPPLIER, 120)
        row.invoice = self._text(cells, layouts.INVOICE, 30)
        row.invoice_key = rules.invoice_key("", row.invoice).number[:30] if row.invoice else ""
        row.complaint = self._text(cells, layouts.COMPLAINT, 40)
        if why := self._is_no_expense(row):
            row.skipped = why
            return row
        self._read_amount(row)
        if row.skipped:
            return row
        self._read_day(row)
        if not row.subject:
            row.wrong("no_subject")
        if _LOST.fullmatch(row.invoice):
            row.wrong("invoice_lost", text=row.invoice)
            row.invoice_key = ""
        self._name(row)
        return row

    def _text(self, cells: Sequence[str], role: str, most: int) -> str:
        column = self._at.get(role)
        if column is None or column >= len(cells):
            return ""
        text = cells[column]
        if not text.isprintable():
            text = "".join(char if char.isprintable() else " " for char in text)
        return text.strip()[:most]

    def _read_subject(self, row: Read) -> None:
        code = self._text(row.cells, layouts.SUBJECT, 100)
        name = self._text(row.cells, layouts.SUBJECT_NAME, 100)
        row.subject = f"{code} {name}".strip()
        row.subject_key = self._key(code or name)

    def _key(self, text: str) -> str:
        """A word as it is compared; the same few come again and again."""
        if text not in self._keys:
            self._keys[text] = squeezed(text)
        return self._keys[text]

    def _is_sum(self, text: str) -> bool:
        if text not in self._sums:
            self._sums[text] = bool(_SUM.fullmatch(squeezed(text)))
        return self._sums[text]

    def _is_no_expense(self, row: Read) -> str:
        plain = squeezed(row.summary)
        if _CLOSING.search(plain):
            return "closing"
        if _SUM.fullmatch(plain):
            return "sum"
        places = (row.subject, row.voucher, self._text(row.cells, layouts.DATE, 40))
        if any(self._is_sum(text) for text in places if text):
            return "sum"
        return ""

    def _read_amount(self, row: Read) -> None:
        debit = self._amount(row, layouts.DEBIT)
        credit = self._amount(row, layouts.CREDIT)
        amount = self._amount(row, layouts.AMOUNT)
        tax = self._amount(row, layouts.TAX)
        if row.problems:
            return
        if debit is None and credit is None and amount is None:
            row.wrong("no_amount")
            return
        value = (debit or ZERO) - (credit or ZERO) + (amount or ZERO)
        if squeezed(self._text(row.cells, layouts.DIRECTION, 10)) in {"贷", "贷方", "c", "cr", "credit"}:
            value = -value
        row.tax = tax or ZERO
        if self._adds_tax:
            value += row.tax
        if abs(value) > LARGEST_ROW:
            row.wrong("too_large")
        elif not value:
            row.skipped = "zero"
        row.amount = value if abs(value) <= LARGEST_ROW else ZERO

    def _amount(self, row: Read, role: str) -> Decimal | None:
        column = self._at.get(role)
        text = row.cells[column] if column is not None and column < len(row.cells) else ""
        if not text:
            return None
        try:
            value = amounts.parse(text)
        except amounts.AmountProblem:
            row.wrong("bad_amount", text=text[:40])
            return None
        if value is None:
            return None
        if abs(value) > LARGEST_ROW * 10:
            row.wrong("too_large")
            return None
        amount = rounded(value)
        if amount != value:
            row.wrong("too_exact", text=text[:40], role=role)
        return amount

    def _read_day(self, row: Read) -> None:
        text = self._text(row.cells, layouts.DATE, 40)
        if text not in self._days:
            try:
                found = days.read(text)
            except (days.DayProblem, OverflowError):
                found = None
            self._days[text] = found
        row.day = self._days[text]
        if row.day is None:
            row.wrong("bad_day" if text else "no_day", text=text)

    def _name(self, row: Read) -> None:
        """What names the voucher's line: voucher numbers begin anew each month. Without a line's number, its content
        names it, and how often that came before.
        """
        month = f"{row.day:%Y-%m}" if row.day else ""
        voucher = unicodedata.normalize("NFKC", row.voucher)
        if voucher and row.entry:
            said = f"{month}|{voucher}|{row.entry}"
            if said in self._seen:
                row.wrong("twice", row=str(self._seen[said]))
            self._seen.setdefault(said, row.number)
        else:
            content = (row.day, voucher, row.subject_key, row.department_key, row.amount, row.summary, row.supplier)
            said = _digest(f"{content}|{row.invoice}")
            times = self._seen.get(said, 0)
            self._seen[said] = times + 1
            said = f"{said}|{times}"
        row.key = _digest(said)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def names_in(text: str) -> list[str]:
    """What an account may be called by its parts, the last first: “660201 管理费用_差旅费” is 差旅费 of 管理费用."""
    parts = [part.strip() for part in re.split(r"[\s_\-–—/\\>→|:：·]+", text) if part.strip()]
    return [text, *reversed(parts)]


def words_of(seen: Mapping[str, tuple[str, int]], most: int) -> list[dict[str, str | int]]:
    """What a file calls its accounts or departments, the most frequent first."""
    ordered = sorted(seen.items(), key=lambda item: (-item[1][1], item[0]))[:most]
    return [{"key": key, "text": text, "count": count} for key, (text, count) in ordered]
