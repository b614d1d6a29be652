"""Makers, steps nobody is left for, and authority on the way along a route."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from approvals import services
from approvals.choices import CaseState, StepMode, StepState
from core.models import AuditEvent, Notification
from organization.services import assignments
from tests.approvals.conftest import AT, KIND
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_role, decide, route, waiting
from tests.factories.organization import actor_of

pytestmark = pytest.mark.django_db


# --- Makers, and nobody left ----------------------------------------------------------------------------------------


@pytest.mark.rule("APR-11")
@pytest.mark.rule("BUD-30")
def test_a_manager_who_made_the_document_is_decided_on_by_the_manager_above(slips, company, manager, division_manager):
    route(KIND, by_manager())
    own = slips.add(department_id=company.service.pk, makers=frozenset({manager.pk}))

    case = services.start(kind=KIND, document_id=own.id, actor=actor_of(manager), at=AT)

    assert waiting(case) == [division_manager]


@pytest.mark.rule("APR-11")
def test_the_only_holder_of_a_role_who_made_it_passes_to_the_manager_above(slips, company, finance_manager, gm):
    route(KIND, by_role("finance_manager"))
    own = slips.add(department_id=company.service.pk, makers=frozenset({finance_manager.pk}))

    case = services.start(kind=KIND, document_id=own.id, actor=actor_of(finance_manager), at=AT)

    assert waiting(case) == [gm]


@pytest.mark.rule("APR-11")
def test_a_step_nobody_can_decide_stops_and_finance_is_told(start, slip, finance_manager, finance_supervisor, run_jobs):
    route(KIND, by_role("finance"))

    case = start()
    run_jobs()

    assert case.steps.get().state == StepState.STUCK
    assert case.state == CaseState.RUNNING
    assert slip.told == []
    told = Notification.objects.filter(code="approvals.stuck").values_list("person_id", flat=True)
    assert set(told) == {finance_manager.pk, finance_supervisor.pk}
    assert AuditEvent.objects.filter(subject_kind=KIND, code="approvals.stuck").count() == 1


@pytest.mark.rule("APR-11")
def test_a_stuck_step_goes_on_when_somebody_is_found(start, company, run_jobs):
    route(KIND, by_role("finance"))
    case = start()
    found = cast.member(company.company, "finance", company_wide=True)

    assert services.resume_stuck(at=AT) == 1

    assert waiting(case) == [found]
    assert case.steps.get().state == StepState.CURRENT


@pytest.mark.rule("APR-11")
def test_a_granted_role_wakes_the_step_that_waited_for_it(start, company, finance_supervisor, run_jobs):
    route(KIND, by_role("finance"))
    case = start()
    found = cast.person(company.company, name_zh="到岗财务")

    assignments.grant_role(
        person_id=found.pk,
        role_code="finance",
        reason="到岗",
        actor=actor_of(finance_supervisor),
        at=timezone.now(),
    )
    run_jobs()

    assert waiting(case) == [found]
    assert case.steps.get().state == StepState.CURRENT


# --- Authority ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("ORG-08")
@pytest.mark.parametrize(
    ("amount", "added"),
    [("50000.00", []), ("50000.01", ["division_manager"]), ("200000.01", ["gm"]), (None, [])],
)
def test_an_amount_above_every_limit_adds_the_next_one_up(
    amount, added, slips, company, owner, manager, division_manager, gm, request
):
    route(KIND, by_manager())
    slip = slips.add(
        department_id=company.service.pk, makers=frozenset({owner.pk}), amount=Decimal(amount) if amount else None
    )

    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    decide(case, manager)

    assert waiting(case) == [request.getfixturevalue(name) for name in added]
    assert slip.told == ([] if added else ["approved"])


@pytest.mark.rule("ORG-08")
def test_the_authority_of_who_really_approved_counts_not_of_who_might_have(slips, company, owner, manager, gm):
    """Two could sign; the one without authority does. Then the limit still adds the step."""
    deputy = cast.member(company.service, "deputy_manager")
    cast.give(deputy, "finance")
    cast.give(gm, "finance")
    route(KIND, by_role("finance", mode=StepMode.ANY))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}), amount=Decimal(300_000))
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)

    decide(case, deputy)

    assert waiting(case) == [gm]
    assert slip.told == []
