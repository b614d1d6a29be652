"""The questions of a round as its page shows them (APR-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.choices import CaseState
from approvals.models import Case, Question
from approvals.pages import people
from core.actors import Actor


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answered; without `text` they have not yet."""

    who: str
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question of the present round, with what was answered."""

    who: str
    text: str
    at: datetime
    replies: tuple[Reply, ...]
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A question that waits for the reader's answer."""

    asked_id: int
    who: str
    text: str


def unanswered(case: Case, step_id: int, *, by: int | None = None) -> str:
    """Whose answer is missing at a step, to anybody's question or to one person's."""
    missing = [
        asked.person.name
        for question in case.questions.all()
        if question.step_id == step_id and question.taken_back_at is None and by in {None, question.asked_by_id}
        for asked in question.asked.all()
        if asked.answered_at is None
    ]
    if not missing:
        return ""
    return _("Asked %(who)s, no answer yet") % {"who": people.names(list(dict.fromkeys(missing)), every=True)}


def shown(question: Question) -> QuestionAsked:
    """A question with its answers so far."""
    replies = (
        Reply(
            who=asked.person.name,
            text=asked.answer.text if asked.answer else "",
            at=asked.answered_at,
        )
        for asked in question.asked.all()
    )
    return QuestionAsked(
        who=question.asked_by.name,
        text=question.comment.text,
        at=question.asked_at,
        replies=tuple(replies),
        is_taken_back=question.taken_back_at is not None,
    )


def to_answer(case: Case, actor: Actor) -> ToAnswer | None:
    """The first question of a running round that waits for the reader."""
    if case.state != CaseState.RUNNING:
        return None
    return next(
        (
            ToAnswer(asked_id=asked.pk, who=question.asked_by.name, text=question.comment.text)
            for question in case.questions.all()
            if question.taken_back_at is None
            for asked in question.asked.all()
            if asked.person_id == actor.person_id and asked.answered_at is None
        ),
        None,
    )
