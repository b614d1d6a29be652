"""Approvers brought in before or after oneself (APR-05)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from approvals import selectors, services
from approvals.choices import CaseState, StepMode, StepState, TaskState
from approvals.models import Case, Task
from core.errors import InvalidInput
from core.models import AuditEvent
from tests.approvals.conftest import AT, KIND
from tests.approvals.moving import notices, refused, route_card, states
from tests.factories import organization as cast
from tests.factories.approvals import (
    add,
    by_manager,
    by_person,
    by_role,
    decide,
    route,
    send_back,
    task_for,
    waiting,
)
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-05")]


# --- Adding approvers


def test_before_me_they_decide_first_and_it_comes_back_with_its_time_anew(start, slip, manager, clerks, run_jobs):
    route(KIND, by_manager(), by_role("general_manager"))
    case = start()
    due = task_for(case, manager).due_date
    run_jobs()

    step = add(case, manager, clerks[0], at=AT + timedelta(days=1))
    run_jobs()

    assert (step.added_by, step.added, step.reason) == (manager, "BEFORE", "请技术把关")
    assert states(case)[:2] == [("added", "CURRENT"), ("manager", "AHEAD")]
    assert waiting(case) == [clerks[0]]
    assert notices(clerks[0]) == [
        (
            "approvals.added",
            {
                "step": "加签",
                "step_en": "Added approver",
                "who": "马国强",
                "who_en": "Ma Guoqiang",
                "reason": "请技术把关",
            },
        )
    ]
    assert route_card(case, manager)[1:3] == [
        ("now", "王静 · 9-24 到期 · 马国强加签"),
        ("ahead", "您（马国强）"),
    ]
    decide(case, clerks[0], at=AT + timedelta(days=7))
    run_jobs()
    back = task_for(case, manager)
    assert back.due_date > due
    assert back.waiting_since == AT + timedelta(days=7)
    assert [code for code, _facts in notices(manager)] == ["approvals.waiting", "approvals.back"]
    event = AuditEvent.objects.get(code="approvals.add_before")
    assert (event.actor_name, event.facts["approvals_added"]["zh"], event.reason) == ("马国强", "王静", "请技术把关")


@pytest.mark.rule("GEN-04")
def test_who_waits_for_an_added_approver_cannot_decide_meanwhile(start, manager, clerks):
    route(KIND, by_manager())
    case = start()
    task = task_for(case, manager)
    add(case, manager, clerks[0])

    refused(
        services.NotYourTurn,
        services.decide,
        task_id=task.pk,
        verdict="APPROVE",
        reason="",
        actor=actor_of(manager),
        at=AT,
    )
    seen = selectors.acted_on(actor=actor_of(manager), kind=KIND, document="subject_id")
    assert list(Case.objects.filter(seen)) == [case]  # and goes on seeing it


def test_before_a_step_where_others_have_decided_their_decisions_stay(start, clerks, manager):
    route(KIND, by_role("finance", mode=StepMode.ALL))
    case = start()
    decide(case, clerks[0])

    add(case, clerks[1], manager)

    assert waiting(case) == [manager]
    case.refresh_from_db()
    assert selectors.first_broken_link(case) is None
    decide(case, manager)
    assert waiting(case) == [clerks[1], clerks[2]]
    decide(case, clerks[1])
    decide(case, clerks[2])
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
    assert selectors.first_broken_link(case) is None


def test_after_me_they_decide_before_the_next_step(start, manager, clerks, gm, run_jobs):
    route(KIND, by_manager(), by_role("general_manager"))
    case = start()
    add(case, manager, clerks[0], where="AFTER")
    add(case, manager, clerks[1], where="AFTER")
    run_jobs()
    assert waiting(case) == [manager]
    assert notices(clerks[0]) == []  # only the people of the current step are told

    for person in (manager, clerks[0], clerks[1], gm):
        assert waiting(case) == [person]
        decide(case, person)

    case.refresh_from_db()
    assert case.state == CaseState.APPROVED


@pytest.mark.parametrize(("mode", "needed"), [("ALL", 2), ("ANY", 1)])
def test_several_may_be_added_all_or_any_of_them(start, manager, clerks, mode, needed):
    route(KIND, by_manager())
    case = start()

    add(case, manager, clerks[0], clerks[1], mode=mode)

    assert waiting(case) == clerks[:2]
    for person in clerks[:needed]:
        decide(case, person)
    assert waiting(case) == [manager]


def test_an_added_approver_can_add_and_return_as_others_can(start, manager, clerks, gm):
    route(KIND, by_manager(), by_role("general_manager"))
    case = start()
    decide(case, manager)
    add(case, gm, clerks[0])
    add(case, clerks[0], clerks[1])
    assert waiting(case) == [clerks[1]]

    send_back(case, clerks[1], case.steps.get(code="manager"))

    for person in (manager, clerks[1], clerks[0], gm):
        assert waiting(case) == [person]
        decide(case, person)
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED


def test_a_refusal_of_an_added_approver_ends_the_round(start, slip, manager, clerks):
    route(KIND, by_manager())
    case = start()
    add(case, manager, clerks[0])

    decide(case, clerks[0], "REJECT", "不必要")

    assert slip.told == ["rejected: 不必要"]
    assert not Task.objects.filter(case=case, state__in=[TaskState.WAITING, TaskState.PAUSED]).exists()


def test_the_same_person_in_consecutive_steps_decides_once_but_not_across_a_gap(start, manager, clerks, gm):
    route(KIND, by_manager(), by_person(gm), by_person(manager))
    case = start()
    add(case, manager, gm, where="AFTER")

    decide(case, manager)
    decide(case, gm)  # as the added approver; the next step is theirs as well

    assert waiting(case) == [manager]  # a gap lies between


def test_whoever_agreed_just_before_is_asked_otherwise(start, manager, clerks):
    route(KIND, by_manager(), by_role("finance", mode=StepMode.ALL))
    case = start()
    decide(case, manager)

    refused(services.AlreadyAgreed, add, case, clerks[0], manager)
    decide(case, clerks[1])
    refused(services.AlreadyAsked, add, case, clerks[0], clerks[1], where="AFTER")


def test_nobody_unfit_is_added(start, slip, manager, owner, outsider, clerks):
    route(KIND, by_manager())
    case = start()
    slip.makers = frozenset({owner.pk, clerks[2].pk})

    refused(services.CannotDecide, add, case, manager, outsider)
    refused(services.MadeIt, add, case, manager, clerks[0], clerks[2])
    refused(services.AlreadyAsked, add, case, manager, manager)
    add(case, manager, clerks[1], where="AFTER")
    refused(services.AlreadyAsked, add, case, manager, clerks[1], where="AFTER")  # the form sent twice
    refused(InvalidInput, add, case, manager)
    refused(InvalidInput, add, case, manager, clerks[0], mode="IN_ORDER")


@pytest.mark.rule("ORG-05")
def test_an_added_approver_who_loses_the_right_is_stood_in_for(start, company, manager, clerks, gm):
    route(KIND, by_manager())
    case = start()
    add(case, manager, clerks[0])
    clerks[0].assignments.update(end_date=AT.date())

    services.reassign_tasks(person_id=clerks[0].pk, at=AT)

    assert waiting(case) == [gm]  # who manages their department


@pytest.mark.rule("ORG-02")
def test_who_waits_for_an_added_approver_and_leaves_is_followed_by_their_successor(
    start, company, manager, clerks, division_manager
):
    route(KIND, by_manager())
    case = start()
    add(case, manager, clerks[0])
    manager.is_active, manager.left_date = False, AT.date()
    manager.save(update_fields=("is_active", "left_date"))

    services.reassign_tasks(person_id=manager.pk, at=AT)
    assert waiting(case) == [clerks[0]]
    decide(case, clerks[0])

    assert waiting(case) == [division_manager]


@pytest.mark.rule("APR-11")
def test_where_nobody_follows_who_waited_the_step_opens_as_any_other(start, manager, clerks):
    lonely = cast.member(manager.department, "department_manager", name_zh="孙浩")
    route(KIND, by_person(lonely))
    case = start()
    add(case, lonely, clerks[0])
    lonely.is_active, lonely.left_date = False, AT.date()
    lonely.save(update_fields=("is_active", "left_date"))
    services.reassign_tasks(person_id=lonely.pk, at=AT)

    decide(case, clerks[0])

    assert waiting(case) == [manager]


@pytest.mark.rule("APR-09")
@pytest.mark.parametrize("where", ["BEFORE", "AFTER"])
def test_an_added_approver_who_returned_it_is_asked_again_after_the_resubmission(
    start, slip, owner, manager, clerks, where
):
    route(KIND, by_manager())
    case = start()
    add(case, manager, clerks[0], where=where)
    if where == "AFTER":
        decide(case, manager)
    decide(case, clerks[0], "RETURN", "缺附件")

    again = start()

    assert waiting(again) == [clerks[0]]
    decide(again, clerks[0])
    if where == "BEFORE":
        decide(again, manager)
    again.refresh_from_db()
    assert again.state == CaseState.APPROVED
    assert again.steps.filter(state=StepState.SKIPPED).count() == (where == "AFTER")


@pytest.mark.rule("APR-09")
def test_the_author_withdraws_and_everybody_called_is_told(start, slip, owner, manager, clerks, run_jobs):
    route(KIND, by_manager())
    case = start()
    add(case, manager, clerks[0])

    services.withdraw(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    run_jobs()

    assert {"approvals.withdrawn"} <= {code for code, _facts in notices(manager)}
    assert {"approvals.withdrawn"} == {code for code, _facts in notices(clerks[0])}
    assert not case.tasks.filter(state__in=[TaskState.WAITING, TaskState.PAUSED]).exists()
