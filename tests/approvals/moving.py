"""Routes and people that tests of moves share."""

from __future__ import annotations

import pytest

from approvals import pages
from approvals.models import Case, Decision, Step, Task
from core.errors import DomainError
from core.models import AuditEvent, Job, Notification
from tests.approvals.conftest import KIND
from tests.factories.organization import actor_of


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
