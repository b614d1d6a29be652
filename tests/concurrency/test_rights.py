"""Rivals among those who grant (ORG-05): two harmless roles that together break a pair."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from organization import locks, services
from organization.errors import AlreadyHeld, IncompatibleRights, PairBroken
from organization.glass_errors import NothingToReview
from organization.models import BreakGlass, Person, Role, RoleAssignment
from organization.services import assignments, break_glass
from tests.concurrency.race import outcomes_of, race
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("ORG-05")]


@pytest.fixture
def two_supervisors(company):
    return [
        cast.actor_of(cast.member(company.company, "finance_supervisor", company_wide=True, name_zh=name))
        for name in ("孙丽", "钱进")
    ]


def granting(person, role_code, actor):
    return lambda: services.grant_role(
        person_id=person.pk, role_code=role_code, reason="岗位需要", actor=actor, at=timezone.now()
    )


def after_both(function):
    """The same function, left only when both rivals have been through it: both have looked before either writes."""
    both = threading.Barrier(2)

    def waiting(*args, **kwargs):
        result = function(*args, **kwargs)
        both.wait(20)
        return result

    return waiting


def test_two_grants_at_once_do_not_slip_past_a_pair(company, two_supervisors):
    person = cast.person(company.service)
    one, other = two_supervisors

    outcomes = race(granting(person, "employee", one), granting(person, "cashier", other))

    assert outcomes_of(IncompatibleRights, outcomes) == 1
    assert RoleAssignment.objects.filter(person=person).count() == 1


def test_without_the_persons_lock_they_do_slip_past(company, two_supervisors, monkeypatch):
    """The control: the rival is real."""
    person = cast.person(company.service)
    one, other = two_supervisors
    monkeypatch.setattr(locks, "lock_person", lambda person_id: Person.objects.get(pk=person_id))
    monkeypatch.setattr(assignments, "require_pairs_kept", after_both(assignments.require_pairs_kept))

    outcomes = race(granting(person, "employee", one), granting(person, "cashier", other))

    assert outcomes_of(IncompatibleRights, outcomes) == 0
    assert RoleAssignment.objects.filter(person=person).count() == 2


def test_a_grant_and_a_change_of_the_other_role_do_not_slip_past_a_pair(company, two_supervisors):
    person = cast.person(company.service)
    one, other = two_supervisors
    cast.give(person, "expert")
    role = Role.objects.get(code="expert")

    outcomes = race(
        granting(person, "cashier", one),
        lambda: services.change_role(
            role_id=role.pk,
            name_zh=role.name_zh,
            permissions=["expenses.claim"],
            approve_limit=None,
            actor=other,
            at=timezone.now(),
        ),
    )

    assert outcomes_of(IncompatibleRights, outcomes) == 1


def test_a_grant_and_a_new_pair_do_not_slip_past_each_other(company, two_supervisors):
    person = cast.person(company.service)
    one, other = two_supervisors
    cast.give(person, "employee", start=timezone.localdate() - timedelta(days=1))

    outcomes = race(
        granting(person, "executive", one),
        lambda: services.add_pair(
            first="expenses.claim", second="approvals.view_all", reason="内控", actor=other, at=timezone.now()
        ),
    )

    assert outcomes_of(IncompatibleRights, outcomes) + outcomes_of(PairBroken, outcomes) == 1


@pytest.mark.rule("ORG-06b")
def test_the_glass_is_not_broken_twice_at_once_for_the_same(company, gm, auditor):
    person = cast.member(company.service, "employee")

    def breaking():
        return services.grant_break_glass(
            person_id=person.pk, role_code="cashier", end_date=timezone.localdate() + timedelta(days=1),
            reason="出纳住院", actor=cast.actor_of(gm), at=timezone.now(),
        )  # fmt: skip

    outcomes = race(breaking, breaking)

    assert outcomes_of(AlreadyHeld, outcomes) == 1
    assert BreakGlass.objects.filter(person=person).count() == 1


@pytest.mark.rule("ORG-06b")
def test_without_the_persons_lock_it_is_broken_twice(company, gm, auditor, monkeypatch):
    """The control: the rival is real."""
    person = cast.member(company.service, "employee")
    monkeypatch.setattr(locks, "lock_person", lambda person_id: Person.objects.get(pk=person_id))
    monkeypatch.setattr(locks, "lock_role", lambda role_id: Role.objects.get(pk=role_id))
    monkeypatch.setattr(break_glass, "_require_needed", after_both(break_glass._require_needed))

    def breaking():
        return services.grant_break_glass(
            person_id=person.pk, role_code="cashier", end_date=timezone.localdate() + timedelta(days=1),
            reason="出纳住院", actor=cast.actor_of(gm), at=timezone.now(),
        )  # fmt: skip

    assert outcomes_of(AlreadyHeld, race(breaking, breaking)) == 0
    assert BreakGlass.objects.filter(person=person).count() == 2


@pytest.mark.rule("ORG-06b")
def test_one_review_counts_of_two_at_once(company, gm, auditor, finance_manager):
    right = services.grant_break_glass(
        person_id=cast.member(company.service, "employee").pk, role_code="cashier", reason="出纳住院",
        end_date=timezone.localdate() + timedelta(days=1), actor=cast.actor_of(gm), at=timezone.now(),
    )  # fmt: skip
    services.end_break_glass(right_id=right.pk, reason="已付", actor=cast.actor_of(gm), at=timezone.now())

    def reviewing(person):
        return lambda: services.review_break_glass(
            right_id=right.pk, verdict="JUSTIFIED", finding="已核对", actor=cast.actor_of(person), at=timezone.now()
        )

    outcomes = race(reviewing(auditor), reviewing(finance_manager))

    assert outcomes_of(NothingToReview, outcomes) == 1
