"""What an uploaded workbook would change in its draft as it stands now (BUD-22)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.models import Budget, BudgetImport, BudgetLine, CellChange, Project
from budgets.rules import sheet_layout
from budgets.rules.sheet_changes import (
    CATEGORY,
    DESCRIPTION,
    PROJECT,
    RATIONALE,
    Cell,
    Content,
    Difference,
    Meanwhile,
    Plan,
    SheetLine,
    Value,
    compare,
)
from budgets.rules.sheet_layout import Layout
from budgets.rules.sheet_rows import BAD, LINE, REMARK, Row
from budgets.selectors import imports as reads

FILE, DRAFT = "file", "draft"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose about clashes: for each by its token, “file” or “draft” with the draft's value they saw; or
    for all of them (`everything`), with what was shown.
    """

    each: Mapping[str, str] = field(default_factory=dict)
    everything: str = ""
    shown: str = ""

    def about(self, clash: Difference, plan: Plan) -> str:
        """“file”, “draft”, or nothing where no choice was made about the clash as it is now."""
        if self.everything in {FILE, DRAFT}:
            return self.everything if self.shown == shown_as(plan) else ""
        choice, _bar, seen = self.each.get(clash.token, "").partition("|")
        return choice if choice in {FILE, DRAFT} and seen == str(clash.now) else ""


def shown_as(plan: Plan) -> str:
    """A short name for the clashes as they are shown: another one, or another value, is not covered by a choice."""
    text = "\n".join(f"{clash.token}|{clash.now}|{clash.new}" for clash in plan.clashes)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def plan_of(found: BudgetImport, budget: Budget) -> Plan:
    """What bringing the file in would change. A constant number of statements."""
    preview = reads.preview_of(found)
    layout = reads.layout_of(found)
    projects = {code: str(pk) for pk, code in Project.objects.values_list("pk", "code")}
    own = bool(origin_of(found).get("own"))
    start = budget.fiscal_year.start_date.month
    good = preview.good
    numbers = {row.number for row in good}
    others = [row for row in preview.rows if row.number not in numbers and (row.category_id or row.line_id)]
    lines = {line.pk: content_of(line) for line in BudgetLine.objects.filter(budget=budget).order_by("position", "pk")}

    def sheet_lines(rows: Iterable[Row]) -> list[SheetLine]:
        return [sheet_line(row, projects, start=start, own=own) for row in rows]

    return compare(
        sheet_lines(good),
        lines,
        parts=parts_of(layout, start),
        meanwhile=_meanwhile(budget, since=origin_of(found).get("sequence", budget.change_sequence)),
        staying=sheet_lines(row for row in others if row.kind in {LINE, BAD, REMARK}),
    )


def origin_of(found: BudgetImport) -> Mapping[str, int]:
    """Where the file comes from: `sequence` of the draft it starts from, `own` when it was written by this draft."""
    origin: Mapping[str, int] = found.sheets.get("origin", {})
    return origin


def content_of(line: BudgetLine) -> Content:
    """A line as it is compared."""
    return Content(
        str(line.category_id), str(line.project_id or ""), line.description, line.rationale, tuple(line.amounts)
    )


def parts_of(layout: Layout, start: int) -> list[str]:
    """The values a sheet has: what it does not name stays as it is."""
    roles = set(layout.columns.values())
    words = [
        part
        for part, role in (
            (PROJECT, sheet_layout.PROJECT),
            (DESCRIPTION, sheet_layout.DESCRIPTION),
            (RATIONALE, sheet_layout.RATIONALE),
        )
        if role in roles
    ]
    calendar = [(start - 1 + offset) % 12 + 1 for offset in range(12)]
    months = [str(place) for place, month in enumerate(calendar, 1) if month in layout.months_read]
    return [CATEGORY, *words, *months]


def sheet_line(row: Row, projects: Mapping[str, str], *, start: int, own: bool) -> SheetLine:
    """A row as it is compared: months from the fiscal year's first one on; its line if the file is this draft's own."""
    months = row.months or (Decimal(0),) * 12
    content = Content(
        category=str(row.category_id or ""),
        project=projects.get(row.project, ""),
        description=row.description.strip(),
        rationale=row.rationale.strip(),
        amounts=tuple(months[(start - 1 + offset) % 12] for offset in range(12)),
    )
    return SheetLine(row.number, content, row.line_id if own else None)


def _meanwhile(budget: Budget, *, since: int) -> Meanwhile:
    before: dict[Cell, Value] = {}
    by: dict[Cell, str] = {}
    added: set[int] = set()
    removed: dict[int, str] = {}
    rows = CellChange.objects.filter(budget=budget, sequence__gt=since).select_related("changed_by")
    for change in rows.order_by("sequence"):
        who = change.changed_by.name
        if change.what == "removed":
            removed[change.line_id] = who
        elif change.what in {"added", "restored"}:
            added.add(change.line_id)
            removed.pop(change.line_id, None)
        else:
            part = str(change.month) if change.month else change.what
            before.setdefault((change.line_id, part), Decimal(change.old) if change.month else change.old)
            by.pop((change.line_id, part), None)
            by[change.line_id, part] = who
    return Meanwhile(before, by, added, removed)
