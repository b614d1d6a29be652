"""What the reader can decide here, and where the document stands among what waits for them (APR-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from approvals import registry, selectors
from approvals.choices import StepMode, StepState, TaskState
from approvals.models import Step, Task
from approvals.pages import opinions, people
from approvals.pages.opinions import Review
from approvals.registry import Impact
from core import formats, kinds
from core.actors import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands among what waits for the reader."""

    number: int
    total: int
    previous_url: str
    next_url: str


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
    review: Review | None = None
    """What the reader's department is asked, where it is an opinion (APR-06)."""
    """The earlier steps it can be returned to: id, and name with who decided there."""


def warnings_of(*, flags: Sequence[str], impacts: Sequence[Impact]) -> tuple[str, ...]:
    """What somebody should have seen before approving: flags, and budgets that do not suffice."""
    short = [
        _("%(label)s: %(amount)s is missing") % {"label": impact.label, "amount": formats.amount(impact.short)}
        for impact in impacts
        if impact.short > 0
    ]
    return (*(registry.flag_word(flag) for flag in registry.loud_flags(flags)), *short)


def turn_of(task: Task, steps: Sequence[Step], *, asked: str) -> Turn:
    case = task.case
    handler = registry.get(case.subject_kind)
    facts = handler.facts(case.subject_id)
    impacts = handler.impacts([case.subject_id]).get(case.subject_id, [])
    held = impacts if getattr(handler, "holds_budget", True) else []
    following = [step for step in steps if step.state == StepState.AHEAD]
    others = [t for step in steps if step.pk == task.step_id for t in step.tasks.all() if t.pk != task.pk]
    waits = task.step.mode in {StepMode.ALL, StepMode.IN_ORDER} and any(
        t.state in {TaskState.WAITING, TaskState.AHEAD} for t in others
    )
    if waits:
        says = _("Others of this step decide too.")
    elif following:
        says = _("Then: %(step)s.") % {"step": following[0].name}
    else:
        says = ""
    place = _("You decide in place of %(who)s.") % {"who": task.on_behalf_of.name} if task.on_behalf_of else ""
    says = " ".join(filter(None, (place, asked and _("%(asked)s.") % {"asked": asked}, says)))
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
        warnings=(*opinions.doubts(task.step, steps), *warnings_of(flags=sorted(facts.flags), impacts=impacts)),
        review=opinions.asked(task),
        return_steps=return_steps,
    )


def _return_steps(current: Step, steps: Sequence[Step]) -> tuple[tuple[int, str], ...]:
    if not any(step.position < current.position and step.decisions.all() for step in steps):
        return ()
    offered = {step.pk for step in selectors.steps_to_return_to(current)}
    return tuple(
        (step.pk, _("%(step)s (%(names)s)") % {"step": step.name, "names": people.names(people.who_decided(step))})
        for step in steps
        if step.pk in offered
    )


def _to_author(text: str, *, choosing: bool) -> str:
    """What a return to the author does; where it could go elsewhere too, with whom it is about."""
    return _("To the author: %(text)s") % {"text": text} if choosing else text


def _released(impacts: Sequence[Impact], text: str) -> str:
    """What a refusal does, with the held money where the document holds any."""
    return _("What is held is released. %(text)s") % {"text": text} if impacts else text


def place_of(actor: Actor, task: Task) -> Place | None:
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
