"""How long steps usually take, from past rounds (APR-04)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from statistics import median

from approvals.choices import StepState
from approvals.models import Step
from core.calendar import working_time_between

SAMPLE = 60
"""How many of the latest passed steps are looked at."""

ENOUGH = 3
"""Fewer past steps say nothing about what is usual."""


def usual_days(*, kind: str, codes: Collection[str]) -> dict[str, Decimal]:
    """The median working days by step code, for one kind of document; steps with too little past are left out."""
    if not codes:
        return {}
    rows = (
        Step.objects.filter(
            case__subject_kind=kind,
            code__in=codes,
            state=StepState.PASSED,
            started_at__isnull=False,
            tasks__state="DECIDED",
        )
        .order_by("-ended_at")
        .values_list("code", "started_at", "ended_at", "pk")
        .distinct()[: SAMPLE * len(codes)]
    )
    times: dict[str, list[Decimal]] = defaultdict(list)
    for code, started_at, ended_at, _pk in rows:
        if started_at and ended_at and len(times[code]) < SAMPLE:
            times[code].append(working_time_between(start=started_at, end=ended_at))
    return {code: median(taken) for code, taken in times.items() if len(taken) >= ENOUGH}
