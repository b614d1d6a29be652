"""Asking before deciding: a question to people who see the document, and their answers (APR-05).

What is asked and answered are comments on the document (GEN-08); here stands who asks whom, and who has answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from approvals import locks, registry
from approvals.choices import CaseState
from approvals.errors import AlreadyAnswered, CannotBeAsked, QuestionTakenBack
from approvals.models import Asked, Case, Question
from approvals.services import notices, turns
from core import comments, directory
from core.actors import Actor
from core.errors import AlreadyDone, InvalidInput, NotAllowed
from organization.models import Person


@transaction.atomic
def ask(
    *,
    task_id: int,
    person_ids: Sequence[int],
    text: str,
    actor: Actor,
    at: datetime,
    document_version: int | None = None,
) -> Question:
    """Ask people something about what waits for the actor, who can still decide at any time. They get no right by it.

    Raises what `turns.take` raises, CannotBeAsked (does not see the document, or is the actor), AlreadyDone (the same
    question again before its answer), CommentEmpty, CommentTooLong; then nothing has changed.
    """
    if not person_ids:
        raise InvalidInput(problem="person_ids")
    turn = turns.take(task_id=task_id, actor=actor, at=at, document_version=document_version)
    case = turn.case
    people = _who_can_be_asked(case, person_ids, actor=actor)
    if _is_repeated(case, text.strip(), people, actor=actor):
        raise AlreadyDone
    said = comments.comment(
        kind=case.subject_kind,
        document_id=case.subject_id,
        text=text,
        actor=actor,
        at=at,
        people=[person.pk for person in people],
    )
    question = Question.objects.create(case=case, step=turn.step, asked_by_id=said.author_id, comment=said, asked_at=at)
    for person in people:
        notices.person_asked(Asked.objects.create(question=question, person=person))
    return question


@transaction.atomic
def answer(*, asked_id: int, text: str, actor: Actor, at: datetime) -> Asked:
    """Answer a question that was put to the actor, once; whoever asked is told.

    Raises NotAllowed (asked of somebody else), AlreadyAnswered, CommentEmpty, CommentTooLong; Http404 for a document
    the actor sees no longer.
    """
    seen = Asked.objects.select_related("question__case").get(pk=asked_id)
    case = seen.question.case
    if actor.person_id is None or seen.person_id != actor.person_id:
        raise NotAllowed(document=case.number)
    registry.get(case.subject_kind).lock(case.subject_id)
    locks.lock_case(case.pk)
    asked = Asked.objects.select_related("question__asked_by").get(pk=asked_id)
    if asked.question.taken_back_at is not None:
        raise QuestionTakenBack(document=case.number, who=asked.question.asked_by.name)
    if asked.answered_at is not None:
        raise AlreadyAnswered(document=case.number, who=asked.question.asked_by.name)
    asked.answer = comments.comment(
        kind=case.subject_kind,
        document_id=case.subject_id,
        text=text,
        actor=actor,
        at=at,
        people=[asked.question.asked_by_id],
    )
    asked.answered_at = at
    asked.save(update_fields=("answer", "answered_at"))
    notices.question_answered(asked)
    return asked


@transaction.atomic
def hand_on(*, person_id: int, heir_id: int, at: datetime) -> int:
    """Questions nobody answered yet go from somebody who leaves to whoever manages their department, as far as they
    see the document and did not ask it themselves; how many (ORG-02).
    """
    rows = Asked.objects.filter(
        person=person_id, answered_at=None, question__taken_back_at=None, question__case__state=CaseState.RUNNING
    )
    handed = 0
    for asked in rows.select_related("question__case").order_by("pk"):
        case = asked.question.case
        registry.get(case.subject_kind).lock(case.subject_id)
        locks.lock_case(case.pk)
        sees = directory.who_see([heir_id], kind=case.subject_kind, document_id=case.subject_id)
        is_asked = asked.question.asked.filter(person=heir_id).exists()
        if heir_id not in sees or is_asked or asked.question.asked_by_id == heir_id:
            continue
        asked.person_id = heir_id
        asked.save(update_fields=("person",))
        notices.person_asked(asked)
        handed += 1
    return handed


def _who_can_be_asked(case: Case, person_ids: Sequence[int], *, actor: Actor) -> list[Person]:
    people = Person.objects.in_bulk(person_ids)
    seeing = directory.who_see(person_ids, kind=case.subject_kind, document_id=case.subject_id)
    blind = [pk for pk in dict.fromkeys(person_ids) if pk not in seeing or pk == actor.person_id]
    if blind:
        raise CannotBeAsked(people=[people[pk].name if pk in people else "?" for pk in blind], document=case.number)
    return [people[pk] for pk in dict.fromkeys(person_ids)]


def _is_repeated(case: Case, text: str, people: Sequence[Person], *, actor: Actor) -> bool:
    """A form sent twice: the same words to one of the same people, who has not answered yet (GEN-04)."""
    return Asked.objects.filter(
        question__case=case,
        question__asked_by=actor.person_id,
        question__comment__text=text,
        person__in=people,
        answered_at__isnull=True,
        question__taken_back_at__isnull=True,
    ).exists()
