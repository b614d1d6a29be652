"""Writes what a workbook changes into its draft: lines keep their id, and so the history of their cells (BUD-22)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from budgets.models import Budget, BudgetLine, CellChange, Project
from budgets.rules.sheet_changes import BACK, CATEGORY, CHANGE, LINE, PROJECT, Content, Difference, Plan
from budgets.services.lines import next_position, removal_of, require_room
from core.rows import save_rows


def bring_in(budget: Budget, plan: Plan, from_file: Collection[Difference]) -> list[CellChange]:
    """Change a locked draft as planned; `from_file` are the clashes in which the file wins. The changes to be kept."""
    lines = {line.pk: line for line in BudgetLine.objects.filter(budget=budget).select_related("category")}
    gone = {*plan.removed, *(clash.line_id for clash in from_file if clash.part == LINE)}
    back = [plan.back[clash.line_id].content for clash in from_file if clash.part == BACK]
    back_ids = [clash.line_id for clash in from_file if clash.part == BACK]
    require_room(budget, len(plan.added) + len(back) - len(gone))
    made = [removal_of(lines[pk]) for pk in gone]
    BudgetLine.objects.filter(budget=budget, pk__in=gone).delete()
    won = [clash for clash in from_file if clash.part not in {LINE, BACK}]
    made += _changed(lines, [*(cell for cell in plan.cells if cell.verdict == CHANGE), *won])
    made += add(budget, back, ids=back_ids)
    return made + add(budget, [row.content for row in plan.added])


def add(budget: Budget, wanted: Iterable[Content], *, ids: Sequence[int] = ()) -> list[CellChange]:
    """Lines after the last one; with `ids` they are lines that were removed and come back."""
    usable = {str(pk) for pk in Project.objects.filter(retired_at__isnull=True).values_list("pk", flat=True)}
    position = next_position(budget)
    made = [
        BudgetLine(
            budget=budget,
            category_id=int(content.category),
            project_id=int(content.project) if content.project in usable else None,
            description=content.description,
            rationale=content.rationale,
            amounts=list(content.amounts),
            position=position + index * 10,
        )
        for index, content in enumerate(wanted)
    ]
    for line, pk in zip(made, ids, strict=False):
        line.pk = pk
    BudgetLine.objects.bulk_create(made)
    what = "restored" if ids else "added"
    return [CellChange(line_id=line.pk, month=0, what=what, new=line.description[:200]) for line in made]


def _changed(lines: dict[int, BudgetLine], cells: Iterable[Difference]) -> list[CellChange]:
    made: list[CellChange] = []
    touched: dict[int, BudgetLine] = {}
    renamed: set[int] = set()
    for cell in cells:
        line = touched.setdefault(cell.line_id, lines[cell.line_id])
        month = int(cell.part) if cell.part.isdecimal() else 0
        if month:
            line.amounts[month - 1] = Decimal(cell.new)
        elif cell.part in {CATEGORY, PROJECT}:
            setattr(line, f"{cell.part}_id", int(cell.new) if cell.new else None)
            renamed.add(line.pk)
        else:
            setattr(line, cell.part, cell.new)
            renamed.add(line.pk)
        what = "amount" if month else cell.part
        made.append(
            CellChange(line_id=line.pk, month=month, what=what, old=str(cell.now)[:200], new=str(cell.new)[:200])
        )
    for pk in renamed:
        touched[pk].version += 1
    save_rows(list(touched.values()), ("category", "project", "description", "rationale", "amounts", "version"))
    return made
