"""The check without a move: what an adjustment would make of the budgets, while it is being typed (BUD-32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from budgets import policies
from budgets.adjustment_errors import PROBLEMS
from budgets.models import Period
from budgets.rules import adjustments as rules
from budgets.selectors.adjustment_impacts import AdjustmentImpact, Change, impacts_of_changes
from budgets.services.adjustment_drafts import AdjustmentInput, AdjustmentLineInput, check_lines, moves_of, year_of
from core.actors import Actor
from core.money import ZERO, base_currency


@dataclass(frozen=True, slots=True)
class AdjustmentCheck:
    """Every key before and after, what is received and given, and what still keeps it from being submitted."""

    impacts: tuple[AdjustmentImpact, ...]
    gained: Decimal
    taken: Decimal
    count: int
    problem: str = ""
    currency: str = ""

    @property
    def total(self) -> Decimal:
        """What it moves."""
        return self.gained or self.taken

    @property
    def why(self) -> str:
        """The problem in words."""
        return str(PROBLEMS[self.problem]) if self.problem else ""


def check_typed(*, lines: Sequence[AdjustmentLineInput], actor: Actor, at: datetime) -> AdjustmentCheck:
    """What these lines do to their keys; figures of departments the actor does not see are left out (GEN-10)."""
    periods = Period.objects.in_bulk([line.period_id for line in lines])
    changes = [
        Change(period.fiscal_year_id, line.department_id, line.category_id, period.month, line.amount)
        for line in lines
        if (period := periods.get(line.period_id)) is not None
    ]
    return AdjustmentCheck(
        impacts=tuple(impacts_of_changes(changes, seen=actor.sight(policies.VIEW), at=at)),
        gained=sum((line.amount for line in lines if line.amount > 0), ZERO),
        taken=-sum((line.amount for line in lines if line.amount < 0), ZERO),
        count=len(lines),
        currency=base_currency(),
    )


def check_adjustment(*, draft: AdjustmentInput, actor: Actor, at: datetime) -> AdjustmentCheck:
    """The same for a whole adjustment, with what keeps its lines from being one of its kind. Raises what
    `adjustment_drafts.year_of` and `check_lines` raise.
    """
    if draft.lines:
        year_of(draft.lines)
    moves = moves_of(draft.lines, check_lines(draft.lines))
    problem = rules.problem_of(draft.adjustment_kind, moves, department_id=draft.department_id)
    found = check_typed(lines=draft.lines, actor=actor, at=at)
    return AdjustmentCheck(
        impacts=found.impacts,
        gained=found.gained,
        taken=found.taken,
        count=found.count,
        problem=problem or "",
        currency=found.currency,
    )
