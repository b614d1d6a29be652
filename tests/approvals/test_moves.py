"""Handing over, adding approvers, returning to an earlier step: who decides then, and what counts (APR-05)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from approvals import services
from approvals.choices import CaseState, StepMode, TaskOrigin, TaskState
from core.errors import NotAllowed, ReasonMissing, StaleDocument
from core.models import AuditEvent
from tests.approvals.conftest import AT, KIND, changed
from tests.approvals.moving import notices, refused, route_card
from tests.factories import organization as cast
from tests.factories.approvals import (
    add,
    by_manager,
    by_person,
    by_role,
    decide,
    hand_over,
    route,
    send_back,
    task_for,
    waiting,
)
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-05")]


# --- Handing over


def test_whom_a_task_was_handed_to_decides_in_its_place(start, manager, division_manager, run_jobs):
    route(KIND, by_manager())
    case = start()
    run_jobs()

    given = hand_over(case, manager, division_manager, "出差两周")
    run_jobs()

    assert waiting(case) == [division_manager]
    assert (given.origin, given.handed_from.person, given.handed_from.state) == (
        TaskOrigin.HANDED,
        manager,
        TaskState.HANDED,
    )
    assert [code for code, _facts in notices(division_manager)] == ["approvals.handed"]
    assert notices(division_manager)[0][1]["reason"] == "出差两周"
    event = AuditEvent.objects.get(code="approvals.hand_over")
    assert (event.actor_name, event.reason, event.facts["approvals_handed_to"]["zh"]) == ("马国强", "出差两周", "李敏")
    assert route_card(case, manager)[1][1].startswith("马国强 → 李敏")
    decide(case, division_manager)
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
    assert route_card(case, manager)[1] == ("done", "马国强 → 李敏")


@pytest.mark.rule("GEN-04")
def test_who_handed_over_is_told_so_when_they_decide_after_all(start, manager, division_manager):
    route(KIND, by_manager())
    case = start()
    task = task_for(case, manager)
    hand_over(case, manager, division_manager)

    error = refused(
        services.HandedOver,
        services.decide,
        task_id=task.pk,
        verdict="APPROVE",
        reason="",
        actor=actor_of(manager),
        at=AT,
    )

    assert error.params["who"] == "李敏"


@pytest.mark.parametrize("mode", [StepMode.ALL, StepMode.IN_ORDER])
def test_the_place_in_the_step_is_kept(start, clerks, gm, mode):
    route(KIND, by_role("finance", mode=mode))
    case = start()
    first = waiting(case)[0]

    hand_over(case, first, gm)

    for person in (gm, *(clerk for clerk in clerks if clerk != first)):
        assert person in waiting(case)
        decide(case, person)
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED


def test_of_those_who_may_decide_one_is_still_enough(start, clerks, gm):
    route(KIND, by_role("finance", mode=StepMode.ANY))
    case = start()
    hand_over(case, clerks[0], gm)

    decide(case, clerks[1])

    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
    assert waiting(case) == []


def test_a_task_can_be_handed_back_as_any_other(start, manager, division_manager):
    route(KIND, by_manager())
    case = start()
    hand_over(case, manager, division_manager)

    hand_over(case, division_manager, manager, "您更熟悉")

    assert waiting(case) == [manager]
    assert route_card(case, manager)[1][1].startswith("马国强 → 李敏 → 您（马国强）")


def test_nobody_unfit_gets_a_task(start, slip, clerks, owner, outsider, manager):
    route(KIND, by_role("finance", mode=StepMode.ALL))
    case = start()
    slip.makers = frozenset({owner.pk, manager.pk})
    left = cast.member(clerks[0].department, "finance", company_wide=True)
    left.is_active, left.left_date = False, AT.date()
    left.save(update_fields=("is_active", "left_date"))

    refused(services.CannotDecide, hand_over, case, clerks[0], outsider)
    refused(services.CannotDecide, hand_over, case, clerks[0], left)
    refused(services.MadeIt, hand_over, case, clerks[0], manager)
    refused(services.AlreadyAsked, hand_over, case, clerks[0], clerks[1])
    refused(services.AlreadyAsked, hand_over, case, clerks[0], clerks[0])
    refused(ReasonMissing, hand_over, case, clerks[0], clerks[1], "  ")
    decide(case, clerks[1])
    refused(services.AlreadyAsked, hand_over, case, clerks[0], clerks[1])


def test_nobody_hands_over_somebody_elses_task(start, manager, division_manager, gm):
    route(KIND, by_manager())
    case = start()
    task = task_for(case, manager)

    refused(
        NotAllowed,
        services.hand_over,
        task_id=task.pk,
        person_id=gm.pk,
        reason="代办",
        actor=actor_of(division_manager),
        at=AT,
    )


@pytest.mark.rule("GEN-04")
def test_a_page_older_than_the_document_hands_nothing_over(start, slip, manager, gm):
    route(KIND, by_manager())
    case = start()
    slip.version = 2

    refused(
        StaleDocument,
        services.hand_over,
        task_id=task_for(case, manager).pk,
        person_id=gm.pk,
        reason="代办",
        actor=actor_of(manager),
        at=AT,
        document_version=1,
    )


@pytest.mark.rule("ORG-08")
def test_who_has_to_carry_the_amount_hands_over_only_to_one_who_can(start, slip, manager, division_manager, gm):
    changed(slip, amount=Decimal("50000.01"))  # above a department manager's authority
    other = cast.member(manager.department, "department_manager", name_zh="孙浩")
    route(KIND, by_manager())
    case = start()
    decide(case, manager)
    assert waiting(case) == [division_manager]

    error = refused(services.AuthorityTooLow, hand_over, case, division_manager, other)

    assert "50,000.01" in str(error)
    hand_over(case, division_manager, gm)
    decide(case, gm)
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED


@pytest.mark.rule("ORG-08")
def test_where_somebody_else_carries_the_amount_a_smaller_authority_is_enough(start, slip, manager, gm, clerks):
    changed(slip, amount=Decimal("150000.00"))
    route(KIND, by_role("general_manager"), by_person(gm))
    case = start()

    hand_over(case, gm, manager)

    assert waiting(case) == [manager]


@pytest.mark.rule("ORG-05")
def test_when_the_right_is_lost_the_task_goes_back_to_who_decides_by_the_route(start, manager, clerks):
    route(KIND, by_manager())
    case = start()
    hand_over(case, manager, clerks[0])
    assert services.reassign_tasks(person_id=clerks[0].pk, at=AT) == 0
    clerks[0].assignments.update(end_date=AT.date())

    error = services.NoLongerYours
    with pytest.raises(error):
        services.decide(
            task_id=task_for(case, clerks[0]).pk,
            verdict="APPROVE",
            reason="",
            actor=actor_of(clerks[0]),
            at=AT,
        )
    services.reassign_tasks(person_id=clerks[0].pk, at=AT)

    assert waiting(case) == [manager]


@pytest.mark.rule("ORG-05")
def test_who_handed_over_does_not_inherit_what_a_colleague_loses(start, clerks, gm):
    route(KIND, by_role("finance", mode=StepMode.ALL))
    case = start()
    hand_over(case, clerks[0], gm)
    clerks[1].assignments.update(end_date=AT.date())

    services.reassign_tasks(person_id=clerks[1].pk, at=AT)

    assert {person.name_zh for person in waiting(case)} == {"陈立新", "郑洁"}


# --- The table of docs/rules/approvals.md: route X → Y → Z, now at Z

TABLE = [
    ("returns to Y", ["Y", "Z"]),
    ("returns to X", ["X", "Y", "Z"]),
    ("adds W before", ["W", "Z"]),
    ("adds W after, then approves", ["W"]),
    ("Y had handed over to V; Z returns to Y", ["V", "Z"]),
]


@pytest.mark.parametrize(("move", "asked"), TABLE)
def test_who_is_asked_afterwards(start, company, move, asked):
    cast_of = {
        name: cast.member(company.company, "finance", company_wide=True, name_zh=f"财务{name}") for name in "XYZVW"
    }
    x, y, z, v, w = cast_of.values()
    route(KIND, by_person(x), by_person(y), by_person(z))
    case = start()
    decide(case, x)
    if "handed" in move:
        hand_over(case, y, v)
    decide(case, waiting(case)[0])

    if "returns" in move:
        send_back(case, z, case.steps.get(position=1 if move.endswith("X") else 2))
    else:
        add(case, z, w, where="BEFORE" if "before" in move else "AFTER")
    if "approves" in move:
        decide(case, z)

    for name in asked:
        assert waiting(case) == [cast_of[name]]
        decide(case, cast_of[name])
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
