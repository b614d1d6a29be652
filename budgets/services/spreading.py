"""A year's amount over the months of a line, by seasons or evenly, to the cent (BUD-14)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from budgets.draft_errors import NoSeasonsKnown
from budgets.models import Budget, BudgetLine, CellChange
from budgets.rules import seasons
from budgets.selectors import history
from budgets.services.lines import checked_amount, line_of, lock_draft, log_changes, save_lines
from core.actors import Actor

EVENLY, BY_SEASONS = "evenly", "seasons"


@transaction.atomic
def spread_line(
    *,
    budget_id: int,
    line_id: int,
    total: Decimal,
    method: str,
    years: Iterable[int] = (),
    actor: Actor,
    at: datetime,
) -> BudgetLine:
    """Spread a year's amount over a line's months and save it, by seasons or evenly, to the cent (BUD-14)."""
    budget = lock_draft(budget_id, actor)
    line = line_of(budget, line_id)
    months = spread_months(budget=budget, line=line, total=checked_amount(total), method=method, years=years)
    made = [
        CellChange(line_id=line.pk, month=i + 1, old=str(old), new=str(new))
        for i, (old, new) in enumerate(zip(line.amounts, months, strict=True))
        if old != new
    ]
    line.amounts = months
    save_lines([line])
    log_changes(budget, made, actor=actor, at=at)
    return line


def spread_months(
    *, budget: Budget, line: BudgetLine, total: Decimal, method: str, years: Iterable[int] = ()
) -> list[Decimal]:
    """What spreading would put into a line's months, without writing (BUD-14). Raises NoSeasonsKnown."""
    if method != BY_SEASONS:
        return seasons.spread_evenly(total)
    past = history.seasons_of(department_id=budget.department_id, category_ids=[line.category_id], years=years)
    try:
        return seasons.spread_by_seasons(total, past.get(line.category_id, []))
    except seasons.NoSeasons:
        raise NoSeasonsKnown(line=str(line.category)) from None
