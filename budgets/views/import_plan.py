"""What a workbook would change in its draft, in the reader's words: old → new, cell by cell (BUD-22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.models import Budget, BudgetImport, BudgetLine, Category, Project
from budgets.rules.sheet_changes import (
    BACK,
    CATEGORY,
    DESCRIPTION,
    LINE,
    PROJECT,
    RATIONALE,
    Content,
    Difference,
    Value,
)
from budgets.selectors.import_changes import DRAFT, FILE, Choices, content_of, plan_of, shown_as
from core import formats


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One value: what it is, what the draft holds, what the file says; who changed it meanwhile."""

    part: str
    now: str
    new: str
    by: str = ""
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with what changes in it."""

    label: str
    total: Decimal
    cells: list[ShownCell] = field(default_factory=list)
    number: int = 0


@dataclass(frozen=True, slots=True)
class ShownClash:
    """A choice to be made."""

    label: str
    cell: ShownCell
    name: str
    file: str
    draft: str
    chosen: str


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """Everything that would change."""

    changed: list[ShownLine]
    added: list[ShownLine]
    removed: list[ShownLine]
    blank: int
    kept: list[ShownLine]
    clashes: list[ShownClash]
    shown: str
    everything: str
    cells: int
    is_empty: bool


def shown_plan(found: BudgetImport, budget: Budget, choices: Choices | None = None) -> ShownPlan:
    """What bringing the file in would change in the draft as it stands, with the choices made so far."""
    chosen = choices or Choices()
    plan = plan_of(found, budget)
    words = _Words(budget)
    lines = {line.pk: line for line in BudgetLine.objects.filter(budget=budget).select_related("category")}
    contents = {pk: content_of(line) for pk, line in lines.items()}
    by_line: dict[int, list[ShownCell]] = {}
    for cell in plan.cells:
        by_line.setdefault(cell.line_id, []).append(words.cell(cell))
    blank = [pk for pk in plan.removed if contents[pk].is_blank]

    def line(pk: int) -> ShownLine:
        return ShownLine(words.label(contents[pk]), lines[pk].total, by_line.get(pk, []))

    def clash(own: Difference) -> ShownClash:
        content = contents[own.line_id] if own.line_id in contents else plan.back[own.line_id].content
        choice, _bar, seen = chosen.each.get(own.token, "").partition("|")
        return ShownClash(
            words.label(content),
            words.cell(own),
            f"clash-{own.token}",
            f"{FILE}|{own.now}",
            f"{DRAFT}|{own.now}",
            choice if seen == str(own.now) else "",
        )

    return ShownPlan(
        changed=[line(pk) for pk in by_line],
        added=[
            ShownLine(words.label(row.content), sum(row.content.amounts, Decimal(0)), number=row.number)
            for row in plan.added
        ],
        removed=[line(pk) for pk in plan.removed if pk not in blank],
        blank=len(blank),
        kept=[line(pk) for pk in plan.kept_lines],
        clashes=[clash(own) for own in plan.clashes],
        shown=shown_as(plan),
        everything=chosen.everything,
        cells=len([cell for cell in plan.cells if cell.verdict == "change"]),
        is_empty=plan.is_empty,
    )


class _Words:
    """Names of lines, of what of them, and of values."""

    def __init__(self, budget: Budget) -> None:
        self.start = budget.fiscal_year.start_date.month
        self.categories: Mapping[str, str] = {str(own.pk): own.name for own in Category.objects.all()}
        self.projects: Mapping[str, str] = {str(pk): code for pk, code in Project.objects.values_list("pk", "code")}

    def label(self, content: Content) -> str:
        category = self.categories.get(content.category, "")
        return f"{category} · {content.description}" if content.description else category

    def cell(self, found: Difference) -> ShownCell:
        if found.part == LINE:
            return ShownCell(_("whole line"), formats.amount(Decimal(found.now)), _("not in the file"), found.by)
        if found.part == BACK:
            return ShownCell(_("whole line"), _("removed"), _("in the file"), found.by)
        value = self._value
        return ShownCell(
            self._part(found.part),
            value(found.part, found.now),
            value(found.part, found.new),
            found.by,
            found.verdict == "kept",
        )

    def _part(self, part: str) -> str:
        if part.isdecimal():
            return formats.month_name((self.start + int(part) - 2) % 12 + 1)
        return {
            CATEGORY: _("category"),
            PROJECT: _("project code"),
            DESCRIPTION: _("description"),
            RATIONALE: _("rationale"),
        }[part]

    def _value(self, part: str, value: Value) -> str:
        if isinstance(value, Decimal):
            return formats.amount(value)
        if part == CATEGORY:
            return self.categories.get(value, "")
        if part == PROJECT:
            return self.projects.get(value, "") or "—"
        return value[:80] or "—"
