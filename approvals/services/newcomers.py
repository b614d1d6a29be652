"""Who can be brought into a step by somebody who decides there: conditions on the people chosen (APR-05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from approvals import selectors
from approvals.choices import StepMode, StepState
from approvals.errors import AlreadyAgreed, AlreadyAsked, AuthorityTooLow, CannotDecide, MadeIt
from approvals.models import Step
from approvals.rules import Who
from approvals.services import steps
from approvals.services.turns import Turn
from organization.models import Person


def require_deciders(turn: Turn, person_ids: Sequence[int], *, at: datetime) -> list[Person]:
    """The people, in the given order, if each can decide here.

    Raises CannotDecide (left, or without any right to decide), MadeIt (ORG-06), AlreadyAsked (decides at the step).
    """
    people = Person.objects.in_bulk(person_ids)
    able = set(
        selectors.people_who_decide(on=timezone.localdate(at)).filter(pk__in=person_ids).values_list("pk", flat=True)
    )
    asked = selectors.asked_at(turn.step)
    document = turn.case.number
    for pk in person_ids:
        who = people[pk].name if pk in people else "?"
        if pk not in able:
            raise CannotDecide(who=who)
        if pk in turn.facts.makers:
            raise MadeIt(who=who, document=document)
        if pk in asked:
            raise AlreadyAsked(who=who, document=document)
    return [people[pk] for pk in dict.fromkeys(person_ids)]


def require_no_weaker(turn: Turn, heir: Person, *, at: datetime) -> None:
    """Where the actor's word has to carry the amount, it goes only to somebody whose word carries it too (ORG-08).

    Raises AuthorityTooLow.
    """
    amount, department_id, on = turn.facts.amount, turn.facts.department_id, timezone.localdate(at)
    if amount is None:
        return

    def carries(people: Sequence[Person]) -> bool:
        return selectors.has_authority(people=people, department_id=department_id, amount=amount, on=on)

    if carries([heir]) or not carries([_principal(turn)]) or carries(_others(turn, at=at)):
        return
    limit = selectors.authority_limits(people=[heir], department_id=department_id, on=on).get(heir.pk)
    raise AuthorityTooLow(who=heir.name, document=turn.case.number, limit=limit, amount=amount)


def require_new_word(turn: Turn, people: Sequence[Person], *, before: bool) -> None:
    """Somebody who approved just before would decide only once, so adding them would ask nobody (APR-05).

    Raises AlreadyAgreed.
    """
    agreed = selectors.approvers_of_step(turn.step) if not before else _agreed_before(turn)
    for person in people:
        if person.pk in agreed:
            raise AlreadyAgreed(who=person.name, document=turn.case.number)


def require_not_in(added: Sequence[Step], people: Sequence[Person], *, document: str) -> None:
    """Nobody is added twice in a row: the form sent twice (GEN-04). Raises AlreadyAsked."""
    there = {pk for step in added for pk in Who.of(step.who).people}
    for person in people:
        if person.pk in there:
            raise AlreadyAsked(who=person.name, document=document)


def _principal(turn: Turn) -> Person:
    """Whose word it is: who stands in decides with the authority of whom they stand in for (APR-07)."""
    return turn.task.on_behalf_of or turn.task.person


def _agreed_before(turn: Turn) -> set[int]:
    last = (
        turn.case.steps.filter(position__lt=turn.step.position)
        .exclude(state__in=[StepState.SKIPPED, StepState.TAKEN])
        .order_by("-position")
        .first()
    )
    return selectors.approvers_of_step(last) if last is not None and last.state != StepState.AGAIN else set()


def _others(turn: Turn, *, at: datetime) -> list[Person]:
    """Whose word counts besides the actor's: who approved, who must decide at this step too, who decides after it."""
    found = selectors.approvers_of(turn.case)
    if turn.step.mode in {StepMode.ALL, StepMode.IN_ORDER}:
        tasks = turn.step.tasks.filter(state__in=steps.OPEN_TASKS).exclude(pk=turn.task.pk)
        found |= {task.principal_id for task in tasks}
    for step in turn.case.steps.filter(state=StepState.AHEAD).select_related("replaces"):
        waiting = {task.principal_id for task in step.tasks.filter(state__in=steps.OPEN_TASKS)}
        found |= waiting or {person.pk for person in steps.people_of(step, turn.facts, at=at)}
    return list(Person.objects.filter(pk__in=found))
