"""A draft's lines sent as a whole, as other systems do (GEN-17): what differs is changed, what is missing is
removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.draft_errors import LineGone
from budgets.errors import CategoryRetired, NotALeaf
from budgets.models import Budget, BudgetLine, Category, CellChange, Project
from budgets.services.lines import (
    checked_amount,
    lock_draft,
    log_changes,
    next_position,
    removal_of,
    require_room,
    usable_project,
)
from budgets.services.starts import usable_leaves
from core.actors import Actor
from core.errors import InvalidInput, StaleDocument
from core.rows import save_rows


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line as it should be. `line_id` names a line of the draft; without it the line is new."""

    category_id: int
    amounts: tuple[Decimal, ...]
    line_id: int | None = None
    project_id: int | None = None
    description: str = ""
    rationale: str = ""


@transaction.atomic
def replace_lines(
    *, budget_id: int, wanted: Sequence[LineInput], actor: Actor, at: datetime, reading: int | None = None
) -> Budget:
    """Make the draft's lines those given; lines that stay keep their id and history (BUD-10, BUD-11).

    Raises DraftFrozen, NotAllowed, StaleDocument (changed since `reading`), LineGone, NotALeaf, CategoryRetired,
    AmountRefused, TooManyLines, InvalidInput (no such category or project); then nothing has changed.
    """
    budget = lock_draft(budget_id, actor)
    if reading is not None and reading != budget.reading:
        raise StaleDocument(document=str(budget))
    present = {line.pk: line for line in BudgetLine.objects.filter(budget=budget).select_related("category")}
    kept = {line.line_id for line in wanted if line.line_id is not None}
    if kept - present.keys():
        raise LineGone
    _require_projects({line.project_id for line in wanted if line.project_id is not None})
    _require_leaves({line.category_id for line in wanted} - {line.category_id for line in present.values()})
    require_room(budget, len(wanted) - len(present))
    made: list[CellChange] = [removal_of(line) for pk, line in present.items() if pk not in kept]
    BudgetLine.objects.filter(budget=budget, pk__in=present.keys() - kept).delete()
    touched: list[BudgetLine] = []
    fresh: list[BudgetLine] = []
    position = next_position(budget)
    for line in wanted:
        if line.line_id is None:
            fresh.append(_new(budget, line, position + 10 * len(fresh)))
        elif changes := _changed(present[line.line_id], line):
            made += changes
            touched.append(present[line.line_id])
    fields = ("category", "project", "description", "rationale", "amounts", "version")
    save_rows(touched, fields)
    BudgetLine.objects.bulk_create(fresh)
    made += [CellChange(line_id=line.pk, month=0, what="added", new=line.description[:200]) for line in fresh]
    log_changes(budget, made, actor=actor, at=at)
    return budget


def _require_leaves(category_ids: set[int]) -> None:
    usable = {category.pk for category in usable_leaves()}
    others = list(Category.objects.filter(pk__in=category_ids - usable))
    if missing := category_ids - usable - {category.pk for category in others}:
        raise InvalidInput(problem=_("There is no category %(id)s.") % {"id": min(missing)})
    for category in others:
        if category.retired_at is not None:
            raise CategoryRetired(category=category.name)
        raise NotALeaf(category=category.name)


def _require_projects(project_ids: set[int]) -> None:
    known = set(Project.objects.filter(pk__in=project_ids).values_list("pk", flat=True))
    if missing := project_ids - known:
        raise InvalidInput(problem=_("There is no project %(id)s.") % {"id": min(missing)})


def _new(budget: Budget, line: LineInput, position: int) -> BudgetLine:
    return BudgetLine(
        budget=budget,
        category_id=line.category_id,
        project_id=usable_project(line.project_id),
        description=line.description.strip(),
        rationale=line.rationale.strip(),
        amounts=[checked_amount(amount) for amount in line.amounts],
        position=position,
    )


def _changed(row: BudgetLine, line: LineInput) -> list[CellChange]:
    """Change a row to what is wanted; the changes to be kept."""
    made = []
    words = {
        "category_id": line.category_id,
        "project_id": usable_project(line.project_id, present=row.project_id),
        "description": line.description.strip(),
        "rationale": line.rationale.strip(),
    }
    for name, new in words.items():
        old = getattr(row, name)
        if old != new:
            what = name.removesuffix("_id")
            made.append(
                CellChange(line_id=row.pk, month=0, what=what, old=str(old or "")[:200], new=str(new or "")[:200])
            )
            setattr(row, name, new)
    if made:
        row.version += 1
    months = [checked_amount(amount) for amount in line.amounts]
    for month, (old_amount, new_amount) in enumerate(zip(row.amounts, months, strict=True), 1):
        if old_amount != new_amount:
            made.append(CellChange(line_id=row.pk, month=month, old=str(old_amount), new=str(new_amount)))
    row.amounts = months
    return made
