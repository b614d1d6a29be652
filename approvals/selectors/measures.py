"""Measures of approval: time per step, what waits now, returns per author (APR-13). Each figure counts rows one can
list: `steps_measured`, `waiting_now`, `rounds_ended`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from statistics import median

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from approvals.choices import CaseState, StepState, TaskState
from approvals.models import Case, Step, Task
from approvals.selectors.cases import cases_visible_to
from approvals.selectors.timing import passed_steps, share_within
from core import formats
from core.actors import Actor
from core.calendar import working_days_between, working_time_between
from organization import selectors as organization
from organization.models import Person

NINETY = Decimal("0.9")
MOST_STEPS = 2_000
"""So many steps are measured at most, the latest of the period; of more it is said (QLT-05)."""


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """Which rounds are measured: a kind, a department with those below, days from `start` until before `end`."""

    start: date
    end: date
    kind: str = ""
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long a step takes: working days, half within `middle`, nine of ten within `most`, in `count` rounds, which it
    took `measured` times.
    """

    kind: str
    code: str
    name: str
    count: int
    measured: int
    middle: Decimal
    most: Decimal
    longest: Decimal


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person now; `oldest` in working days since it came to them."""

    person: Person
    count: int
    overdue: int
    oldest: int


@dataclass(frozen=True, slots=True)
class AuthorReturns:
    """How the rounds of one author ended."""

    person: Person
    rounds: int
    returned: int
    rejected: int

    @property
    def share(self) -> Decimal:
        """How many of ten came back or were refused, as a fraction."""
        return Decimal(self.returned + self.rejected) / self.rounds if self.rounds else Decimal(0)


def steps_measured(actor: Actor, chosen: MeasureFilter) -> QuerySet[Step]:
    """The steps whose time is measured: those that passed in the period."""
    start, end = _moments(chosen)
    return passed_steps().filter(case__in=_cases(actor, chosen), ended_at__gte=start, ended_at__lt=end)


def waiting_now(actor: Actor, chosen: MeasureFilter) -> QuerySet[Task]:
    """What waits at this moment, whatever the period."""
    return Task.objects.filter(case__in=_cases(actor, chosen), case__state=CaseState.RUNNING, state=TaskState.WAITING)


def rounds_ended(actor: Actor, chosen: MeasureFilter) -> QuerySet[Case]:
    """The rounds somebody decided on that ended in the period: approved, returned or rejected."""
    start, end = _moments(chosen)
    decided = [CaseState.APPROVED, CaseState.RETURNED, CaseState.REJECTED]
    return _cases(actor, chosen).filter(state__in=decided, ended_at__gte=start, ended_at__lt=end)


def step_times(actor: Actor, chosen: MeasureFilter) -> list[StepTime]:
    """The time of each step, kind by kind, slowest first, of the latest `MOST_STEPS`; in one statement."""
    rows = steps_measured(actor, chosen).order_by("-ended_at")
    columns = ("case", "case__subject_kind", "code", "name_zh", "name_en", "started_at", "ended_at")
    rounds: dict[tuple[str, str], set[int]] = defaultdict(set)
    times: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for case, kind, code, name_zh, name_en, started_at, ended_at in rows.values_list(*columns)[:MOST_STEPS]:
        times[kind, code].append(working_time_between(start=started_at, end=ended_at))
        rounds[kind, code].add(case)
        names.setdefault((kind, code), name_zh if formats.is_chinese() or not name_en else name_en)
    found = [
        StepTime(
            kind=kind,
            code=code,
            name=names[kind, code],
            count=len(rounds[kind, code]),
            measured=len(taken),
            middle=median(taken),
            most=share_within(taken, NINETY),
            longest=max(taken),
        )
        for (kind, code), taken in times.items()
    ]
    return sorted(found, key=lambda row: (-row.most, row.kind, row.code))


def waiting_by_person(actor: Actor, chosen: MeasureFilter, *, on: date) -> list[Waiting]:
    """Who has how much before them now, the most overdue first; in two statements."""
    rows = waiting_now(actor, chosen).values_list("person_id", "case_id", "due_date", "waiting_since")
    counts: dict[int, list[tuple[int, date | None, datetime | None]]] = defaultdict(list)
    for person_id, case_id, due, since in rows:
        counts[person_id].append((case_id, due, since))
    people = Person.objects.select_related("department").in_bulk(counts)
    found = [
        Waiting(
            person=people[pk],
            count=len({case_id for case_id, _due, _since in tasks}),
            overdue=len({case_id for case_id, due, _since in tasks if due is not None and due < on}),
            oldest=max(
                (_days_since(since, on) for _case, _due, since in tasks if since),
                default=0,
            ),
        )
        for pk, tasks in counts.items()
    ]
    return sorted(found, key=lambda row: (-row.overdue, -row.count, row.person.sort_key))


def _days_since(moment: datetime, on: date) -> int:
    return working_days_between(start=timezone.localdate(moment), end=on)


def returns_by_author(actor: Actor, chosen: MeasureFilter) -> list[AuthorReturns]:
    """How the rounds of each author ended, those with most returns first; in two statements."""
    rows = (
        rounds_ended(actor, chosen)
        .order_by()
        .values("author_id")
        .annotate(
            rounds=Count("pk"),
            returned=Count("pk", filter=Q(state=CaseState.RETURNED)),
            rejected=Count("pk", filter=Q(state=CaseState.REJECTED)),
        )
    )
    found = list(rows)
    people = Person.objects.select_related("department").in_bulk([row["author_id"] for row in found])
    made = [AuthorReturns(people[row["author_id"]], row["rounds"], row["returned"], row["rejected"]) for row in found]
    return sorted(made, key=lambda row: (-row.returned - row.rejected, -row.rounds, row.person.sort_key))


def cases_behind(
    actor: Actor, chosen: MeasureFilter, *, what: str, code: str = "", person_id: int | None = None
) -> QuerySet[Case]:
    """The rounds behind a figure: `what` is steps (of `code`), waiting (for a person), rounds or returned (of an
    author).
    """
    if what == "steps":
        return _listed(Case.objects.filter(pk__in=steps_measured(actor, chosen).filter(code=code).values("case")))
    if what == "waiting":
        return _listed(Case.objects.filter(pk__in=waiting_now(actor, chosen).filter(person=person_id).values("case")))
    rows = rounds_ended(actor, chosen).filter(author=person_id)
    if what == "returned":
        rows = rows.filter(state__in=[CaseState.RETURNED, CaseState.REJECTED])
    return _listed(rows)


def running_count(actor: Actor, chosen: MeasureFilter) -> tuple[int, int]:
    """How many rounds run now, and at how many of them nobody can decide."""
    running = _cases(actor, chosen).filter(state=CaseState.RUNNING)
    return running.count(), running.filter(steps__state=StepState.STUCK).count()


def _listed(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("author", "department").order_by("-started_at", "-pk")


def _cases(actor: Actor, chosen: MeasureFilter) -> QuerySet[Case]:
    rows = cases_visible_to(actor)
    if chosen.kind:
        rows = rows.filter(subject_kind=chosen.kind)
    if chosen.department_id is not None:
        rows = rows.filter(department__in=organization.departments_below(department_id=chosen.department_id))
    return rows


def _moments(chosen: MeasureFilter) -> tuple[datetime, datetime]:
    return tuple(timezone.make_aware(datetime.combine(day, time.min)) for day in (chosen.start, chosen.end))  # type: ignore[return-value]
