"""The tree of departments (ORG-01)."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import NotAllowed, ReasonMissing, StaleDocument
from core.models import AuditEvent
from organization import hooks, selectors, services
from organization.errors import (
    CodeTaken,
    DepartmentClosed,
    DepartmentInCircle,
    DepartmentInUse,
    DepartmentLevel,
    IncompatibleRights,
    OwnRights,
    PersonLeft,
)
from organization.models import Department, DepartmentMove
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

AT = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.rule("ORG-01")


@pytest.fixture
def editor(finance_supervisor, actor_of):
    return actor_of(finance_supervisor)


def add(parent, editor, **more):
    given = {"parent_id": parent.pk, "kind": "DEPARTMENT", "code": "CC-100", "name_zh": "外贸部"}
    return services.create_department(**(given | {"actor": editor, "at": AT} | more))


def change(department, editor, **more):
    given = {"code": department.code, "name_zh": department.name_zh, "name_en": department.name_en}
    given |= {"manager_id": department.manager_id, "reason": "换届"}
    return services.change_department(department_id=department.pk, **(given | {"actor": editor, "at": AT} | more))


def test_a_department_is_added_below_another(company, editor, manager):
    added = add(company.division, editor, manager_id=manager.pk)

    assert [d.pk for d in selectors.department_chain(department_id=added.pk)] == [
        added.pk,
        company.division.pk,
        company.company.pk,
    ]
    event = AuditEvent.objects.get(subject_kind="department", subject_id=added.pk)
    assert (event.code, event.facts["code"]) == ("department.create", "CC-100")


def test_levels_closed_parents_and_codes_are_kept(company, editor):
    closed = cast.department(company.company, kind="DIVISION", status="CLOSED")

    with nothing_changes(), pytest.raises(DepartmentLevel):
        add(company.team, editor)
    with nothing_changes(), pytest.raises(DepartmentClosed):
        add(closed, editor)
    with nothing_changes(), pytest.raises(CodeTaken):
        add(company.division, editor, code=company.service.code.lower())
    with nothing_changes(), pytest.raises(DepartmentLevel):
        services.create_department(parent_id=None, kind="TEAM", code="X", name_zh="组", actor=editor, at=AT)


@pytest.mark.parametrize("who", ["owner", "manager", "finance_officer", "gm"])
def test_departments_are_kept_by_those_who_may(who, company, actor_of, request):
    actor = actor_of(request.getfixturevalue(who))

    with nothing_changes(), pytest.raises(NotAllowed):
        add(company.division, actor)
    with nothing_changes(), pytest.raises(NotAllowed):
        change(company.service, actor, name_zh="别的")
    with nothing_changes(), pytest.raises(NotAllowed):
        services.close_department(department_id=company.team.pk, reason="撤销", actor=actor, at=AT)


def test_moving_keeps_where_it_stood(company, editor, manager, actor_of):
    east = cast.department(company.company, kind="DIVISION")

    services.move_department(
        department_id=company.service.pk, parent_id=east.pk, reason="组织调整", actor=editor, at=AT
    )

    move = DepartmentMove.objects.get()
    assert (move.old_parent_id, move.new_parent_id, move.reason) == (company.division.pk, east.pk, "组织调整")
    assert selectors.departments_below(department_id=east.pk) == {east.pk, company.service.pk, company.team.pk}
    assert actor_of(manager).can("budgets.make", company.team.pk)
    assert AuditEvent.objects.filter(code="department.move", reason="组织调整").count() == 1


def test_a_department_never_stands_below_itself(company, editor):
    with nothing_changes(), pytest.raises(DepartmentInCircle):
        services.move_department(
            department_id=company.division.pk, parent_id=company.team.pk, reason="调整", actor=editor, at=AT
        )
    with nothing_changes(), pytest.raises(ReasonMissing):
        services.move_department(
            department_id=company.service.pk, parent_id=company.company.pk, reason="", actor=editor, at=AT
        )


def test_a_new_manager_relieves_the_old_one(company, editor, manager, owner, monkeypatch):
    told: list[int] = []
    monkeypatch.setattr(hooks, "_rights_lost", [lambda *, person_id, **_: told.append(person_id)])
    company.service.refresh_from_db()

    change(company.service, editor, manager_id=owner.pk)

    assert told == [manager.pk]
    assert selectors.manager_of(department_id=company.service.pk) == owner
    event = AuditEvent.objects.get(code="department.change")
    assert event.facts["changes"] == {"manager_id": [manager.pk, owner.pk]}


@pytest.mark.rule("ORG-03")
def test_nobody_puts_themselves_at_the_head_of_a_department(company, finance_supervisor, editor):
    with nothing_changes(), pytest.raises(OwnRights):
        change(company.service, editor, manager_id=finance_supervisor.pk)
    with nothing_changes(), pytest.raises(OwnRights):
        change(company.service, editor, deputy_id=finance_supervisor.pk)
    with nothing_changes(), pytest.raises(OwnRights):
        add(company.division, editor, manager_id=finance_supervisor.pk)


@pytest.mark.rule("ORG-05")
def test_whoever_grants_roles_leads_no_department_and_a_head_is_granted_none_that_does(company, editor, manager):
    other = cast.member(company.company, "finance_supervisor", company_wide=True)
    with nothing_changes(), pytest.raises(IncompatibleRights):
        change(company.service, editor, manager_id=other.pk)
    with nothing_changes(), pytest.raises(IncompatibleRights):
        services.grant_role(
            person_id=manager.pk, role_code="finance_supervisor", reason="兼任", actor=editor, at=timezone.now()
        )


@pytest.mark.rule("GEN-06")
def test_another_head_needs_a_reason_that_is_kept(company, editor, owner):
    with nothing_changes(), pytest.raises(ReasonMissing):
        change(company.service, editor, manager_id=owner.pk, reason=" ")
    change(company.service, editor, manager_id=owner.pk, reason="轮岗")

    assert AuditEvent.objects.get(code="department.change").reason == "轮岗"


def test_who_left_does_not_become_manager(company, editor):
    gone = cast.person(company.service, is_active=False)

    with nothing_changes(), pytest.raises(PersonLeft):
        change(company.service, editor, manager_id=gone.pk)


def test_an_older_reading_changes_nothing(company, editor):
    change(company.service, editor, name_zh="售后部")

    with nothing_changes(), pytest.raises(StaleDocument):
        change(company.service, editor, name_zh="服务部", version=1)


def test_a_department_closes_when_nobody_is_in_it(company, editor, owner):
    with nothing_changes(), pytest.raises(DepartmentInUse):
        services.close_department(department_id=company.service.pk, reason="撤销", actor=editor, at=AT)

    services.close_department(department_id=company.team.pk, reason="撤销", actor=editor, at=AT)
    assert Department.objects.get(pk=company.team.pk).status == "CLOSED"
    services.reopen_department(department_id=company.team.pk, reason="恢复", actor=editor, at=AT)
    assert Department.objects.get(pk=company.team.pk).status == "ACTIVE"
    codes = AuditEvent.objects.filter(subject_kind="department").values_list("code", flat=True)
    assert list(codes) == ["department.close", "department.reopen"]


def test_the_database_allows_one_company_and_no_orphans(company):
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.create(kind="COMPANY", code="C2", name_zh="第二公司")
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.create(kind="TEAM", code="T2", name_zh="孤组")


@pytest.mark.rule("ORG-02")
def test_who_manages_is_the_manager_the_deputy_or_the_one_above(company, manager, division_manager, owner):
    assert selectors.manager_of(department_id=company.team.pk) == manager
    assert selectors.manager_of(department_id=company.service.pk, except_for=manager.pk) == division_manager
    company.service.deputy = owner
    company.service.save()
    assert selectors.manager_of(department_id=company.service.pk, except_for=manager.pk) == owner
    assert selectors.manager_of(department_id=company.company.pk) is None


@pytest.mark.rule("ORG-03")
def test_people_holding_a_role_hold_it_here_above_or_company_wide(company, manager, gm, actor_of):
    on = timezone.localdate()

    def holding(code, department):
        return selectors.people_holding(role_code=code, department_id=department, on=on)

    assert holding("department_manager", company.team.pk) == [manager]
    assert holding("department_manager", company.other.pk) == []
    assert holding("department_manager", None) == []
    assert holding("general_manager", company.other.pk) == [gm]
    assert holding("general_manager", None) == [gm]


@pytest.mark.rule("PSL-43")
def test_the_company_alone_has_a_letterhead_and_keeps_it_where_it_is_not_named(company, editor):
    heads = {"letterhead_zh": "沈阳市开发路 16 号", "letterhead_en": "16 Kaifa Road"}
    change(company.company, editor, **heads)
    again = change(company.company, editor)

    assert (again.letterhead_zh, again.letterhead_en) == tuple(heads.values())
    assert change(company.service, editor, **heads).letterhead_zh == ""
