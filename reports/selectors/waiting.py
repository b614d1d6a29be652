"""What waits for somebody, and where their own documents stand: the first things on a start page (RPT-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from approvals import selectors as approvals
from approvals.choices import TaskState
from approvals.models import Task
from core import kinds
from core.actors import Actor

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits for the actor's decision, or for another step of theirs."""

    kind: str
    number: str
    title: str
    who: str
    amount: Decimal | None
    due_date: date | None
    is_late: bool
    url: str


@dataclass(frozen=True, slots=True)
class Own:
    """A document of the actor's own, with its state."""

    document: Any
    label: str
    title: str
    amount: Decimal | None
    at: datetime
    url: str


def waiting_for(actor: Actor, *, on: date) -> tuple[list[Waiting], int]:
    """The most urgent documents waiting for the actor, decisions and other steps, late ones as of a day, and how many
    wait.
    """
    tasks = Task.objects.filter(person_id=actor.person_id or 0, state=TaskState.WAITING)
    shown = [
        Waiting(
            kind=str(kind.label),
            number=task.case.number,
            title=task.case.shown_title,
            who=f"{task.case.department.name} · {task.case.author.name}",
            amount=task.case.amount,
            due_date=task.due_date,
            is_late=task.due_date is not None and task.due_date < on,
            url=kind.url_of(task.case.subject_id),
        )
        for task in tasks.select_related("case__department", "case__author").order_by("due_date", "pk")[:SHOWN]
        if (kind := kinds.find(task.case.subject_kind)) is not None
    ]
    errands = approvals.errands_of(actor, on=on)
    shown += [
        Waiting(
            kind=one.kind_label,
            number=one.number,
            title=one.title,
            who=one.what,
            amount=None,
            due_date=one.due_date,
            is_late=approvals.is_late(one, on),
            url=one.url,
        )
        for one in errands[:SHOWN]
    ]
    shown.sort(key=lambda one: one.due_date or date.max)
    return shown[:SHOWN], tasks.count() + len(errands)


def own_documents(actor: Actor) -> list[Own]:
    """The documents the actor made most recently, of every kind, newest first. One statement a kind."""
    found: list[Own] = []
    for kind in kinds.registered():
        rows: Any = kind.visible_to(actor).filter(created_by=actor.person_id or 0).order_by("-created_at")[:SHOWN]
        found += [
            Own(
                document=row,
                label=str(kind.label),
                title=getattr(row, "title", "") or str(row),
                amount=getattr(row, "total", None),
                at=row.created_at,
                url=kind.url_of(row.pk),
            )
            for row in rows
        ]
    return sorted(found, key=lambda own: own.at, reverse=True)[: 2 * SHOWN]
