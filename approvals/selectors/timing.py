"""How long steps take, from past rounds: what is usual (APR-04) and what is measured (APR-13), by one definition.

A step's time runs from when its people were called until it passed, in working days; steps that passed of themselves,
because the same person had decided just before, are not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from math import ceil
from statistics import median

from django.db.models import Exists, OuterRef, QuerySet

from approvals.choices import StepState, TaskState
from approvals.models import Step, Task
from core.calendar import working_time_between

SAMPLE = 60
"""How many of the latest passed steps are looked at."""

ENOUGH = 3
"""Fewer past steps say nothing about what is usual."""


def passed_steps() -> QuerySet[Step]:
    """The steps somebody decided on, from their call until they passed."""
    decided = Task.objects.filter(step=OuterRef("pk"), state=TaskState.DECIDED)
    return Step.objects.filter(Exists(decided), state=StepState.PASSED, started_at__isnull=False)


def usual_days(*, kind: str, codes: Collection[str]) -> dict[str, Decimal]:
    """The median working days by step code, for one kind of document; steps with too little past are left out."""
    if not codes:
        return {}
    rows = (
        passed_steps()
        .filter(case__subject_kind=kind, code__in=codes)
        .order_by("-ended_at")
        .values_list("code", "started_at", "ended_at")[: SAMPLE * len(codes)]
    )
    times: dict[str, list[Decimal]] = defaultdict(list)
    for code, started_at, ended_at in rows:
        if started_at and ended_at and len(times[code]) < SAMPLE:
            times[code].append(working_time_between(start=started_at, end=ended_at))
    return {code: median(taken) for code, taken in times.items() if len(taken) >= ENOUGH}


def share_within(times: Sequence[Decimal], share: Decimal) -> Decimal:
    """The time within which this share of them lies: the smallest that at least so many do not exceed."""
    ranked = sorted(times)
    return ranked[max(ceil(share * len(ranked)), 1) - 1]
