"""Returning a document to an earlier step of its route (APR-05)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from approvals import pages, selectors, services
from approvals.choices import CaseState
from core.errors import InvalidInput, ReasonMissing
from tests.approvals.conftest import AT, KIND, changed
from tests.approvals.moving import notices, refused, route_card, states
from tests.factories import organization as cast
from tests.factories.approvals import (
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


# --- Returning to an earlier step


@pytest.fixture
def three(start, manager, division_manager, finance_officer, gm):
    """Manager and finance have approved; the general manager is asked."""
    route(KIND, by_manager(), by_role("finance"), by_role("general_manager"))
    case = start()
    decide(case, manager)
    decide(case, finance_officer)
    return case


def test_that_step_and_those_after_it_are_asked_again(three, slip, manager, finance_officer, gm, run_jobs):
    run_jobs()
    first = three.steps.get(code="manager")

    send_back(three, gm, first, "请核对单价")
    run_jobs()

    assert states(three) == [
        ("manager", "AGAIN"),
        ("role:finance", "AGAIN"),
        ("role:general_manager", "AGAIN"),
        ("manager", "CURRENT"),
        ("role:finance", "AHEAD"),
        ("role:general_manager", "AHEAD"),
    ]
    assert slip.told == []
    assert waiting(three) == [manager]
    assert notices(manager)[-1] == (
        "approvals.again",
        {"step": "第1步", "step_en": "Step 1", "who": "陈立新", "who_en": "Chen Lixin", "reason": "请核对单价"},
    )
    assert notices(finance_officer) == []  # only the people of the current step are told
    assert selectors.approvers_of(three) == set()
    for person in (manager, finance_officer, gm):
        decide(three, person)
    three.refresh_from_db()
    assert (three.state, slip.told) == (CaseState.APPROVED, ["approved"])
    assert selectors.first_broken_link(three) is None
    assert [d.verdict for d in three.decisions.order_by("sequence")] == ["APPROVE"] * 2 + ["BACK"] + ["APPROVE"] * 3


def test_steps_before_it_stand_and_steps_after_the_present_one_stay(start, manager, finance_officer, gm, clerks):
    route(KIND, by_manager(), by_person(finance_officer), by_person(clerks[1]), by_role("general_manager"))
    case = start()
    decide(case, manager)
    decide(case, finance_officer)

    send_back(case, clerks[1], case.steps.get(position=2))

    assert [state for _code, state in states(case)] == ["PASSED", "AGAIN", "AGAIN", "CURRENT", "AHEAD", "AHEAD"]
    assert waiting(case) == [finance_officer]
    for person in (finance_officer, clerks[1], gm):
        decide(case, person)
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED


def test_the_page_shows_who_returned_it_and_offers_the_steps(three, manager, finance_officer, gm):
    turn = pages.approval_context(actor=actor_of(gm), kind=KIND, document_id=three.subject_id)["approval"].turn
    assert [label for _pk, label in turn.return_steps] == ["第1步（马国强）", "第2步（王静）"]

    send_back(three, gm, three.steps.get(code="role:finance"))

    assert [state for state, _note in route_card(three, gm)] == ["done", "done", "returned", "now", "ahead"]
    assert route_card(three, gm)[2][1] == "陈立新 · 退回到前面的步骤"


def test_only_an_earlier_step_that_was_decided_can_be_returned_to(three, gm, manager, start, slips, company, owner):
    other = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    elsewhere = services.start(kind=KIND, document_id=other.id, actor=actor_of(owner), at=AT)
    decide(elsewhere, manager)

    refused(services.NotAStepToReturnTo, send_back, three, gm, three.steps.get(code="role:general_manager"))
    refused(services.NotAStepToReturnTo, send_back, three, gm, elsewhere.steps.get(code="manager"))
    refused(ReasonMissing, send_back, three, gm, three.steps.get(code="manager"), "  ")
    send_back(three, gm, three.steps.get(code="manager"))
    decide(three, manager)
    old = three.steps.filter(code="manager").order_by("position").first()
    refused(services.NotAStepToReturnTo, send_back, three, waiting(three)[0], old)


@pytest.mark.parametrize("verdict", ["APPROVE", "REJECT", "BACK"])
def test_only_a_return_names_a_step(three, gm, verdict):
    refused(
        InvalidInput,
        services.decide,
        task_id=task_for(three, gm).pk,
        verdict=verdict,
        reason="因",
        actor=actor_of(gm),
        at=AT,
        return_to=three.steps.get(code="manager").pk,
    )


def test_no_old_approval_carries_anybody_past_a_step_that_is_asked_again(start, manager, finance_officer, gm):
    route(KIND, by_manager(), by_person(manager), by_role("finance"))
    case = start()
    decide(case, manager)  # and with it the second step
    assert waiting(case) == [finance_officer]

    send_back(case, finance_officer, case.steps.get(code="manager"))
    assert waiting(case) == [manager]
    decide(case, manager)

    assert waiting(case) == [finance_officer]  # once again the second step needs no word of its own


@pytest.mark.rule("ORG-08")
def test_an_approval_that_no_longer_counts_lends_no_authority(start, slip, manager, division_manager, gm, clerks):
    changed(slip, amount=Decimal("150000.00"))
    route(KIND, by_person(gm), by_manager())
    case = start()
    decide(case, gm)
    send_back(case, manager, case.steps.get(position=1))
    other = cast.member(manager.department, "department_manager", name_zh="孙浩")

    refused(services.AuthorityTooLow, hand_over, case, gm, other)


def test_whoever_a_task_was_handed_to_is_asked_again_in_that_place(start, manager, division_manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))
    case = start()
    hand_over(case, manager, division_manager)
    decide(case, division_manager)

    send_back(case, finance_officer, case.steps.get(code="manager"))

    assert waiting(case) == [division_manager]
    decide(case, division_manager)
    decide(case, finance_officer)
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED


@pytest.mark.rule("APR-09")
def test_a_round_that_went_back_and_was_then_returned_goes_on_at_the_one_who_returned_it(
    three, slip, owner, manager, finance_officer, gm
):
    send_back(three, gm, three.steps.get(code="role:finance"))
    decide(three, finance_officer)
    decide(three, gm, "RETURN", "缺附件")

    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT + timedelta(days=1))

    assert states(case) == [("manager", "SKIPPED"), ("role:finance", "SKIPPED"), ("role:general_manager", "CURRENT")]
    assert waiting(case) == [gm]


@pytest.mark.rule("APR-10")
def test_a_change_lets_everything_lapse_after_a_return_too(three, slip, owner, manager, finance_officer, gm, run_jobs):
    send_back(three, gm, three.steps.get(code="role:finance"))
    changed(slip, amount=Decimal("1300.00"))

    services.lapse(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    run_jobs()

    three.refresh_from_db()
    assert three.state == CaseState.LAPSED
    assert {"approvals.lapsed"} <= {code for code, _facts in notices(gm)}
    case = selectors.case_of(KIND, slip.id)
    assert states(case) == [("manager", "CURRENT"), ("role:finance", "AHEAD"), ("role:general_manager", "AHEAD")]
