"""What an author sees before submitting: who will decide, in what order, how long it usually takes (APR-04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from approvals.choices import StepMode
from approvals.registry import Facts
from approvals.selectors.deciders import reviewer
from approvals.selectors.delegations import Call, standing_in
from approvals.selectors.routes import PlannedStep, plan, route_for
from approvals.selectors.timing import usual_days
from organization.models import Department


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A department that reviews, and who would answer for it; nobody where `who` is empty (APR-06)."""

    department: str
    who: str
    question: str


@dataclass(frozen=True, slots=True)
class PreviewStep:
    """One step to come. `is_stuck`: nobody could decide today. `is_carried`.

    The same person decides just before, so once is enough.
    """

    code: str
    name: str
    people: tuple[str, ...]
    mode: str
    days_allowed: int
    usual: Decimal | None
    is_stuck: bool
    is_carried: bool
    reviews: tuple[Reviewing, ...] = ()


def preview(*, facts: Facts, on: date, kind: str) -> list[PreviewStep]:
    """The steps a document would take if it were submitted now.

    Empty when no route applies (it could not be submitted).
    """
    route = route_for(kind=kind, department_id=facts.department_id)
    if route is None:
        return []
    return preview_of(planned=plan(facts=facts, route=route, on=on), facts=facts, on=on, kind=kind)


def preview_of(*, planned: Sequence[PlannedStep], facts: Facts, on: date, kind: str) -> list[PreviewStep]:
    """The steps of a plan that are needed, as they are shown."""
    steps = [step for step in planned if step.is_needed]
    usual = usual_days(kind=kind, codes={step.who.code for step in steps})
    chinese = (get_language() or "zh").startswith("zh")
    return [
        PreviewStep(
            code=step.who.code,
            name=step.name_zh if chinese or not step.name_en else step.name_en,
            people=_named(step, Call(kind=kind, amount=facts.amount, makers=facts.makers), on),
            mode=step.mode,
            days_allowed=step.days_allowed,
            usual=usual.get(step.who.code),
            is_stuck=not step.people or any(not review.who for review in reviewing(step.reviews, facts)),
            is_carried=_is_carried(steps, position),
            reviews=reviewing(step.reviews, facts),
        )
        for position, step in enumerate(steps)
    ]


def reviewing(reviews: Sequence[Mapping[str, Any]], facts: Facts) -> tuple[Reviewing, ...]:
    """The departments of a step with who would answer for each today."""
    known = Department.objects.in_bulk([review["department"] for review in reviews]) if reviews else {}
    found = []
    for review in reviews:
        person = reviewer(department_id=review["department"], makers=facts.makers)
        department = known.get(review["department"])
        found.append(
            Reviewing(
                department=department.name if department else "?",
                who=person.name if person else "",
                question=review["question"],
            )
        )
    return tuple(found)


def _named(step: PlannedStep, call: Call, on: date) -> tuple[str, ...]:
    """Who decides at a step, and who in their place today (APR-07)."""
    instead = standing_in(people=step.people, call=call, on=on)
    return tuple(
        _("%(who)s for %(whom)s") % {"who": instead[person.pk].name, "whom": person.name}
        if person.pk in instead
        else person.name
        for person in step.people
    )


def usual_total(steps: Sequence[PreviewStep]) -> Decimal | None:
    """The usual working days of all steps together; None while one of them has too little past."""
    asked = [step.usual for step in steps if not step.is_carried]
    if not asked or any(days is None for days in asked):
        return None
    return sum((days for days in asked if days is not None), Decimal(0))


def _is_carried(steps: Sequence[PlannedStep], position: int) -> bool:
    """Whether a single person surely decided just before."""
    if position == 0 or not steps[position].people:
        return False
    before, people = steps[position - 1], {person.pk for person in steps[position].people}
    if steps[position].mode == StepMode.REVIEW:  # who concludes has heard the others first
        return False
    every = before.mode in {StepMode.ALL, StepMode.IN_ORDER} or len(before.people) == 1
    sure = {person.pk for person in before.people} if every else set()
    return bool(people & sure) if steps[position].mode == StepMode.ANY else bool(sure) and people <= sure
