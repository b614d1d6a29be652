"""Routes and rounds for tests, made the way the application makes them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from approvals import services
from approvals.choices import StepMode, TaskState, WhoKind
from approvals.models import Case, Delegation, Route, RouteStep, Step, Task
from organization.models import Department, Person, Role
from tests.factories.organization import actor_of


def route(kind: str, *steps: dict[str, Any], department: Department | None = None) -> Route:
    """A route in use for a kind: each step as keywords of RouteStep; `role` is a role's code."""
    made = Route.objects.create(document_kind=kind, department=department)
    for position, given in enumerate(steps, start=1):
        fields = {"name_zh": f"第{position}步", "name_en": f"Step {position}", "mode": StepMode.ANY} | given
        if isinstance(fields.get("role"), str):
            fields["role"] = Role.objects.get(code=fields["role"])
        RouteStep.objects.create(route=made, position=position, **fields)
    return made


def by_manager(**fields: Any) -> dict[str, Any]:
    return {"who": WhoKind.MANAGER, **fields}


def by_role(code: str, **fields: Any) -> dict[str, Any]:
    return {"who": WhoKind.ROLE_IN_COMPANY, "role": code, **fields}


def by_person(person: Person, **fields: Any) -> dict[str, Any]:
    return {"who": WhoKind.PERSON, "person": person, **fields}


def waiting(case: Case) -> list[Person]:
    """Whose decision a case waits for."""
    tasks = Task.objects.filter(case=case, state=TaskState.WAITING).select_related("person")
    return [task.person for task in tasks.order_by("position", "pk")]


def task_for(case: Case, person: Person) -> Task:
    """What a case waits for from this person."""
    return Task.objects.get(case=case, person=person, state=TaskState.WAITING)


def decide(case: Case, person: Person, verdict: str = "APPROVE", reason: str = "", at: datetime | None = None) -> Case:
    """The person decides on what waits for them."""
    return services.decide(
        task_id=task_for(case, person).pk,
        verdict=verdict,
        reason=reason or ("" if verdict == "APPROVE" else "发票抬头不对"),
        actor=actor_of(person),
        at=at or timezone.now(),
    )


def hand_over(case: Case, person: Person, to: Person, reason: str = "出差两周") -> Task:
    """The person gives what waits for them to somebody else."""
    task = task_for(case, person)
    return services.hand_over(
        task_id=task.pk, person_id=to.pk, reason=reason, actor=actor_of(person), at=timezone.now()
    )


def add(
    case: Case, person: Person, *people: Person, where: str = "BEFORE", mode: str = "ALL", at: datetime | None = None
) -> Step:
    """The person has others decide before or after them."""
    return services.add_approver(
        task_id=task_for(case, person).pk,
        person_ids=[each.pk for each in people],
        where=where,
        mode=mode,
        reason="请技术把关",
        actor=actor_of(person),
        at=at or timezone.now(),
    )


def send_back(case: Case, person: Person, step: Step, reason: str = "请核对单价") -> Case:
    """The person returns the document to an earlier step of its round."""
    return services.decide(
        task_id=task_for(case, person).pk,
        verdict="RETURN",
        reason=reason,
        actor=actor_of(person),
        at=timezone.now(),
        return_to=step.pk,
    )


def stands_in(delegator: Person, delegate: Person, start: date, end: date, **fields: Any) -> Delegation:
    """Somebody has another decide in their place; `at` is the morning of the first day where nothing else is said."""
    morning = timezone.make_aware(datetime.combine(start, time(9)))
    given = {"reason": "休假", "at": morning} | fields
    return services.delegate(
        delegate_id=delegate.pk, start_date=start, end_date=end, actor=actor_of(delegator), **given
    )
