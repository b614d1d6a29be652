"""Turns an uploaded file into sheets of text, in a process of its own; says in a sentence why it cannot (GEN-16,
QLT-42).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgets.draft_errors import FileRefused

READER = Path(__file__).with_name("workbook_reader.py")
LARGEST = 8 * 1024 * 1024
PATIENCE = 30

WHY: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "too_heavy": _("The file is larger than 8 MB. Save only the sheet with the budget and upload that."),
    "no_workbook": _(
        "This is no Excel workbook and no CSV file, whatever its name says. Save it as .xlsx and upload it again."
    ),
    "binary": _(
        "This is a binary workbook (.xlsb), in which errors look like empty cells. "
        "Save it as .xlsx and upload it again."
    ),
    "broken": _("The workbook is damaged and cannot be read. Open it in Excel, save it again and upload that."),
    "too_large": _("The workbook unpacks to more than a budget can hold, so it was not opened."),
    "too_many_rows": _("The sheet is larger than 5,000 rows by 120 columns. Copy the budget into a sheet of its own."),
    "too_many_sheets": _("The workbook has more than 30 sheets. Copy the budget into a workbook of its own."),
    "nothing": _("There is nothing in this workbook."),
}


@dataclass(frozen=True, slots=True)
class Sheets:
    """The filled sheets of a workbook as rows of text, and their cells without a value to read: (row, column, what
    stands there instead), an Excel error or a formula whose result the file does not hold; by sheet the merged cells
    (first row and column, last row and column), where the format tells them. Counted from 0.
    """

    rows: dict[str, list[list[str]]]
    flaws: dict[str, list[tuple[int, int, str]]]
    merged: dict[str, list[tuple[int, int, int, int]]]


def read(content: bytes) -> Sheets:
    """Read a workbook (.xlsx, .xls) or CSV (UTF-8, GB18030).

    Raises FileRefused with a sentence, never anything else.
    """
    if not content:
        raise _refused("empty")
    if len(content) > LARGEST:
        raise _refused("too_heavy")
    answer = _answer(content)
    if "refused" in answer:
        raise _refused(str(answer["refused"]))
    rows = {name: sheet for name, sheet in answer["sheets"].items() if any(any(row) for row in sheet)}
    if not rows:
        raise _refused("nothing")
    flaws = {name: [(row, column, text) for row, column, text in found] for name, found in answer["flaws"].items()}
    merged = {name: [(a, b, c, d) for a, b, c, d in found] for name, found in answer["merged"].items() if name in rows}
    return Sheets(rows=rows, flaws=flaws, merged=merged)


def _answer(content: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        answer = None
    return answer if isinstance(answer, dict) else {"refused": "broken"}


def _refused(why: str) -> FileRefused:
    return FileRefused(why=WHY.get(why, WHY["broken"]))
