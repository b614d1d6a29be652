"""Whom to tell of what: written as jobs with the change, told after the commit, once (GEN-09)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from approvals.choices import StepState, TaskState, Verdict
from approvals.models import Asked, Case, Step, Task
from core import jobs, notifications
from organization import selectors as organization
from organization.models import Person

QUOTED = 120
"""How much of a question or an answer its notice tells."""

ROUTE_KEEPERS = ("finance_manager", "finance_supervisor")
"""Roles that hear of a step nobody can decide: finance sets routes and rights (APR-11, ORG-03)."""


def task_waits(task: Task) -> None:
    """Tell somebody that a document waits for them; only the people of the current step are told (APR-05)."""
    jobs.after_commit("approvals.tell", what="waiting", task_id=task.pk)


def task_is_back(task: Task) -> None:
    """Tell somebody that a document waits for them again: those added before them have agreed (APR-05)."""
    jobs.after_commit("approvals.tell", what="back", task_id=task.pk)


def task_is_given_back(task: Task) -> None:
    """Tell somebody that what another had in their place waits for themselves again (APR-07)."""
    jobs.after_commit("approvals.tell", what="given_back", task_id=task.pk)


def person_asked(asked: Asked) -> None:
    """Tell somebody that a decider asks them something (APR-05)."""
    jobs.after_commit("approvals.tell", what="asked", asked_id=asked.pk)


def question_answered(asked: Asked) -> None:
    """Tell who asked that there is an answer."""
    jobs.after_commit("approvals.tell", what="answered", asked_id=asked.pk)


def step_is_stuck(step: Step) -> None:
    """Tell finance that nobody can decide (APR-11)."""
    jobs.after_commit("approvals.tell", what="stuck", step_id=step.pk)


def case_ended(case: Case, what: str) -> None:
    """Tell the author how the round ended: approved, returned, rejected."""
    people_told(case, what, {case.author_id})


def people_told(case: Case, what: str, people: Collection[int]) -> None:
    """Tell these people what happened to a case."""
    if people:
        jobs.after_commit("approvals.tell", what=what, case_id=case.pk, people=sorted(people))


@jobs.handler("approvals.tell")
def tell(
    *,
    what: str,
    at: datetime,
    task_id: int | None = None,
    step_id: int | None = None,
    case_id: int | None = None,
    asked_id: int | None = None,
    people: Collection[int] = (),
) -> None:
    """Write the notices. What is no longer so when the job runs late is not told."""
    if task_id is not None:
        task = Task.objects.select_related("case", "step__added_by", "handed_from__person", "on_behalf_of").get(
            pk=task_id
        )
        if task.state == TaskState.WAITING:
            _tell_of_task(task, what=what, at=at)
    elif step_id is not None:
        step = Step.objects.select_related("case").get(pk=step_id)
        if step.state == StepState.STUCK:
            keepers = route_keepers(on=timezone.localdate(at))
            key = f"approvals.stuck:{step.pk}:{step.started_at:%Y%m%d%H%M}"
            _notify(step.case, "approvals.stuck", keepers, key, at, _names(step))
    elif asked_id is not None:
        _tell_of_question(asked_id, what=what, at=at)
    elif case_id is not None:
        case = Case.objects.get(pk=case_id)
        last = case.decisions.last()
        key = f"approvals.{what}:{case.pk}"
        _notify(case, f"approvals.{what}", people, key, at, {"reason": last.reason if last else ""})


def route_keepers(*, on: date) -> list[int]:
    """Who is told where a document cannot go on by itself."""
    return sorted(
        {
            person.pk
            for role in ROUTE_KEEPERS
            for person in organization.people_holding(role_code=role, department_id=None, on=on)
        }
    )


def _tell_of_question(asked_id: int, *, what: str, at: datetime) -> None:
    asked = Asked.objects.select_related("question__case", "question__comment", "person", "answer").get(pk=asked_id)
    question = asked.question
    if what == "asked" and asked.answered_at is None:
        facts = {**_who(question.asked_by), "text": question.comment.text[:QUOTED]}
        _notify(question.case, "approvals.asked", [asked.person_id], f"approvals.asked:{asked.pk}", at, facts)
    elif what == "answered" and asked.answer is not None:
        facts = {**_who(asked.person), "text": asked.answer.text[:QUOTED]}
        key = f"approvals.answered:{asked.pk}"
        _notify(question.case, "approvals.answered", [question.asked_by_id], key, at, facts)


def _tell_of_task(task: Task, *, what: str, at: datetime) -> None:
    """What waits, and how it came to them: by the route, in another's place, handed over, added by a colleague,
    returned to their step.
    """
    step, key, facts = task.step, f"approvals.task:{task.pk}", _names(task.step)
    if what in {"back", "given_back"}:
        code, key = f"approvals.{what}", f"approvals.{what}:{task.pk}:{task.waiting_since:%Y%m%d%H%M%S}"
    elif task.on_behalf_of is not None:
        code, key = "approvals.in_place", f"approvals.in_place:{task.pk}:{task.waiting_since:%Y%m%d%H%M%S}"
        facts |= _who(task.on_behalf_of)
    elif task.is_review and task.handed_from is None:
        code = "approvals.review"
        facts |= {"text": task.question[:QUOTED]}
    elif task.handed_from is not None:
        code = "approvals.handed"
        facts |= {**_who(task.handed_from.person), "reason": task.reason}
    elif step.replaces_id is not None:
        last = task.case.decisions.filter(verdict=Verdict.BACK).select_related("decided_by").last()
        code = "approvals.again"
        facts |= {**_who(last.decided_by), "reason": last.reason} if last else {"who": "", "reason": ""}
    elif step.added_by is not None:
        code = "approvals.added"
        facts |= {**_who(step.added_by), "reason": step.reason}
    else:
        code = "approvals.waiting"
    _notify(task.case, code, [task.person_id], key, at, facts)


def _who(person: Person) -> dict[str, str]:
    return {"who": person.name_zh, "who_en": person.name_en}


def _names(step: Step) -> dict[str, str]:
    return {"step": step.name_zh, "step_en": step.name_en or step.name_zh}


def _notify(case: Case, code: str, people: Collection[int], key: str, at: datetime, facts: dict[str, str]) -> None:
    title_en = case.facts.get("title_en")
    notifications.notify(
        people,
        code=code,
        kind=case.subject_kind,
        document_id=case.subject_id,
        label=f"{case.number} {case.title}".strip(),
        key=key,
        at=at,
        facts=facts | ({"document_en": f"{case.number} {title_en}".strip()} if title_en else {}),
    )
