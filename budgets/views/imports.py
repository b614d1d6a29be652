"""Bringing a workbook into a draft: upload, say what each column is, look at every row, apply (BUD-22, GEN-16)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets import forms, policies
from budgets.choices import ImportState
from budgets.models import Budget, BudgetImport, Category
from budgets.rules.sheet_blocks import Block, is_amount
from budgets.rules.sheet_guess import FACTORS, guess_columns
from budgets.rules.sheet_layout import ROLES, Layout
from budgets.rules.sheet_rows import BAD, LINE, NEED_NO_CATEGORY, SUBTOTAL, Row
from budgets.selectors import imports as reads
from budgets.selectors import workbooks
from budgets.selectors.budgets import totals_of
from budgets.selectors.import_changes import Choices
from budgets.services import imports, starts
from budgets.services.imports import SheetReading
from budgets.views import import_words
from budgets.views.access import seen_budget
from budgets.views.budgets import workbook
from budgets.views.import_plan import shown_plan
from core.errors import DomainError
from core.sheets.files import SHORT
from core.sheets.headings import letter
from core.web import Request, go_to
from organization.views.access import gate

SHOWN_ROWS = 12


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview with its sentences."""

    row: Row
    category: str
    problems: list[str]
    notes: list[tuple[str, str]]
    suggestions: list[tuple[int, str]]
    is_out: bool
    is_chosen: bool

    @property
    def tone(self) -> str:
        """How the row is drawn."""
        if self.is_out:
            return "out"
        return {BAD: "bad", SUBTOTAL: "sum"}.get(self.row.kind, "")

    @property
    def is_set_aside(self) -> bool:
        """Whether the row is not added, and could be."""
        return any(note.code in NEED_NO_CATEGORY for note in self.row.notes)


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """Columns of amounts that could be read, in words."""

    first: int
    columns: str
    label: str
    is_read: bool
    is_doubtful: bool


@require_http_methods(["GET", "POST"])
def import_upload(request: Request, budget_id: int) -> HttpResponse:
    """Choose the file; it is read and checked, nothing is written."""
    budget = _editable(request, budget_id)
    gate(budget, "submit", actor=request.actor)
    form = forms.ImportFile(request.POST or None, request.FILES or None)
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = imports.upload(
                budget_id=budget.pk,
                file_name=file.name or "",
                content=file.read(SHORT.bytes + 1),
                again=form.cleaned_data["again"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            return go_to(request, "budgets:import_detail", budget_id=budget.pk, import_id=found.pk)
    earlier = BudgetImport.objects.filter(budget=budget).select_related("uploaded_by")[:10]
    context = {"budget": budget, "form": form, "error": error, "earlier": earlier}
    return render(request, "budgets/import_upload.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def import_template(request: Request, budget_id: int) -> HttpResponse:
    """A workbook of the shape that is read best, with the draft's lines and no amounts."""
    budget = seen_budget(request, budget_id)
    name = f"{_('Budget template')}-{budget.department.code}-{budget.fiscal_year.year}.xlsx"
    return workbook(workbooks.import_template(budget), name)


@require_GET
def import_detail(request: Request, budget_id: int, import_id: int) -> HttpResponse:
    """What each column is, and what every row would become (GEN-16)."""
    budget = _editable(request, budget_id)
    return render(request, "budgets/import_detail.html", _page(budget, _import(budget, import_id)))


@require_POST
def import_map(request: Request, budget_id: int, import_id: int) -> HttpResponse:
    """Read the file again as the user says: sheet, heading row, columns, unit, categories, rows left out."""
    budget = _editable(request, budget_id)
    found = _import(budget, import_id)
    try:
        imports.remap(import_id=found.pk, wanted=_reading(request, found), actor=request.actor)
    except DomainError as error:
        return _refused(request, budget, found, error)
    return go_to(request, "budgets:import_detail", budget_id=budget.pk, import_id=found.pk)


@require_POST
def import_apply(request: Request, budget_id: int, import_id: int) -> HttpResponse:
    """Write the checked rows into the draft, all or none."""
    budget = _editable(request, budget_id)
    found = _import(budget, import_id)
    form = forms.ImportApply(request.POST)
    choices = _choices(request)
    if not form.is_valid():
        return render(request, "budgets/import_detail.html", _page(budget, found, apply_form=form), status=422)
    try:
        imports.apply(
            import_id=found.pk,
            mode=form.cleaned_data["mode"],
            leave_out_bad=form.cleaned_data["leave_out_bad"],
            choices=choices,
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        plan = shown_plan(found, seen_budget(request, budget_id), choices)
        return _refused(request, budget, found, error, apply_form=form, plan=plan)
    count = len(reads.preview_of(found).good)
    text = ngettext("%(count)s line was brought in.", "%(count)s lines were brought in.", count) % {"count": count}
    messages.success(request, text)
    return go_to(request, "budgets:budget_grid", budget_id=budget.pk)


@require_POST
def import_discard(request: Request, budget_id: int, import_id: int) -> HttpResponse:
    """Let the file go; nothing was written."""
    budget = _editable(request, budget_id)
    found = _import(budget, import_id)
    try:
        imports.discard(import_id=found.pk, actor=request.actor)
    except DomainError as error:
        return _refused(request, budget, found, error)
    messages.success(request, _("The file was let go; the draft is as it was."))
    return go_to(request, "budgets:import_upload", budget_id=budget.pk)


def _editable(request: Request, budget_id: int) -> Budget:
    budget = seen_budget(request, budget_id)
    if not request.actor.can(policies.MAKE, budget.department_id):
        raise PermissionDenied
    return budget


def _import(budget: Budget, import_id: int) -> BudgetImport:
    return get_object_or_404(BudgetImport, pk=import_id, budget=budget)


def _page(budget: Budget, found: BudgetImport, **more: Any) -> dict[str, Any]:
    preview = reads.preview_of(found)
    is_open = found.state not in {ImportState.APPLIED, ImportState.DISCARDED}
    layout = reads.layout_of(found)
    rows = found.sheets["rows"][found.sheet]
    leaves = starts.usable_leaves()
    names = {category.pk: category.name for category in Category.objects.all()}
    fixes = found.mapping.get("fixes", {})
    shown = [_shown(row, preview, names, fixes) for row in preview.rows]
    reads_amounts = any(is_amount(role) for role in layout.columns.values())
    blocks = [_shown_block(block, layout) for block in reads.blocks_of(found)]
    width = max((len(row) for row in rows), default=0)
    return {
        "budget": budget,
        "found": found,
        "is_open": is_open,
        "preview": preview,
        "rows": shown,
        "bad_count": len(preview.bad),
        "sheets": list(found.sheets["rows"]),
        "layout": layout,
        "heading_row": layout.header_row + 1,
        "columns": [
            {
                "index": column,
                "letter": letter(column),
                "heading": rows[layout.header_row][column] if layout.header_row < len(rows) else "",
                "role": layout.columns.get(column, "ignore"),
            }
            for column in range(width)
        ],
        "sample": [(index + 1, row) for index, row in enumerate(rows[:SHOWN_ROWS])],
        "roles": [(role, import_words.role(role)) for role in ROLES],
        "units": [
            (1, _("yuan")),
            (1_000, _("thousand yuan")),
            (10_000, _("ten thousand yuan")),
            (1_000_000, _("million yuan")),
        ],
        "blocks": blocks if len(blocks) > 1 else [],
        "block_read": next((block for block in blocks if block.is_read), None),
        "reads_amounts": reads_amounts,
        "categories": forms.grouped(leaves),
        "other_years": [year for year in preview.years if year != budget.fiscal_year.year],
        "now": totals_of([budget.pk])[budget.pk],
        "sums": _sums(preview, {category.pk: category.kind for category in leaves}),
        "apply_form": forms.ImportApply(),
        "plan": more.get("plan") or (shown_plan(found, budget) if is_open and preview.good else None),
    } | more


def _choices(request: Request) -> Choices:
    """What was chosen about places that somebody else changed, one by one or all alike."""
    data = request.POST
    each = {name.removeprefix("clash-"): str(value) for name, value in data.items() if name.startswith("clash-")}
    return Choices(each=each, everything=data.get("clashes", ""), shown=data.get("shown", ""))


def _sums(preview: reads.Preview, kinds: dict[int, str]) -> dict[str, Decimal]:
    sums = {"costs": Decimal(0), "revenue": Decimal(0)}
    for row in preview.good:
        sums["revenue" if kinds.get(row.category_id or 0) == "REVENUE" else "costs"] += row.total
    return sums


def _shown_block(block: Block, layout: Layout) -> ShownBlock:
    return ShownBlock(
        block.first,
        f"{letter(block.first)}–{letter(block.last)}",
        block.name,
        all(layout.columns.get(column) == role for column, role in block.columns.items()),
        block.is_doubtful,
    )


def _shown(row: Row, preview: reads.Preview, names: dict[int, str], fixes: dict[str, int]) -> ShownRow:
    return ShownRow(
        row=row,
        category=names.get(row.category_id or 0, ""),
        problems=[import_words.problem(problem) for problem in row.problems],
        notes=[(import_words.tone(note), import_words.note(note)) for note in row.notes],
        suggestions=[(pk, names[pk]) for pk in row.suggestions if pk in names],
        is_out=row.number in preview.left_out,
        is_chosen=row.kind == LINE and str(row.number) in fixes,
    )


def _reading(request: Request, found: BudgetImport) -> SheetReading:
    data = request.POST
    sheet = data.get("sheet", found.sheet)
    if sheet != found.sheet and sheet in found.sheets["rows"]:
        return SheetReading(sheet=sheet, layout=imports.guess_sheet(found=found, sheet=sheet))
    now = reads.layout_of(found)
    rows = found.sheets["rows"][found.sheet]
    header = _whole(data.get("header_row"), now.header_row + 1) - 1
    header = min(max(header, 0), len(rows) - 1)
    if header != now.header_row:
        layout = Layout(header, guess_columns(rows, header, reads.around_of(found)), now.factor)
    else:
        columns = {
            column: role
            for column in range(max((len(row) for row in rows), default=0))
            if (role := data.get(f"column_{column}", now.columns.get(column, "ignore"))) in ROLES
        }
        columns |= _other_block(found, now, data.get("block", ""))
        factor = _whole(data.get("factor"), now.factor)
        layout = Layout(header, columns, factor if factor in FACTORS else 1)
    fixes = {
        int(name.removeprefix("fix_")): int(str(value))
        for name, value in data.items()
        if name.startswith("fix_") and name[4:].isdecimal() and str(value).isdecimal()
    }
    left_out = [int(value) for value in data.getlist("leave_out") if value.isdecimal()]
    return SheetReading(sheet=found.sheet, layout=layout, fixes=fixes, left_out=left_out)


def _other_block(found: BudgetImport, now: Layout, first: str) -> dict[int, str]:
    """What the columns of amounts are when others are to be read than now."""
    blocks = reads.blocks_of(found)
    wanted = next((block for block in blocks if str(block.first) == first), None)
    if wanted is None or _shown_block(wanted, now).is_read:
        return {}
    return {column: "ignore" for block in blocks for column in block.columns} | wanted.columns


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else default


def _refused(request: Request, budget: Budget, found: BudgetImport, error: DomainError, **more: Any) -> HttpResponse:
    return render(request, "budgets/import_detail.html", _page(budget, found, error=error, **more), status=422)
