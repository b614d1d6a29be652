"""What the departments that review said, or are asked, as a document's page shows it (APR-06)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from approvals.choices import OPINIONS, TaskState, Verdict
from approvals.models import Decision, Step, Task
from approvals.pages import people

LOOKS = {
    Verdict.AGREE.value: ("ok", "check"),
    Verdict.REMARKS.value: ("warn", "message"),
    Verdict.OBJECT.value: ("danger", "x"),
}


@dataclass(frozen=True, slots=True)
class Review:
    """What a department is asked."""

    department: str
    question: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """One department of a step: its question, and its opinion where it has given one."""

    department: str
    question: str
    who: str
    verdict: str
    tone: str
    icon: str
    text: str
    at: datetime | None
    due_date: date | None


def asked(task: Task) -> Review | None:
    """What a task asks a department; None where it asks for a decision."""
    if task.department is None:
        return None
    return Review(department=task.department.name, question=task.question)


def given(steps: Iterable[Step]) -> tuple[Opinion, ...]:
    """The opinions of a round's steps, given or awaited, in order."""
    shown = {TaskState.DECIDED, TaskState.WAITING, TaskState.PAUSED}
    return tuple(
        _opinion(task, step)
        for step in steps
        if step.reviews
        for task in step.tasks.all()
        if task.is_review and task.state in shown
    )


def doubts(step: Step, steps: Sequence[Step]) -> tuple[str, ...]:
    """What who concludes should have read first: remarks and objections."""
    found = next((each for each in steps if each.pk == step.pk), None)
    if found is None or not found.reviews:
        return ()
    spoken = [opinion for opinion in given([found]) if opinion.tone in {"warn", "danger"}]
    return tuple(
        _("%(department)s: %(text)s") % {"department": opinion.department, "text": opinion.text} for opinion in spoken
    )


def _opinion(task: Task, step: Step) -> Opinion:
    decision: Decision | None = next(
        (each for each in step.decisions.all() if each.task_id == task.pk and each.verdict in OPINIONS), None
    )
    tone, icon = LOOKS.get(decision.verdict, ("info", "clock")) if decision else ("info", "clock")
    return Opinion(
        department=task.department.name if task.department else "",
        question=task.question,
        who=people.handed(task, step),
        verdict=decision.get_verdict_display() if decision else _("asked"),
        tone=tone,
        icon=icon,
        text=decision.reason if decision else "",
        at=decision.decided_at if decision else None,
        due_date=None if decision else task.due_date,
    )
