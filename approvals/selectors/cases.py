"""Cases of a document, and on which documents somebody acted (APR-02, GEN-10)."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from approvals import policies, registry
from approvals.choices import CaseState, StepState, TaskState, Verdict
from approvals.models import Asked, Case, Decision, Question, Step, Task
from core import audit, kinds
from core.actors import Actor
from core.conditions import AnyOf
from core.money import ZERO
from core.ordering import ordered

MUCH = 10_000
"""Of who had more to decide than that each document is asked, instead of gathering what they decided."""
AN_HOUR = 3_600


def with_steps(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with their steps, tasks and decisions, in a constant number of statements."""
    return cases.select_related("author", "department", "route").prefetch_related(
        Prefetch("steps", Step.objects.select_related("added_by").order_by("position")),
        Prefetch(
            "steps__tasks",
            Task.objects.select_related("person", "on_behalf_of", "handed_from", "department").order_by(
                "position", "pk"
            ),
        ),
        Prefetch(
            "steps__decisions",
            Decision.objects.select_related("decided_by", "on_behalf_of", "task").order_by("sequence"),
        ),
        Prefetch("questions", Question.objects.select_related("asked_by", "comment").order_by("asked_at", "pk")),
        Prefetch("questions__asked", Asked.objects.select_related("person", "answer").order_by("pk")),
    )


def cases_of(kind: str, document_id: int) -> QuerySet[Case]:
    """All rounds of a document, the latest first, with what happened in them: all stay readable (APR-05)."""
    return with_steps(Case.objects.filter(subject_kind=kind, subject_id=document_id)).order_by("-round")


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """The rounds of the documents an actor sees, kind by kind as their apps say (GEN-10)."""
    if actor.can(policies.VIEW_ALL):
        return Case.objects.all()
    seen = Q(pk__in=[])
    for code in registry.kinds():
        documents = kinds.get(code).visible_to(actor).order_by().values("pk")
        seen |= Q(subject_kind=code, subject_id__in=documents)
    return Case.objects.filter(seen)


def case_of(kind: str, document_id: int) -> Case | None:
    """The running round of a document, or its last one."""
    return cases_of(kind, document_id).first()


def my_task(actor: Actor, kind: str, document_id: int) -> Task | None:
    """What a document waits for from this person; None when it is not their turn."""
    if actor.person_id is None:
        return None
    return (
        Task.objects.filter(
            person_id=actor.person_id,
            state=TaskState.WAITING,
            case__state=CaseState.RUNNING,
            case__subject_kind=kind,
            case__subject_id=document_id,
        )
        .select_related("case", "step", "on_behalf_of", "department")
        .first()
    )


GIVES_SIGHT = (TaskState.WAITING, TaskState.PAUSED, TaskState.DECIDED, TaskState.CARRIED)


MOVED = ("approvals.delegated", "approvals.given_back")


def tasks_of(actor: Actor) -> QuerySet[Task]:
    """All calls to decide a person has or had, and those somebody has in their place: others' are not to be seen."""
    me = actor.person_id or 0
    return Task.objects.filter(Q(person_id=me) | Q(on_behalf_of_id=me)).select_related("case", "step", "on_behalf_of")


def task_given_back(actor: Actor, task_id: int) -> Task | None:
    """A task the person had in somebody's place and has no longer; None where they never had it (APR-07)."""
    task = Task.objects.select_related("case", "person").filter(pk=task_id).first()
    if task is None or actor.person_id is None:
        return None
    moves = audit.events_of(kind=task.case.subject_kind, document_id=task.case.subject_id)
    had = moves.filter(code__in=MOVED, facts__contains={"task": task_id, "from": actor.person_id})
    return task if had.exists() else None


@dataclass(frozen=True, slots=True)
class DecidedFilter:
    """Which of one's decisions are shown."""

    kind: str = ""
    verdict: str = ""
    text: str = ""
    sort: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kind or self.verdict or self.text)


DECISION_SORTS = {
    "when": "decided_at",
    "number": "case__number",
    "author": "case__author__sort_key",
    "amount": "case__amount",
    "verdict": "verdict",
}


def decisions_by(actor: Actor, chosen: DecidedFilter | None = None) -> QuerySet[Decision]:
    """What a person decided, or somebody in their place (APR-07), the latest first where nothing else was asked
    (GEN-13).
    """
    chosen = chosen or DecidedFilter()
    me = actor.person_id or 0
    rows = Decision.objects.filter(Q(decided_by_id=me) | Q(on_behalf_of_id=me))
    if chosen.kind:
        rows = rows.filter(case__subject_kind=chosen.kind)
    if chosen.verdict:
        rows = rows.filter(verdict=chosen.verdict)
    for word in chosen.text.split()[:6]:
        rows = rows.filter(
            Q(case__number__icontains=word)
            | Q(case__title__icontains=word)
            | Q(case__author__name_zh__icontains=word)
            | Q(case__author__name_en__icontains=word)
            | Q(case__author__initials__icontains=word)
            | Q(reason__icontains=word)
        )
    rows = rows.select_related("case__author", "case__department", "step", "decided_by", "on_behalf_of")
    return ordered(rows, chosen.sort, DECISION_SORTS, usual=("-decided_at", "-pk"))


def total_of(decisions: QuerySet[Decision]) -> Decimal:
    """What the documents of a list of decisions come to, each counted once."""
    cases = Case.objects.filter(pk__in=decisions.order_by().values("case"))
    return cases.aggregate(sum=Sum("amount"))["sum"] or ZERO


def documents_decided_by(actor: Actor, *, kind: str, document_ids: Collection[int]) -> set[int]:
    """Which of these documents a person decided on in any round: they neither pay them nor decide on their
    correction (ORG-05).
    """
    if actor.person_id is None or not document_ids:
        return set()
    decided = Decision.objects.filter(
        decided_by=actor.person_id, case__subject_kind=kind, case__subject_id__in=set(document_ids)
    )
    return set(decided.values_list("case__subject_id", flat=True))


def acted_on(*, actor: Actor, kind: str, document: str = "pk") -> Q:
    """Whether a document of a kind waits for somebody or was decided on by them: a condition for sight (GEN-10).

    A task that went away undecided, with a role or because another decided, gives no sight. What somebody has in one's
    place does: both see it (APR-07). `document` is the field that holds a document's id, where it is not the row's own.
    The ids of who acted on few are one list, which PostgreSQL looks up beside a department's index; who acted on very
    many has each document asked, until a page is full (QLT-05, decision 0221).
    """
    me = actor.person_id or 0
    tasks = Task.objects.filter(Q(person_id=me) | Q(on_behalf_of_id=me), case__subject_kind=kind, state__in=GIVES_SIGHT)
    if actor.person_id is not None and acts_much(me):
        asked = tasks.filter(case__subject_id=OuterRef(document)).annotate(yes=Value(True)).order_by().values("yes")
        # A value, not EXISTS: PostgreSQL would gather all of them for that
        return Q(Coalesce(Subquery(asked[:1]), Value(False)))
    return Q(AnyOf(F(document), ArraySubquery(tasks.order_by().values("case__subject_id"))))


def acts_much(person_id: int) -> bool:
    """Whether somebody had so much to decide that it is not gathered. Looked at once an hour, for it changes nothing
    but how long a list takes.
    """
    return _acts_much(person_id, int(time.monotonic() // AN_HOUR))


@lru_cache(maxsize=10_000)
def _acts_much(person_id: int, _hour: int) -> bool:
    mine = Task.objects.filter(Q(person_id=person_id) | Q(on_behalf_of_id=person_id)).order_by()
    return mine.values("pk")[: MUCH + 1].count() > MUCH


def approvers_of_step(step: Step) -> set[int]:
    """In whose name a step was approved: in person, by who stood in for them, or just before it (CARRIED)."""
    given = Decision.objects.filter(step=step, verdict=Verdict.APPROVE)
    decided = given.values_list(Coalesce("on_behalf_of_id", "decided_by_id"), flat=True)
    carried = Task.objects.filter(step=step, state=TaskState.CARRIED).values_list("person_id", flat=True)
    return {*decided, *carried}


def approvers_of(case: Case) -> set[int]:
    """Everybody in whose name an approval stands in a case, with the returned round it continues (APR-09).

    Approvals of a step that is asked again stand no longer (APR-05).
    """
    found: set[int] = set()
    earlier: Case | None = case
    while earlier is not None:
        standing = earlier.decisions.filter(verdict=Verdict.APPROVE).exclude(step__state=StepState.AGAIN)
        found |= set(standing.values_list(Coalesce("on_behalf_of_id", "decided_by_id"), flat=True))
        earlier = earlier.continues
    return found


def waiting_people(cases: Iterable[Case]) -> set[int]:
    """Whose decision the cases wait for now, those included who wait for somebody they added before themselves."""
    called = [TaskState.WAITING, TaskState.PAUSED]
    return set(Task.objects.filter(case__in=cases, state__in=called).values_list("person_id", flat=True))


def people_who_decided(case: Case) -> set[int]:
    """Everybody who decided anything in a case, whether or not it still counts."""
    return set(case.decisions.values_list("decided_by_id", flat=True))


def steps_to_return_to(step: Step) -> list[Step]:
    """The earlier steps of the round that somebody approved and that still count, in order: where a decider of this
    step can return the document to (APR-05).
    """
    return list(
        Step.objects.filter(
            case_id=step.case_id,
            position__lt=step.position,
            state=StepState.PASSED,
            decisions__verdict=Verdict.APPROVE,
        )
        .distinct()
        .order_by("position")
    )
