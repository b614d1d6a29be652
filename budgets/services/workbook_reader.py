"""Reads an untrusted workbook into rows of text: a program of its own, run by `workbooks.py` (QLT-42).

A hostile file may be a zip bomb, name a cell in the millionth row so that a reader reserves all memory, or crash the
parser. This process has a bound on memory and time, so that what breaks here breaks nothing else. It gets the file
on standard input and answers with JSON on standard output:
{"sheets": {name: [[text, …], …]}, "formulas": {name: [cell, …]}} or {"refused": why}.
Only the standard library, calamine and openpyxl: it knows nothing of the application.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

MOST_BYTES_UNPACKED = 80 * 1024 * 1024
MOST_RATIO = 200
MOST_ENTRIES = 2_000
MOST_MEMORY = 1_536 * 1024 * 1024
MOST_SECONDS = 20
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 30, 5_000, 120
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLACE = re.compile(rb"""\br=["']\s*([A-Za-z]{1,3})?(\d{1,9})\s*["']""")


class Refused(Exception):
    """The file is not read; the argument is a code that the application puts into words."""


def read(content: bytes) -> dict[str, Any]:
    """The sheets of a workbook or a text file as text."""
    if content.startswith(ZIP):
        formulas = check_zip(content)
        return with_calamine(content, look_for_formulas=formulas)
    if content.startswith(OLE):
        return with_calamine(content, look_for_formulas=False)
    return as_text(content)


def check_zip(content: bytes) -> bool:
    """Unpack every part for its size alone, and look how far the sheets reach; whether there are formulas."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("broken") from None
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES:
        raise Refused("too_large")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("no_workbook")
    total, formulas = 0, False
    for entry in entries:
        allowed = min(MOST_BYTES_UNPACKED, MOST_RATIO * max(entry.compress_size, 1) + 1024**2)
        if entry.file_size > allowed:
            raise Refused("too_large")
        total, found = check_part(archive, entry, total)
        formulas = formulas or found
    return formulas


def check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: int) -> tuple[int, bool]:
    """Read one part in pieces: its true size, the reach of its cells, whether it has formulas."""
    is_sheet = entry.filename.startswith("xl/worksheets/")
    tail, formulas = b"", False
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(256 * 1024):
                total += len(piece)
                if total > MOST_BYTES_UNPACKED:
                    raise Refused("too_large")
                if is_sheet:
                    window = tail + piece
                    formulas = formulas or b"<f" in window
                    check_reach(window)
                    tail = window[-64:]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise Refused("broken") from None
    return total, formulas


def check_reach(window: bytes) -> None:
    """Refuse a sheet with a cell far out: a reader would reserve memory for everything before it."""
    for letters, digits in PLACE.findall(window):
        if int(digits) > MOST_ROWS * 20 or (letters and column_number(letters) > MOST_COLUMNS * 20):
            raise Refused("too_many_rows")


def column_number(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def with_calamine(content: bytes, *, look_for_formulas: bool) -> dict[str, Any]:
    """Read with calamine; rows keep their numbers."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        if len(names) > MOST_SHEETS:
            raise Refused("too_many_sheets")
        sheets = {}
        for name in names:
            sheet = book.get_sheet_by_name(name)
            check_size(sheet.total_height, sheet.total_width)
            rows = sheet.to_python(skip_empty_area=False)
            sheets[name] = trimmed([[text_of(cell) for cell in row] for row in rows])
    except Refused:
        raise
    except (CalamineError, ValueError, OSError, MemoryError, KeyError):
        raise Refused("broken") from None
    return {"sheets": sheets, "formulas": uncounted(content, sheets) if look_for_formulas else {}}


def check_size(height: int, width: int) -> None:
    """A budget has no thousands of rows."""
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise Refused("too_many_rows")


def uncounted(content: bytes, sheets: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    """Cells with a formula whose result the file does not hold: made by a program that never counted."""
    from openpyxl import load_workbook

    found: dict[str, list[str]] = {}
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    for name, rows in sheets.items():
        if name not in book.sheetnames:
            continue
        missing = [
            cell.coordinate
            for row in book[name].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
            for cell in row
            if getattr(cell, "data_type", "") == "f" and not held(rows, cell.row - 1, cell.column - 1)
        ]
        if missing:
            found[name] = missing[:50]
    return found


def held(rows: list[list[str]], row: int, column: int) -> bool:
    """Whether a cell has a value."""
    return row < len(rows) and column < len(rows[row]) and rows[row][column] != ""


def as_text(content: bytes) -> dict[str, Any]:
    """A comma-, tab- or semicolon-separated file in UTF-8 or GB18030."""
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("no_workbook")
    text = decoded(content)
    if sum(not (char.isprintable() or char in "\t\r\n\ufeff") for char in text[:4000]) > len(text[:4000]) // 100:
        raise Refused("no_workbook")
    try:
        dialect: Any = csv.Sniffer().sniff("\n".join(text.splitlines()[:20]), delimiters=",\t;|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), dialect)]
    except csv.Error:
        raise Refused("broken") from None
    check_size(len(rows), max((len(row) for row in rows), default=0))
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        raise Refused("no_workbook")
    return {"sheets": {"CSV": trimmed(rows)}, "formulas": {}}


def decoded(content: bytes) -> str:
    """The text of a file that says nothing about its encoding."""
    for encoding in ("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("no_workbook")


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the empty rows and columns after the last filled ones."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((max((i + 1 for i, cell in enumerate(row) if cell), default=0) for row in rows), default=0)
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days as ISO."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(round(cell, 6))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell).strip()


def main() -> int:
    """Bound this process, read, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    try:
        answer = read(sys.stdin.buffer.read())
    except Refused as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
