"""The lists of this app as sheets (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats
from core.list_workbooks import MOST_ROWS, Sheet
from organization import pages, selectors
from organization.errors import permission_label
from organization.models import IncompatiblePair, Person, Role, RoleAssignment, SignIn
from organization.selectors.lists import DepartmentRow

AT_ONCE = 1000


def people_sheet(*, people: QuerySet[Person], on: date) -> Sheet:
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
                    person.name_zh, person.name_en, person.username, str(person.department or ""), person.position_name,
                    roles, person.email, person.joined_date, person.left_date,
                )  # fmt: skip

    return Sheet(_("People"), heads, rows())


def assignments_sheet(*, assignments: QuerySet[RoleAssignment]) -> Sheet:
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
    return Sheet(_("Role assignments"), heads, rows)


def sign_ins_sheet(*, sign_ins: QuerySet[SignIn]) -> Sheet:
    """Sign-ins and refused tries, with where they came from."""
    heads = [
        (_("When"), 18), (pgettext("person", "Name"), 14), (_("User name"), 24), (_("Department"), 20),
        (pgettext("event", "What"), 16), (pgettext("sign-in", "By"), 14), (_("Second factor"), 14),
        (pgettext("network", "Address"), 18), (_("Device"), 40),
    ]  # fmt: skip
    rows = (
        (
            formats.stamp(row.at), row.person.name, row.person.username,
            str(row.person.department or ""), row.get_outcome_display(), row.get_method_display(),
            _("yes") if row.with_second_factor else _("no"), row.address, row.agent,
        )
        for row in sign_ins[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("Sign-ins"), heads, rows)


def duties_sheets(
    *,
    near: Iterable[Sequence[Any]],
    lone: Iterable[Sequence[Any]],
    held: QuerySet[RoleAssignment],
    changes: Iterable[Sequence[Any]],
) -> list[Sheet]:
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
    return [
        Sheet(
            _("Pairs close to being broken"),
            [(_("How close"), 24), (_("Day"), 12), person, *pair, (_("Roles"), 30)],
            near,
        ),
        Sheet(_("In one hand alone"), [(_("Permission"), 30), person], lone),
        Sheet(
            _("Who holds what"),
            [
                person, (_("User name"), 24), (_("Department"), 20), (_("Role"), 18), (_("Scope"), 20), (_("From"), 12),
                (_("Until"), 12), (_("Permissions"), 80),
            ],
            holds,
        ),
        Sheet(
            _("What changed"),
            [
                (_("When"), 18), (pgettext("event", "What"), 20), (_("Whose or which"), 30), (_("Who"), 14),
                (_("Details"), 60),
            ],
            changes,
        ),
    ]  # fmt: skip


def departments_sheet(rows: Iterable[DepartmentRow]) -> Sheet:
    """The tree from the company down."""
    heads = [
        (_("Department"), 30), (_("Code"), 14), (_("Kind"), 14), (_("Above"), 24), (_("Manager"), 14),
        (_("Deputy"), 14), (_("People"), 10), (_("With below"), 10), (_("State"), 10),
    ]  # fmt: skip
    rows = list(rows)
    names = {row.department.pk: row.department.name for row in rows}
    cells = (
        (
            one.name, one.code, one.get_kind_display(), names.get(one.parent_id or 0, ""),
            one.manager.name if one.manager else "", one.deputy.name if one.deputy else "", row.people,
            row.people_below, one.get_status_display(),
        )
        for row in rows for one in (row.department,)
    )  # fmt: skip
    return Sheet(_("Departments"), heads, cells)


def roles_sheet(roles: QuerySet[Role]) -> Sheet:
    """The roles with what they allow."""
    heads = [
        (_("Role"), 20), (_("Code"), 24), (_("Approves alone up to"), 18), (_("Discount"), 12), (_("Held by"), 10),
        (_("Origin"), 12), (_("Permissions"), 80),
    ]  # fmt: skip
    cells = (
        (
            one.name, one.code, pages.alone(one), formats.percent(one.discount_limit_share, places=0)
            if one.discount_limit_share is not None else "", one.holders,  # type: ignore[attr-defined]
            _("shipped") if one.is_shipped else _("own"),
            _(", ").join(permission_label(code) for code in one.permissions),
        )
        for one in roles
    )  # fmt: skip
    return Sheet(_("Roles"), heads, cells)


def pairs_sheet(rows: Iterable[tuple[str, str, IncompatiblePair]]) -> Sheet:
    """The pairs nobody may hold together."""
    heads = [(_("One permission"), 36), (_("not together with"), 36), (_("Origin"), 12)]
    cells = ((first, second, _("shipped") if pair.is_shipped else _("own")) for first, second, pair in rows)
    return Sheet(_("Incompatible pairs"), heads, cells)
