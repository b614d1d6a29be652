"""One place for what waits for somebody, with the facts needed to decide (APR-05)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from approvals import registry
from approvals.choices import CaseState, TaskOrigin, TaskState
from approvals.models import Task
from approvals.registry import Impact
from approvals.selectors.questions import unanswered
from approvals.selectors.rounds import changes_of
from core import kinds
from core.actors import Actor
from core.calendar import working_days_between
from core.changes import Told

NEAR = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What of the inbox is shown: a kind of document, only flagged, only overdue, a text."""

    kind: str = ""
    flagged: bool = False
    overdue: bool = False
    text: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kind or self.flagged or self.overdue or self.text)


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One document that waits, with what it takes to decide."""

    task_id: int
    kind: str
    kind_label: str
    document_id: int
    document_version: int
    url: str
    number: str
    title: str
    amount: Decimal | None
    currency: str
    department: str
    author: str
    author_initials: str
    step: str
    """The step it stands at; where an opinion is asked, the question."""
    flags: tuple[str, ...]
    marks: tuple[str, ...]
    """How it came to the reader other than by the route, in words."""
    due_date: date | None
    due_in: int | None
    """Working days left; 0 today, negative when overdue, None without a date."""
    waiting_since: datetime | None
    impacts: tuple[Impact, ...]
    summary: dict[str, Any]
    changes: tuple[Told, ...] | None
    """What was changed since the round before; None in a first round."""

    @property
    def is_overdue(self) -> bool:
        return self.due_in is not None and self.due_in < 0

    @property
    def overdue_days(self) -> int:
        return -(self.due_in or 0)

    @property
    def is_short(self) -> bool:
        """Whether a budget it draws on would not suffice."""
        return any(impact.short > 0 for impact in self.impacts)

    @property
    def is_flagged(self) -> bool:
        """Flagged documents are left out of deciding many at once unless ticked."""
        return bool(self.flags) or self.is_short

    @property
    def flag_words(self) -> list[str]:
        """The flags in words."""
        return [registry.flag_word(flag) for flag in self.flags]

    @property
    def used_share(self) -> Decimal | None:
        """How much of the tightest budget is used with this document."""
        return used_share(self.tightest) if self.tightest else None

    @property
    def is_near(self) -> bool:
        """Whether the tightest budget is used to 90 % or more."""
        return self.used_share is not None and self.used_share >= NEAR

    @property
    def tightest(self) -> Impact | None:
        """The budget of which most is used: the one bar a list has room for."""
        return max(self.impacts, key=_used_share, default=None)


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many wait: all, by kind, flagged, overdue."""

    total: int
    by_kind: tuple[tuple[str, str, int], ...]
    flagged: int
    overdue: int


def waiting_tasks(actor: Actor) -> QuerySet[Task]:
    """What waits for a person now, by due date; no more than they may decide."""
    return (
        Task.objects.filter(person_id=actor.person_id or 0, state=TaskState.WAITING, case__state=CaseState.RUNNING)
        .select_related(
            "case__department", "case__author", "step__added_by", "handed_from__person", "on_behalf_of", "department"
        )
        .order_by(F("due_date").asc(nulls_last=True), "waiting_since", "pk")
    )


def inbox(*, actor: Actor, on: date) -> list[InboxItem]:
    """What waits for a person, most urgent first, with live budgets."""
    return items_of(waiting_tasks(actor), on=on)


def matching(items: Iterable[InboxItem], chosen: InboxFilter) -> list[InboxItem]:
    """Those of the inbox that were asked for."""
    return [item for item in items if _matches(item, chosen)]


def _matches(item: InboxItem, chosen: InboxFilter) -> bool:
    if chosen.kind and item.kind != chosen.kind:
        return False
    if (chosen.flagged and not item.is_flagged) or (chosen.overdue and not item.is_overdue):
        return False
    words = chosen.text.lower().split()
    found = f"{item.number} {item.title} {item.author} {item.author_initials} {item.department}".lower()
    return all(word in found for word in words)


def counts(items: Sequence[InboxItem]) -> InboxCounts:
    """The numbers on the filter chips, from the unfiltered inbox."""
    by_kind: dict[str, int] = defaultdict(int)
    for item in items:
        by_kind[item.kind] += 1
    labels = {item.kind: item.kind_label for item in items}
    return InboxCounts(
        total=len(items),
        by_kind=tuple((kind, labels[kind], count) for kind, count in by_kind.items()),
        flagged=sum(item.is_flagged for item in items),
        overdue=sum(item.is_overdue for item in items),
    )


def items_of(tasks: Iterable[Task], *, on: date) -> list[InboxItem]:
    """Tasks with their documents' facts; budgets are asked for once per kind, not once per document."""
    rows = list(tasks)
    asked = unanswered(rows)
    wanted: dict[str, list[int]] = defaultdict(list)
    for task in rows:
        wanted[task.case.subject_kind].append(task.case.subject_id)
    impacts = {kind: registry.get(kind).impacts(ids) for kind, ids in wanted.items()}
    changed = changes_of(task.case for task in rows)
    return [
        _item(
            task,
            impacts[task.case.subject_kind].get(task.case.subject_id, []),
            asked.get(task.step_id, []),
            changed.get(task.case_id),
            on,
        )
        for task in rows
    ]


def _item(
    task: Task, impacts: Sequence[Impact], asked: Sequence[str], changed: Sequence[Told] | None, on: date
) -> InboxItem:
    case = task.case
    kind = kinds.get(case.subject_kind)
    return InboxItem(
        task_id=task.pk,
        kind=kind.code,
        kind_label=str(kind.label),
        document_id=case.subject_id,
        document_version=case.document_version,
        url=kind.url_of(case.subject_id),
        number=case.number,
        title=case.shown_title,
        amount=case.amount,
        currency=case.currency,
        department=case.department.name,
        author=case.author.name,
        author_initials=case.author.initials,
        step=task.question or task.step.name,
        flags=registry.loud_flags(case.facts.get("flags", ())),
        marks=tuple(_marks(task, asked)),
        due_date=task.due_date,
        due_in=None if task.due_date is None else _days_left(task.due_date, on),
        waiting_since=task.waiting_since,
        impacts=tuple(impacts),
        summary=dict(case.facts.get("summary", {})),
        changes=None if changed is None else tuple(changed),
    )


def _marks(task: Task, asked: Sequence[str]) -> Iterator[str]:
    if task.department is not None:
        yield _("Opinion of %(department)s") % {"department": task.department.name}
    if task.on_behalf_of is not None:
        yield _("In place of %(who)s") % {"who": task.on_behalf_of.name}
    if asked:
        yield _("Asked %(who)s, no answer yet") % {"who": _(", ").join(asked)}
    if task.handed_from is not None and task.origin == TaskOrigin.OVERDUE:
        yield _("Not decided in time by %(who)s") % {"who": task.handed_from.person.name}
    elif task.handed_from is not None:
        yield _("Handed over by %(who)s") % {"who": task.handed_from.person.name}
    if task.step.added_by is not None:
        yield _("Added by %(who)s") % {"who": task.step.added_by.name}
    if task.step.replaces_id is not None:
        yield _("Asked again")


def _days_left(due: date, on: date) -> int:
    """Working days until a date; at least one day late once the date has passed, though only a weekend went by."""
    left = working_days_between(start=on, end=due)
    if due < on:
        return min(left, -1)
    return left


def used_share(impact: Impact) -> Decimal | None:
    """How much of a budget is used with this document; None without a budget."""
    used = impact.spent + impact.held + impact.this
    return used / impact.appropriated if impact.appropriated > 0 else None


def _used_share(impact: Impact) -> tuple[Decimal, Decimal]:
    used = impact.spent + impact.held + impact.this
    share = used / impact.appropriated if impact.appropriated > 0 else Decimal("Infinity") if used > 0 else Decimal(0)
    return (impact.short, share)
