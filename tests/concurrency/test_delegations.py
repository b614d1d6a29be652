"""Delegations at the same moment: no circle, nothing moved twice, nothing left behind (APR-07b)."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from functools import partial

import pytest

from approvals import locks, services
from approvals.models import Decision, Delegation
from approvals.services import delegations, standing_in
from core.models import AuditEvent
from organization.models import Person
from tests.approvals.conftest import KIND, slips
from tests.concurrency.race import outcomes_of, race
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, route, stands_in, task_for
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.rule("APR-07"),
    pytest.mark.rule("APR-07b"),
]
AT = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)
FIRST, BACK = date(2026, 9, 28), date(2026, 10, 8)
__all__ = ["slips"]


@pytest.fixture
def deputy(company):
    return cast.member(company.other, "department_manager", name_zh="何平")


def giving(delegator, delegate):
    """What this person's click does, with everything read before the race."""
    return partial(
        services.delegate,
        delegate_id=delegate.pk,
        start_date=FIRST,
        end_date=BACK,
        reason="休假",
        actor=actor_of(delegator),
        at=AT,
    )


def test_two_cannot_delegate_to_each_other_at_the_same_moment(manager, deputy):
    outcomes = race(giving(manager, deputy), giving(deputy, manager))

    assert outcomes_of(services.DelegationInCircle, outcomes) == 1
    assert Delegation.objects.count() == 1


def test_a_circle_of_three_does_not_close_at_the_same_moment(manager, deputy, division_manager):
    outcomes = race(giving(manager, deputy), giving(deputy, division_manager), giving(division_manager, manager))

    assert outcomes_of(services.DelegationInCircle, outcomes) == 1
    assert Delegation.objects.count() == 2


def test_without_the_locks_the_circle_closes(manager, deputy, monkeypatch):
    """The control: both look before either writes."""
    looked, whole = threading.Barrier(2), delegations._require_fitting

    def look(given, *, on):
        whole(given, on=on)
        looked.wait(20)

    monkeypatch.setattr(locks, "lock_delegations", lambda: None)
    monkeypatch.setattr(delegations.organization_locks, "lock_people", _unlocked)
    monkeypatch.setattr(delegations, "_require_fitting", look)

    outcomes = race(giving(manager, deputy), giving(deputy, manager))

    assert outcomes_of(services.DelegationInCircle, outcomes) == 0
    assert Delegation.objects.count() == 2


def _unlocked(person_ids):

    return Person.objects.in_bulk(list(person_ids))


def test_a_form_sent_twice_delegates_once(manager, deputy):
    outcomes = race(giving(manager, deputy), giving(manager, deputy))

    assert outcomes_of(services.DelegationOverlaps, outcomes) == 1
    assert Delegation.objects.count() == 1


def test_delegating_and_deciding_at_the_same_moment(slips, company, owner, manager, deputy):
    """Either the manager was first, or what waits is the delegate's: never both, never neither."""
    route(KIND, by_manager())
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    deciding = partial(
        services.decide,
        task_id=task_for(case, manager).pk,
        verdict="APPROVE",
        reason="",
        actor=actor_of(manager),
        at=AT,
    )

    outcomes = race(giving(manager, deputy), deciding)

    refused = outcomes_of(services.NoLongerYours, outcomes) + outcomes_of(services.WithStandIn, outcomes)
    assert Delegation.objects.count() == 1
    assert Decision.objects.count() == 1 - refused
    assert case.tasks.get().person == (deputy if refused else manager)


def test_two_sweeps_move_once(slips, company, owner, manager, deputy):
    route(KIND, by_manager())
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    stands_in(manager, deputy, date(2026, 9, 29), BACK, at=AT)
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    sweep = partial(standing_in.settle_all, at=datetime(2026, 9, 29, 1, 0, tzinfo=UTC))

    race(sweep, sweep)

    assert case.tasks.get().person == deputy
    assert AuditEvent.objects.filter(code="approvals.delegated").count() == 1
