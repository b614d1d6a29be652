"""Who could decide at a step.

People for a role or a place in the tree, never the makers (APR-03, APR-11, ORG-06, ORG-08).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from approvals import registry, rules
from approvals.choices import TaskState, WhoKind
from approvals.models import Step, Task
from approvals.rules import ADDED, AUTHORITY, Who
from core.once import once
from organization import selectors as organization
from organization.models import Department, Person, Role

TOP_ROLE = "general_manager"
"""Who is asked when nobody in the line of managers has the authority (ORG-08)."""


def deciders(
    *,
    who: Who,
    department_id: int,
    makers: Collection[int],
    on: date,
    amount: Decimal | None = None,
    others: Collection[int] = (),
) -> list[Person]:
    """The people who can decide at a step, makers left out; empty: the step is stuck (APR-11).

    Where only makers could decide, the manager above them does. A role nobody holds stays empty, and so does one that
    decides on nothing any more: its permissions were changed after the route was saved (ORG-05). `others` are the
    other departments the document concerns: each of their managers is asked, and where one has nobody, the step stops.
    """
    if who.kind == WhoKind.MANAGER:
        return _first(managers_up(department_id=department_id), makers)
    if who.kind == WhoKind.MANAGER_ABOVE:
        line = managers_up(department_id=department_id, above=True)
        return _first(line or managers_up(department_id=department_id), makers)
    if who.kind == WhoKind.OTHER_MANAGERS:
        return _of_others(others, makers)
    if who.kind in {WhoKind.PERSON, ADDED}:
        return _named_each(who.people or (who.person_id or 0,), makers, on)
    if who.kind == AUTHORITY:
        return _with_authority(department_id=department_id, makers=makers, on=on, amount=amount)
    scope = department_id if who.kind == WhoKind.ROLE_IN_DEPARTMENT else None
    return _of_role(who.role, scope, makers, on)


def managers_up(*, department_id: int | None, above: bool = False) -> list[Person]:
    """The managers of a department and of those above it, nearest first, each once.

    `above` leaves out the department's own.
    """
    if department_id is None:
        return []
    chain = organization.department_chain(department_id=department_id)[1 if above else 0 :]
    heads = [person for department in chain if (person := _head(department)) is not None]
    return list({person.pk: person for person in heads}.values())


def _head(department: Department) -> Person | None:
    """Who manages a department: its manager, or the deputy where it has none.

    A deputy never decides for a manager who is there.
    """
    for person in (department.manager, department.deputy):
        if person is not None and person.is_active:
            return person
    return None


def authority_limits(
    *, people: Iterable[Person], department_id: int, on: date, by_break_glass: bool = True
) -> dict[int, Decimal | None]:
    """The largest amount each of these people decides on alone for a department (None: no limit); absent without a
    deciding role.

    Only roles that decide on something count, held over the department, one above it, or the company (ORG-08); those
    held by a break-glass right too, unless left out (ORG-06b).
    """
    ids, chain = [person.pk for person in people], organization.ids_up(department_id=department_id)
    reach = Q(scope_kind="COMPANY") | Q(scope_kind="DEPARTMENT", department__in=chain)
    held = organization.assignments_in_force(on=on).filter(reach, person__in=ids)
    given = organization.break_glass_in_force(on=on).filter(reach, person__in=ids)
    limits: dict[int, Decimal | None] = {}
    for rows in (held, given) if by_break_glass else (held,):
        asked = rows.order_by().values_list("person_id", "role__permissions", "role__approve_limit")
        for person_id, permissions, limit in asked:
            if rules.is_deciding(permissions):
                known = limits.get(person_id, Decimal(0))
                limits[person_id] = None if limit is None or known is None else max(limit, known)
    return limits


def has_authority(*, people: Iterable[Person], department_id: int, amount: Decimal | None, on: date) -> bool:
    """Whether one of these people may decide on the amount alone (ORG-08). Documents without an amount ask for none."""
    if amount is None:
        return True
    limits = authority_limits(people=people, department_id=department_id, on=on)
    return any(rules.covers(limit, amount) for limit in limits.values())


def _of_role(role_code: str, department_id: int | None, makers: Collection[int], on: date) -> list[Person]:
    if not _still_decides(role_code):
        return []
    holders = organization.people_holding(role_code=role_code, department_id=department_id, on=on)
    left = [person for person in holders if person.pk not in makers]
    return left or _above(holders, makers)


@once
def _still_decides(role_code: str) -> bool:
    """Whether a role that a step names has a permission to decide on something."""
    return any(map(registry.has_a_word, Role.objects.filter(code=role_code).values_list("permissions", flat=True)))


def _first(line: list[Person], makers: Collection[int]) -> list[Person]:
    return [person for person in line if person.pk not in makers][:1]


def _of_others(departments: Collection[int], makers: Collection[int]) -> list[Person]:
    """One manager for each of these departments, or nobody where one of them has none left."""
    found: dict[int, Person] = {}
    for department_id in sorted(departments):
        people = _first(managers_up(department_id=department_id), makers)
        if not people:
            return []
        found.setdefault(people[0].pk, people[0])
    return list(found.values())


def decides_on_something(*, person_id: int, on: date) -> bool:
    """Whether somebody leads a department or holds a role that decides: only such people are named in routes."""
    return people_who_decide(on=on).filter(pk=person_id).exists()


def people_who_decide(*, on: date, by_break_glass: bool = True) -> QuerySet[Person]:
    """Everybody at work who leads a department or holds a role that decides, by a break-glass right too unless left
    out (ORG-06b).
    """
    known = Role.objects.values_list("pk", "permissions")
    roles = [pk for pk, permissions in known if registry.has_a_word(permissions)]
    held = Q(pk__in=organization.assignments_in_force(on=on).filter(role__in=roles).values("person"))
    if by_break_glass:
        held |= Q(pk__in=organization.break_glass_in_force(on=on).filter(role__in=roles).values("person"))
    leading = Department.objects.filter(manager__isnull=False).values("manager")
    standing_in = Department.objects.filter(deputy__isnull=False).values("deputy")
    return Person.objects.filter(held | Q(pk__in=leading) | Q(pk__in=standing_in), is_active=True)


def reviewer(*, department_id: int, makers: Collection[int]) -> Person | None:
    """Who gives a department's opinion: who heads it, or the next one up where they made the document (APR-06)."""
    return next(iter(_first(managers_up(department_id=department_id), makers)), None)


def _named(person_id: int, makers: Collection[int], on: date) -> list[Person]:
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return []
    if person.is_active and person.pk not in makers and decides_on_something(person_id=person.pk, on=on):
        return [person]
    return _first(managers_up(department_id=person.department_id), {*makers, person.pk})


def people_to_bring_in(task: Task, *, on: date) -> QuerySet[Person]:
    """Whom a decider can hand their task over to or add: who has a right to decide, made nothing of the document, and
    is not asked at the step yet (APR-05).
    """
    return (
        people_who_decide(on=on)
        .exclude(pk__in=task.case.facts.get("makers", ()))
        .exclude(pk__in=asked_at(task.step))
        .select_related("department")
        .order_by("sort_key", "pk")
    )


def asked_at(step: Step) -> set[int]:
    """Who decides or decided at a step, for themselves or for whom they stand in: nobody speaks twice at one step."""
    gone = [TaskState.RELEASED, TaskState.HANDED]
    rows = step.tasks.exclude(state__in=gone).values_list("person_id", "on_behalf_of_id")
    return {pk for pair in rows for pk in pair if pk is not None}


def _named_each(people: Collection[int], makers: Collection[int], on: date) -> list[Person]:
    """The person a route names, or the people somebody added: each themselves, or who stands for them."""
    found = [person for pk in people for person in _named(pk, makers, on)]
    return list({person.pk: person for person in found}.values())


def _above(holders: Iterable[Person], makers: Collection[int]) -> list[Person]:
    """The manager above the only possible deciders, who made the document (APR-11)."""
    for person in holders:
        if found := _first(managers_up(department_id=person.department_id), makers):
            return found
    return []


def _with_authority(*, department_id: int, makers: Collection[int], on: date, amount: Decimal | None) -> list[Person]:
    line = managers_up(department_id=department_id)
    top = organization.people_holding(role_code=TOP_ROLE, department_id=None, on=on)
    people = [person for person in [*line, *top] if person.pk not in makers]
    limits = authority_limits(people=people, department_id=department_id, on=on)
    return [person for person in people if person.pk in limits and rules.covers(limits[person.pk], amount)][:1]
