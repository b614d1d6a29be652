"""Routes and rounds for tests, made the way the application makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from approvals import services
from approvals.choices import StepMode, TaskState, WhoKind
from approvals.models import Case, Route, RouteStep, Task
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
