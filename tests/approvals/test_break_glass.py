"""Deciding by a break-glass right: asked like anybody with the role, marked, and never on one's own (ORG-06b, ORG-06)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from approvals import selectors, services
from approvals.choices import StepState
from approvals.models import Case, Task
from core.errors import OwnDocument
from core.models import AuditEvent
from organization import services as organization
from organization.models import BreakGlass, IncompatiblePair
from tests.approvals.conftest import KIND
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_role, decide, route, waiting
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("ORG-06b")]


@pytest.fixture
def holder(company):
    """Claims expenses in the other department."""
    return cast.member(company.other, "employee", name_zh="林晓")


@pytest.fixture
def break_glass(gm, auditor):
    def act(person, role_code="finance", **more) -> BreakGlass:
        now = timezone.now()
        given = {"end_date": timezone.localdate() + timedelta(days=2), "reason": "财务全员隔离"}
        return organization.grant_break_glass(
            person_id=person.pk, role_code=role_code, actor=actor_of(gm), at=now, **(given | more)
        )

    return act


@pytest.fixture
def start(slips, company, owner):
    def begin(*makers, **fields) -> Case:
        made = frozenset({(makers or (owner,))[0].pk})
        slip = slips.add(department_id=company.service.pk, makers=made, **fields)
        return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=timezone.now())

    return begin


def last_event() -> AuditEvent:
    return AuditEvent.objects.filter(code__endswith=".approve").latest("pk")


def test_a_stuck_step_goes_on_with_the_holder_and_the_decision_says_so(start, break_glass, holder, run_jobs):
    route(KIND, by_role("finance"))
    case = start()
    assert case.steps.get().state == StepState.STUCK

    right = break_glass(holder)
    run_jobs()
    assert waiting(case) == [holder]
    decide(case, holder)

    assert last_event().facts["break_glass"] == right.number
    assert last_event().pk in set(right.uses.values_list("event_id", flat=True))


@pytest.mark.rule("ORG-06")
def test_the_holder_never_decides_on_what_they_made(start, break_glass, holder, run_jobs):
    route(KIND, by_role("finance"))
    break_glass(holder)

    own = start(holder)
    run_jobs()

    assert holder not in waiting(own)
    task = Task(step=own.steps.get(), case=own, person=holder, state="WAITING", waiting_since=timezone.now())
    task.due_date = timezone.localdate()
    task.save()
    own.steps.update(state=StepState.CURRENT)
    with pytest.raises(OwnDocument):
        services.decide(task_id=task.pk, verdict="APPROVE", reason="", actor=actor_of(holder), at=timezone.now())


def test_when_it_ends_what_waits_moves_on(start, break_glass, holder, gm, finance_officer, run_jobs):
    route(KIND, by_role("finance"))
    right = break_glass(holder)
    case = start()
    assert set(waiting(case)) == {holder, finance_officer}

    organization.end_break_glass(right_id=right.pk, reason="结束", actor=actor_of(gm), at=timezone.now())

    assert waiting(case) == [finance_officer]


def test_who_holds_the_role_anyway_is_not_marked(start, break_glass, finance_officer):
    route(KIND, by_role("finance"))
    break_glass(finance_officer, "cashier")

    case = start()
    decide(case, finance_officer)

    assert "break_glass" not in last_event().facts


def test_a_decision_of_ones_own_is_not_marked_but_one_above_ones_own_authority_is(start, break_glass, manager):
    route(KIND, by_manager())
    right = break_glass(manager, "finance_manager")

    small = start(amount=Decimal("49000.00"))
    decide(small, manager)
    assert "break_glass" not in last_event().facts
    large = start(amount=Decimal("60000.00"))
    decide(large, manager)

    assert last_event().facts["break_glass"] == right.number


def test_a_right_elsewhere_lends_nothing(start, break_glass, holder, company):
    route(KIND, by_role("finance"))
    break_glass(holder, scope_kind="DEPARTMENT", department_id=company.other.pk)

    case = start()

    assert case.steps.get().state == StepState.STUCK
    assert not selectors.authority_limits(people=[holder], department_id=company.service.pk, on=timezone.localdate())


def test_a_stand_in_decides_neither_with_a_pair_the_emergency_would_break(break_glass, company, manager, holder):
    break_glass(holder, "cashier")
    cast.give(manager, "finance")
    IncompatiblePair.objects.exclude(second="expenses.pay").delete()

    today = timezone.localdate()

    assert selectors.pair_broken(delegator_id=manager.pk, delegate_id=holder.pk, start=today) == (
        "expenses.approve", "expenses.pay"
    )  # fmt: skip
