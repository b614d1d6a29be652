"""Granting and ending roles (ORG-03, ORG-05)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from core.errors import NotAllowed, ReasonMissing
from core.models import AuditEvent, Job
from organization import hooks, services
from organization.choices import ScopeKind
from organization.errors import (
    AlreadyHeld,
    AssignmentEnded,
    DepartmentClosed,
    EndBeforeStart,
    IncompatibleRights,
    OwnRights,
    PersonLeft,
    RightInThePast,
    ScopeIncomplete,
)
from organization.models import RoleAssignment
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

AT = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 22)


@pytest.fixture
def told(monkeypatch):
    """Who lost rights, as the apps above are told."""
    people: list[int] = []
    monkeypatch.setattr(hooks, "_rights_lost", [lambda *, person_id, **_: people.append(person_id)])
    return people


@pytest.fixture
def grant(finance_supervisor, company, actor_of):
    """Grants as the finance supervisor, over service unless said otherwise."""

    def act(person, role_code, **more):
        given = {
            "scope_kind": ScopeKind.DEPARTMENT,
            "department_id": company.service.pk,
            "reason": "岗位需要",
            "actor": actor_of(finance_supervisor),
            "at": AT,
        }
        return services.grant_role(person_id=person.pk, role_code=role_code, **(given | more))

    return act


@pytest.mark.rule("ORG-03")
def test_the_finance_supervisor_grants_a_role_with_a_reason(company, grant, actor_of, finance_supervisor):
    person = cast.person(company.service)

    assignment = grant(person, "employee")

    assert actor_of(person, on=TODAY).can("expenses.claim", company.service.pk)
    assert assignment.granted_by_id == finance_supervisor.pk
    event = AuditEvent.objects.get(subject_kind="role_assignment", subject_id=assignment.pk)
    assert (event.code, event.reason, event.actor_id) == ("role_assignment.grant", "岗位需要", finance_supervisor.pk)
    assert event.facts["role"] == "employee"


@pytest.mark.rule("ORG-03")
@pytest.mark.parametrize("who", ["owner", "manager", "finance_officer", "finance_manager", "gm"])
def test_nobody_else_grants_roles(who, company, grant, actor_of, request):
    actor = actor_of(request.getfixturevalue(who))
    person = cast.person(company.service)

    with nothing_changes(), pytest.raises(NotAllowed):
        grant(person, "employee", actor=actor)


@pytest.mark.rule("ORG-03")
def test_nobody_grants_a_role_to_themselves(grant, finance_supervisor):
    with nothing_changes(), pytest.raises(OwnRights):
        grant(finance_supervisor, "auditor")


@pytest.mark.rule("ORG-03")
def test_nobody_ends_their_own_role(finance_supervisor, actor_of):
    own = RoleAssignment.objects.get(person=finance_supervisor)

    with nothing_changes(), pytest.raises(OwnRights):
        services.end_assignment(assignment_id=own.pk, reason="换岗", actor=actor_of(finance_supervisor), at=AT)


@pytest.mark.rule("ORG-03")
@pytest.mark.rule("GEN-06")
def test_a_grant_needs_a_reason(company, grant):
    person = cast.person(company.service)

    with nothing_changes(), pytest.raises(ReasonMissing):
        grant(person, "employee", reason="  ")


@pytest.mark.rule("ORG-05")
def test_a_grant_that_breaks_a_pair_is_refused_and_names_the_pair(owner, grant):
    with nothing_changes(), pytest.raises(IncompatibleRights) as refusal:
        grant(owner, "finance", scope_kind=ScopeKind.COMPANY, department_id=None)

    assert (refusal.value.params["first"], refusal.value.params["second"]) == ("expenses.approve", "expenses.claim")
    assert "陈志强" in str(refusal.value)
    assert "财务" in str(refusal.value)
    assert "员工" in str(refusal.value)


@pytest.mark.rule("ORG-05")
def test_where_a_role_holds_does_not_soften_a_pair(company, owner, grant):
    with nothing_changes(), pytest.raises(IncompatibleRights):
        grant(owner, "cashier", department_id=company.other.pk)


@pytest.mark.rule("ORG-05")
def test_the_other_role_may_begin_when_the_first_has_ended(company, grant):
    person = cast.person(company.service)
    grant(person, "employee", end_date=date(2026, 10, 1))

    with nothing_changes(), pytest.raises(IncompatibleRights):
        grant(person, "cashier", start_date=date(2026, 9, 30))
    later = grant(person, "cashier", start_date=date(2026, 10, 1))

    assert later.start_date == date(2026, 10, 1)


@pytest.mark.rule("ORG-05")
def test_a_role_to_come_counts_as_much_as_one_held(company, grant):
    person = cast.person(company.service)
    grant(person, "cashier", start_date=date(2026, 12, 1))

    with nothing_changes(), pytest.raises(IncompatibleRights):
        grant(person, "employee")


@pytest.mark.rule("ORG-03")
def test_the_same_role_over_the_same_scope_is_held_once(owner, grant):
    with nothing_changes(), pytest.raises(AlreadyHeld):
        grant(owner, "employee")


@pytest.mark.rule("ORG-03")
def test_a_right_begins_today_or_later_and_lasts_a_day(company, grant):
    person = cast.person(company.service)

    with nothing_changes(), pytest.raises(RightInThePast):
        grant(person, "employee", start_date=TODAY - timedelta(days=1))
    with nothing_changes(), pytest.raises(EndBeforeStart):
        grant(person, "employee", end_date=TODAY)


@pytest.mark.rule("ORG-03")
def test_a_scope_names_what_it_is_for(company, grant):
    person = cast.person(company.service)

    with nothing_changes(), pytest.raises(ScopeIncomplete):
        grant(person, "employee", department_id=None)
    with nothing_changes(), pytest.raises(ScopeIncomplete):
        grant(person, "warehouse_keeper", scope_kind=ScopeKind.WAREHOUSE)


@pytest.mark.rule("ORG-01")
def test_no_role_over_a_closed_department(company, grant):
    closed = cast.department(company.division, status="CLOSED")
    person = cast.person(company.service)

    with nothing_changes(), pytest.raises(DepartmentClosed):
        grant(person, "employee", department_id=closed.pk)


@pytest.mark.rule("ORG-02")
def test_who_left_or_will_have_left_gets_no_role(company, grant):
    gone = cast.person(company.service, is_active=False, left_date=date(2026, 1, 1))
    going = cast.person(company.service, left_date=date(2026, 10, 1))

    with nothing_changes(), pytest.raises(PersonLeft):
        grant(gone, "employee")
    with nothing_changes(), pytest.raises(PersonLeft):
        grant(going, "employee", start_date=date(2026, 10, 1))
    assert grant(going, "employee").end_date == date(2026, 10, 1)


@pytest.mark.rule("ORG-03")
def test_ending_a_role_takes_the_right_away_today_and_tells_those_who_keep_tasks(
    company, owner, finance_supervisor, actor_of, told
):
    assignment = RoleAssignment.objects.get(person=owner)

    services.end_assignment(assignment_id=assignment.pk, reason="换岗", actor=actor_of(finance_supervisor), at=AT)

    assert not actor_of(owner, on=TODAY).can("expenses.claim", company.service.pk)
    assert actor_of(owner, on=TODAY - timedelta(days=1)).can("expenses.claim", company.service.pk)
    assert told == [owner.pk]
    event = AuditEvent.objects.get(subject_kind="role_assignment", code="role_assignment.end")
    assert (event.reason, event.facts["end_date"]) == ("换岗", "2026-09-22")


@pytest.mark.rule("ORG-03")
def test_a_later_end_holds_until_then_and_is_told_on_that_day(owner, finance_supervisor, actor_of, told, run_jobs):
    assignment = RoleAssignment.objects.get(person=owner)
    at = timezone.now()
    day = timezone.localdate(at) + timedelta(days=3)

    services.end_assignment(
        assignment_id=assignment.pk, reason="换岗", end_date=day, actor=actor_of(finance_supervisor), at=at
    )

    assert run_jobs() == 0
    assert told == []
    Job.objects.update(run_after=at)
    assert run_jobs() == 1
    assert told == [owner.pk]


@pytest.mark.rule("ORG-03")
def test_an_ended_role_is_not_ended_again(owner, finance_supervisor, actor_of):
    assignment = RoleAssignment.objects.get(person=owner)
    actor = actor_of(finance_supervisor)
    services.end_assignment(assignment_id=assignment.pk, reason="换岗", actor=actor, at=AT)

    with nothing_changes(), pytest.raises(AssignmentEnded):
        services.end_assignment(assignment_id=assignment.pk, reason="换岗", actor=actor, at=AT)
    with nothing_changes(), pytest.raises(RightInThePast):
        services.end_assignment(
            assignment_id=assignment.pk, reason="换岗", end_date=date(2026, 1, 1), actor=actor, at=AT
        )


@pytest.mark.rule("ORG-03")
def test_nobody_else_ends_roles(owner, manager, actor_of):
    assignment = RoleAssignment.objects.get(person=owner)

    with nothing_changes(), pytest.raises(NotAllowed):
        services.end_assignment(assignment_id=assignment.pk, reason="换岗", actor=actor_of(manager), at=AT)
