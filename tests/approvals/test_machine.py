"""Random routes and verdicts: what must hold on every way through (GEN-04, ORG-06, APR-05)."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals import selectors, services
from approvals.choices import CaseState, StepMode, StepState, TaskState, WhoKind
from approvals.models import Case, Decision, Route, Step, Task
from core.errors import DomainError
from tests.approvals.conftest import KIND, changed
from tests.factories import organization as cast
from tests.factories.approvals import route
from tests.factories.organization import actor_of

OPEN_TASKS = [TaskState.WAITING, TaskState.AHEAD, TaskState.PAUSED]
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)

STEPS = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["manager", "above", "finance", "finance_manager", "general_manager", "named"]),
        "mode": st.sampled_from([mode for mode in StepMode.values if mode != StepMode.REVIEW]),
        "amount_from": st.sampled_from([None, None, Decimal(1_000), Decimal(60_000)]),
    }
)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["APPROVE"] * 8
            + ["RETURN", "REJECT", "withdraw", "change", "again"]
            + ["hand over", "before", "after", "back"] * 2
        ),
        st.integers(min_value=0, max_value=9),
    ),
    max_size=18,
)


@pytest.fixture
def people(company, owner, manager, division_manager, finance_officer, finance_manager, gm):
    second = cast.member(company.company, "finance", company_wide=True, name_zh="钱伟")
    return {
        "all": [owner, manager, division_manager, finance_officer, second, finance_manager, gm],
        "named": finance_officer,
    }


def step_of(given_step, people):
    fields = {"mode": given_step["mode"], "amount_from": given_step["amount_from"]}
    kind = given_step["who"]
    if kind == "manager":
        return {"who": WhoKind.MANAGER, **fields}
    if kind == "above":
        return {"who": WhoKind.MANAGER_ABOVE, **fields}
    if kind == "named":
        return {"who": WhoKind.PERSON, "person": people["named"], **fields}
    return {"who": WhoKind.ROLE_IN_COMPANY, "role": kind, **fields}


@pytest.mark.django_db
@pytest.mark.rule("GEN-04")
@pytest.mark.rule("ORG-06")
@pytest.mark.rule("APR-05")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(STEPS, min_size=1, max_size=5),
    moves=MOVES,
    amount=st.sampled_from([None, Decimal(500), Decimal(40_000), Decimal(70_000), Decimal(300_000)]),
    maker=st.integers(min_value=0, max_value=6),
)
def test_every_way_through_a_route(steps, moves, amount, maker, slips, company, people):
    Route.objects.filter(document_kind=KIND).update(retired_at=AT)
    route(KIND, *(step_of(given_step, people) for given_step in steps))
    author = people["all"][maker]
    slip = slips.add(department_id=company.service.pk, makers=frozenset({author.pk}), amount=amount)
    now = AT
    for move, choice in [("again", 0), *moves]:
        now += timedelta(hours=5)
        with contextlib.suppress(DomainError):  # a refusal is an answer; the invariants say what it leaves behind
            _play(move, choice, slip, author, now, people["all"])
        _check(slip)


def _play(move, choice, slip, author, now, people):
    actor = actor_of(author)
    if move == "again":
        services.start(kind=KIND, document_id=slip.id, actor=actor, at=now)
    elif move == "withdraw":
        services.withdraw(kind=KIND, document_id=slip.id, actor=actor, at=now)
    elif move == "change":
        changed(slip, category_codes=frozenset({f"66{choice:02}"}))
        services.lapse(kind=KIND, document_id=slip.id, actor=actor, at=now)
    elif move in {"hand over", "before", "after", "back"}:
        _bring_in(move, choice, slip, now, people)
    else:
        tasks = list(Task.objects.filter(case__subject_kind=KIND, case__subject_id=slip.id).order_by("pk"))
        if tasks:
            task = tasks[-1 - choice % len(tasks)]
            services.decide(task_id=task.pk, verdict=move, reason="因", actor=actor_of(task.person), at=now)


def _bring_in(move, choice, slip, now, people):
    """What a decider does besides deciding, with somebody of the cast or a step of the round, fit or not."""
    task = Task.objects.filter(case__subject_id=slip.id, case__subject_kind=KIND, state=TaskState.WAITING).last()
    if task is None:
        return
    given = {"task_id": task.pk, "reason": "因", "actor": actor_of(task.person), "at": now}
    chosen = people[choice % len(people)].pk
    if move == "hand over":
        services.hand_over(person_id=chosen, **given)
    elif move == "back":
        step = list(Step.objects.filter(case_id=task.case_id).order_by("pk"))[choice % 3 : choice % 3 + 1]
        services.decide(verdict="RETURN", return_to=step[0].pk if step else 0, **given)
    else:
        services.add_approver(person_ids=[chosen], where=move.upper(), mode="ALL", **given)


def _check(slip):
    cases = list(Case.objects.filter(subject_kind=KIND, subject_id=slip.id).order_by("round"))
    running = [case for case in cases if case.state == CaseState.RUNNING]
    assert len(running) <= 1
    assert [case.round for case in cases] == list(range(1, len(cases) + 1))
    assert slip.told.count("approved") == sum(case.state == CaseState.APPROVED for case in cases)
    assert not Decision.objects.filter(case__in=cases, decided_by__in=slip.makers).exists()
    assert not Task.objects.filter(case__in=cases, person__in=slip.makers).exists()
    for case in cases:
        steps = list(Step.objects.filter(case=case).order_by("position"))
        assert selectors.first_broken_link(case) is None
        open_tasks = Task.objects.filter(case=case, state__in=OPEN_TASKS).count()
        if case.state == CaseState.APPROVED:
            assert {step.state for step in steps} <= {StepState.PASSED, StepState.SKIPPED, StepState.AGAIN}
            # Nothing that was added or asked again was passed over, and no approval of a step asked again counted.
            assert all(_spoke(step) for step in steps if step.state == StepState.PASSED)
            again = {step.replaces_id for step in steps if step.replaces_id}
            assert again == {step.pk for step in steps if step.state == StepState.AGAIN}
            assert Decision.objects.filter(case=case).exists()
        if case.state == CaseState.RUNNING:
            current = [step for step in steps if step.state in {StepState.CURRENT, StepState.STUCK}]
            assert len(current) == 1
            here = current[0].tasks.filter(state__in=[TaskState.WAITING, TaskState.AHEAD]).count()
            assert (here > 0) == (current[0].state == StepState.CURRENT)
            before = [step for step in steps if step.position < current[0].position]
            assert {step.state for step in before} <= {StepState.PASSED, StepState.SKIPPED, StepState.AGAIN}
            paused = Task.objects.filter(case=case, state=TaskState.PAUSED).select_related("step")
            assert all(task.step.position > current[0].position for task in paused)
        else:
            assert open_tasks == 0
    assert (
        not Task.objects.filter(case__in=cases)
        .exclude(step__state=StepState.CURRENT)
        .filter(state=TaskState.WAITING)
        .exists()
    )
    for task in Task.objects.filter(case__in=cases, state=TaskState.HANDED):
        assert task.handed_to.step_id == task.step_id
        assert task.handed_to.position == task.position


def _spoke(step):
    """Whether somebody approved at a step, in person or just before it."""
    return bool(selectors.approvers_of_step(step))
