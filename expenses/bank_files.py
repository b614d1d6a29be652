"""The file a bank's batch transfer takes: payee, account, bank, amount, purpose (EXP-07).

The headings are Chinese in every language, since the bank reads them. CSV is GB18030, as the programs of Chinese banks
expect it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from core.list_workbooks import list_workbook
from expenses.models import PaymentLine

HEADS = (("收款人", 20), ("账号", 26), ("开户行", 34), ("金额", 14), ("用途", 30))
FORMULA = ("=", "+", "-", "@", "\t")


def rows_of(lines: Sequence[PaymentLine]) -> Iterator[tuple[str, str, str, Decimal, str]]:
    """One transfer for each line."""
    for line in lines:
        what = "货款" if line.payable.supplier_key else "借款" if line.payable.advance_id else "报销款"
        yield (
            line.holder,
            line.account_number,
            line.bank,
            Decimal(line.amount),
            f"{what} {line.payable.document.number}",
        )


def as_csv(lines: Sequence[PaymentLine]) -> bytes:
    """The file as CSV. Text that a spreadsheet would take for a formula is quoted with an apostrophe."""
    memory = io.StringIO(newline="")
    writer = csv.writer(memory)
    writer.writerow([name for name, _width in HEADS])
    for row in rows_of(lines):
        writer.writerow([_plain(cell) for cell in row])
    return memory.getvalue().encode("gb18030")


def as_workbook(lines: Sequence[PaymentLine]) -> bytes:
    """The file as Excel; account numbers are text, so that none loses its digits."""
    return list_workbook("批量付款", HEADS, rows_of(lines), sums=(3,), total="合计")


def _plain(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
