"""What is typed about corrective actions, checked for its form already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """What an action is about: kind code (core.kinds), id, and what it is called."""

    kind: str
    id: int
    label: str


@dataclass(frozen=True, slots=True)
class ActionInput:
    """A department asked for measures. `plan_due` None is the usual number of working days."""

    department_id: int
    title: str
    problem: str
    plan_due: date | None = None
    subject: SubjectRef | None = None


@dataclass(frozen=True, slots=True)
class CauseInput:
    """One why, or one cause on a branch."""

    text: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class MeasureInput:
    """One measure."""

    measure_kind: str
    text: str
    owner_id: int
    due_date: date


@dataclass(frozen=True, slots=True)
class PlanInput:
    """Cause and measures of a round; may be incomplete while it is only saved."""

    method: str
    root_cause: str
    effect_measure: str
    causes: Sequence[CauseInput] = field(default_factory=tuple)
    measures: Sequence[MeasureInput] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class CheckInput:
    """What a follow-up check saw."""

    finding: str
    in_order: bool
    measure_id: int | None = None


@dataclass(frozen=True, slots=True)
class EffectInput:
    """The verdict on a round's effect and what it rests on."""

    is_effective: bool
    finding: str
    figures: str = ""
