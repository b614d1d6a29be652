"""Questions deciders asked: of a round, of a person, and whose answer is missing (APR-05)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from approvals.choices import CaseState
from approvals.models import Asked, Case, Task
from approvals.selectors.deciders import people_who_decide
from core import comments, directory, kinds
from core.actors import Actor
from organization import selectors as organization
from organization.models import Person


def asked_of(actor: Actor) -> QuerySet[Asked]:
    """Every question put to a person; others' are not to be seen."""
    return Asked.objects.filter(person_id=actor.person_id or 0).select_related("question__case")


def open_questions(actor: Actor) -> list[Asked]:
    """What a person has not answered yet, of running rounds whose document they still see, oldest first."""
    rows = (
        asked_of(actor)
        .filter(answered_at__isnull=True, question__taken_back_at__isnull=True)
        .filter(question__case__state=CaseState.RUNNING)
        .select_related("question__asked_by", "question__comment")
        .order_by("question__asked_at", "pk")
    )
    return [row for row in rows if _sees(actor, row.question.case)]


def _sees(actor: Actor, case: Case) -> bool:
    return bool(kinds.get(case.subject_kind).visible_to(actor).filter(pk=case.subject_id).exists())


def unanswered(tasks: Iterable[Task]) -> dict[int, list[str]]:
    """By step, the names of those whom the tasks' people asked and who have not answered."""
    mine = {(task.step_id, task.person_id) for task in tasks}
    rows = Asked.objects.filter(question__step__in={step for step, _person in mine}, answered_at__isnull=True)
    rows = rows.filter(question__taken_back_at__isnull=True)
    found: dict[int, list[str]] = {}
    for row in rows.select_related("person", "question").order_by("pk"):
        names = found.setdefault(row.question.step_id, [])
        if (row.question.step_id, row.question.asked_by_id) in mine and row.person.name not in names:
            names.append(row.person.name)
    return found


def people_to_ask(task: Task, *, on: date) -> list[Person]:
    """Whom the list of people offers: who made or decided on the document, who decides anywhere, who works in the
    department or above it; those who see the document (GEN-10).
    """
    case = task.case
    involved = {case.author_id, *case.facts.get("makers", ()), *case.tasks.values_list("person_id", flat=True)}
    around = organization.ids_up(department_id=case.department_id)
    people = (
        Person.objects.filter(is_active=True)
        .filter(Q(pk__in=involved) | Q(department__in=around) | Q(pk__in=people_who_decide(on=on).values("pk")))
        .exclude(pk=task.person_id)
        .select_related("department")
        .order_by("sort_key", "pk")
    )
    seeing = directory.who_see([person.pk for person in people], kind=case.subject_kind, document_id=case.subject_id)
    found = [person for person in people if person.pk in seeing]
    return sorted(found, key=lambda person: person.pk not in involved)


def comment_labels(kind: str, document_id: int) -> dict[int, comments.Label]:
    """What the timeline calls the comments that are questions or answers, by comment."""
    found: dict[int, comments.Label] = {}
    rows = Asked.objects.filter(question__case__subject_kind=kind, question__case__subject_id=document_id)
    to: dict[int, list[str]] = {}
    for row in rows.select_related("person", "question__asked_by").order_by("pk"):
        to.setdefault(row.question.comment_id, []).append(row.person.name)
        if row.answer_id is not None:
            words = _("Answer to %(who)s") % {"who": row.question.asked_by.name}
            found[row.answer_id] = comments.Label(words, "message")
    for comment_id, people in to.items():
        words = _("Question to %(who)s") % {"who": _(", ").join(people)}
        found[comment_id] = comments.Label(words, "message-question")
    return found
