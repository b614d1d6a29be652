"""The stage the story plays on: people as actors, departments, categories and months, each looked up once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone

from approvals.choices import CaseState, TaskState, Verdict
from approvals.models import Case, Task
from approvals.services import decisions
from budgets.models import Category, FiscalYear, Period
from core import attachments
from core.actors import Actor
from organization import selectors as organization
from organization.models import Department, Person

ASIDE = timedelta(minutes=17)


class Stage:
    """What every scene needs. Nothing here writes but `decide_all`, which lets the real deciders decide."""

    def __init__(self) -> None:
        self.departments = {department.code: department for department in Department.objects.all()}
        self.people = {person.username: person for person in Person.objects.all()}
        self.by_id = {person.pk: person for person in self.people.values()}
        self.categories = {category.name_zh: category for category in Category.objects.all()}
        self._actors: dict[str, Actor] = {}

    def actor(self, username: str) -> Actor:
        """The person as an actor, with the rights of today."""
        if username not in self._actors:
            person = self.people[username]
            self._actors[username] = organization.actor_for(person_id=person.pk, on=timezone.localdate())
        return self._actors[username]

    def department(self, code: str) -> Department:
        """A department by its cost-centre code."""
        return self.departments[code]

    def category(self, name_zh: str) -> Category:
        """A category by its Chinese name."""
        return self.categories[name_zh]

    def year(self, year: int) -> FiscalYear:
        """A fiscal year."""
        return FiscalYear.objects.get(year=year)

    def period(self, year: int, month: int) -> Period:
        """A month of a fiscal year."""
        return Period.objects.get(fiscal_year__year=year, month=month)

    def decide_all(self, *, kind: str, document_id: int, at: datetime, stop_before: str = "") -> datetime:
        """Let everyone whose turn it is agree, one after another, until the round ends or is `stop_before`'s turn.

        Returns the moment of the last decision.
        """
        while True:
            waiting = self.waiting(kind=kind, document_id=document_id)
            names = [self.by_id[task.person_id].username for task in waiting]
            if not waiting or stop_before in names:
                return at
            at += ASIDE
            actor = self.actor(names[0])
            decisions.decide(task_id=waiting[0].pk, verdict=Verdict.APPROVE, reason="", actor=actor, at=at)

    def decide(self, *, kind: str, document_id: int, verdict: str, reason: str, at: datetime) -> None:
        """Whoever's turn it is decides so."""
        waiting = self.waiting(kind=kind, document_id=document_id)
        if not waiting:
            raise LookupError(f"nobody decides on {kind} {document_id}")
        task = waiting[0]
        actor = self.actor(self.by_id[task.person_id].username)
        decisions.decide(task_id=task.pk, verdict=verdict, reason=reason, actor=actor, at=at)

    @staticmethod
    def waiting(*, kind: str, document_id: int) -> list[Task]:
        """The tasks that wait now, of those who could decide the first by id."""
        case = Case.objects.filter(subject_kind=kind, subject_id=document_id, state=CaseState.RUNNING).first()
        if case is None:
            return []
        return list(case.tasks.filter(state=TaskState.WAITING).order_by("position", "pk"))


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day in the installation's zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def attach(stage: Stage, document: Model, name: str, text: str, *, username: str, at: datetime) -> None:
    """Put a file of words on a document."""
    attachments.attach(
        kind=document.kind,  # type: ignore[attr-defined]
        document_id=document.pk,
        file=SimpleUploadedFile(name, text.encode()),
        name=name,
        actor=stage.actor(username),
        at=at,
    )
