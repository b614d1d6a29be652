"""Pages of expense imports: list, one with its rows, progress, rows as Excel. Moves are in `import_moves` (EXP-09)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from budgets.services.refusals import ways_to_ask
from core import list_filters, list_words, lists, progress
from core.errors import DomainError
from core.list_workbooks import MOST_ROWS, Sheet
from core.money import ZERO
from core.ordering import ordered
from core.pages import document_context
from core.sheets.headings import letter
from core.web import Request, page_or_part
from expenses import forms, policies, selectors
from expenses.choices import BUSY, AmountsAre, ImportRowState, ImportState
from expenses.models import ExpenseImport, ImportRow
from expenses.selectors import imports as reads
from expenses.selectors.corrections import corrections_of_rows
from expenses.services.import_checking import subject
from expenses.views import import_words
from expenses.views.moves import status_of

ROWS = 50
SORTS = {
    "number": "number",
    "file": "file_name",
    "source": "source__name",
    "by": "created_by__sort_key",
    "day": "created_at",
    "state": "state",
    "posted": "posted_total",
}
ROW_SORTS = {"row": "number", "day": "expense_date", "voucher": "voucher", "amount": "amount"}
MOST_WORDS = 60
"""How many words of a file are asked about at once: each is a list of all categories."""
ORDER = tuple(state.value for state in ImportRowState)


@dataclass(frozen=True, slots=True)
class Tab:
    """The rows of one state, with their number and sum."""

    state: str
    label: str
    count: int
    total: Decimal
    is_shown: bool


def visible(request: Request, import_id: int) -> ExpenseImport:
    """The import, if the reader sees it as a whole; 404 otherwise (GEN-10)."""
    rows = selectors.imports_visible_to(request.actor).select_related("source", "created_by")
    return get_object_or_404(rows, pk=import_id)


@lists.list_page_of(state=(gettext_lazy("State"), ImportState.values))
@require_GET
def import_list(request: Request) -> HttpResponse:
    """All files that came in, the newest first."""
    if not policies.can_open_imports(request.actor):
        raise PermissionDenied
    rows = selectors.imports_visible_to(request.actor).select_related("source", "created_by")
    state = request.GET.get("state", "")
    if state in ImportState.values:
        rows = rows.filter(state=state)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows = list_words.by_words(rows, words, _says)
    rows = ordered(rows, request.GET.get("sort", ""), SORTS, usual=("-created_at", "-pk"))
    if lists.wants_file(request):
        filters = [(_("State"), lists.choice_words(ImportState.choices, state) if state else ""), (_("Search"), words)]
        title = _("Expense imports")
        return lists.file_of(request, _list_sheet(rows), name="expense-imports", title=title, filters=filters)
    standing = rows.exclude(state=ImportState.REVERSED)
    context = {
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "total": standing.order_by().aggregate(total=Sum("posted_total"))["total"] or ZERO,
        "states": ImportState.choices,
        "state": state,
        "words": words,
        "can_import": policies.can_import(request.actor),
    }
    return page_or_part(request, "expenses/import_list.html", "table", context)


def _says(word: str) -> Q:
    person = Q(created_by__name_zh__icontains=word) | Q(created_by__name_en__icontains=word)
    return person | Q(file_name__icontains=word) | Q(number__icontains=word) | Q(source__name__icontains=word)


@lists.list_page_of(show=(gettext_lazy("State"), ImportRowState.values), row=(gettext_lazy("Row"), list_filters.is_id))
@require_GET
def import_detail(request: Request, import_id: int) -> HttpResponse:
    """One import; for those who see only a department's spending, its posted rows of that department."""
    if selectors.imports_visible_to(request.actor).filter(pk=import_id).exists():
        found = visible(request, import_id)
        if request.htmx:
            return page_or_part(request, "expenses/import_detail.html", "rows", rows_context(request, found))
        return detail(request, found)
    found = get_object_or_404(ExpenseImport.objects.select_related("source", "created_by"), pk=import_id)
    if not selectors.import_rows_visible_to(request.actor, found).exists():
        raise Http404
    context = {"found": found, "is_partial": True, **rows_context(request, found)}
    return page_or_part(request, "expenses/import_detail.html", "rows", context)


@require_GET
def import_progress(request: Request, import_id: int) -> HttpResponse:
    """How far the job is; once it has ended the whole page is drawn anew."""
    found = visible(request, import_id)
    answer = render(request, "expenses/parts/import_progress.html", _progress(found, request))
    if found.state not in BUSY:
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
def import_rows(request: Request, import_id: int) -> HttpResponseBase:
    """The rows of one state as Excel, each with everything that is said about it."""
    found = get_object_or_404(ExpenseImport, pk=import_id)
    rows = selectors.import_rows_visible_to(request.actor, found)
    if not policies.sees_imports(request.actor) and not rows.exists():
        raise Http404
    state = request.GET.get("show", "")
    state = state if state in ImportRowState.values else ""
    if state:
        rows = rows.filter(state=state)
    rows = ordered(rows, request.GET.get("sort", ""), ROW_SORTS, usual=("number",))
    return lists.file_of(
        request,
        _sheet(rows.select_related("category", "department")),
        name=f"{found.number or 'import'}-{state.lower() or 'rows'}",
        title=str(found),
        filters=[(_("State"), ImportRowState(state).label if state else "")],
    )


@require_GET
def import_file(request: Request, import_id: int) -> HttpResponseBase:
    """The file as it was sent, always as a download."""
    found = visible(request, import_id)
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def detail(request: Request, found: ExpenseImport, *, error: DomainError | None = None, **more: Any) -> HttpResponse:
    """The page of an import seen as a whole; with what was refused, if something was."""
    is_checked = found.state == ImportState.CHECKED
    can_import = policies.can_import(request.actor)
    context = {
        "found": found,
        "error": error,
        "ended": import_words.ended(found),
        "can_import": can_import,
        "can_reverse": found.state == ImportState.POSTED
        and policies.can_reverse_import(found, request.actor)
        and found.created_by_id != request.actor.person_id,
        "can_change": is_checked and can_import,
        "post_form": forms.ImportPost(),
        "shortages": _shortages(request, found),
        "beyond": reads.beyond(found),
        **_progress(found, request),
        **rows_context(request, found),
        **(_reading(found) if found.state in {ImportState.CHECKED, ImportState.UNREADABLE} else {}),
        **document_context(actor=request.actor, kind=found.kind, document=found),
        **more,
    }
    return render(request, "expenses/import_detail.html", context, status=status_of(error))


def rows_context(request: Request, found: ExpenseImport) -> dict[str, Any]:
    """The rows of the state that is looked at, or the one row somebody came for."""
    rows = selectors.import_rows_visible_to(request.actor, found).select_related("category", "department", "period")
    wanted = request.GET.get("row", "")
    if wanted.isdecimal() and len(wanted) < 19 and (one := rows.filter(pk=wanted)).exists():
        shown = rows.get(pk=wanted).state
        page = Paginator(one.order_by("number"), ROWS).get_page(1)
    else:
        wanted = ""
        shown = _shown(request, found)
        hinted = request.GET.get("hints") == "1"
        rows = rows.filter(state=shown).exclude(problems=[]) if hinted else rows.filter(state=shown)
        page = Paginator(ordered(rows, request.GET.get("sort", ""), ROW_SORTS, usual=("number",)), ROWS).get_page(
            request.GET.get("page")
        )
    tabs = _tabs(found, shown) if policies.sees_imports(request.actor) else []
    return {
        "found": found,
        "shown": shown,
        "hinted": reads.hinted(found) if tabs else 0,
        "one_row": wanted,
        "tabs": tabs,
        "page": page,
        "rows": _shown_rows(request, list(page.object_list)),
        "rows_word": str(ImportRowState(shown).label),
    }


def _shown_rows(request: Request, rows: list[ImportRow]) -> list[dict[str, Any]]:
    """Rows with what was found, what was corrected, and whether the reader may ask for a correction (EXP-08)."""
    corrected = corrections_of_rows(rows, actor=request.actor)
    return [
        {
            "row": row,
            "why": import_words.why_not(row),
            "corrections": corrected[row.pk],
            "can_correct": row.state == ImportRowState.POSTED
            and row.reversed_amount != row.amount
            and policies.can_correct_row(row, request.actor),
        }
        for row in rows
    ]


def _shown(request: Request, found: ExpenseImport) -> str:
    asked = request.GET.get("show", "")
    if asked in ImportRowState.values:
        return asked
    first = ("BAD", "SHORT", "GOOD", "POSTED", "REVERSED", "KNOWN", "SKIPPED")
    if found.posted_at:
        first = ("SHORT", "POSTED", "REVERSED", "BAD", "GOOD", "KNOWN", "SKIPPED")
    return next((state for state in first if found.counts.get(state)), ImportRowState.POSTED.value)


def _tabs(found: ExpenseImport, shown: str) -> list[Tab]:
    return [
        Tab(
            state,
            str(ImportRowState(state).label),
            found.counts[state],
            Decimal(found.amounts.get(state, "0")),
            state == shown,
        )
        for state in ORDER
        if found.counts.get(state)
    ]


def _progress(found: ExpenseImport, request: Request) -> dict[str, Any]:
    told = progress.read(subject(found.pk)) if found.state in BUSY else None
    may = policies.can_reverse_import if found.state == ImportState.REVERSING else policies.can_import_document
    return {
        "found": found,
        "is_busy": found.state in BUSY,
        "progress": told,
        "step": import_words.step(told.step if told else ""),
        "can_stop": found.state in BUSY and may(found, request.actor),
    }


def _reading(found: ExpenseImport) -> dict[str, Any]:
    """How the file is read: its first rows under what each column is, and its own words."""
    first: list[list[str]] = found.reading.get("first", [])
    header = int(found.reading.get("header_row", 0))
    columns = found.reading.get("columns", {})
    width = max((len(row) for row in first), default=0)
    words = reads.words_of(found)
    return {
        "header": header + 1,
        "columns": [
            {
                "index": index,
                "letter": letter(index),
                "heading": first[header][index] if header < len(first) and index < len(first[header]) else "",
                "role": columns.get(str(index), "ignore"),
            }
            for index in range(width)
        ],
        "first": [(number, row + [""] * (width - len(row))) for number, row in enumerate(first, start=1)],
        "roles": import_words.roles(),
        "amounts_are": AmountsAre.choices,
        "open_words": [word for word in words if word.is_open][:MOST_WORDS],
        "open_count": sum(word.is_open for word in words),
        "known_words": [word for word in words if not word.is_open][:MOST_WORDS],
        "categories": selectors.category_groups(),
        "departments": list(reads.departments_to_choose()),
    }


def _shortages(request: Request, found: ExpenseImport) -> list[dict[str, Any]]:
    """What was not posted, by key, with the ways to more budget."""
    if not found.counts.get(ImportRowState.SHORT):
        return []
    return [
        {
            "of": one,
            "ways": ways_to_ask(
                department_id=one.department_id, category_id=one.category_id, period_id=one.period_id,
                short=one.short, actor=request.actor,
            ),
        }
        for one in reads.shortages(found)
    ]  # fmt: skip


def _list_sheet(rows: QuerySet[ExpenseImport]) -> Sheet:
    heads = [
        (_("Number"), 16), (_("File"), 36), (_("Source"), 20), (pgettext("person", "By"), 14), (_("Date"), 12),
        (_("State"), 14), (_("Over budget"), 12), (_("Posted"), 16),
    ]  # fmt: skip
    cells = (
        (
            row.number or "", row.file_name, str(row.source), row.created_by.name, timezone.localdate(row.created_at),
            row.get_state_display(), row.counts.get("SHORT", 0), row.posted_total if row.posted_at else None,
        )
        for row in rows[:MOST_ROWS].iterator(chunk_size=500)
    )  # fmt: skip
    return Sheet(_("Expense imports"), heads, cells, sums=(7,))


def _sheet(rows: QuerySet[ImportRow]) -> Sheet:
    heads = [
        (_("Sheet row"), 10), (_("State"), 12), (_("Day"), 12), (_("Voucher number"), 16),
        (_("Line of the voucher"), 8), (_("Summary"), 36), (_("Account"), 28), (_("Category"), 18),
        (_("Department"), 18), (_("Supplier"), 24),
        (_("Invoice"), 22), (pgettext("document", "Complaint"), 16),
        (_("Amount"), 16), (_("Net"), 16), (_("Tax"), 14), (_("Available"), 16),
        (_("Findings"), 50), (_("In the file"), 60),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number, row.get_state_display(), row.expense_date, row.voucher, row.entry, row.summary, row.subject,
                row.category.name if row.category else "",
                row.department.name if row.department else row.department_text,
                row.supplier, row.invoice_number, row.complaint, row.amount, row.net_amount, row.tax_amount,
                row.available,
                " ".join(import_words.why_not(row)),
                " | ".join(row.cells),
            )  # fmt: skip

    return Sheet(_("Rows"), heads, cells(), sums=(12, 13, 14))
