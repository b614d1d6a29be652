"""Turns an uploaded file into sheets of text, in a process of its own; says in a sentence why it cannot (GEN-16,
QLT-42).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core.sheets.errors import FileRefused, SameFile, SameFileWaits

_SENDING = 7_312_027
"""The advisory locks of files that are being sent, beside which stands the beginning of a fingerprint."""
READER = Path(__file__).with_name("reader.py")
MEGABYTE = 1024 * 1024

WHY: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "too_heavy": _("The file is larger than %(megabytes)s MB. Save only the sheet that is needed and upload that."),
    "no_workbook": _(
        "This is no Excel workbook and no CSV file, whatever its name says. Save it as .xlsx and upload it again."
    ),
    "binary": _(
        "This is a binary workbook (.xlsb), in which errors look like empty cells. "
        "Save it as .xlsx and upload it again."
    ),
    "locked": _("The file is protected by a password. Save it without one and upload that."),
    "broken": _("The workbook is damaged and cannot be read. Open it in Excel, save it again and upload that."),
    "too_large": _("The workbook unpacks to more than can be read safely, so it was not opened."),
    "too_many_rows": _(
        "The sheet is larger than %(rows)s rows by %(columns)s columns. Copy what is needed into a sheet of its own."
    ),
    "too_many_sheets": _(
        "The workbook has more than %(sheets)s sheets. Copy what is needed into a workbook of its own."
    ),
    "heading_alone": _("There is only a row of headings in this file, and nothing below it."),
    "nothing": _("There is nothing in this workbook."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold: bytes as sent and unpacked, rows, columns, how far out a lone cell may stand, sheets, and
    the processor seconds its reader gets.
    """

    bytes: int = 8 * MEGABYTE
    rows: int = 5_000
    columns: int = 120
    reach_rows: int = 100_000
    reach_columns: int = 2_400
    unpacked: int = 80 * MEGABYTE
    sheets: int = 30
    seconds: int = 20

    @property
    def patience(self) -> int:
        """Seconds on the clock until the reader is ended: a busy machine gets some more than the processor's."""
        return self.seconds * 3 // 2


SHORT = Limits()
"""A table people fill in: a budget, a list of people."""
LONG = Limits(
    bytes=40 * MEGABYTE, rows=200_000, columns=100, reach_rows=400_000, reach_columns=256, unpacked=400 * MEGABYTE,
    seconds=120,
)  # fmt: skip
"""What a program exports: a year of vouchers."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The filled sheets of a workbook as rows of text, and their cells without a value to read: (row, column, what
    stands there instead), an Excel error or a formula whose result the file does not hold; by sheet the merged cells
    (first row and column, last row and column), where the format tells them. Counted from 0.
    """

    rows: dict[str, list[list[str]]]
    flaws: dict[str, list[tuple[int, int, str]]]
    merged: dict[str, list[tuple[int, int, int, int]]]


@dataclass(frozen=True, slots=True)
class LongSheet:
    """One sheet of a file, its rows still to come; `count` as the file tells it, `sheets` all that are filled."""

    name: str
    sheets: tuple[str, ...]
    count: int
    rows: Iterator[list[str]]


def fingerprint(content: bytes) -> str:
    """What recognises the same file sent twice (GEN-16)."""
    return hashlib.sha256(content).hexdigest()


def fingerprint_alone(content: bytes) -> str:
    """The same, under a lock until the transaction ends: of two who send one file at once the second sees the first."""
    found = fingerprint(content)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SENDING, int(found[:7], 16)])
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was sent and not brought in yet: who sent it, when, and its id."""

    who: str
    since: datetime
    id: int


def require_new(brought_in_at: datetime | None, *, again: bool, waiting: Waiting | None = None) -> None:
    """Refuse a file that was brought in before, or waits to be, unless somebody says that it is meant.

    Raises SameFile, SameFileWaits.
    """
    if again:
        return
    if brought_in_at is not None:
        raise SameFile(day=day_of(brought_in_at))
    if waiting is not None:
        raise SameFileWaits(who=waiting.who, day=day_of(waiting.since), waiting=waiting.id)


def day_of(at: datetime) -> str:
    """A day as a refusal names it."""
    return date_format(localtime(at), "DATE_FORMAT")


def require_readable(content: bytes, limits: Limits = SHORT) -> None:
    """Refuse what is not worth looking into. Raises FileRefused."""
    if not content:
        raise refused("empty", limits)
    if len(content) > limits.bytes:
        raise refused("too_heavy", limits)


def require_known(content: bytes, limits: Limits = SHORT) -> None:
    """Refuse by its first bytes what is neither a workbook nor text, so that nobody waits for a job to say so.

    Raises FileRefused.
    """
    is_workbook = content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_workbook and not is_wide and b"\x00" in content[:4096]:
        raise refused("no_workbook", limits)


def read(content: bytes, limits: Limits = SHORT) -> Sheets:
    """Read a workbook (.xlsx, .xls) or CSV (UTF-8, GB18030) as a whole.

    Raises FileRefused with a sentence, never anything else.
    """
    require_readable(content, limits)
    answer = _answer(content, limits)
    if "refused" in answer:
        raise refused(str(answer["refused"]), limits)
    rows = {name: sheet for name, sheet in answer["sheets"].items() if any(any(row) for row in sheet)}
    if not rows:
        raise refused("nothing", limits)
    flaws = {name: [(row, column, text) for row, column, text in found] for name, found in answer["flaws"].items()}
    merged = {name: [(a, b, c, d) for a, b, c, d in found] for name, found in answer["merged"].items() if name in rows}
    return Sheets(rows=rows, flaws=flaws, merged=merged)


@contextmanager
def opened(content: bytes, *, sheet: str = "", limits: Limits = LONG) -> Iterator[LongSheet]:
    """Read one long sheet row by row, so that this process never holds all of it; by default that with most rows.

    Raises FileRefused, also in the middle of the rows.
    """
    require_readable(content, limits)
    asked = json.dumps({"most": asdict(limits), "rows": True, "sheet": sheet})
    with subprocess.Popen(
        [sys.executable, "-I", str(READER), asked],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as reader:
        assert reader.stdin is not None  # noqa: S101 – both are pipes
        assert reader.stdout is not None  # noqa: S101
        timer = threading.Timer(limits.patience, reader.kill)
        timer.start()
        try:
            _send(reader.stdin, content)
            lines = _lines(reader.stdout, limits)
            head = next(lines)
            yield LongSheet(str(head["sheet"]), tuple(head["sheets"]), int(head["rows"]), lines)
        finally:
            timer.cancel()
            reader.kill()


def refused(why: str, limits: Limits) -> FileRefused:
    """The refusal with its sentence."""
    facts = {
        "megabytes": limits.bytes // MEGABYTE,
        "rows": f"{limits.rows:,}",
        "columns": limits.columns,
        "sheets": limits.sheets,
    }
    return FileRefused(why=str(WHY.get(why, WHY["broken"])) % facts, kind=why)


def _send(stream: Any, content: bytes) -> None:
    """Give the reader the file; one that ends early says why itself."""
    with suppress(OSError):
        stream.write(content)
    with suppress(OSError):
        stream.close()


def _lines(stream: Any, limits: Limits) -> Iterator[Any]:
    """What the reader says, line by line. Raises FileRefused where it refuses or ends before its end."""
    for line in stream:
        try:
            said = json.loads(line)
        except ValueError:
            break
        if isinstance(said, dict) and "refused" in said:
            raise refused(str(said["refused"]), limits)
        if isinstance(said, dict) and said.get("end"):
            return
        yield said
    raise refused("broken", limits)


def _answer(content: bytes, limits: Limits) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), json.dumps({"most": asdict(limits)})],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.patience,
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        answer = None
    return answer if isinstance(answer, dict) else {"refused": "broken"}
