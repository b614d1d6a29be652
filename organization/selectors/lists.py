"""What the pages under Settings list, each with a constant number of statements (QLT-05)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from core.actors import Actor
from core.ordering import ordered
from core.pinyin import fits, spelled
from organization.models import Department, DepartmentMove, Person, RoleAssignment
from organization.selectors.actors import assignments_in_force
from organization.selectors.departments import departments_below
from organization.selectors.people import matching, people_visible_to

PEOPLE_ORDERS = {
    "name": ("sort_key", "username"),
    "-name": ("-sort_key", "-username"),
    "department": ("department__position", "department__code", "sort_key"),
    "-department": ("-department__position", "-department__code", "sort_key"),
    "joined": (F("joined_date").asc(nulls_last=True), "sort_key"),
    "-joined": (F("joined_date").desc(nulls_last=True), "sort_key"),
}
HERE, LEAVING, LEFT, WITHOUT_ROLE = "here", "leaving", "left", "no_role"
CURRENT, COMING, ENDED = "current", "coming", "ended"


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department in the tree, `level` deep, with how many work in it and in it with all below."""

    department: Department
    level: int
    people: int
    people_below: int


DEPARTMENT_SORTS: dict[str, Callable[[DepartmentRow], Any]] = {
    "name": lambda row: spelled(row.department.name),
    "code": lambda row: row.department.code,
    "people": lambda row: row.people,
    "below": lambda row: row.people_below,
}
ASSIGNMENT_SORTS = {
    "person": "person__sort_key",
    "role": "role__position",
    "from": "start_date",
    "until": "end_date",
}


def people_list(
    *, actor: Actor, on: date, words: str = "", status: str = HERE, department_id: int | None = None, sort: str = ""
) -> QuerySet[Person]:
    """People the actor sees, filtered and in order."""
    people = matching(people_visible_to(actor), words=words).select_related("department")
    if department_id is not None:
        people = people.filter(department__in=departments_below(department_id=department_id))
    if status == LEFT:
        people = people.filter(is_active=False)
    elif status == LEAVING:
        people = people.filter(is_active=True, left_date__gt=on)
    elif status == WITHOUT_ROLE:
        held = assignments_in_force(on=on).values("person_id")
        people = people.filter(is_active=True).exclude(pk__in=held)
    elif status == HERE:
        people = people.filter(is_active=True)
    return people.order_by(*PEOPLE_ORDERS.get(sort, PEOPLE_ORDERS["name"]))


def status_counts(*, actor: Actor, on: date) -> dict[str, int]:
    """How many people stand behind each chip."""
    visible = people_visible_to(actor)
    held = assignments_in_force(on=on).values("person_id")
    return visible.aggregate(
        here=Count("pk", filter=Q(is_active=True)),
        no_role=Count("pk", filter=Q(is_active=True) & ~Q(pk__in=held)),
        leaving=Count("pk", filter=Q(is_active=True, left_date__gt=on)),
        left=Count("pk", filter=Q(is_active=False)),
    )


def roles_of(*, people: Sequence[Person], on: date) -> dict[int, list[RoleAssignment]]:
    """The roles these people hold on a day, by person id, in one statement."""
    found: dict[int, list[RoleAssignment]] = defaultdict(list)
    rows = assignments_in_force(on=on).filter(person__in=[person.pk for person in people])
    for row in rows.select_related("role", "department", "warehouse").order_by("role__position"):
        found[row.person_id].append(row)
    return found


def department_rows(*, closed: bool = False, words: str = "") -> list[DepartmentRow]:
    """The tree from the company down, each department after the one above it.

    With `words`, those whose name or code holds them, at the top level.
    """
    departments = list(
        Department.objects.select_related("manager", "deputy")
        .annotate(people_here=Count("people", filter=Q(people__is_active=True)))
        .order_by("position", "code")
    )
    children: dict[int | None, list[Department]] = defaultdict(list)
    for department in departments:
        children[department.parent_id].append(department)
    rows: list[DepartmentRow] = []

    def walk(department: Department, level: int) -> int:
        place = len(rows)
        here = int(department.people_here)  # type: ignore[attr-defined]
        rows.append(DepartmentRow(department=department, level=level, people=here, people_below=here))
        below = sum(walk(child, level + 1) for child in children[department.pk])
        rows[place] = DepartmentRow(department=department, level=level, people=here, people_below=here + below)
        return here + below

    for root in children[None]:
        walk(root, 0)
    shown = [row for row in rows if closed or row.department.status == "ACTIVE"]
    if words:
        return [
            row for row in shown if fits(words, row.department.name_zh, row.department.name_en, row.department.code)
        ]
    return shown


def moves_of(*, department_id: int) -> QuerySet[DepartmentMove]:
    """Where a department stood before, newest first."""
    return DepartmentMove.objects.filter(department_id=department_id).select_related(
        "old_parent", "new_parent", "moved_by"
    )


def assignment_list(
    *, actor: Actor, on: date, status: str = CURRENT, role_id: int | None = None, words: str = "", sort: str = ""
) -> QuerySet[RoleAssignment]:
    """Role assignments of the people the actor sees: who holds what, by role."""
    people = matching(people_visible_to(actor), words=words)
    rows = RoleAssignment.objects.filter(person__in=people)
    if role_id is not None:
        rows = rows.filter(role_id=role_id)
    not_over = Q(end_date__isnull=True) | Q(end_date__gt=on)
    if status == CURRENT:
        rows = rows.filter(not_over, start_date__lte=on)
    elif status == COMING:
        rows = rows.filter(not_over, start_date__gt=on)
    elif status == ENDED:
        rows = rows.filter(end_date__lte=on)
    rows = rows.select_related(
        "person", "person__department", "role", "department", "warehouse", "granted_by", "ended_by"
    )
    return ordered(rows, sort, ASSIGNMENT_SORTS, usual=("role__position", "person__sort_key", "-start_date", "pk"))
