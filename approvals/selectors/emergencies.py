"""Decisions that are somebody's only by a break-glass right: each says so (ORG-06b)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from approvals import rules
from approvals.choices import TaskOrigin, WhoKind
from approvals.models import Task
from approvals.registry import Facts
from approvals.rules import Who
from approvals.selectors.deciders import authority_limits, people_who_decide
from organization import selectors as organization
from organization.models import Person


def emergencies_behind(task: Task, facts: Facts, *, on: date) -> set[str]:
    """The numbers of the break-glass rights without which whose word it is could not decide here: they would not hold
    the role the step asks, not have the authority for the amount, or not decide on anything. Empty: none was needed.
    """
    rights = organization.break_glass_in_force(on=on).filter(person=task.principal_id).select_related("role")
    reaching = [
        right
        for right in organization.covering(rights, department_id=facts.department_id)
        if rules.is_deciding(right.permissions)
    ]
    if not reaching:
        return set()
    person = Person.objects.get(pk=task.principal_id)
    if _decides_without(person, task, facts, on=on) and _has_authority_without(person, facts, on=on):
        return set()
    return {right.number for right in reaching}


def _decides_without(person: Person, task: Task, facts: Facts, *, on: date) -> bool:
    who = Who.of(task.step.who)
    by_role = who.kind in {WhoKind.ROLE_IN_DEPARTMENT, WhoKind.ROLE_IN_COMPANY}
    if by_role and task.origin == TaskOrigin.ROUTE and task.department_id is None:
        scope = facts.department_id if who.kind == WhoKind.ROLE_IN_DEPARTMENT else None
        holders = organization.people_holding(role_code=who.role, department_id=scope, on=on, by_break_glass=False)
        return person in holders
    return people_who_decide(on=on, by_break_glass=False).filter(pk=person.pk).exists()


def _has_authority_without(person: Person, facts: Facts, *, on: date) -> bool:
    """Whether the amount lies within their own limit, or the break-glass right adds nothing to it."""
    if facts.amount is None:
        return True
    own, all_of_it = (
        authority_limits(people=[person], department_id=facts.department_id, on=on, by_break_glass=each).get(
            person.pk, Decimal(0)
        )
        for each in (False, True)
    )
    return rules.covers(own, facts.amount) or not rules.covers(all_of_it, facts.amount)
