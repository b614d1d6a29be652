"""Edits of a draft's lines: cells one by one with compare-and-set, lines added, changed, removed, brought back
(BUD-11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from budgets import locks, policies
from budgets.draft_errors import (
    AmountRefused,
    DraftFrozen,
    LineGone,
    LineNotRemoved,
    TooManyLines,
)
from budgets.errors import CategoryRetired, NotALeaf
from budgets.models import Budget, BudgetLine, Category, CellChange, Project
from budgets.models.budgets import no_amounts
from budgets.rules import amounts as amount_rules
from budgets.selectors import changes
from core.actors import Actor
from core.documents import state_label
from core.errors import NotAllowed, StaleDocument
from core.rows import save_rows

MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class CellWrite:
    """A cell as its writer saw it and wants it. `month` counts 1–12 within the fiscal year."""

    line_id: int
    month: int
    old: Decimal
    new: Decimal


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell somebody changed meanwhile: their value, who, when. `theirs` is None where the line is gone."""

    line_id: int
    month: int
    theirs: Decimal | None
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a batch: cells saved, cells in conflict (not written), and the draft's sequence after it."""

    wanted: tuple[CellWrite, ...]
    saved: tuple[CellWrite, ...]
    conflicts: tuple[CellConflict, ...]
    sequence: int


@transaction.atomic
def write_cells(*, budget_id: int, cells: Sequence[CellWrite], actor: Actor, at: datetime) -> Written:
    """Set cells of a draft, each only if it still holds the value its writer saw (BUD-11, GEN-04).

    A cell that holds the new value already counts as saved: a repeated request does nothing twice. Cells in conflict
    are left as
    they are and told; the others are saved. Raises DraftFrozen, NotAllowed, AmountRefused.
    """
    budget = lock_draft(budget_id, actor)
    lines = {line.pk: line for line in BudgetLine.objects.filter(budget=budget, pk__in={c.line_id for c in cells})}
    saved: list[CellWrite] = []
    clashes: list[CellWrite] = []
    made: list[CellChange] = []
    touched: dict[int, BudgetLine] = {}
    for cell in cells:
        line = lines.get(cell.line_id)
        new = checked_amount(cell.new)
        current = line.amounts[cell.month - 1] if line else None
        if line is None or current is None or current not in {cell.old, new}:
            clashes.append(cell)
            continue
        saved.append(cell)
        if current != new:
            line.amounts[cell.month - 1] = new
            touched[line.pk] = line
            made.append(CellChange(line_id=line.pk, month=cell.month, old=str(current), new=str(new)))
    save_lines(touched.values())
    log_changes(budget, made, actor=actor, at=at)
    return Written(tuple(cells), tuple(saved), tuple(_conflicts(budget, clashes, lines)), budget.change_sequence)


@transaction.atomic
def save_form(
    *, budget_id: int, sequence: int, amounts: Mapping[tuple[int, int], Decimal], actor: Actor, at: datetime
) -> Written:
    """Save a whole grid sent as a plain form, read at `sequence`: only what its reader changed is written (BUD-11).

    `amounts` are by line and month. Raises as `write_cells`.
    """
    budget = lock_draft(budget_id, actor)
    seen = changes.seen_at(budget, sequence)
    now = {line.pk: line.amounts for line in BudgetLine.objects.filter(budget=budget)}
    cells = []
    for (line_id, month), new in amounts.items():
        if line_id not in now:
            continue
        old = seen.get((line_id, month), now[line_id][month - 1])
        if new != old:
            cells.append(CellWrite(line_id=line_id, month=month, old=old, new=new))
    return write_cells(budget_id=budget_id, cells=cells, actor=actor, at=at)


@transaction.atomic
def add_line(
    *,
    budget_id: int,
    category_id: int,
    actor: Actor,
    at: datetime,
    project_id: int | None = None,
    description: str = "",
    rationale: str = "",
    amounts: Sequence[Decimal] | None = None,
) -> BudgetLine:
    """Add a line at the end of its category.

    Raises DraftFrozen, NotAllowed, NotALeaf, CategoryRetired, TooManyLines.
    """
    budget = lock_draft(budget_id, actor)
    require_leaf(category_id)
    require_room(budget, 1)
    line = BudgetLine.objects.create(
        budget=budget,
        category_id=category_id,
        project_id=usable_project(project_id),
        description=description.strip(),
        rationale=rationale.strip(),
        amounts=[checked_amount(amount) for amount in amounts] if amounts else no_amounts(),
        position=next_position(budget),
    )
    log_changes(budget, [CellChange(line_id=line.pk, month=0, what="added", new=str(line)[:200])], actor=actor, at=at)
    return line


@transaction.atomic
def change_line(
    *,
    budget_id: int,
    line_id: int,
    version: int,
    category_id: int,
    project_id: int | None,
    description: str,
    rationale: str,
    actor: Actor,
    at: datetime,
) -> BudgetLine:
    """Change what a line is for.

    Raises StaleDocument when somebody changed its words meanwhile, LineGone, and as `add_line`.
    """
    budget = lock_draft(budget_id, actor)
    line = line_of(budget, line_id)
    if line.version != version:
        raise StaleDocument(document=str(line))
    if category_id != line.category_id:
        require_leaf(category_id)
    wanted: dict[str, Any] = {
        "category_id": category_id,
        "project_id": usable_project(project_id, present=line.project_id),
        "description": description.strip(),
        "rationale": rationale.strip(),
    }
    made = []
    for name, new in wanted.items():
        old = getattr(line, name)
        if old != new:
            what = name.removesuffix("_id")
            made.append(
                CellChange(line_id=line.pk, month=0, what=what, old=str(old or "")[:200], new=str(new or "")[:200])
            )
            setattr(line, name, new)
    if made:
        line.version += 1
        line.save(update_fields=("version", *wanted))
        log_changes(budget, made, actor=actor, at=at)
    return line


@transaction.atomic
def remove_line(*, budget_id: int, line_id: int, actor: Actor, at: datetime) -> int:
    """Take a line off a draft; what it held is kept in its change, so that `restore_line` brings it back.

    Returns the sequence.
    """
    budget = lock_draft(budget_id, actor)
    line = line_of(budget, line_id)
    change = removal_of(line)
    line.delete()
    log_changes(budget, [change], actor=actor, at=at)
    return budget.change_sequence


@transaction.atomic
def restore_line(*, budget_id: int, line_id: int, actor: Actor, at: datetime) -> BudgetLine:
    """Bring back a removed line as it was, under its own id, so that its history goes on. Raises LineNotRemoved."""
    budget = lock_draft(budget_id, actor)
    last = CellChange.objects.filter(budget=budget, line_id=line_id, month=0).order_by("-sequence").first()
    if last is None or last.what != "removed" or BudgetLine.objects.filter(pk=line_id).exists():
        raise LineNotRemoved
    facts = last.facts
    require_room(budget, 1)
    line = BudgetLine.objects.create(
        pk=line_id,
        budget=budget,
        category_id=facts["category"],
        project_id=facts["project"],
        description=facts["description"],
        rationale=facts["rationale"],
        amounts=[Decimal(amount) for amount in facts["amounts"]],
        position=facts["position"],
        version=facts["version"] + 1,
    )
    change = CellChange(line_id=line.pk, month=0, what="restored", new=str(line)[:200])
    log_changes(budget, [change], actor=actor, at=at)
    return line


# --- What every edit of a draft does ------------------------------------------------------------------------------


def lock_draft(budget_id: int, actor: Actor) -> Budget:
    """Lock a budget that the actor may edit. Raises DraftFrozen, NotAllowed."""
    budget = locks.lock_budget(budget_id)
    if not actor.can(policies.MAKE, budget.department_id):
        raise NotAllowed(document=str(budget))
    if not budget.is_editable:
        raise DraftFrozen(document=str(budget), state=state_label(budget))
    return budget


def checked_amount(amount: Decimal) -> Decimal:
    """An amount as a cell holds it. Raises AmountRefused."""
    try:
        return amount_rules.to_the_cent(amount)
    except amount_rules.AmountProblem as problem:
        raise amount_refused(problem) from None


def amount_refused(problem: amount_rules.AmountProblem) -> AmountRefused:
    """The refusal a problem with an amount stands for."""
    return AmountRefused(text=problem.text, kind=problem.kind, most=f"{amount_rules.LARGEST_CELL:,}")


def person_of(actor: Actor) -> int:
    """Who acts: drafts are made by people, never by the system. Raises NotAllowed."""
    if actor.person_id is None:
        raise NotAllowed(document=actor.name)
    return actor.person_id


def removal_of(line: BudgetLine) -> CellChange:
    """The change that keeps a removed line whole, so that it can come back."""
    facts = {
        "category": line.category_id,
        "project": line.project_id,
        "description": line.description,
        "rationale": line.rationale,
        "amounts": [str(amount) for amount in line.amounts],
        "position": line.position,
        "version": line.version,
    }
    return CellChange(line_id=line.pk, month=0, what="removed", old=str(line)[:200], facts=facts)


def log_changes(budget: Budget, made: Sequence[CellChange], *, actor: Actor, at: datetime) -> None:
    """Number a locked draft's changes without a gap and keep them: others poll for what came after theirs."""
    if not made:
        return
    person = person_of(actor)
    for change in made:
        budget.change_sequence += 1
        change.budget, change.sequence = budget, budget.change_sequence
        change.changed_by_id, change.changed_at = person, at
    CellChange.objects.bulk_create(made, batch_size=2_000)
    budget.save(update_fields=("change_sequence",))


def save_lines(lines: Iterable[BudgetLine]) -> None:
    """Write the months of several lines in one statement.

    Words have a version of their own, so months do not raise it.
    """
    rows = list(lines)
    if rows:
        save_rows(rows, ("amounts",))


def require_leaf(category_id: int) -> Category:
    """Lines stand on leaves in use (BUD-03). Raises NotALeaf, CategoryRetired."""
    category = Category.objects.get(pk=category_id)
    if Category.objects.filter(parent=category).exists():
        raise NotALeaf(category=category.name)
    if category.retired_at is not None:
        raise CategoryRetired(category=category.name)
    return category


def require_room(budget: Budget, more: int) -> None:
    """Raises TooManyLines when a draft would get more lines than people can read."""
    if BudgetLine.objects.filter(budget=budget).count() + more > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)


def next_position(budget: Budget) -> int:
    """The position after the last line's."""
    last = BudgetLine.objects.filter(budget=budget).aggregate(last=Max("position"))["last"]
    return (last or 0) + 10


def usable_project(project_id: int | None, *, present: int | None = None) -> int | None:
    """A project in use, or the one the line has already; None for none or one that is retired."""
    if project_id is None or project_id == present:
        return project_id
    return Project.objects.filter(pk=project_id, retired_at__isnull=True).values_list("pk", flat=True).first()


def line_of(budget: Budget, line_id: int) -> BudgetLine:
    """A line of a locked draft. Raises LineGone."""
    line = BudgetLine.objects.select_related("category").filter(budget=budget, pk=line_id).first()
    if line is None:
        raise LineGone
    return line


def _conflicts(budget: Budget, clashes: Sequence[CellWrite], lines: dict[int, BudgetLine]) -> list[CellConflict]:
    if not clashes:
        return []
    last: dict[tuple[int, int], CellChange] = {}
    ids = {cell.line_id for cell in clashes}
    found = CellChange.objects.filter(budget=budget, line_id__in=ids).select_related("changed_by").order_by("sequence")
    for change in found:
        last[change.line_id, change.month] = change
    result = []
    for cell in clashes:
        line = lines.get(cell.line_id)
        latest = last.get((cell.line_id, cell.month if line else 0))
        result.append(
            CellConflict(
                line_id=cell.line_id,
                month=cell.month,
                theirs=line.amounts[cell.month - 1] if line else None,
                by=latest.changed_by.name if latest else "",
                at=latest.changed_at if latest else None,
            )
        )
    return result
