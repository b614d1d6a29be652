"""What a decision refuses, and that a refusal leaves everything as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from approvals import services
from approvals.choices import CaseState, StepMode, TaskState
from approvals.models import Case, Decision, Task
from core.errors import DomainError, NotAllowed, OwnDocument, ReasonMissing, StaleDocument
from core.models import AuditEvent, Job
from tests.approvals.conftest import KIND, changed
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_role, decide, route, task_for
from tests.factories.organization import actor_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def slip(slips, company, owner):
    return slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))


@pytest.fixture
def case(slip, owner, manager, finance_officer) -> Case:
    route(KIND, by_manager(), by_role("finance"))
    return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)


def everything() -> tuple[object, ...]:
    """What a refusal must leave untouched."""
    return (
        list(Case.objects.values_list("pk", "state", "chain_length").order_by("pk")),
        list(Task.objects.values_list("pk", "state").order_by("pk")),
        Decision.objects.count(),
        AuditEvent.objects.count(),
        Job.objects.count(),
    )


def refuses(error: type[DomainError], task: Task, person, verdict="APPROVE", reason="", **more) -> DomainError:
    before = everything()
    with pytest.raises(error) as caught:
        services.decide(task_id=task.pk, verdict=verdict, reason=reason, actor=actor_of(person), at=AT, **more)
    assert everything() == before
    return caught.value


@pytest.mark.rule("GEN-04")
def test_the_second_click_is_told_so_and_does_nothing(case, manager):
    task = task_for(case, manager)
    decide(case, manager)

    error = refuses(services.AlreadyDecided, task, manager)

    assert error.params["who"] == "马国强"


@pytest.mark.rule("GEN-04")
def test_a_colleague_who_was_first_is_named(slips, company, owner):
    first, second = (
        cast.member(company.company, "finance", company_wide=True, name_zh=name) for name in ("王静", "钱伟")
    )
    route(KIND, by_role("finance", mode=StepMode.ANY))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    late = task_for(case, second)
    decide(case, first)

    error = refuses(services.AlreadyDecided, late, second)

    assert error.params["who"] == "王静"


@pytest.mark.rule("GEN-04")
def test_a_page_older_than_the_document_is_refused(case, slip, manager):
    task = task_for(case, manager)
    slip.version = 2

    refuses(StaleDocument, task, manager, document_version=1)


@pytest.mark.rule("APR-10")
def test_a_document_that_changed_unnoticed_is_not_decided_on(case, slip, manager):
    changed(slip, amount=Decimal("99999.00"))

    refuses(StaleDocument, task_for(case, manager), manager)


@pytest.mark.rule("GEN-04")
def test_a_withdrawn_document_is_not_decided_on(case, slip, owner, manager):
    task = task_for(case, manager)
    services.withdraw(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)

    refuses(services.CaseEnded, task, manager)


@pytest.mark.rule("ORG-06")
def test_who_made_it_never_decides_whatever_their_task(case, slip, manager):
    slip.makers = frozenset({*slip.makers, manager.pk})

    refuses(OwnDocument, task_for(case, manager), manager)


def test_nobody_decides_on_somebody_elses_task(case, manager, outsider):
    refuses(NotAllowed, task_for(case, manager), outsider)


@pytest.mark.rule("GEN-06")
@pytest.mark.parametrize("verdict", ["RETURN", "REJECT"])
def test_a_return_or_rejection_needs_a_reason(case, manager, verdict):
    refuses(ReasonMissing, task_for(case, manager), manager, verdict=verdict, reason="  ")


@pytest.mark.rule("ORG-05")
def test_a_right_that_ended_no_longer_decides(case, manager, finance_officer):
    decide(case, manager)
    task = task_for(case, finance_officer)
    finance_officer.assignments.update(end_date=AT.date())

    refuses(services.NoLongerYours, task, finance_officer)


def test_what_the_documents_app_refuses_is_not_decided(case, slip, manager, finance_officer):
    decide(case, manager)
    slip.refuses = DomainError()

    refuses(DomainError, task_for(case, finance_officer), finance_officer)


def test_the_documents_row_is_locked_before_the_case(case, slips, slip, manager):
    slips.locked.clear()

    decide(case, manager)

    assert slips.locked == [slip.id]


@pytest.mark.rule("GEN-05")
def test_the_document_gets_an_event_for_each_decision(case, slip, manager, finance_officer):
    decide(case, manager)
    decide(case, finance_officer, "RETURN", "缺发票")

    events = AuditEvent.objects.filter(subject_kind=KIND, subject_id=slip.id).order_by("pk")

    assert [(e.code, e.actor_name, e.reason) for e in events] == [
        ("approvals.approve", "马国强", ""),
        ("approvals.return", "王静", "缺发票"),
    ]
    case.refresh_from_db()
    assert case.state == CaseState.RETURNED
    assert Task.objects.filter(state=TaskState.WAITING).count() == 0
