"""A workbook of the old format (.xls), made by hand: nothing we install writes it."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
LAST, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
ERROR_CODES = {"#DIV/0!": 7, "#REF!": 23, "#N/A": 42}


def old_workbook(rows: Sequence[Sequence[str | float]]) -> bytes:
    """One sheet “预算”; texts that name an error are error cells, “=#N/A” is a formula with this result."""
    return _compound(_book(rows))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _book(rows: Sequence[Sequence[str | float]]) -> bytes:
    name = "预算"
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    end = _record(0x000A, b"")
    sheet_name = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    length = len(begin) + 4 + 6 + len(sheet_name) + len(end)
    listed = _record(0x0085, struct.pack("<IBB", length, 0, 0) + sheet_name)
    width = max(len(row) for row in rows)
    cells = [_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))]
    for row, values in enumerate(rows):
        cells += [_cell(row, column, value) for column, value in enumerate(values) if value != ""]
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6)) + b"".join(cells) + end
    return begin + listed + end + sheet


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str) and value in ERROR_CODES:
        return _record(0x0205, place + bytes([ERROR_CODES[value], 1]))
    if isinstance(value, str) and value.startswith("="):
        result = bytes([2, 0, ERROR_CODES[value[1:]], 0, 0, 0, 0xFF, 0xFF])
        return _record(0x0006, place + result + struct.pack("<HIH", 0, 0, 0))
    if isinstance(value, str):
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, place + struct.pack("<d", value))


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    table = [TABLE, LAST, *range(3, 2 + count), LAST]
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, LAST, 0, LAST, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return (
        head
        + fat
        + (_entry("Root Entry", 5, LAST, 0, 1) + _entry("Workbook", 2, 2, len(stream))).ljust(SECTOR, b"\0")
        + stream
    )


def _entry(name: str, kind: int, start: int, length: int, child: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, length)
    )
