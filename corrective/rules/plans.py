"""What a plan of measures must hold before experts read it (CMP-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corrective.choices import CauseMethod, MeasureKind

MOST_CAUSES = 12
MOST_MEASURES = 20
FEWEST_WHYS = 2
"""A chain of whys begins with the fault and goes on to what lies behind it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What of a plan counts for its completeness."""

    method: str
    causes: int
    root_cause: str
    effect_measure: str
    kinds: Sequence[str]
    due: Sequence[date]


def missing(plan: Planned, *, on: date) -> tuple[str, ...]:
    """Codes of what a plan lacks, in the order of the page; nothing for a complete one.

    | code | lacks |
    | --- | --- |
    | causes | two whys, or one cause on a fishbone |
    | root_cause | the cause the measures are about |
    | corrective, preventive | one measure of each kind |
    | past | a measure is due before today |
    | effect | how the effect will be measured |
    """
    found = []
    if plan.causes < (FEWEST_WHYS if plan.method == CauseMethod.FIVE_WHY else 1):
        found.append("causes")
    if not plan.root_cause:
        found.append("root_cause")
    found += [
        code for code, kind in (("corrective", MeasureKind.CORRECTIVE), ("preventive", MeasureKind.PREVENTIVE))
        if kind not in plan.kinds
    ]  # fmt: skip
    if any(day < on for day in plan.due):
        found.append("past")
    if not plan.effect_measure:
        found.append("effect")
    return tuple(found)
