"""Deciding on many documents at once: each is its own decision, refused or done on its own (APR-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from approvals.models import Case, Task
from approvals.services.decisions import decide
from core.actors import Actor
from core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Many:
    """What became of each: the cases decided, and for the others their number with the refusal."""

    done: tuple[Case, ...]
    refused: tuple[tuple[str, DomainError], ...]


def decide_many(*, choices: Sequence[tuple[int, int]], verdict: str, reason: str, actor: Actor, at: datetime) -> Many:
    """Decide on the documents of these tasks, given with the version each page showed.

    One refusal does not hold up the others; every document is a transaction of its own, so nothing is half done.
    """
    done: list[Case] = []
    refused: list[tuple[str, DomainError]] = []
    own = Task.objects.filter(pk__in=[pk for pk, _version in choices], person_id=actor.person_id or 0)
    numbers = dict(own.values_list("pk", "case__number"))
    for task_id, version in dict(choices).items():
        if task_id not in numbers:
            continue
        try:
            done.append(
                decide(task_id=task_id, verdict=verdict, reason=reason, actor=actor, at=at, document_version=version)
            )
        except DomainError as error:
            refused.append((numbers[task_id], error))
    return Many(done=tuple(done), refused=tuple(refused))
