"""The check without a move: what an adjustment would make of the budgets, while it is being typed (BUD-32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from budgets import policies
from budgets.adjustment_errors import PROBLEMS, AdjustmentIncomplete
from budgets.models import Period
from budgets.rules import adjustments as rules
from budgets.selectors.adjustment_impacts import AdjustmentImpact, Change, impacts_of_changes
from budgets.selectors.adjustments import lines_of
from budgets.services import adjustments
from budgets.services.adjustment_drafts import AdjustmentInput, AdjustmentLineInput, create_adjustment
from core.actors import Actor
from core.errors import DomainError
from core.money import ZERO, base_currency


@dataclass(frozen=True, slots=True)
class AdjustmentCheck:
    """Every key before and after, what is received and given, and what still keeps it from being submitted."""

    impacts: tuple[AdjustmentImpact, ...]
    gained: Decimal
    taken: Decimal
    count: int
    problem: str = ""
    """The code of what keeps it from being submitted, and its sentence."""
    why: str = ""
    currency: str = ""
    needs_papers: bool = False
    """Whether papers have to be attached to it as well, which a draft can hold only once it is kept (BUD-32)."""

    @property
    def total(self) -> Decimal:
        """What it moves."""
        return self.gained or self.taken


def check_typed(*, lines: Sequence[AdjustmentLineInput], actor: Actor, at: datetime) -> AdjustmentCheck:
    """What these lines do to their keys, in the year they come from too; figures of departments the actor does not see
    are left out (GEN-10).
    """
    wanted = {pk for line in lines for pk in (line.period_id, line.from_period_id) if pk is not None}
    periods = Period.objects.in_bulk(wanted)
    changes = [
        Change(period.fiscal_year_id, line.department_id, line.category_id, period.month, amount)
        for line in lines
        for period_id, amount in _effects(line)
        if (period := periods.get(period_id)) is not None
    ]
    return AdjustmentCheck(
        impacts=tuple(impacts_of_changes(changes, seen=actor.sight(policies.VIEW), at=at)),
        gained=sum((line.amount for line in lines if line.amount > 0), ZERO),
        taken=-sum((line.amount for line in lines if line.amount < 0), ZERO),
        count=len(lines),
        currency=base_currency(),
    )


def _effects(line: AdjustmentLineInput) -> list[tuple[int, Decimal]]:
    """By month: what a line gives, and what it takes from the year before. A commitment that is carried brings its own
    hold along, and takes nothing from what was granted there.
    """
    taken = [(line.from_period_id, -line.amount)] if line.from_period_id is not None and not line.carried_kind else []
    return [(line.period_id, line.amount), *taken]


def check_adjustment(*, draft: AdjustmentInput, actor: Actor, at: datetime) -> AdjustmentCheck:
    """The same for a whole adjustment, with what would keep it from being submitted: it is written, judged as when it
    is submitted, and taken back. Raises what making it raises.
    """
    problem = why = ""
    with transaction.atomic():
        made = create_adjustment(draft=draft, actor=actor, at=at)
        try:
            lines = lines_of(made)
            adjustments.require_whole(made, lines)
            adjustments.require_available(made, lines, actor=actor, at=at)
        except AdjustmentIncomplete as error:
            problem, why = str(error.params["problem"]), str(PROBLEMS[error.params["problem"]])
        except DomainError as error:
            problem, why = error.code, str(error)
        transaction.set_rollback(True)
    needs_papers = rules.needs_papers(draft.adjustment_kind)
    return replace(
        check_typed(lines=draft.lines, actor=actor, at=at), problem=problem, why=why, needs_papers=needs_papers
    )
