"""Rounds: begun when a document is submitted, ended by its author or by a change (APR-02, APR-09, APR-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from approvals import locks, registry, selectors
from approvals.choices import OPINIONS, CaseState, StepState, Verdict
from approvals.errors import AlreadyDecided, NoRoute, NotRunning
from approvals.models import Case, Route, Step
from approvals.registry import Facts
from approvals.selectors import PlannedStep
from approvals.services import notices, steps
from core.actors import Actor
from core.errors import AlreadyDone, NotAllowed
from core.once import reading_once


@dataclass(frozen=True, slots=True)
class Ahead:
    """A round as it will begin: what was read for it, under the document's lock. Nothing is written yet."""

    kind: str
    document_id: int
    facts: Facts
    route: Route
    planned: list[PlannedStep]
    last: Case | None


@transaction.atomic
def start(*, kind: str, document_id: int, actor: Actor, at: datetime) -> Case:
    """Begin a round for a submitted document: copy its route's steps, call the people of the first (APR-02).

    Runs inside the service that submits, after the transition. A resubmission in which nothing that matters changed
    goes straight to the step that returned it (APR-09). Raises NoRoute when nobody would decide, AlreadyDone when a
    round is running.
    """
    handler = registry.get(kind)
    handler.lock(document_id)
    with reading_once():
        facts = handler.facts(document_id)
        ahead = look_ahead(kind=kind, document_id=document_id, facts=facts, at=at)
        return _begin(ahead, author_id=_author(facts, actor), actor=actor, at=at)


def look_ahead(*, kind: str, document_id: int, facts: Facts, at: datetime) -> Ahead:
    """All that `start` reads, for a service that holds the document's lock and knows its facts: so that what it locks
    last, such as the series of numbers, is held for the writing alone. Raises NoRoute, AlreadyDone.
    """
    last = locks.lock_last(kind=kind, document_id=document_id)
    if last is not None and last.state == CaseState.RUNNING:
        raise AlreadyDone
    return _look_ahead(kind, document_id, facts, last, at=at)


def begin(ahead: Ahead, *, number: str, version: int, actor: Actor, at: datetime) -> Case:
    """Begin the round looked ahead to, of the document with the number and version it has got meanwhile."""
    facts = replace(ahead.facts, number=number, document_version=version)
    return _begin(replace(ahead, facts=facts), author_id=_author(facts, actor), actor=actor, at=at)


@transaction.atomic
def withdraw(*, kind: str, document_id: int, actor: Actor, at: datetime) -> Case:
    """End the running round because the author takes the document back, until the first decision (APR-09).

    Raises NotRunning, NotAllowed for anybody but a maker, AlreadyDecided; then nothing has changed.
    """
    case, facts = _locked(kind, document_id)
    if not actor.is_system and actor.person_id not in {case.author_id, *facts.makers}:
        raise NotAllowed(document=case.number)
    decided = case.decisions.exclude(verdict__in=OPINIONS)
    if (first := decided.select_related("decided_by").order_by("sequence").first()) is not None:
        raise AlreadyDecided(document=case.number, verdict=first.get_verdict_display(), who=first.decided_by.name)
    waiting = selectors.waiting_people([case])
    steps.end(case, CaseState.WITHDRAWN, at=at)
    notices.people_told(case, "withdrawn", waiting)
    return case


@transaction.atomic
def lapse(*, kind: str, document_id: int, actor: Actor, at: datetime) -> Case | None:
    """A submitted document changed (APR-10): in a field that matters, its decisions lapse and a new round begins.

    Whoever had decided is told. Where nothing that matters changed, the case only takes over the new facts. None when
    nothing runs.
    """
    registry.get(kind).lock(document_id)
    case = locks.lock_running(kind=kind, document_id=document_id)
    if case is None:
        return None
    facts = registry.get(kind).facts(document_id)
    if facts.fingerprint == case.fingerprint:
        _copy_facts(case, facts)
        case.save(update_fields=("number", "title", "amount", "currency", "facts", "document_version"))
        return case
    concerned = selectors.people_who_decided(case) | selectors.waiting_people([case])
    steps.end(case, CaseState.LAPSED, at=at)
    steps.record(case, "lapse", actor=actor, at=at)
    notices.people_told(case, "lapsed", concerned - {actor.person_id or 0})
    with reading_once():
        ahead = _look_ahead(kind, document_id, facts, case, at=at)
        return _begin(ahead, author_id=case.author_id, actor=actor, at=at)


def _look_ahead(kind: str, document_id: int, facts: Facts, last: Case | None, *, at: datetime) -> Ahead:
    route = selectors.route_for(kind=kind, department_id=facts.department_id)
    planned = selectors.plan(facts=facts, route=route, on=timezone.localdate(at)) if route else []
    if route is None or not any(step.is_needed for step in planned):
        raise NoRoute(document=facts.number or facts.title)
    return Ahead(kind, document_id, facts, route, planned, last)


def _begin(ahead: Ahead, *, author_id: int, actor: Actor, at: datetime) -> Case:
    facts, last = ahead.facts, ahead.last
    case = Case(
        subject_kind=ahead.kind,
        subject_id=ahead.document_id,
        round=last.round + 1 if last else 1,
        route=ahead.route,
        department_id=facts.department_id,
        author_id=author_id,
        fingerprint=facts.fingerprint,
        started_at=at,
    )
    _copy_facts(case, facts)
    earlier = _steps_to_go_on_from(last, facts=facts, planned=ahead.planned)
    returned_at = _returning_position(last) if last is not None and earlier else 0
    if any(_stands(step, returned_at) for step in earlier):
        case.continues = last
    case.save()
    made = Step.objects.bulk_create(_steps_of(case, ahead.planned, earlier, returned_at))
    first = next((step for step in made if step.state == StepState.AHEAD), None)
    if first is None or steps.open_step(first, case=case, facts=facts, actor=actor, at=at):
        steps.advance(case, facts=facts, actor=actor, at=at)
    return case


STANDS = "stands"
"""The note of a step skipped because its decision in the returned round still stands; shown in words."""


def _steps_to_go_on_from(last: Case | None, *, facts: Facts, planned: list[PlannedStep]) -> list[Step]:
    """The steps of the round just returned that a new one goes on from, because nothing that matters changed (APR-09):
    those of the route as they stand, with those added on the way between them. Empty: it begins anew.
    """
    if last is None or last.state != CaseState.RETURNED or last.fingerprint != facts.fingerprint:
        return []
    if (selectors.approvers_of(last) | selectors.people_who_decided(last)) & facts.makers:
        return []
    before = list(last.steps.exclude(state__in=[StepState.AGAIN, StepState.TAKEN]).order_by("position"))
    now = [(step.who.as_json(), step.mode, list(step.reviews), step.is_needed) for step in planned]
    then = [(s.who, s.mode, s.reviews, s.state != StepState.SKIPPED or s.note == STANDS) for s in before if not s.added]
    return before if now == then else []


def _steps_of(case: Case, planned: list[PlannedStep], earlier: list[Step], returned_at: int) -> list[Step]:
    """The steps of a new round, not yet stored: the planned ones in order. Going on from a returned round, those that
    stand are skipped, and those somebody had added that did not pass are asked again where they were.
    """
    route = iter(planned)
    made: list[Step] = []
    kept: Sequence[Step | None] = earlier or [None] * len(planned)
    for before in kept:
        position = len(made) + 1
        if before is not None and before.added:
            if not _stands(before, returned_at):
                made.append(steps.again(before, case=case, position=position, number=position))
            continue
        step = steps.copy_of(case, next(route), position)
        if before is not None and step.state == StepState.AHEAD and _stands(before, returned_at):
            step.state, step.note = StepState.SKIPPED, STANDS
        made.append(step)
    return made


def _stands(step: Step, returned_at: int) -> bool:
    return step.position < returned_at and (
        step.state == StepState.PASSED or (step.state == StepState.SKIPPED and step.note == STANDS)
    )


def _returning_position(case: Case) -> int:
    decision = case.decisions.filter(verdict=Verdict.RETURN).select_related("step").first()
    return decision.step.position if decision else 0


def _copy_facts(case: Case, facts: Facts) -> None:
    case.number = facts.number
    case.title = facts.title[:200]
    case.amount = facts.amount
    case.currency = facts.currency
    case.document_version = facts.document_version
    case.facts = {
        "flags": sorted(facts.flags),
        "category_codes": sorted(facts.category_codes),
        "makers": sorted(facts.makers),
        "other_departments": sorted(facts.other_departments),
        "summary": facts.summary,
        "title_en": facts.title_en[:200],
    }


def _author(facts: Facts, actor: Actor) -> int:
    """Who gets the document back: the one who submits, or its first maker when the system does."""
    if actor.person_id is not None:
        return actor.person_id
    return min(facts.makers)


def _locked(kind: str, document_id: int) -> tuple[Case, Facts]:
    handler = registry.get(kind)
    handler.lock(document_id)
    case = locks.lock_running(kind=kind, document_id=document_id)
    if case is None:
        raise NotRunning
    return case, handler.facts(document_id)
