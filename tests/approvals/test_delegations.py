"""Deciding in another's place: who may, what moves, what comes back, what is refused (APR-07, APR-07b, ORG-06)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from approvals import pages, selectors, services
from approvals.choices import CaseState, StepMode
from approvals.models import Case, Decision, Delegation, Task
from approvals.services import standing_in
from core.errors import DomainError, InvalidInput, NotAllowed, OwnDocument, ReasonMissing
from core.models import AuditEvent, Job, Notification
from core.pages import event_lines
from organization import services as organization
from organization.models import Department, IncompatiblePair
from tests.approvals.conftest import KIND
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
    stands_in,
    task_for,
    waiting,
)
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-07"), pytest.mark.rule("APR-07b")]
AT = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)  # a Monday morning in Shanghai, three days before National Day
FIRST, BACK = date(2026, 9, 28), date(2026, 10, 8)
BACK_AT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)


@pytest.fixture
def begins_at():
    return AT


@pytest.fixture
def deputy(company):
    """Somebody who decides in the department next door."""
    return cast.member(company.other, "department_manager", name_zh="何平")


def everything() -> tuple[object, ...]:
    return (
        list(Delegation.objects.values_list("pk", "ended_at").order_by("pk")),
        list(Task.objects.values_list("pk", "state", "person", "on_behalf_of").order_by("pk")),
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


def hands(case: Case) -> list[tuple[str, str]]:
    """Who has what waits, and for whom."""
    rows = case.tasks.filter(state="WAITING").select_related("person", "on_behalf_of").order_by("position", "pk")
    return [(task.person.name_zh, task.on_behalf_of.name_zh if task.on_behalf_of else "") for task in rows]


def notices(person) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("code", flat=True))


def route_card(case: Case, person) -> list[tuple[str, str]]:
    shown = pages.approval_context(actor=actor_of(person), kind=KIND, document_id=case.subject_id)["approval"]
    return [(step.state, str(step.note)) for step in shown.steps]


# --- What moves, and comes back


def test_what_waits_moves_and_the_decision_says_for_whom(start, manager, deputy, slip, run_jobs):
    route(KIND, by_manager())
    case = start()
    before = task_for(case, manager)

    stands_in(manager, deputy, FIRST, BACK)

    moved = AuditEvent.objects.get(code="approvals.delegated")
    assert event_lines(moved, Case)[-1] == "转给 何平"

    assert hands(case) == [("何平", "马国强")]
    assert task_for(case, deputy).pk == before.pk
    run_jobs()
    assert sorted(notices(deputy)) == ["approvals.in_place", "delegation.begun"]
    assert route_card(case, deputy)[1][1].startswith("您（何平） 代 马国强")
    decide(case, deputy, at=AT)
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.on_behalf_of) == (deputy, manager)
    assert selectors.first_broken_link(Case.objects.get()) is None
    event = AuditEvent.objects.get(code="approvals.approve")
    assert (event.actor_name, event.on_behalf_of_name) == ("何平", "马国强")
    assert slip.told == ["approved"]
    run_jobs()
    assert "approvals.for_you_approve" in notices(manager)
    assert route_card(case, manager)[1] == ("done", "何平 代 马国强")


def test_what_comes_later_goes_to_the_delegate_at_once_and_both_see_it(start, manager, deputy):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)

    case = start()

    assert hands(case) == [("何平", "马国强")]
    for person in (manager, deputy):
        seen = selectors.acted_on(actor=actor_of(person), kind=KIND, document="subject_id")
        assert list(Case.objects.filter(seen)) == [case]
    assert [item.marks for item in selectors.inbox(actor=actor_of(deputy), on=FIRST)] == [("代 马国强",)]
    assert selectors.inbox(actor=actor_of(manager), on=FIRST) == []


def test_before_its_first_day_nothing_moves_and_on_it_everything_does(start, manager, deputy):
    route(KIND, by_manager())
    case = start(AT - timedelta(days=4))
    given = stands_in(manager, deputy, FIRST, BACK, at=AT - timedelta(days=3))
    assert hands(case) == [("马国强", "")]
    jobs = Job.objects.filter(name="approvals.delegation_turns", arguments={"delegation_id": given.pk})
    assert [job.key for job in jobs.order_by("key")] == [
        f"approvals.delegation_turns:{given.pk}:{day}" for day in ("2026-09-28", "2026-10-08")
    ]

    services.delegations.delegation_turns(delegation_id=given.pk, at=AT)
    services.delegations.delegation_turns(delegation_id=given.pk, at=AT)

    assert hands(case) == [("何平", "马国强")]
    assert AuditEvent.objects.filter(code="approvals.delegated").count() == 1


def test_what_is_not_decided_comes_back_on_the_first_day_back(start, manager, deputy, run_jobs):
    route(KIND, by_manager())
    given = stands_in(manager, deputy, FIRST, BACK)
    case = start()
    task = task_for(case, deputy)

    services.delegations.delegation_turns(delegation_id=given.pk, at=BACK_AT)

    assert hands(case) == [("马国强", "")]
    refused(
        NotAllowed, services.decide, task_id=task.pk, verdict="APPROVE", reason="", actor=actor_of(deputy), at=BACK_AT
    )
    run_jobs()
    assert "approvals.given_back" in notices(manager)
    assert {"delegation.ended"} <= set(notices(deputy)) & set(notices(manager))
    decide(case, manager, at=BACK_AT)
    assert Decision.objects.get().on_behalf_of is None


def test_the_sweep_finds_what_a_lost_job_left_behind(start, manager, deputy):
    route(KIND, by_manager())
    case = start(AT - timedelta(days=4))
    stands_in(manager, deputy, FIRST, BACK, at=AT - timedelta(days=3))

    assert services.settle_all(at=AT) == 1
    assert hands(case) == [("何平", "马国强")]
    assert services.settle_all(at=AT) == 0
    assert services.settle_all(at=BACK_AT) == 1
    assert hands(case) == [("马国强", "")]


def test_a_decision_on_the_day_after_is_refused_though_no_job_ran(start, manager, deputy):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)
    case = start()

    refused(
        services.NoLongerYours,
        services.decide,
        task_id=task_for(case, deputy).pk,
        verdict="APPROVE",
        reason="",
        actor=actor_of(deputy),
        at=BACK_AT,
    )


@pytest.mark.parametrize("who", ["manager", "deputy"])
def test_either_can_end_it_early(request, start, manager, deputy, who):
    route(KIND, by_manager())
    given = stands_in(manager, deputy, FIRST, BACK)
    case = start()

    services.end_delegation(
        delegation_id=given.pk, actor=actor_of(request.getfixturevalue(who)), at=AT, reason="提前返岗"
    )

    assert hands(case) == [("马国强", "")]
    refused(services.DelegationEnded, services.end_delegation, delegation_id=given.pk, actor=actor_of(manager), at=AT)


def test_nobody_else_ends_it(manager, deputy, gm):
    given = stands_in(manager, deputy, FIRST, BACK)

    refused(NotAllowed, services.end_delegation, delegation_id=given.pk, actor=actor_of(gm), at=AT)


def test_who_is_away_is_told_who_decides_instead(start, manager, deputy):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)
    case = start()

    error = refused(
        services.WithStandIn,
        services.decide,
        task_id=task_for(case, deputy).pk,
        verdict="APPROVE",
        reason="",
        actor=actor_of(manager),
        at=AT,
    )

    assert "何平" in str(error)


# --- Time


@pytest.mark.rule("GEN-15")
def test_the_time_of_a_moved_task_counts_working_days_over_the_holiday(start, manager, deputy):
    route(KIND, by_manager(days_allowed=2))
    case = start(AT - timedelta(days=10))

    stands_in(manager, deputy, date(2026, 9, 30), BACK)

    task = task_for(case, deputy)
    assert task.due_date == date(2026, 10, 9)  # 1 to 7 October is National Day


# --- Kinds, cap


def test_only_the_kinds_and_amounts_it_is_about_move(slips, company, owner, manager, deputy):
    route(KIND, by_manager(), by_role("general_manager"))
    cast.member(company.company, "general_manager", company_wide=True)
    stands_in(manager, deputy, FIRST, BACK, document_kinds=[KIND], amount_cap=Decimal("1000.00"))

    cases = []
    for amount in ("1000.00", "1000.01"):
        made = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}), amount=Decimal(amount))
        cases.append(services.start(kind=KIND, document_id=made.id, actor=actor_of(owner), at=AT))

    assert [hands(case) for case in cases] == [[("何平", "马国强")], [("马国强", "")]]


def test_another_kind_stays(start, manager, deputy):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK, document_kinds=["budget"])

    assert hands(start()) == [("马国强", "")]


@pytest.mark.rule("ORG-08")
def test_the_delegate_decides_with_the_authority_of_whom_they_stand_in_for(slips, company, owner, gm, manager):
    vice = cast.member(company.company, "executive", company_wide=True, name_zh="高层")
    route(KIND, by_role("general_manager"))
    stands_in(gm, vice, FIRST, BACK)
    made = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}), amount=Decimal("5000000.00"))
    case = services.start(kind=KIND, document_id=made.id, actor=actor_of(owner), at=AT)

    decide(case, vice, at=AT)

    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
    assert made.told == ["approved"]


# --- Who may


@pytest.mark.rule("ORG-06")
def test_who_made_the_document_does_not_decide_on_it_in_anothers_place(slips, company, owner, manager, deputy):
    route(KIND, by_manager())
    made = slips.add(department_id=company.service.pk, makers=frozenset({deputy.pk}))
    case = services.start(kind=KIND, document_id=made.id, actor=actor_of(deputy), at=AT)

    stands_in(manager, deputy, FIRST, BACK)

    assert hands(case) == [("马国强", "")]


@pytest.mark.rule("ORG-06")
def test_who_becomes_a_maker_later_decides_no_more_neither_for_another(start, slip, owner, manager, deputy):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)
    case = start()
    for maker in (deputy, manager):
        slip.makers = frozenset({owner.pk, maker.pk})

        refused(
            OwnDocument,
            services.decide,
            task_id=task_for(case, deputy).pk,
            verdict="APPROVE",
            reason="",
            actor=actor_of(deputy),
            at=AT,
        )


def test_who_speaks_at_the_step_already_speaks_once(start, company, manager, deputy, gm):
    route(KIND, by_role("general_manager", mode=StepMode.ALL))
    other = cast.member(company.company, "general_manager", company_wide=True, name_zh="副总")
    stands_in(gm, other, FIRST, BACK)

    assert sorted(hands(start())) == [("副总", ""), ("陈立新", "")]


@pytest.mark.rule("APR-05")
def test_the_word_given_for_another_is_the_others_word(start, company, manager, division_manager):
    """The delegate is asked again for themselves; who they stood in for is not asked twice in a row."""
    route(KIND, by_manager(), by_person(manager), by_person(division_manager))
    stands_in(manager, division_manager, FIRST, BACK)
    case = start()

    decide(case, division_manager, at=AT)

    assert [(step.position, step.state) for step in case.steps.all()] == [(1, "PASSED"), (2, "PASSED"), (3, "CURRENT")]
    assert hands(case) == [("李敏", "")]


@pytest.mark.rule("ORG-05")
def test_a_clerk_never_stands_in_for_the_reviewer_of_delivery_notes(company, manager):
    clerk = cast.member(company.service, "service_clerk", name_zh="内勤")
    refused(services.CannotDecide, stands_in, manager, clerk, FIRST, BACK)
    cast.put_in_charge(company.team, clerk)

    error = refused(services.DelegateBreaksPair, stands_in, manager, clerk, FIRST, BACK)

    assert {error.params["first"], error.params["second"]} in (
        {"parts.make_delivery_note", "parts.review_delivery_note"},
        {"parts.make_quote", "parts.approve_price"},
    )


@pytest.mark.rule("ORG-05")
def test_who_is_given_the_right_to_prepare_stands_in_no_longer(start, company, manager, deputy, run_jobs):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)
    case = start()
    task = task_for(case, deputy)
    IncompatiblePair.objects.create(first="expenses.claim", second="expenses.review")

    refused(
        services.NoLongerYours,
        services.decide,
        task_id=task.pk,
        verdict="APPROVE",
        reason="",
        actor=actor_of(deputy),
        at=AT,
    )
    services.reassign_tasks(person_id=deputy.pk, at=AT)

    assert hands(case) == [("马国强", "")]


@pytest.mark.rule("APR-07b")
def test_a_right_granted_that_breaks_a_pair_ends_the_delegation_and_both_hear_of_it(
    start, company, manager, supervisor, run_jobs
):
    helper = cast.member(company.other, "division_manager", name_zh="周岩")
    route(KIND, by_manager())
    given = stands_in(manager, helper, FIRST, BACK)
    case = start()

    organization.grant_role(
        person_id=helper.pk,
        role_code="service_clerk",
        scope_kind="DEPARTMENT",
        department_id=company.service.pk,
        reason="兼任内勤",
        actor=actor_of(supervisor),
        at=AT,
    )
    assert Job.objects.filter(name="approvals.look_again").exists()
    services.end_all_unfit(at=AT)
    run_jobs()

    given.refresh_from_db()
    assert (given.ended_at, given.end_reason) == (AT, "PAIR")
    assert hands(case) == [("马国强", "")]
    assert "delegation.ended" in notices(manager)
    assert "delegation.ended" in notices(helper)


@pytest.mark.rule("APR-07b")
def test_one_to_come_is_looked_at_as_of_its_first_day(company, manager, deputy, supervisor):
    cast.give(deputy, "service_clerk", company.service, end=FIRST + timedelta(days=3))
    given = stands_in(manager, deputy, FIRST + timedelta(days=5), BACK + timedelta(days=9), at=AT)

    assert services.end_all_unfit(at=AT) == 0

    given.refresh_from_db()
    assert given.ended_at is None


def test_who_decides_on_nothing_neither_gives_nor_gets(owner, manager):
    refused(services.CannotDecide, stands_in, manager, owner, FIRST, BACK)
    refused(services.NothingToDelegate, stands_in, owner, manager, FIRST, BACK)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"start": FIRST - timedelta(days=1), "at": AT}, InvalidInput),
        ({"end": FIRST}, InvalidInput),
        ({"end": FIRST + timedelta(days=367)}, InvalidInput),
        ({"document_kinds": ["nothing"]}, InvalidInput),
        ({"amount_cap": Decimal(0)}, InvalidInput),
        ({"reason": " "}, ReasonMissing),
    ],
)
def test_days_kinds_cap_and_reason_have_to_make_sense(manager, deputy, fields, error):
    given = {"start": FIRST, "end": BACK} | fields

    refused(error, stands_in, manager, deputy, **given)


def test_nobody_stands_in_for_themselves(manager):
    refused(InvalidInput, stands_in, manager, manager, FIRST, BACK)
    with pytest.raises(IntegrityError, match="never_to_oneself"), transaction.atomic():
        Delegation.objects.create(
            delegator=manager, delegate=manager, start_date=FIRST, end_date=BACK, reason="休假", created_at=AT
        )


def test_for_one_kind_and_day_one_person_stands_in(manager, deputy, gm):
    stands_in(manager, deputy, FIRST, BACK, document_kinds=["budget"])

    error = refused(services.DelegationOverlaps, stands_in, manager, gm, date(2026, 10, 7), date(2026, 10, 9))

    assert "何平" in str(error)
    stands_in(manager, gm, FIRST, BACK, document_kinds=[*sorted(set(_kinds()) - {"budget"})])
    stands_in(manager, gm, BACK, date(2026, 10, 20), at=AT)


def _kinds() -> list[str]:
    from approvals import registry

    return registry.kinds()


# --- Circles and chains


def test_a_circle_is_refused_and_named(manager, deputy, division_manager):
    stands_in(manager, deputy, FIRST, BACK)
    stands_in(deputy, division_manager, FIRST, BACK)

    error = refused(
        services.DelegationInCircle, stands_in, division_manager, manager, date(2026, 10, 7), date(2026, 10, 9)
    )

    assert error.params["people"] == ["李敏", "马国强", "何平", "李敏"]


def test_what_does_not_meet_is_no_circle(manager, deputy):
    stands_in(manager, deputy, FIRST, BACK, document_kinds=["budget"])

    stands_in(deputy, manager, FIRST, BACK, document_kinds=["expense_claim"])
    stands_in(deputy, manager, BACK, date(2026, 10, 20), document_kinds=["budget"], at=AT)


def test_where_the_delegate_is_away_too_theirs_decides(start, manager, deputy, division_manager):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)
    case = start()

    given = stands_in(deputy, division_manager, FIRST, date(2026, 10, 2))

    assert hands(case) == [("李敏", "马国强")]
    services.end_delegation(delegation_id=given.pk, actor=actor_of(deputy), at=AT)
    assert hands(case) == [("何平", "马国强")]


# --- With the other moves


def test_the_delegate_can_hand_over_and_add(start, company, manager, deputy, gm, division_manager):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)
    case = start()

    add(case, deputy, gm, at=AT)
    assert hands(case) == [("陈立新", "")]
    decide(case, gm, at=AT)
    assert hands(case) == [("何平", "马国强")]
    services.hand_over(
        task_id=task_for(case, deputy).pk, person_id=division_manager.pk, reason="外出", actor=actor_of(deputy), at=AT
    )
    assert hands(case) == [("李敏", "")]
    assert AuditEvent.objects.get(code="approvals.hand_over").on_behalf_of == manager


def test_one_after_another_the_next_is_whoever_is_there(start, company, clerks, deputy, gm):
    two, one = clerks  # in the order of their names
    route(KIND, by_role("finance", mode=StepMode.IN_ORDER))
    case = start()
    third = cast.member(company.company, "finance", company_wide=True, name_zh="郑洁")
    stands_in(two, third, FIRST, BACK)
    assert hands(case) == [("钱伟", "")]

    decide(case, one, at=AT)

    assert hands(case) == [("郑洁", "王静")]


@pytest.fixture
def clerks(company):
    return [cast.member(company.company, "finance", company_wide=True, name_zh=name) for name in ("王静", "钱伟")]


def test_what_is_asked_again_goes_to_whoever_is_there(start, company, manager, deputy, gm):
    route(KIND, by_manager(), by_role("general_manager"))
    stands_in(manager, deputy, FIRST, BACK)
    case = start()
    decide(case, deputy, at=AT)

    services.decide(
        task_id=task_for(case, gm).pk,
        verdict="RETURN",
        reason="请核对单价",
        actor=actor_of(gm),
        at=AT,
        return_to=case.steps.get(position=1).pk,
    )

    assert hands(case) == [("何平", "马国强")]


def test_a_task_handed_to_somebody_away_goes_to_theirs(start, manager, deputy, gm, division_manager):
    route(KIND, by_manager())
    stands_in(division_manager, deputy, FIRST, BACK)
    case = start()

    services.hand_over(
        task_id=task_for(case, manager).pk, person_id=division_manager.pk, reason="外出", actor=actor_of(manager), at=AT
    )

    assert hands(case) == [("何平", "李敏")]


# --- Leaving, losing rights


def leave(person, supervisor, at=AT) -> None:
    organization.leave(person_id=person.pk, left_date=at.date(), reason="离职", actor=actor_of(supervisor), at=at)


@pytest.fixture
def supervisor(company):
    return cast.member(company.company, "finance_supervisor", company_wide=True, name_zh="孙丽")


@pytest.mark.rule("ORG-02")
def test_when_the_delegate_leaves_everything_comes_back_and_it_ends(start, manager, deputy, supervisor, run_jobs):
    route(KIND, by_manager())
    given = stands_in(manager, deputy, FIRST, BACK)
    case = start()

    leave(deputy, supervisor)

    assert hands(case) == [("马国强", "")]
    given.refresh_from_db()
    assert (given.ended_at, given.end_reason) == (AT, "LEFT")
    run_jobs()
    assert "delegation.ended" in notices(manager)


@pytest.mark.rule("ORG-02")
def test_when_the_delegator_leaves_the_next_manager_decides(start, manager, deputy, division_manager, supervisor):
    route(KIND, by_manager())
    given = stands_in(manager, deputy, FIRST, BACK)
    case = start()

    leave(manager, supervisor)

    assert hands(case) == [("李敏", "")]
    given.refresh_from_db()
    assert given.ended_at == AT


def test_when_the_delegate_loses_the_right_to_decide_everything_comes_back(start, manager, deputy, supervisor):
    route(KIND, by_manager())
    given = stands_in(manager, deputy, FIRST, BACK)
    case = start()

    organization.end_assignment(
        assignment_id=deputy.assignments.get().pk, reason="调岗", actor=actor_of(supervisor), at=AT
    )

    assert hands(case) == [("马国强", "")]
    given.refresh_from_db()
    assert given.end_reason == "NO_RIGHT"


def test_when_the_delegator_is_manager_no_more_the_new_one_decides(start, company, manager, deputy, gm, supervisor):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)
    case = start()
    Department.objects.filter(pk=company.service.pk).update(manager=gm)

    services.reassign_tasks(person_id=manager.pk, at=AT)

    assert hands(case) == [("陈立新", "")]


def test_what_is_paused_is_settled_when_it_goes_on(start, manager, deputy, gm):
    route(KIND, by_manager())
    case = start()
    add(case, manager, gm, at=AT)
    stands_in(manager, deputy, FIRST, BACK)
    assert standing_in.settle(people=[manager.pk], at=AT) == 0

    decide(case, gm, at=AT)

    assert hands(case) == [("何平", "马国强")]


def test_nothing_waits_twice_for_one_who_stands_in_for_two(start, company, clerks, deputy, gm):
    """Of two who must both agree and have the same delegate, the second keeps their own word."""
    route(KIND, by_role("finance", mode=StepMode.ALL))
    third = cast.member(company.company, "finance_manager", company_wide=True, name_zh="赵文")
    case = start()
    for clerk in clerks:
        stands_in(clerk, third, FIRST, BACK)

    assert sorted(hands(case)) == sorted([("赵文", "王静"), ("钱伟", "")])
    assert waiting(case)


def test_a_return_by_the_delegate_and_a_new_round(start, slip, owner, manager, deputy):
    route(KIND, by_manager())
    stands_in(manager, deputy, FIRST, BACK)
    case = start()
    decide(case, deputy, "RETURN", at=AT)

    again = start()

    assert slip.told == ["returned: 发票抬头不对"]
    assert hands(again) == [("何平", "马国强")]


def test_handing_on_by_the_old_helpers_still_counts_once(start, manager, division_manager, gm):
    route(KIND, by_manager(), by_role("general_manager"))
    case = start()
    hand_over(case, manager, division_manager)
    decide(case, division_manager, at=AT)
    send_back(case, gm, case.steps.get(position=1))

    assert hands(case) == [("李敏", "")]


@pytest.mark.parametrize("door", ["page", "panel", "api"])
def test_who_stood_in_is_told_on_a_stale_page_who_decides_now(door, company, slips, owner, manager, deputy, client):
    route(KIND, by_manager())
    today = timezone.localdate()
    given = stands_in(manager, deputy, today, today + timedelta(days=3))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=timezone.now())
    task = task_for(case, deputy)
    services.end_delegation(delegation_id=given.pk, actor=actor_of(manager), at=timezone.now())
    stranger = cast.member(company.other, "department_manager")
    addresses = {
        "page": reverse("approvals:decide", args=[task.pk]),
        "panel": reverse("approvals:hand_over", args=[task.pk]),
        "api": f"/api/v1/approval-tasks/{task.pk}/approve/",
    }

    answer = cast.signed_in(client, deputy).post(addresses[door], {"verdict": "APPROVE"}, follow=door != "api")

    if door == "api":
        assert (answer.status_code, answer.json()["code"]) == (409, "given_back")
        assert "马国强" in answer.json()["detail"]
    else:
        assert answer.status_code == 200
        assert "现由马国强审批" in answer.content.decode()
    assert cast.signed_in(client, stranger).post(addresses[door], {"verdict": "APPROVE"}).status_code == 404
    assert waiting(case) == [manager]
