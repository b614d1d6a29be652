"""The smallest valid departments and people, and the cast: a company with a division, its department, a team, and another one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from core.actors import Actor
from organization import selectors
from organization.choices import DepartmentKind, ScopeKind
from organization.models import Department, Person, Role, RoleAssignment, Warehouse

SINCE = date(2020, 1, 1)
PASSWORD = "a-long-pass-phrase"
_counter = itertools.count(1)
SELLER = "售后服务部"
LEADERS = ("department_manager", "deputy_manager")


@dataclass(frozen=True, slots=True)
class Tree:
    """company → division → service → team, and beside the department service another one."""

    company: Department
    division: Department
    service: Department
    team: Department
    other: Department


def department(
    parent: Department | None, *, name_zh: str = "", kind: str = DepartmentKind.DEPARTMENT, **fields: Any
) -> Department:
    number = next(_counter)
    return Department.objects.create(
        parent=parent,
        kind=kind,
        name_zh=name_zh or f"部门{number}",
        **({"code": f"D{number:05}", "name_en": f"Department {number}"} | fields),
    )


def tree() -> Tree:
    company = department(None, name_zh="云岭重工", name_en="Yunling Machinery", kind=DepartmentKind.COMPANY)
    division = department(
        company, name_zh="工程机械事业部", name_en="Construction division", kind=DepartmentKind.DIVISION
    )
    service = department(division, name_zh=SELLER, name_en="After-sales service")
    team = department(service, name_zh="维修一组", name_en="Repair team 1", kind=DepartmentKind.TEAM)
    other = department(division, name_zh="国内销售部", name_en="Domestic sales")
    return Tree(company=company, division=division, service=service, team=team, other=other)


def person(
    department: Department | None, *, name_zh: str = "陈志强", password: str | None = None, **fields: Any
) -> Person:
    """Somebody who works in a department, without any right. Without a password nobody signs in by one."""
    number = next(_counter)
    given: dict[str, Any] = {"username": f"person{number}", "joined_date": SINCE} | fields
    return Person.objects.create_user(name_zh=name_zh, department=department, password=password, **given)


def give(
    person: Person,
    role_code: str,
    over: Department | Warehouse | None = None,
    *,
    start: date = SINCE,
    end: date | None = None,
) -> RoleAssignment:
    """A shipped role over a department (with those below), a warehouse, or (None) the company, past the rules of granting."""
    kind = {Department: ScopeKind.DEPARTMENT, Warehouse: ScopeKind.WAREHOUSE, type(None): ScopeKind.COMPANY}[type(over)]
    return RoleAssignment.objects.create(
        person=person,
        role=Role.objects.get(code=role_code),
        scope_kind=kind,
        department=over if isinstance(over, Department) else None,
        warehouse=over if isinstance(over, Warehouse) else None,
        start_date=start,
        end_date=end,
        granted_at=timezone.now(),
        reason="入职",
    )


def member(
    department: Department, role_code: str, *, company_wide: bool = False, name_zh: str = "陈志强", **fields: Any
) -> Person:
    """Somebody of a department with a role there, or company-wide. Who leads the department that sells parts also holds
    the role that goes with it."""
    made = person(department, name_zh=name_zh, **fields)
    give(made, role_code, None if company_wide else department)
    if role_code in LEADERS and department.name_zh == SELLER:
        give(made, "parts_lead", department)
    return made


def put_in_charge(department: Department, manager: Person) -> None:
    """Make somebody the department's manager."""
    department.manager = manager
    department.save(update_fields=("manager",))


def actor_of(person: Person, *, on: date | None = None) -> Actor:
    """The actor this person is today, freshly read."""
    return selectors.actor_for(person_id=person.pk, on=on or timezone.localdate())


def signed_in(client: Client, person: Person) -> Client:
    """The client with this person signed in."""
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
