"""Lists of people and of role assignments as Excel: what is shown, all its pages; text is never a formula (GEN-13)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organization import pages, selectors
from organization.errors import permission_label
from organization.models import Person, RoleAssignment, SignIn

MOST_ROWS = 100_000
AT_ONCE = 1000
Sheet = tuple[str, Sequence[tuple[str, int]], Iterable[Sequence[Any]]]
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def people_file(*, people: QuerySet[Person], on: date) -> HttpResponse:
    """The people of a list, with the roles they hold on a day."""
    heads = [
        (pgettext("person", "Name"), 14), (_("English name"), 20), (_("User name"), 24), (_("Department"), 20),
        (_("Position"), 18), (_("Roles"), 40), (_("E-mail"), 30), (_("Joined on"), 12), (_("Left on"), 12),
    ]  # fmt: skip

    def rows() -> Iterator[Sequence[Any]]:
        all_of_them = people[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
        while some := list(islice(all_of_them, AT_ONCE)):
            held = selectors.roles_of(people=some, on=on)
            for person in some:
                roles = _(", ").join(pages.role_label(row) for row in held.get(person.pk, []))
                yield (
                    person.name_zh, person.name_en, person.username, str(person.department or ""), person.position,
                    roles, person.email, person.joined_date, person.left_date,
                )  # fmt: skip

    return _file(_("People"), "people", heads, rows())


def assignments_file(*, assignments: QuerySet[RoleAssignment]) -> HttpResponse:
    """The role assignments of a list, with who granted them and why."""
    heads = [
        (pgettext("person", "Name"), 14), (_("User name"), 24), (_("Department"), 20), (_("Role"), 18),
        (_("Scope"), 20), (_("From"), 12), (_("Until"), 12), (_("Granted by"), 14), (_("Reason"), 40),
    ]  # fmt: skip
    rows = (
        (
            row.person.name, row.person.username, str(row.person.department or ""), row.role.name,
            pages.scope_label(row), row.start_date, row.end_date,
            row.granted_by.name if row.granted_by else _("System"), row.end_reason or row.reason,
        )
        for row in assignments[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return _file(_("Role assignments"), "role-assignments", heads, rows)


def sign_ins_file(*, sign_ins: QuerySet[SignIn]) -> HttpResponse:
    """Sign-ins and refused tries, with where they came from."""
    heads = [
        (_("When"), 18), (pgettext("person", "Name"), 14), (_("User name"), 24), (_("Department"), 20),
        (pgettext("event", "What"), 16), (pgettext("sign-in", "By"), 14), (_("Second factor"), 14),
        (pgettext("network", "Address"), 18), (_("Device"), 40),
    ]  # fmt: skip
    rows = (
        (
            f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}", row.person.name, row.person.username,
            str(row.person.department or ""), row.get_outcome_display(), row.get_method_display(),
            _("yes") if row.with_second_factor else _("no"), row.address, row.agent,
        )
        for row in sign_ins[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return _file(_("Sign-ins"), "sign-ins", heads, rows)


def duties_file(
    *,
    near: Iterable[Sequence[Any]],
    lone: Iterable[Sequence[Any]],
    held: QuerySet[RoleAssignment],
    changes: Iterable[Sequence[Any]],
) -> HttpResponse:
    """The report on segregation of duties: a sheet for each question (ORG-07)."""
    person, pair = (pgettext("person", "Name"), 14), [(_("One permission"), 30), (_("not together with"), 30)]
    holds = (
        (
            row.person.name, row.person.username, str(row.person.department or ""), row.role.name,
            pages.scope_label(row), row.start_date, row.end_date,
            _(", ").join(permission_label(code) for code in row.role.permissions),
        )
        for row in held[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    sheets: list[Sheet] = [
        (
            _("Pairs close to being broken"),
            [(_("How close"), 24), (_("Day"), 12), person, *pair, (_("Roles"), 30)],
            near,
        ),
        (_("In one hand alone"), [(_("Permission"), 30), person], lone),
        (
            _("Who holds what"),
            [
                person, (_("User name"), 24), (_("Department"), 20), (_("Role"), 18), (_("Scope"), 20), (_("From"), 12),
                (_("Until"), 12), (_("Permissions"), 80),
            ],
            holds,
        ),
        (
            _("What changed"),
            [
                (_("When"), 18), (pgettext("event", "What"), 20), (_("Whose or which"), 30), (_("Who"), 14),
                (_("Details"), 60),
            ],
            changes,
        ),
    ]  # fmt: skip
    return _book("segregation-of-duties", sheets)


def _file(title: str, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    return _book(name, [(title, heads, rows)])


def _book(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"constant_memory": True, "in_memory": True})
    for title, heads, rows in sheets:
        _fill(book, title, heads, rows)
    book.close()
    answer = HttpResponse(memory.getvalue(), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y%m%d}.xlsx"'
    return answer


def _fill(book: Any, title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(title[:31])
    head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, (words, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, head)
    sheet.freeze_panes(1, 1)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            elif value is not None:
                sheet.write_string(line, column, str(value))
