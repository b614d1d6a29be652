"""Handing over, adding approvers, returning to an earlier step: who decides then, and what counts (APR-05)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from approvals import pages, selectors, services
from approvals.choices import CaseState, StepMode, StepState, TaskOrigin, TaskState
from approvals.models import Case, Decision, Step, Task
from core.errors import DomainError, InvalidInput, NotAllowed, ReasonMissing, StaleDocument
from core.models import AuditEvent, Job, Notification
from tests.approvals.conftest import KIND, changed
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
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)  # a Monday morning in Shanghai


@pytest.fixture
def slip(slips, company, owner):
    return slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))


@pytest.fixture
def start(slip, owner):
    def begin() -> Case:
        return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)

    return begin


@pytest.fixture
def clerks(company):
    """Three of finance, by name."""
    return [
        cast.member(company.company, "finance", company_wide=True, name_zh=name) for name in ("王静", "钱伟", "郑洁")
    ]


def everything() -> tuple[object, ...]:
    """What a refusal must leave untouched."""
    return (
        list(Case.objects.values_list("pk", "state", "chain_length").order_by("pk")),
        list(Step.objects.values_list("pk", "position", "state").order_by("pk")),
        list(Task.objects.values_list("pk", "state").order_by("pk")),
        Decision.objects.count(),
        AuditEvent.objects.count(),
        Job.objects.count(),
    )


def refused(error: type[DomainError], act, *args, **kwargs) -> DomainError:
    before = everything()
    with pytest.raises(error) as caught:
        act(*args, **kwargs)
    assert everything() == before
    return caught.value


def states(case: Case) -> list[tuple[str, str]]:
    return list(case.steps.order_by("position").values_list("code", "state"))


def notices(person) -> list[tuple[str, dict]]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("code", "facts"))


def route_card(case: Case, person) -> list[tuple[str, str]]:
    shown = pages.approval_context(actor=actor_of(person), kind=KIND, document_id=case.subject_id)["approval"]
    return [(step.state, str(step.note)) for step in shown.steps]


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
    acted_on = selectors.document_ids_acted_on(actor=actor_of(manager), kind=KIND)
    assert list(acted_on) == [case.subject_id]  # and goes on seeing it


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
