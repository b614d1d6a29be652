"""What a document's page shows of its approval: the route at the side, the decision bar at the foot (APR-04, APR-05).

A page adds `approval_context(...)` to its context and includes `approvals/parts/route_card.html` in the side column,
`approvals/parts/decision_bar.html` in the block `decision`, `approvals/parts/place.html` in the block `title_actions`.
A draft's page adds `preview_context(...)` and includes `approvals/parts/preview_card.html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals import policies, registry, selectors
from approvals.choices import CaseState, StepMode, StepState, TaskState, Verdict
from approvals.models import Case, Question, Step, Task
from approvals.registry import Facts, Impact
from approvals.rules import Who
from core import components, formats, kinds
from core.actors import Actor

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands among what waits for the reader."""

    number: int
    total: int
    previous_url: str
    next_url: str


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


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader can decide here: the task, what it leads to, what to look at first."""

    task_id: int
    version: int
    number: str
    author: str
    amount: Decimal | None
    due_date: date | None
    says: str
    consequence: str
    return_says: str
    reject_says: str
    warnings: tuple[str, ...]
    return_steps: tuple[tuple[int, str], ...]
    """The earlier steps it can be returned to: id, and name with who decided there."""


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


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A question that waits for the reader's answer."""

    asked_id: int
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """All a document's page shows of its approval."""

    steps: tuple[components.Step, ...]
    usual: Decimal | None
    rounds: tuple[Round, ...]
    turn: Turn | None
    place: Place | None
    questions: tuple[QuestionAsked, ...]
    to_answer: ToAnswer | None
    stuck_case_id: int | None
    """The case whose step nobody can decide, for those who may look for somebody."""


def approval_context(*, actor: Actor, kind: str, document_id: int) -> dict[str, Any]:
    """The key `approval` for a document's page; None while it was never submitted."""
    cases = list(selectors.cases_of(kind, document_id))
    if not cases:
        return {"approval": None}
    case, task = cases[0], selectors.my_task(actor, kind, document_id)
    steps = list(case.steps.all())
    waits = [step for step in steps if step.state in {StepState.CURRENT, StepState.STUCK, StepState.AHEAD}]
    usual = (
        selectors.usual_days(kind=kind, codes={step.code for step in waits}) if case.state == CaseState.RUNNING else {}
    )
    known = waits and all(step.code in usual for step in waits)
    stuck = any(step.state == StepState.STUCK for step in steps) and policies.can_edit_routes(actor)
    return {
        "approval": ApprovalPage(
            steps=(_submitted(case), *(_drawn(step, case, actor) for step in steps if _shows(step, case))),
            questions=tuple(_question(question) for question in case.questions.all()),
            to_answer=_to_answer(case, actor),
            usual=sum((usual[step.code] for step in waits), Decimal(0)) if known else None,
            rounds=tuple(_round(past) for past in cases if past.chain_length),
            turn=_turn(task, steps, asked=_asked(case, task.step_id, by=actor.person_id)) if task else None,
            place=_place(actor, task) if task else None,
            stuck_case_id=case.pk if stuck else None,
        )
    }


def preview_context(*, kind: str, facts: Facts, on: date) -> dict[str, Any]:
    """The key `preview` for a draft's page: who will decide, in what order, the usual time (APR-04)."""
    steps = selectors.preview(kind=kind, facts=facts, on=on)
    return {
        "preview": {
            "steps": [
                components.Step(name=step.name, state="stopped" if step.is_stuck else "ahead", note=_expected(step))
                for step in steps
            ],
            "usual": selectors.usual_total(steps),
            "has_route": bool(steps),
            "stuck": [step.name for step in steps if step.is_stuck],
        }
    }


def warnings_of(*, flags: Sequence[str], impacts: Sequence[Impact]) -> tuple[str, ...]:
    """What somebody should have seen before approving: flags, and budgets that do not suffice."""
    short = [
        _("%(label)s: %(amount)s is missing") % {"label": impact.label, "amount": formats.amount(impact.short)}
        for impact in impacts
        if impact.short > 0
    ]
    return (*(registry.flag_word(flag) for flag in registry.loud_flags(flags)), *short)


def _submitted(case: Case) -> components.Step:
    return components.Step(name=_("Submitted"), state="done", note=case.author.name)


def _shows(step: Step, case: Case) -> bool:
    """Steps not needed are left out, and those a finished round never came to; one that stands from before is shown."""
    if step.state == StepState.SKIPPED:
        return bool(step.note)
    if step.state == StepState.AGAIN:  # of what is asked again, the return alone
        return any(decision.verdict == Verdict.BACK for decision in step.decisions.all())
    return step.state != StepState.ENDED or bool(step.decisions.all())


def _drawn(step: Step, case: Case, actor: Actor) -> components.Step:
    decisions = list(step.decisions.all())
    refused = next((decision for decision in decisions if decision.verdict != Verdict.APPROVE), None)
    if refused is not None:
        note = f"{refused.decided_by.name} · {refused.get_verdict_display()}"
        is_final = refused.verdict == Verdict.REJECT
        return components.Step(name=step.name, state="stopped" if is_final else "returned", note=note)
    if step.state == StepState.STUCK:
        return components.Step(name=step.name, state="stopped", note=_("Nobody can decide; finance was told"))
    if step.state == StepState.SKIPPED:
        return components.Step(name=step.name, state="done", note=_("stands from the round before"))
    if step.state == StepState.PASSED:
        return components.Step(name=step.name, state="done", note=_added(step, names(_who_decided(step))))
    if step.state == StepState.CURRENT:
        note = " · ".join(filter(None, (_added(step, _who_has_it(step, actor)), _asked(case, step.pk))))
        return components.Step(name=step.name, state="now", note=note)
    paused = [_handed(task, step, actor) for task in step.tasks.all() if task.state == TaskState.PAUSED]
    return components.Step(
        name=step.name, state="ahead", note=_added(step, names(paused or _expected_names(step, case)))
    )


def _asked(case: Case, step_id: int, *, by: int | None = None) -> str:
    """Whose answer is missing at a step, to anybody's question or to one person's."""
    people = [
        asked.person.name
        for question in case.questions.all()
        if question.step_id == step_id and by in {None, question.asked_by_id}
        for asked in question.asked.all()
        if asked.answered_at is None
    ]
    return _("Asked %(who)s, no answer yet") % {"who": names(list(dict.fromkeys(people)), every=True)} if people else ""


def _question(question: Question) -> QuestionAsked:
    replies = (
        Reply(
            who=asked.person.name,
            text=asked.answer.text if asked.answer else "",
            at=asked.answered_at,
        )
        for asked in question.asked.all()
    )
    return QuestionAsked(
        who=question.asked_by.name, text=question.comment.text, at=question.asked_at, replies=tuple(replies)
    )


def _to_answer(case: Case, actor: Actor) -> ToAnswer | None:
    if case.state != CaseState.RUNNING:
        return None
    return next(
        (
            ToAnswer(asked_id=asked.pk, who=question.asked_by.name, text=question.comment.text)
            for question in case.questions.all()
            for asked in question.asked.all()
            if asked.person_id == actor.person_id and asked.answered_at is None
        ),
        None,
    )


def _added(step: Step, note: str) -> str:
    """Who decides at a step, and who added it where the route did not."""
    if not step.added:
        return note
    return _("%(names)s · added by %(who)s") % {"names": note, "who": step.added_by.name if step.added_by else ""}


def _who_decided(step: Step) -> list[str]:
    """Who approved at a step, in person or just before it; with who handed it to them."""
    states = {TaskState.DECIDED, TaskState.CARRIED}
    return [_handed(task, step) for task in step.tasks.all() if task.state in states]


def _handed(task: Task, step: Step, actor: Actor | None = None) -> str:
    """Whose task it is, with those who handed it over: A → B."""
    tasks = {each.pk: each for each in step.tasks.all()}
    mine = actor is not None and task.person_id == actor.person_id
    chain = [_("you (%(name)s)") % {"name": task.person.name} if mine else task.person.name]
    while task.handed_from_id in tasks:
        task = tasks[task.handed_from_id]
        chain.append(task.person.name)
    return " → ".join(reversed(chain))


def _who_has_it(step: Step, actor: Actor) -> str:
    tasks = [task for task in step.tasks.all() if task.state == TaskState.WAITING]
    people = [_handed(task, step, actor) for task in sorted(tasks, key=lambda task: task.person_id != actor.person_id)]
    due = next((task.due_date for task in tasks if task.due_date), None)
    if due is None:
        return names(people)
    return _("%(names)s · due %(day)s") % {"names": names(people), "day": formats.short_day(due)}


def _expected_names(step: Step, case: Case) -> list[str]:
    people = selectors.deciders(
        who=Who.of(step.who),
        department_id=case.department_id,
        makers=case.facts.get("makers", ()),
        on=timezone.localdate(),
        amount=case.amount,
        others=case.facts.get("other_departments", ()),
    )
    return [person.name for person in people]


def _expected(step: selectors.PreviewStep) -> str:
    if step.is_stuck:
        return _("nobody can decide here today")
    note = names(step.people, every=step.mode != StepMode.ANY)
    return _("%(names)s, decides once") % {"names": note} if step.is_carried else note


def names(people: Sequence[str], *, every: bool = False) -> str:
    """Names in a row; of many the first few and how many more."""
    shown = (_(" and ") if every else _(" or ")).join(people) if len(people) == 2 else _(", ").join(people[:MOST_NAMES])
    more = len(people) - MOST_NAMES
    if more > 0:
        return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
            "names": shown,
            "more": more,
        }
    return shown


def _turn(task: Task, steps: Sequence[Step], *, asked: str) -> Turn:
    case = task.case
    handler = registry.get(case.subject_kind)
    facts = handler.facts(case.subject_id)
    impacts = handler.impacts([case.subject_id]).get(case.subject_id, [])
    held = impacts if getattr(handler, "holds_budget", True) else []
    following = [step for step in steps if step.state == StepState.AHEAD]
    others = [t for step in steps if step.pk == task.step_id for t in step.tasks.all() if t.pk != task.pk]
    waits = task.step.mode != StepMode.ANY and any(t.state in {TaskState.WAITING, TaskState.AHEAD} for t in others)
    if waits:
        says = _("Others of this step decide too.")
    elif following:
        says = _("Then: %(step)s.") % {"step": following[0].name}
    else:
        says = ""
    says = " ".join(filter(None, (asked and _("%(asked)s.") % {"asked": asked}, says)))
    return_steps = _return_steps(task.step, steps)
    return Turn(
        task_id=task.pk,
        version=facts.document_version,
        number=case.number,
        author=case.author.name,
        amount=case.amount,
        due_date=task.due_date,
        says=says,
        consequence=handler.consequence(case.subject_id),
        return_says=_to_author(
            _released(held, _("The author can change the document and submit it again.")), choosing=bool(return_steps)
        ),
        reject_says=_released(held, _("This round is over. The author is told the reason.")),
        warnings=warnings_of(flags=sorted(facts.flags), impacts=impacts),
        return_steps=return_steps,
    )


def _return_steps(current: Step, steps: Sequence[Step]) -> tuple[tuple[int, str], ...]:
    if not any(step.position < current.position and step.decisions.all() for step in steps):
        return ()
    offered = {step.pk for step in selectors.steps_to_return_to(current)}
    return tuple(
        (step.pk, _("%(step)s (%(names)s)") % {"step": step.name, "names": names(_who_decided(step))})
        for step in steps
        if step.pk in offered
    )


def _to_author(text: str, *, choosing: bool) -> str:
    """What a return to the author does; where it could go elsewhere too, with whom it is about."""
    return _("To the author: %(text)s") % {"text": text} if choosing else text


def _released(impacts: Sequence[Impact], text: str) -> str:
    """What a refusal does, with the held money where the document holds any."""
    return _("What is held is released. %(text)s") % {"text": text} if impacts else text


def _place(actor: Actor, task: Task) -> Place | None:
    waiting = list(selectors.waiting_tasks(actor).values_list("pk", "case__subject_kind", "case__subject_id"))
    ids = [pk for pk, _kind, _id in waiting]
    if task.pk not in ids:
        return None
    at = ids.index(task.pk)

    def url(place: int) -> str:
        if not 0 <= place < len(waiting):
            return ""
        _pk, kind, document_id = waiting[place]
        return kinds.get(kind).url_of(document_id)

    return Place(number=at + 1, total=len(ids), previous_url=url(at - 1) if at else "", next_url=url(at + 1))


def _round(case: Case) -> Round:
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
