"""What changed between a budget's last version and now, line by line and month by month (BUD-30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budgets.models import BudgetLine, BudgetVersion
from core.money import ZERO


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that differs: added, removed or changed. Months are (position 1–12, old, new)."""

    line_id: int
    label: str
    what: str
    months: tuple[tuple[int, Decimal, Decimal], ...]
    old_total: Decimal
    new_total: Decimal
    old_rationale: str = ""
    new_rationale: str = ""

    @property
    def difference(self) -> Decimal:
        """New total less old."""
        return self.new_total - self.old_total


def frozen_lines(lines: Sequence[BudgetLine]) -> list[dict[str, Any]]:
    """Lines as a version keeps them: plain values, names copied so that they outlive their rows."""
    return [
        {
            "id": line.pk,
            "category": line.category_id,
            "category_code": line.category.code,
            "category_name": line.category.name_zh,
            "category_kind": line.category.kind,
            "project": line.project_id,
            "description": line.description,
            "rationale": line.rationale,
            "amounts": [str(amount) for amount in line.amounts],
        }
        for line in lines
    ]


def baseline_amounts(version: BudgetVersion | None) -> dict[int, list[Decimal]]:
    """The months of each line in a version, by line id."""
    if version is None:
        return {}
    return {row["id"]: [Decimal(amount) for amount in row["amounts"]] for row in version.lines}


def changed_months(line: BudgetLine, baseline: dict[int, list[Decimal]]) -> frozenset[int]:
    """Which of a line's months (1–12) differ from the version before; all entered months of a new line."""
    before = baseline.get(line.pk, [ZERO] * 12)
    return frozenset(i + 1 for i, (old, new) in enumerate(zip(before, line.amounts, strict=True)) if old != new)


def changes_since(version: BudgetVersion | None, lines: Sequence[BudgetLine]) -> list[LineChange]:
    """Every line that differs from a version: in the order of the lines now, the removed ones last."""
    if version is None:
        return []
    before = {row["id"]: row for row in version.lines}
    changes: list[LineChange] = []
    for line in lines:
        row = before.pop(line.pk, None)
        change = _change(line, row)
        if change is not None:
            changes.append(change)
    for row in before.values():
        amounts = [Decimal(amount) for amount in row["amounts"]]
        changes.append(
            LineChange(
                line_id=row["id"],
                label=row["description"] or row["category_name"],
                what="removed",
                months=tuple((i + 1, old, ZERO) for i, old in enumerate(amounts) if old),
                old_total=sum(amounts, ZERO),
                new_total=ZERO,
            )
        )
    return changes


def _change(line: BudgetLine, row: dict[str, Any] | None) -> LineChange | None:
    old = [Decimal(amount) for amount in row["amounts"]] if row else [ZERO] * 12
    months = tuple((i + 1, a, b) for i, (a, b) in enumerate(zip(old, line.amounts, strict=True)) if a != b)
    reworded = row is not None and (row["rationale"], row["description"], row["category"], row["project"]) != (
        line.rationale,
        line.description,
        line.category_id,
        line.project_id,
    )
    if row is not None and not months and not reworded:
        return None
    return LineChange(
        line_id=line.pk,
        label=label_of(line),
        what="changed" if row else "added",
        months=months,
        old_total=sum(old, ZERO),
        new_total=line.total,
        old_rationale=row["rationale"] if row else "",
        new_rationale=line.rationale,
    )


def label_of(line: BudgetLine) -> str:
    """A line's name on its own: category and, where given, what it is for."""
    return f"{line.category} · {line.description}" if line.description else str(line.category)
