"""A workbook brought into a draft: uploaded, its columns named, checked as a whole, applied or discarded (BUD-22,
GEN-16).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from budgets.choices import ImportState
from budgets.draft_errors import ClashesLeft
from budgets.models import Budget, BudgetImport, BudgetLine, Project
from budgets.rules import sheet_guess
from budgets.rules.sheet_blocks import Around
from budgets.rules.sheet_changes import Content, Difference, Plan
from budgets.rules.sheet_layout import ORIGIN_SHEET, Layout
from budgets.rules.sheet_rows import Row
from budgets.selectors import import_changes as changes
from budgets.selectors import imports as reads
from budgets.selectors.import_changes import FILE, Choices
from budgets.services.import_writing import add, bring_in
from budgets.services.lines import lock_draft, log_changes, require_room
from budgets.services.starts import keep_as_started
from core import audit
from core.actors import Actor
from core.money import ZERO
from core.sheets import files
from core.sheets.errors import BadRowsLeft, ImportClosed, NothingToImport

REPLACE, ADD = "replace", "add"


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How the user says a sheet is to be read."""

    sheet: str
    layout: Layout
    fixes: Mapping[int, int] = field(default_factory=dict)
    left_out: Collection[int] = ()


@transaction.atomic
def upload(
    *, budget_id: int, file_name: str, content: bytes, actor: Actor, at: datetime, again: bool = False
) -> BudgetImport:
    """Take in a file for a draft and guess how it is to be read; nothing is written to the draft.

    Raises FileRefused, DraftFrozen, NotAllowed, SameFile and SameFileWaits (unless `again`).
    """
    budget = lock_draft(budget_id, actor)
    digest = files.fingerprint(content)
    sent = BudgetImport.objects.filter(budget=budget, sha256=digest).select_related("uploaded_by").order_by("-pk")
    before = sent.filter(state=ImportState.APPLIED).first()
    first = sent.filter(state__in=(ImportState.UPLOADED, ImportState.MAPPED)).first()
    waiting = files.Waiting(first.uploaded_by.name, first.uploaded_at, first.pk) if first is not None else None
    files.require_new(before.applied_at if before else None, again=again, waiting=waiting)
    sheets = files.read(content)
    origin = _origin(sheets.rows, budget)
    if not sheets.rows:
        raise files.refused("nothing", files.SHORT)
    year = budget.fiscal_year
    sheet = reads.likeliest_sheet(sheets.rows, Around(year.year, year.start_date.month))
    made = BudgetImport(
        budget=budget,
        file_name=file_name[:200],
        sha256=digest,
        sheet=sheet[:120],
        sheets={"rows": sheets.rows, "flaws": sheets.flaws, "merged": sheets.merged, "origin": origin},
        uploaded_by_id=actor.person_id,
        uploaded_at=at,
    )
    _check(made, SheetReading(sheet=sheet, layout=guess_sheet(found=made, sheet=sheet)))
    made.save()
    return made


@transaction.atomic
def remap(*, import_id: int, wanted: SheetReading, actor: Actor) -> BudgetImport:
    """Read the file again as the user says. Raises ImportClosed, DraftFrozen, NotAllowed."""
    found = _open_import(import_id, actor)
    sheet = wanted.sheet if wanted.sheet in found.sheets["rows"] else found.sheet
    _check(found, SheetReading(sheet=sheet, layout=wanted.layout, fixes=wanted.fixes, left_out=wanted.left_out))
    found.save(update_fields=("sheet", "mapping", "preview", "state"))
    return found


def guess_sheet(*, found: BudgetImport, sheet: str) -> Layout:
    """The likeliest layout of another sheet of the file."""
    return sheet_guess.guess(found.sheets["rows"][sheet], reads.around_of(found, sheet))


@transaction.atomic
def apply(
    *, import_id: int, mode: str, leave_out_bad: bool, actor: Actor, at: datetime, choices: Choices | None = None
) -> BudgetImport:
    """Write the checked rows into the draft, all or none: the draft becomes as the file, or gets its lines added.

    Lines that stay keep their id and so their history. What somebody else changed since the file left the draft is
    never overwritten without a choice about just that. Raises BadRowsLeft (bad rows not left out), ClashesLeft,
    NothingToImport, ImportClosed, TooManyLines, DraftFrozen, NotAllowed; then nothing has changed.
    """
    found = _open_import(import_id, actor)
    budget = found.budget
    preview = reads.preview_of(found)
    if preview.bad and not leave_out_bad:
        raise BadRowsLeft(count=len(preview.bad))
    rows = preview.good
    if not rows:
        raise NothingToImport
    had_lines = BudgetLine.objects.filter(budget=budget).exclude(amounts=[ZERO] * 12).exists()
    if mode == REPLACE:
        plan = changes.plan_of(found, budget)
        made = bring_in(budget, plan, _settled(plan, choices or Choices()))
    else:
        require_room(budget, len(rows))
        made = add(budget, _contents(budget, rows))
    log_changes(budget, made, actor=actor, at=at)
    if not had_lines:
        keep_as_started(budget, actor=actor, at=at)
    found.state, found.applied_at = ImportState.APPLIED, at
    if words := reads.words_chosen(found):
        found.mapping["learned"] = words
    found.save(update_fields=("state", "applied_at", "mapping"))
    total = sum((row.total for row in rows), Decimal(0))
    facts = {
        "file": found.file_name,
        "rows": len(rows),
        "total": str(total),
        "left_out": len(preview.bad),
        "mode": mode,
    }
    audit.record(
        kind=Budget.kind,
        document_id=budget.pk,
        label=str(budget),
        code="budget.import",
        actor=actor,
        at=at,
        facts=facts,
    )
    return found


def _settled(plan: Plan, choices: Choices) -> list[Difference]:
    """The clashes in which the file wins. Raises ClashesLeft where no choice was made about what stands there now."""
    chosen = {clash.token: choices.about(clash, plan) for clash in plan.clashes}
    if left := sum(not choice for choice in chosen.values()):
        raise ClashesLeft(count=left)
    return [clash for clash in plan.clashes if chosen[clash.token] == FILE]


@transaction.atomic
def discard(*, import_id: int, actor: Actor) -> BudgetImport:
    """Let a file go; nothing was written. Raises ImportClosed, DraftFrozen, NotAllowed."""
    found = _open_import(import_id, actor)
    found.state = ImportState.DISCARDED
    found.save(update_fields=("state",))
    return found


def _open_import(import_id: int, actor: Actor) -> BudgetImport:
    budget = lock_draft(BudgetImport.objects.values_list("budget_id", flat=True).get(pk=import_id), actor)
    found = BudgetImport.objects.select_for_update(of=("self",)).get(pk=import_id)
    found.budget = budget
    if found.state in {ImportState.APPLIED, ImportState.DISCARDED}:
        raise ImportClosed
    return found


def _check(found: BudgetImport, wanted: SheetReading) -> None:
    found.sheet = wanted.sheet[:120]
    found.mapping = {
        "header_row": wanted.layout.header_row,
        "columns": {str(column): role for column, role in wanted.layout.columns.items()},
        "factor": wanted.layout.factor,
        "fixes": {str(row): category for row, category in wanted.fixes.items()},
        "left_out": sorted(wanted.left_out),
    }
    found.preview = reads.checked(found)
    found.state = ImportState.MAPPED


def _origin(sheets: dict[str, list[list[str]]], budget: Budget) -> dict[str, int | bool]:
    """Which sequence of the draft a file starts from: what it says itself, or now. Its own sheet is no page to read."""
    cells = next(iter(sheets.pop(ORIGIN_SHEET, [])), [])
    told = [int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 19 else -1 for cell in cells[:2]]
    if len(told) == 2 and told[0] == budget.pk and 0 <= told[1] <= budget.change_sequence:
        return {"own": True, "sequence": told[1]}
    return {"own": False, "sequence": budget.change_sequence}


def _contents(budget: Budget, rows: Collection[Row]) -> list[Content]:
    """Rows as lines to be added."""
    projects = {code: str(pk) for pk, code in Project.objects.values_list("pk", "code")}
    start = budget.fiscal_year.start_date.month
    return [changes.sheet_line(row, projects, start=start, own=False).content for row in rows]
