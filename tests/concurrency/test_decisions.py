"""Several people, or one impatient person, deciding at the same moment (GEN-04)."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import IntegrityError

from approvals import locks, services
from approvals.choices import CaseState, StepMode, TaskState
from approvals.models import Case, Decision, Task
from core.models import AuditEvent
from tests.approvals.conftest import KIND, SlipHandler, slips
from tests.concurrency.race import outcomes_of, race
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_role, route, task_for
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
__all__ = ["slips"]


def deciding(case: Case, person, verdict: str = "APPROVE"):
    """What this person's click does, with everything read before the race."""
    return partial(
        services.decide,
        task_id=task_for(case, person).pk,
        verdict=verdict,
        reason="" if verdict == "APPROVE" else "重复",
        actor=actor_of(person),
        at=AT,
    )


def begin(slips: SlipHandler, company, owner) -> Case:
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)


@pytest.mark.rule("GEN-04")
def test_a_double_click_decides_once(slips, company, owner, manager):
    route(KIND, by_manager())
    case = begin(slips, company, owner)
    click = deciding(case, manager)

    outcomes = race(click, click)

    assert outcomes_of(services.AlreadyDecided, outcomes) == 1
    assert Decision.objects.filter(case=case).count() == 1
    assert slips.slips[1].told == ["approved"]
    assert AuditEvent.objects.filter(code="approvals.approve").count() == 1


@pytest.mark.rule("GEN-04")
def test_of_two_who_may_decide_the_first_counts(slips, company, owner):
    clerks = [cast.member(company.company, "finance", company_wide=True) for _ in range(2)]
    route(KIND, by_role("finance", mode=StepMode.ANY))
    case = begin(slips, company, owner)

    outcomes = race(deciding(case, clerks[0]), deciding(case, clerks[1], "REJECT"))

    assert outcomes_of(services.AlreadyDecided, outcomes) == 1
    assert Decision.objects.filter(case=case).count() == 1
    assert len(slips.slips[1].told) == 1


@pytest.mark.rule("APR-05")
def test_of_two_who_must_both_agree_both_count_and_the_last_passes_the_step(slips, company, owner):
    clerks = [cast.member(company.company, "finance", company_wide=True) for _ in range(2)]
    route(KIND, by_role("finance", mode=StepMode.ALL))
    case = begin(slips, company, owner)

    outcomes = race(*(deciding(case, clerk) for clerk in clerks))

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert list(Decision.objects.filter(case=case).values_list("sequence", flat=True)) == [1, 2]
    assert slips.slips[1].told == ["approved"]


@pytest.mark.rule("APR-09")
def test_a_withdrawal_and_a_decision_do_not_both_happen(slips, company, owner, manager):
    route(KIND, by_manager())
    case = begin(slips, company, owner)
    withdrawing = partial(services.withdraw, kind=KIND, document_id=1, actor=actor_of(owner), at=AT)

    race(deciding(case, manager), withdrawing)

    case.refresh_from_db()
    decided = Decision.objects.filter(case=case).count()
    assert (case.state, decided) in {(CaseState.APPROVED, 1), (CaseState.WITHDRAWN, 0)}


def test_the_rival_is_real(slips, company, owner, manager, monkeypatch):
    """The control: without the lock both clicks get as far as the decision, and the constraint stops one of them."""
    route(KIND, by_manager())
    case = begin(slips, company, owner)
    meeting = _Meeting()
    monkeypatch.setattr(locks, "lock_case", lambda case_id: meeting.after(Case.objects.get(pk=case_id)))
    click = deciding(case, manager)

    outcomes = race(click, click)

    assert outcomes_of(IntegrityError, outcomes) == 1
    assert Decision.objects.filter(case=case).count() == 1


@pytest.mark.rule("APR-02")
def test_two_submissions_at_once_begin_one_round(slips, company, owner, manager):
    route(KIND, by_manager())
    slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    submitting = partial(services.start, kind=KIND, document_id=1, actor=actor_of(owner), at=AT)

    outcomes = race(submitting, submitting)

    assert sum(isinstance(outcome, Case) for outcome in outcomes) == 1
    assert Case.objects.filter(state=CaseState.RUNNING).count() == 1


def handing_over(case: Case, person, to):
    return partial(
        services.hand_over,
        task_id=task_for(case, person).pk,
        person_id=to.pk,
        reason="出差",
        actor=actor_of(person),
        at=AT,
    )


def adding_before(case: Case, person, added):
    return partial(
        services.add_approver,
        task_id=task_for(case, person).pk,
        person_ids=[added.pk],
        where="BEFORE",
        mode="ALL",
        reason="请把关",
        actor=actor_of(person),
        at=AT,
    )


@pytest.mark.rule("APR-05", "GEN-04")
def test_a_task_is_decided_or_handed_over_never_both(slips, company, owner, manager, division_manager):
    route(KIND, by_manager())
    case = begin(slips, company, owner)

    outcomes = race(deciding(case, manager), handing_over(case, manager, division_manager))

    assert outcomes_of(services.HandedOver, outcomes) + outcomes_of(services.AlreadyDecided, outcomes) == 1
    case.refresh_from_db()
    handed = Task.objects.filter(case=case, state=TaskState.HANDED).count()
    assert (case.state, handed) in {(CaseState.APPROVED, 0), (CaseState.RUNNING, 1)}


@pytest.mark.rule("APR-05", "GEN-04")
def test_of_two_hand_overs_at_once_the_first_counts(slips, company, owner, manager, division_manager, gm):
    route(KIND, by_manager())
    case = begin(slips, company, owner)

    outcomes = race(handing_over(case, manager, division_manager), handing_over(case, manager, gm))

    assert outcomes_of(services.HandedOver, outcomes) == 1
    assert Task.objects.filter(case=case, state=TaskState.WAITING).count() == 1
    assert AuditEvent.objects.filter(code="approvals.hand_over").count() == 1


@pytest.mark.rule("APR-05", "GEN-04")
def test_two_colleagues_hand_over_to_the_same_person_once(slips, company, owner, gm):
    clerks = [cast.member(company.company, "finance", company_wide=True) for _ in range(2)]
    route(KIND, by_role("finance", mode=StepMode.ALL))
    case = begin(slips, company, owner)

    outcomes = race(*(handing_over(case, clerk, gm) for clerk in clerks))

    assert outcomes_of(services.AlreadyAsked, outcomes) == 1
    assert Task.objects.filter(case=case, state=TaskState.WAITING).count() == 2


@pytest.mark.rule("APR-05", "GEN-04")
def test_of_a_decision_and_an_approver_added_before_one_is_refused(slips, company, owner, gm):
    clerks = [cast.member(company.company, "finance", company_wide=True) for _ in range(2)]
    route(KIND, by_role("finance", mode=StepMode.ANY))
    case = begin(slips, company, owner)

    outcomes = race(deciding(case, clerks[0]), adding_before(case, clerks[1], gm))

    assert outcomes_of(services.NotYourTurn, outcomes) + outcomes_of(services.AlreadyDecided, outcomes) == 1
    case.refresh_from_db()
    paused = Task.objects.filter(case=case, state=TaskState.PAUSED).count()
    assert (case.state, paused) in {(CaseState.APPROVED, 0), (CaseState.RUNNING, 2)}


def test_the_rival_who_hands_over_is_real(slips, company, owner, manager, division_manager, gm, monkeypatch):
    """The control: without the lock both hand the task over, and the constraint lets one stand in its place."""
    route(KIND, by_manager())
    case = begin(slips, company, owner)
    meeting = _Meeting()
    monkeypatch.setattr(locks, "lock_case", lambda case_id: meeting.after(Case.objects.get(pk=case_id)))

    outcomes = race(handing_over(case, manager, division_manager), handing_over(case, manager, gm))

    assert outcomes_of(IntegrityError, outcomes) == 1
    assert Task.objects.filter(case=case, state=TaskState.WAITING).count() == 1


class _Meeting:
    """Lets two go on only when both have arrived."""

    def __init__(self) -> None:
        from threading import Barrier

        self._barrier = Barrier(2)

    def after(self, case: Case) -> Case:
        self._barrier.wait(10)
        return case
