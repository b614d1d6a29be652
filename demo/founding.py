"""The company is set up: departments, people, rights, policies, projects."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from budgets.models import Project
from core.actors import SYSTEM
from demo.company import COMPANY, DEPARTMENTS, LETTERHEAD, PASSWORD, PEOPLE, POSITIONS_EN, DepartmentSpec, PersonSpec
from organization import services
from organization.choices import ScopeKind
from organization.models import Department, Person, Warehouse

PROJECTS = (
    ("M2600", "M2600 主轴返修", "M2600 spindle rework"),
    ("AGV-3", "三代 AGV 上线", "AGV 3 launch"),
    ("EXPO", "上海工博会", "Shanghai industry fair"),
)


def found(*, at: datetime) -> None:
    """Set up the company as it was when the story begins. The system acts: there is nobody yet to grant rights."""
    departments: dict[str, Department] = {}
    for spec in (COMPANY, *DEPARTMENTS):
        departments[spec.code] = services.create_department(
            parent_id=departments[spec.parent].pk if spec.parent else None,
            kind=spec.kind,
            code=spec.code,
            name_zh=spec.zh,
            name_en=spec.en,
            actor=SYSTEM,
            at=at,
        )
    people = {person.username: _join(person, departments[person.department], at) for person in PEOPLE}
    Person.objects.update(password=make_password(PASSWORD))
    for spec in (COMPANY, *DEPARTMENTS):
        _lead(spec, departments[spec.code], people, at)
    for person in PEOPLE:
        for role in person.roles:
            _give(people[person.username], role, departments, at)
    Project.objects.bulk_create([Project(code=code, name_zh=zh, name_en=en) for code, zh, en in PROJECTS])


def _join(spec: PersonSpec, department: Department, at: datetime) -> Person:
    return services.create_person(
        username=spec.username,
        name_zh=spec.zh,
        name_en=spec.en,
        email=f"{spec.username}@shenyue.example",
        department_id=department.pk,
        position=spec.position,
        position_en=POSITIONS_EN.get(spec.position, ""),
        joined_date=date(at.year - 3, 3, 1),
        actor=SYSTEM,
        at=at,
    )


def _lead(spec: DepartmentSpec, department: Department, people: dict[str, Person], at: datetime) -> None:
    services.change_department(
        department_id=department.pk,
        code=spec.code,
        name_zh=spec.zh,
        name_en=spec.en,
        manager_id=people[spec.manager].pk if spec.manager else None,
        deputy_id=people[spec.deputy].pk if spec.deputy else None,
        letterhead_zh=LETTERHEAD[0],
        letterhead_en=LETTERHEAD[1],
        actor=SYSTEM,
        at=at,
    )


def _give(person: Person, role: str, departments: dict[str, Department], at: datetime) -> None:
    code, _at, scope = role.partition("@")
    warehouse = Warehouse.objects.get(code=scope[1:]) if scope.startswith("#") else None
    department = departments.get(scope)
    kind = ScopeKind.WAREHOUSE if warehouse else ScopeKind.DEPARTMENT if department else ScopeKind.COMPANY
    services.grant_role(
        person_id=person.pk,
        role_code=code,
        scope_kind=kind,
        department_id=department.pk if department else None,
        warehouse_id=warehouse.pk if warehouse else None,
        start_date=at.date(),
        reason="入职授权",
        actor=SYSTEM,
        at=at,
    )
