"""The steps of a round as the step line draws them, and the rounds before (APR-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from approvals.choices import OPINIONS, CaseState, StepState, TaskState, Verdict
from approvals.models import Case, Step
from approvals.pages import people, questions
from core import components
from core.actors import Actor


@dataclass(frozen=True, slots=True)
class PastDecision:
    """One decision of a round, readable for ever."""

    step: str
    verdict: str
    code: str
    who: str
    on_behalf_of: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """A round with its decisions."""

    number: int
    state: str
    label: str
    ended_at: datetime | None
    decisions: tuple[PastDecision, ...]


def submitted(case: Case) -> components.Step:
    return components.Step(name=_("Submitted"), state="done", note=case.author.name)


def shows(step: Step, case: Case) -> bool:
    """Steps not needed are left out, and those a finished round never came to; one that stands from before is shown."""
    if step.state == StepState.SKIPPED:
        return bool(step.note)
    if step.state == StepState.TAKEN:  # the timeline tells of it
        return False
    if step.state == StepState.AGAIN:  # of what is asked again, the return alone
        return any(decision.verdict == Verdict.BACK for decision in step.decisions.all())
    return step.state != StepState.ENDED or bool(step.decisions.all())


def drawn(step: Step, case: Case, actor: Actor) -> components.Step:
    decisions = list(step.decisions.all())
    refused = next((each for each in decisions if each.verdict not in {Verdict.APPROVE, *OPINIONS}), None)
    if refused is not None:
        whom = refused.on_behalf_of.name if refused.on_behalf_of else ""
        note = f"{people.in_place(refused.decided_by.name, whom)} · {refused.get_verdict_display()}"
        is_final = refused.verdict == Verdict.REJECT
        return components.Step(name=step.name, state="stopped" if is_final else "returned", note=note)
    if step.state == StepState.STUCK:
        return components.Step(name=step.name, state="stopped", note=_("Nobody can decide; finance was told"))
    if step.state == StepState.SKIPPED:
        return components.Step(name=step.name, state="done", note=_("stands from the round before"))
    if step.state == StepState.PASSED:
        return components.Step(
            name=step.name, state="done", note=people.added(step, people.names(people.who_decided(step)))
        )
    if step.state == StepState.CURRENT:
        note = " · ".join(
            filter(None, (people.added(step, people.who_has_it(step, actor)), questions.unanswered(case, step.pk)))
        )
        return components.Step(name=step.name, state="now", note=note)
    paused = [people.handed(task, step, actor) for task in step.tasks.all() if task.state == TaskState.PAUSED]
    return components.Step(
        name=step.name,
        state="ahead",
        note=people.added(step, people.names(paused or people.expected_names(step, case))),
    )


@dataclass(frozen=True, slots=True)
class ToTakeBack:
    """Something the reader added that nobody has acted on: a step, or a question."""

    step_id: int | None
    question_id: int | None
    words: str


def to_take_back(case: Case, actor: Actor) -> tuple[ToTakeBack, ...]:
    """What the reader can take back in a running round (APR-05)."""
    if case.state != CaseState.RUNNING or actor.person_id is None:
        return ()
    waits = {StepState.AHEAD, StepState.CURRENT, StepState.STUCK}
    mine = [
        step
        for step in case.steps.all()
        if step.added_by_id == actor.person_id and step.state in waits and not step.decisions.all()
    ]
    asked = [
        question
        for question in case.questions.all()
        if question.asked_by_id == actor.person_id
        and question.taken_back_at is None
        and all(asked.answered_at is None for asked in question.asked.all())
    ]
    return (
        *(ToTakeBack(step.pk, None, _("Added: %(who)s") % {"who": _names_at(step, case)}) for step in mine),
        *(
            ToTakeBack(None, question.pk, _("Asked: %(text)s") % {"text": Truncator(question.comment.text).chars(60)})
            for question in asked
        ),
    )


def _names_at(step: Step, case: Case) -> str:
    waiting = [people.handed(task, step) for task in step.tasks.all() if task.state == TaskState.WAITING]
    return people.names(waiting or people.expected_names(step, case), every=True)


def round_of(case: Case) -> Round:
    past = [decision for step in case.steps.all() for decision in step.decisions.all()]
    return Round(
        number=case.round,
        state=case.state,
        label=case.get_state_display(),
        ended_at=case.ended_at,
        decisions=tuple(
            PastDecision(
                step=decision.step.name,
                verdict=decision.get_verdict_display(),
                code=decision.verdict,
                who=decision.decided_by.name,
                on_behalf_of=decision.on_behalf_of.name if decision.on_behalf_of else "",
                reason=decision.reason,
                at=decision.decided_at,
            )
            for decision in sorted(past, key=lambda decision: decision.sequence)
        ),
    )
