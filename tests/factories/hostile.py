"""Files sent to do harm, each small enough to send (QLT-42)."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

from tests.factories import workbooks

MARK = "root:"
"""What the file that the XML file asks for begins with, on the machines the tests run on."""


def changed(part: str, new: bytes) -> bytes:
    """A good workbook with another content of one part."""
    content, _truth = workbooks.finance_form()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in old.infolist():
            made.writestr(entry, new if entry.filename == part else old.read(entry))
    return buffer.getvalue()


def asks_for_a_file() -> bytes:
    """XXE: strings that are to be taken from the server's own disk."""
    xml = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>'
    return changed("xl/sharedStrings.xml", xml)


def ten_million_rows() -> bytes:
    """A sheet that says it has ten million rows, and has a cell in the last."""
    xml = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:L10000000"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="10000000"><c r="L10000000"><v>1</v></c></row></sheetData></worksheet>'
    )
    return changed("xl/worksheets/sheet1.xml", xml)


def wrong_encoding() -> bytes:
    """Bytes that are text in no encoding in use."""
    return b"\xff\xff\x81\x00".join(random.Random(1).randbytes(40).replace(b"\x00", b"\xff") for _ in range(50))


def with_a_password() -> bytes:
    """What Office writes for a workbook with a password: an encrypted stream in a compound file."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1016
    return (
        head
        + "EncryptionInfo".encode("utf-16-le")
        + b"\x00" * 64
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x07" * 4096
    )


def sixteen_thousand_columns() -> bytes:
    """A text file far wider than any table."""
    return b"\n".join(b",".join(b"%d" % number for number in range(16_000)) for _ in range(3))


def nul_bytes() -> bytes:
    """A list with characters the database cannot keep, behind the first pages of it."""
    rows = ["日期,凭证号,科目名称,部门,借方金额"] + ["2026-03-05,记-1,差旅费,售后服务部,10"] * 300
    return "\n".join(rows).encode() + "\n2026-03-05,记\x00-2,差\x01旅费,售后\x00服务部,1\x000".encode()


def commands() -> bytes:
    """CSV injection: texts that a spreadsheet would run."""
    rows = [
        "日期,凭证号,摘要,科目名称,部门,借方金额",
        "2026-03-05,=1+1,=cmd|' /C calc'!A0,=HYPERLINK(\"http://x\"),@SUM(1),+10",
        "2026-03-05,记-2,=cmd|' /C calc'!A0,差旅费,售后服务部,-2+3",
    ]
    return "\n".join(rows).encode()


def long_field() -> bytes:
    """A quotation mark that never ends."""
    return '日期,凭证号\n2026-01-01,"'.encode() + b"x" * 2_000_000


def formulas() -> bytes:
    """Formulas that were never counted."""
    return workbooks.uncounted_formulas()


FILES: dict[str, Callable[[], bytes]] = {
    "bomb.xlsx": workbooks.bomb,
    "entities.xlsx": workbooks.entity_bomb,
    "xxe.xlsx": asks_for_a_file,
    "formulas.xlsx": formulas,
    "ten-million.xlsx": ten_million_rows,
    "far-cell.xlsx": workbooks.far_cell,
    "wrong-encoding.csv": wrong_encoding,
    "picture.xlsx": workbooks.picture,
    "truncated.xlsx": workbooks.broken,
    "password.xlsx": with_a_password,
    "wide.csv": sixteen_thousand_columns,
    "nul.csv": nul_bytes,
    "commands.csv": commands,
    "long-field.csv": long_field,
    "empty.csv": lambda: b"",
}
