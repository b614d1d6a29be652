"""One row of a file of departments or people: what stands in its cells, and what is wrong with each (ORG-10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError
from core.sheets import days
from core.sheets.headings import squeezed
from organization import staff_layout as layout
from organization.choices import USERNAME_PATTERN, DepartmentKind, StaffKind

LONGEST = {
    layout.CODE: 20, layout.NAME: 60, layout.NAME_EN: 80, layout.USERNAME: 60, layout.POSITION: 80,
    layout.POSITION_EN: 80, layout.EMAIL: 254, layout.ROLES: 400, layout.SCOPE: 60,
}  # fmt: skip
MOST_ROLES = 10
_BETWEEN = re.compile(r"[;；,，、|/]+")
KEYS = {StaffKind.DEPARTMENTS.value: layout.CODE, StaffKind.PEOPLE.value: layout.USERNAME}


@dataclass(slots=True)
class StaffRow:
    """A row as it is read: its number on the sheet, the text of each column, and what is wrong, by column."""

    number: int
    cells: dict[str, str]
    problems: list[dict[str, Any]] = field(default_factory=list)

    def text(self, column: str) -> str:
        """What stands in a column; empty where there is no such column."""
        return self.cells.get(column, "")

    @property
    def joined(self) -> date | None:
        """The day in the column of joining, which was looked at before."""
        return days.read(self.text(layout.JOINED))

    @property
    def roles(self) -> list[str]:
        """The roles named in the row."""
        return [name.strip() for name in _BETWEEN.split(self.text(layout.ROLES)) if name.strip()]

    def refuse(self, column: str, words: Mapping[str, str]) -> None:
        """Keep what is wrong in both languages."""
        self.problems.append({"column": column, "words": dict(words)})


def read(kind: str, rows: Sequence[Sequence[str]], *, header: int, columns: Mapping[int, str]) -> list[StaffRow]:
    """The rows below the headings, blank ones left out, each looked at by itself and for others with its key."""
    found = []
    for number, cells in enumerate(rows[header + 1 :], start=header + 2):
        texts = {role: cells[place].strip() for place, role in columns.items() if place < len(cells)}
        if any(texts.values()):
            row = StaffRow(number, texts)
            _look(kind, row)
            found.append(row)
    _require_once(found, KEYS[kind])
    return found


def in_order(rows: Iterable[StaffRow]) -> list[StaffRow]:
    """Departments so that each comes after the one above it, whatever their order in the file; those that stand above
    each other in a circle are refused.
    """
    waiting = list(rows)
    by_code = {row.text(layout.CODE).lower(): row for row in waiting}
    done: dict[int, StaffRow] = {}
    for row in waiting:
        chain: dict[str, StaffRow] = {}
        at: StaffRow | None = row
        while at is not None and at.number not in done and (code := at.text(layout.CODE).lower()) not in chain:
            chain[code] = at
            at = by_code.get(at.text(layout.PARENT).lower())
        if at is not None and at.number not in done:
            codes = list(chain)
            for code in codes[codes.index(at.text(layout.CODE).lower()) :]:
                chain[code].refuse(
                    layout.PARENT, said(lambda: _("The departments stand below each other in a circle."))
                )
        for each in reversed(chain.values()):
            done[each.number] = each
    return list(done.values())


def kind_of(text: str) -> str | None:
    """The kind of department a word stands for, in either language or as its code."""
    word = squeezed(text)
    for kind in DepartmentKind:
        if word in {squeezed(one) for one in (kind.value, *audit.in_both(lambda one: one.label, kind).values())}:
            return kind.value
    return "TEAM" if word in {"组", "小组", "班组"} else None


def said(words: Any) -> dict[str, str]:
    """A sentence in both languages."""
    return audit.in_both(lambda _none: words(), None)


def of_error(error: DomainError) -> dict[str, str]:
    """A refusal in both languages."""
    return audit.in_both(str, error)


def in_language(words: Mapping[str, str]) -> str:
    """What was kept in both languages, for its reader."""
    return words.get((translation.get_language() or "zh")[:2], words.get("en", ""))


def _look(kind: str, row: StaffRow) -> None:
    for column in layout.NEEDED[kind]:
        if not row.text(column):
            row.refuse(column, said(lambda: _("This is needed.")))
    for column, most in LONGEST.items():
        if len(row.text(column)) > most:
            row.refuse(column, said(lambda most=most: _("At most %(most)d characters.") % {"most": most}))
    if kind == StaffKind.PEOPLE:
        _look_at_person(row)
    elif row.text(layout.KIND) and kind_of(row.text(layout.KIND)) is None:
        row.refuse(layout.KIND, said(lambda: _("Company, division, department or team.")))


def _look_at_person(row: StaffRow) -> None:
    name = row.text(layout.USERNAME)
    if name and not re.fullmatch(USERNAME_PATTERN, name):
        row.refuse(layout.USERNAME, said(lambda: _("Letters, digits, dot, dash and underscore; two at least.")))
    try:
        days.read(row.text(layout.JOINED))
    except days.DayProblem:
        row.refuse(layout.JOINED, said(lambda: _("This is no day. Write it like 2026-03-05.")))
    if mail := row.text(layout.EMAIL):
        try:
            validate_email(mail)
        except ValidationError:
            row.refuse(layout.EMAIL, said(lambda: _("This is no e-mail address.")))
    if len(row.roles) > MOST_ROLES:
        row.refuse(layout.ROLES, said(lambda: _("At most %(most)d roles in one row.") % {"most": MOST_ROLES}))


def _require_once(rows: Iterable[StaffRow], column: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        key = row.text(column).lower()
        if key and first.setdefault(key, row.number) != row.number:
            number = first[key]
            row.refuse(
                column,
                said(lambda number=number: _("Stands in row %(number)d of the file already.") % {"number": number}),
            )
