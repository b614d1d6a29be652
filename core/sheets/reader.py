"""Reads an untrusted workbook into rows of text: a program of its own, run by `files.py` (QLT-42).

A hostile file may be a zip bomb, name a cell in the millionth row so that a reader reserves all memory, or crash the
parser. This process has a bound on memory and time, so that what breaks here breaks nothing else. It gets the file
on standard input, what is wanted as JSON in its argument ({"most": limits, "rows": whether one long sheet is wanted,
"sheet": its name}), and answers with JSON on standard output.

A whole workbook, in one line:
{"sheets": {name: [[text, …], …]}, "flaws": {name: [[row, column, text], …]}, "merged": {name: [[first row, first
column, last row, last column], …]}} or {"refused": why}.
Flaws are cells without a value to read: Excel errors (#REF!) and formulas whose result the file does not hold (=).

One long sheet, a line each: {"sheets": [name, …], "sheet": name, "rows": how many}, then every row as a list of
texts, then {"end": true}; or {"refused": why} instead of what is missing.
Only the standard library and calamine: it knows nothing of the application.
"""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import resource
import struct
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

MOST = {"rows": 5_000, "columns": 120, "reach_rows": 100_000, "reach_columns": 2_400, "unpacked": 80 * 1024 * 1024,
        "seconds": 20, "sheets": 30}  # fmt: skip
"""What a file may hold, unless whoever runs this says otherwise; `reach` is how far out a lone cell may stand."""
MOST_RATIO = 200
MOST_ENTRIES = 2_000
MOST_MERGED = 5_000
MOST_MEMORY = 1_536 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Flaw = tuple[int, int, str]
BOF, EOF, BOUNDSHEET, FORMULA, BOOLERR = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
"""Characters that stand for nothing, and that no database keeps."""
PLACE = re.compile(rb"""\br=["']\s*([A-Za-z]{1,3})?(\d{1,9})\s*["']""")


class Refused(Exception):
    """The file is not read; the argument is a code that the application puts into words."""


def read(content: bytes) -> dict[str, Any]:
    """The sheets of a workbook or a text file as text."""
    if content.startswith(ZIP):
        check_zip(content)
        return with_calamine(content, flaws_of_zip)
    if content.startswith(OLE):
        check_ole(content)
        return with_calamine(content, flaws_of_ole)
    return as_text(content)


def check_ole(content: bytes) -> None:
    """Refuse what is locked: Office keeps a workbook with a password as an encrypted stream in a compound file."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("locked")


def check_zip(content: bytes) -> None:
    """Unpack every part for its size alone, and look how far the sheets reach."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("broken") from None
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES:
        raise Refused("too_large")
    if "xl/workbook.bin" in names:
        raise Refused("binary")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("no_workbook")
    total = 0
    for entry in entries:
        allowed = min(MOST["unpacked"], MOST_RATIO * max(entry.compress_size, 1) + 1024**2)
        if entry.file_size > allowed:
            raise Refused("too_large")
        total = check_part(archive, entry, total)


def check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: int) -> int:
    """Read one part in pieces: its true size, the reach of its cells."""
    is_sheet = entry.filename.startswith("xl/worksheets/")
    tail = b""
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(256 * 1024):
                total += len(piece)
                if total > MOST["unpacked"]:
                    raise Refused("too_large")
                if is_sheet:
                    window = tail + piece
                    check_reach(window)
                    tail = window[-64:]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise Refused("broken") from None
    return total


def check_reach(window: bytes) -> None:
    """Refuse a sheet with a cell far out: a reader would reserve memory for everything before it."""
    for letters, digits in PLACE.findall(window):
        if int(digits) > MOST["reach_rows"] or (letters and column_number(letters) > MOST["reach_columns"]):
            raise Refused("too_many_rows")


def column_number(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def with_calamine(content: bytes, flaws_of: Any) -> dict[str, Any]:
    """Read with calamine; rows keep their numbers. It reads errors and formulas without a result as nothing at all."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        if len(names) > MOST["sheets"]:
            raise Refused("too_many_sheets")
        sheets, merged = {}, {}
        for name in names:
            sheet = book.get_sheet_by_name(name)
            check_size(sheet.total_height, sheet.total_width)
            rows = sheet.to_python(skip_empty_area=False)
            sheets[name] = trimmed([[text_of(cell) for cell in row] for row in rows])
            if (ranges := sheet.merged_cell_ranges) is not None:
                merged[name] = [(*first, *last) for first, last in ranges[:MOST_MERGED]]
        flaws = {name: found for name, found in flaws_of(content) if found and name in sheets}
    except Refused:
        raise
    except (
        CalamineError,
        ValueError,
        OSError,
        MemoryError,
        KeyError,
        ElementTree.ParseError,
        struct.error,
        IndexError,
    ):
        raise Refused("broken") from None
    for name, found in flaws.items():
        for row, column, text in found:
            put(sheets[name], row, column, text.translate(CONTROL))
    return {"sheets": sheets, "flaws": flaws, "merged": merged}


def put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    """Show in a cell what it holds instead of a value."""
    check_size(row + 1, column + 1)
    width = max([column + 1, *(len(own) for own in rows[:1])])
    while len(rows) <= row:
        rows.append([])
    for own in rows:
        own.extend([""] * (width - len(own)))
    rows[row][column] = text


def check_size(height: int, width: int) -> None:
    """Refuse a sheet with more than is asked for."""
    if height > MOST["rows"] or width > MOST["columns"]:
        raise Refused("too_many_rows")


def flaws_of_zip(content: bytes) -> Iterator[tuple[str, list[Flaw]]]:
    """By sheet: errors, and formulas without a result as a program writes them that never counted."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    targets = {}
    for link in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):  # noqa: S314 – bounded, on its own
        targets[link.get("Id")] = posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 – bounded, on its own
        part = targets.get(next((value for name, value in sheet.items() if name.endswith("}id")), None))
        if local(sheet.tag) == "sheet" and part and part.startswith("xl/worksheets/"):
            with archive.open(part) as stream:
                yield sheet.get("name", ""), list(flaws_of_sheet(stream))


def flaws_of_sheet(stream: Any) -> Iterator[Flaw]:
    """Cells of one sheet, read in pieces. A cell may leave out its place: it stands after the one before it."""
    row = column = -1
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):  # noqa: S314 – bounded, on its own
        tag = local(element.tag)
        if event == "start" and tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif event == "end" and tag == "c":
            match = re.fullmatch(r"([A-Za-z]+)\d+", element.get("r", ""))
            column = column_number(match[1].encode()) - 1 if match else column + 1
            parts = {local(part.tag): part.text or "" for part in element}
            kind = element.get("t", "n")
            if kind == "e":
                yield row, column, parts.get("v", "") or "#VALUE!"
            elif "f" in parts and not parts.get("v") and kind != "str":
                yield row, column, f"={parts['f']}"[:60]
        elif event == "end" and tag == "row":
            element.clear()


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def flaws_of_ole(content: bytes) -> Iterator[tuple[str, list[Flaw]]]:
    """By sheet of an old workbook (BIFF8): errors, alone or as the result of a formula."""
    book = ole_stream(content, {"Workbook", "Book"})
    for kind, body in records(book, 0):
        if kind == BOUNDSHEET and body[5] == 0:
            wide = body[7] & 1
            name = body[8 : 8 + body[6] * (1 + wide)].decode("utf-16-le" if wide else "latin-1")
            yield name, list(flaws_of_records(book, struct.unpack_from("<I", body)[0]))


def flaws_of_records(book: bytes, place: int) -> Iterator[Flaw]:
    """Cells of one sheet's stream."""
    depth = 0
    for kind, body in records(book, place):
        depth += (kind == BOF) - (kind == EOF)
        if depth < 1:
            return
        row, column = struct.unpack_from("<HH", body) if len(body) >= 4 else (0, 0)
        if kind == BOOLERR and body[7]:
            yield row, column, ERRORS.get(body[6], "#VALUE!")
        elif kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            yield row, column, ERRORS.get(body[8], "#VALUE!")


def records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of a stream from a place on."""
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def ole_stream(content: bytes, names: set[str]) -> bytes:
    """A stream of a compound file: its sectors in the order of the allocation table."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    def words(data: bytes) -> list[int]:
        return [word for (word,) in struct.iter_unpack("<I", data[: len(data) // 4 * 4])]

    def chain(start: int, table: list[int], read: Any) -> bytes:
        pieces: list[bytes] = []
        while start < len(table) and len(pieces) <= len(table):
            pieces.append(read(start))
            start = table[start]
        return b"".join(pieces)

    tables, more = words(content[76:512]), struct.unpack_from("<I", content, 68)[0]
    while more < 0xFFFFFFF0 and len(tables) < len(content) // size:
        *own, more = words(sector(more))
        tables += own
    table = words(b"".join(sector(number) for number in tables if number < 0xFFFFFFF0))
    directory = chain(struct.unpack_from("<I", content, 48)[0], table, sector)
    entries = {}
    for at in range(0, len(directory) - 127, 128):
        name = directory[at : at + max(struct.unpack_from("<H", directory, at + 64)[0] - 2, 0)].decode("utf-16-le")
        entries[name if at else ""] = struct.unpack_from("<II", directory, at + 116)
    start, length = next(entries[name] for name in sorted(names & entries.keys(), reverse=True))
    if length >= struct.unpack_from("<I", content, 56)[0]:
        return chain(start, table, sector)[:length]
    small = chain(entries[""][0], table, sector)
    small_table = words(chain(struct.unpack_from("<I", content, 60)[0], table, sector))
    return chain(start, small_table, lambda number: small[number * 64 : number * 64 + 64])[:length]


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
        text = text.lstrip("\ufeff").translate(CONTROL)
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), dialect)]
    except csv.Error:
        raise Refused("broken") from None
    check_size(len(rows), max((len(row) for row in rows), default=0))
    if len(rows) == 1 and len(rows[0]) > 1:
        raise Refused("heading_alone")
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        raise Refused("no_workbook")
    return {"sheets": {"CSV": trimmed(rows)}, "flaws": {}, "merged": {}}


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
    return str(cell).translate(CONTROL).strip()


def long_sheet(content: bytes, wanted: str) -> Iterator[Any]:
    """What it says about a file's sheets, then the rows of one: the wanted one, else that with most rows."""
    if content.startswith((ZIP, OLE)):
        check_zip(content) if content.startswith(ZIP) else check_ole(content)
        yield from rows_of_calamine(content, wanted)
        return
    rows = as_text(content)["sheets"]["CSV"]
    yield {"sheets": ["CSV"], "sheet": "CSV", "rows": len(rows)}
    yield from rows


def rows_of_calamine(content: bytes, wanted: str) -> Iterator[Any]:
    """The rows of one sheet, one after the other; empty ones above keep their place."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(book.sheet_names) > MOST["sheets"]:
            raise Refused("too_many_sheets")
        heights = {}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            check_size(sheet.total_height, sheet.total_width)
            heights[name] = sheet.total_height
        if not any(heights.values()):
            raise Refused("nothing")
        name = wanted if heights.get(wanted) else max(heights, key=lambda one: heights[one])
        yield {"sheets": [one for one in heights if heights[one]], "sheet": name, "rows": heights[name]}
        sheet = book.get_sheet_by_name(name)
        for _empty in range(sheet.start[0] if sheet.start else 0):
            yield []
        left = sheet.start[1] if sheet.start else 0
        for row in sheet.iter_rows():
            yield [""] * left + [text_of(cell) for cell in row]
    except (CalamineError, ValueError, OSError, MemoryError, KeyError, IndexError):
        raise Refused("broken") from None


def main() -> int:
    """Bound this process, read, answer."""
    asked = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    MOST.update(asked.get("most", {}))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST["seconds"], MOST["seconds"] + 1))
    content = sys.stdin.buffer.read()
    try:
        if asked.get("rows"):
            for line in long_sheet(content, asked.get("sheet", "")):
                sys.stdout.write(json.dumps(line) + "\n")
            answer: Any = {"end": True}
        else:
            answer = read(content)
    except Refused as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
