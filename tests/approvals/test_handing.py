"""Open tasks move on with the people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from approvals import services
from approvals.choices import CaseState, StepMode, StepState, TaskOrigin, TaskState, WhoKind
from approvals.models import Case, Task
from core.models import AuditEvent
from organization import services as organization
from organization.choices import DepartmentKind
from organization.models import Department, Role
from tests.approvals.conftest import KIND
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_role, decide, route, waiting
from tests.factories.organization import actor_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def start(slips, company, owner):
    def begin():
        slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
        return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)

    return begin


def leave(person) -> int:
    person.is_active, person.left_date = False, AT.date()
    person.save(update_fields=("is_active", "left_date"))
    return services.reassign_tasks(person_id=person.pk, at=AT)


@pytest.mark.rule("ORG-02")
def test_a_leavers_only_call_goes_to_their_departments_manager(start, company, division_manager, gm):
    clerk = cast.member(company.service, "finance", company_wide=True)
    cast.put_in_charge(company.service, cast.member(company.service, "department_manager", name_zh="马国强"))
    route(KIND, by_role("finance"))
    case = start()

    assert leave(clerk) == 1

    heir = Task.objects.get(case=case, state=TaskState.WAITING)
    assert (heir.person.name_zh, heir.origin) == ("马国强", TaskOrigin.LEAVER)
    decide(case, heir.person)


@pytest.mark.rule("ORG-02")
def test_where_a_colleague_is_asked_too_the_leavers_call_just_ends(start, company):
    leaver, stays = (cast.member(company.company, "finance", company_wide=True) for _ in range(2))
    route(KIND, by_role("finance", mode=StepMode.ANY))
    case = start()

    leave(leaver)

    assert waiting(case) == [stays]


@pytest.mark.rule("ORG-05")
def test_a_lost_role_moves_the_call_to_who_holds_it_now(start, company, finance_officer):
    route(KIND, by_role("finance"))
    case = start()
    finance_officer.assignments.update(end_date=AT.date())
    successor = cast.member(company.company, "finance", company_wide=True)

    services.reassign_tasks(person_id=finance_officer.pk, at=AT)

    assert waiting(case) == [successor]


@pytest.mark.rule("APR-11")
def test_a_lost_role_nobody_else_holds_stops_the_step(start, finance_officer):
    route(KIND, by_role("finance"))
    case = start()
    finance_officer.assignments.update(end_date=AT.date())

    services.reassign_tasks(person_id=finance_officer.pk, at=AT)

    assert waiting(case) == []
    assert case.steps.get().state == StepState.STUCK


@pytest.mark.rule("ORG-02")
def test_a_new_manager_takes_over_from_the_one_who_left(start, company, manager):
    route(KIND, by_manager())
    case = start()
    successor = cast.member(company.service, "department_manager")
    cast.put_in_charge(company.service, successor)

    leave(manager)

    assert waiting(case) == [successor]


def test_who_keeps_the_right_keeps_the_call(start, manager):
    route(KIND, by_manager())
    case = start()

    assert services.reassign_tasks(person_id=manager.pk, at=AT) == 0
    assert waiting(case) == [manager]


@pytest.mark.rule("APR-05")
def test_an_all_sign_step_whose_last_missing_signer_lost_the_role_passes_on_the_others_word(start, company):
    first, second = (cast.member(company.company, "finance", company_wide=True) for _ in range(2))
    route(KIND, by_role("finance", mode=StepMode.ALL))
    case = start()
    decide(case, first)
    second.assignments.update(end_date=AT.date())

    services.reassign_tasks(person_id=second.pk, at=AT)

    case.refresh_from_db()
    assert case.state == "APPROVED"


@pytest.mark.rule("ORG-05")
def test_the_clock_passes_on_what_a_role_that_ended_left_behind(start, company, finance_officer):
    route(KIND, by_role("finance"))
    case = start()
    stays = cast.member(company.company, "finance", company_wide=True)
    finance_officer.assignments.update(end_date=AT.date())

    moved = [services.pass_on_expired(at=AT) for _run in range(2)]

    assert moved == [1, 0]
    assert waiting(case) == [stays]
    event = AuditEvent.objects.get(code="approvals.reassign")
    assert event.facts["from"] == "王静"


@pytest.mark.rule("ORG-05")
def test_a_role_that_decides_on_nothing_any_more_stops_the_step_that_names_it(
    start, finance_officer, finance_supervisor
):
    route(KIND, by_role("finance"))
    case = start()
    role = Role.objects.get(code="finance")

    organization.change_role(
        role_id=role.pk,
        name_zh=role.name_zh,
        name_en=role.name_en,
        permissions=[code for code in role.permissions if code != "expenses.approve"],
        approve_limit=role.approve_limit,
        reason="审批归财务部经理",
        actor=actor_of(finance_supervisor),
        at=AT,
    )

    assert waiting(case) == []
    assert case.steps.get().state == StepState.STUCK
    Role.objects.filter(pk=role.pk).update(permissions=role.permissions)
    assert services.resume(case_id=case.pk, at=AT)
    assert waiting(case) == [finance_officer]


@pytest.mark.rule("APR-03")
def test_a_role_that_keeps_a_right_to_decide_keeps_the_call(start, finance_officer, finance_supervisor):
    route(KIND, by_role("finance"))
    case = start()
    role = Role.objects.get(code="finance")

    organization.change_role(
        role_id=role.pk,
        name_zh=role.name_zh,
        permissions=["expenses.approve"],
        approve_limit=role.approve_limit,
        reason="只审批",
        actor=actor_of(finance_supervisor),
        at=AT,
    )

    assert waiting(case) == [finance_officer]


@pytest.mark.rule("ORG-01")
def test_a_department_that_moves_takes_what_waits_to_those_above_it_now(
    start, company, manager, division_manager, finance_supervisor
):
    route(KIND, {"who": WhoKind.MANAGER_ABOVE})
    case = start()
    elsewhere = cast.department(company.company, name_zh="数控事业部", kind=DepartmentKind.DIVISION)
    heir = cast.member(elsewhere, "division_manager", name_zh="周岩")
    cast.put_in_charge(elsewhere, heir)

    organization.move_department(
        department_id=company.service.pk,
        parent_id=elsewhere.pk,
        reason="机构调整",
        actor=actor_of(finance_supervisor),
        at=AT,
    )

    assert waiting(case) == [heir]
    decide(case, heir)
    assert Case.objects.get(pk=case.pk).state == CaseState.APPROVED


def test_a_department_that_moves_leaves_what_waits_for_its_own_manager(start, company, manager, finance_supervisor):
    route(KIND, by_manager())
    case = start()

    organization.move_department(
        department_id=company.service.pk,
        parent_id=company.company.pk,
        reason="机构调整",
        actor=actor_of(finance_supervisor),
        at=AT,
    )

    assert waiting(case) == [manager]


@pytest.fixture
def deputy(company):
    return cast.member(company.service, "deputy_manager", name_zh="马文")


@pytest.fixture
def lead(company, finance_supervisor):
    """Puts people at the head of the department, as the finance supervisor does."""

    def put(*, manager=None, deputy=None) -> None:
        department = Department.objects.get(pk=company.service.pk)
        organization.change_department(
            department_id=department.pk,
            code=department.code,
            name_zh=department.name_zh,
            name_en=department.name_en,
            manager_id=manager and manager.pk,
            deputy_id=deputy and deputy.pk,
            reason="任命",
            actor=actor_of(finance_supervisor),
            at=AT,
        )

    return put


@pytest.mark.rule("APR-03")
def test_what_a_deputy_held_for_an_empty_chair_goes_to_the_new_manager(start, company, deputy, division_manager, lead):
    lead(deputy=deputy)
    route(KIND, by_manager())
    case = start()
    assert waiting(case) == [deputy]

    new = cast.member(company.service, "department_manager", name_zh="何平")
    lead(manager=new, deputy=deputy)

    assert waiting(case) == [new]
    decide(case, new)


@pytest.mark.rule("APR-03")
def test_what_went_up_while_the_chair_was_empty_comes_to_the_new_manager(
    start, company, manager, division_manager, lead
):
    route(KIND, by_manager())
    case = start()
    lead()
    assert waiting(case) == [division_manager]

    new = cast.member(company.service, "department_manager", name_zh="何平")
    lead(manager=new)

    assert waiting(case) == [new]
    decide(case, new)


@pytest.mark.rule("APR-03")
def test_manager_and_deputy_change_places(start, manager, deputy, lead):
    lead(manager=manager, deputy=deputy)
    route(KIND, by_manager())
    case = start()

    lead(manager=deputy, deputy=manager)

    assert waiting(case) == [deputy]
