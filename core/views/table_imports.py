"""Files of master data: choose one, see what every row would do, bring it in (GEN-16)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.list_workbooks import Sheet
from core.lists import file_of
from core.models import TableImport, TableImportState
from core.pages import happened
from core.sheets.headings import letter
from core.table_imports import services, targets
from core.table_imports.targets import BAD, CHANGED, NEW, SAME, Target
from core.web import Request, go_to, whole_number

SHOWN = 100
ALL = "ALL"
HEADING_ROWS = 15
EARLIER = 8


class TableFile(forms.Form):
    """The file to bring in."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx, .xls) or CSV (UTF-8, GB18030), up to 20,000 rows."),
        allow_empty_file=True,
    )
    again = forms.BooleanField(label=gettext_lazy("Bring the same file in again"), required=False)


@require_http_methods(["GET", "POST"])
def table_import_new(request: Request, target: str) -> HttpResponse:
    """Choose the file; it is read and checked, nothing is written."""
    to = targets.get_or_404(target, request.actor)
    form = TableFile(request.POST or None, request.FILES or None)
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = services.upload(
                target=to,
                file_name=file.name or "",
                content=file.read(services.LIMITS.bytes + 1),
                again=form.cleaned_data["again"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            return go_to(request, "core:table_import", target=to.code, import_id=found.pk)
    earlier = TableImport.objects.filter(target=to.code).exclude(state=TableImportState.DISCARDED)
    context = {
        "target": to,
        "back": reverse(to.back),
        "form": form,
        "error": error,
        "earlier": earlier.defer("rows").select_related("uploaded_by")[:EARLIER],
    }
    return render(request, "core/table_import_new.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def table_import_template(request: Request, target: str) -> HttpResponse:
    """A workbook with the headings that are read best, and one row as an example."""
    to = targets.get_or_404(target, request.actor)
    heads = [(f"{one.label}*" if one.is_needed else str(one.label), 18) for one in to.columns]
    sheet = Sheet(str(to.label), heads, [[one.example for one in to.columns]])
    return file_of(request, sheet, name=f"{to.code}-template", title=to.label)


@require_http_methods(["GET", "POST"])
def table_import(request: Request, target: str, import_id: int) -> HttpResponse:
    """What each column is and what every row would do; sent, the columns as somebody says."""
    to, found = _found(request, target, import_id)
    error: DomainError | None = None
    if request.method == "POST":
        header = whole_number(request.POST.get("header_row", ""), digits=5)
        width = max((len(row) for row in found.rows), default=0)
        columns = {place: request.POST.get(f"column-{place}", "") for place in range(width)}
        try:
            services.read_anew(
                import_id=found.pk,
                target=to,
                header_row=found.header_row if header is None else header,
                columns=columns,
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            return go_to(request, "core:table_import", target=to.code, import_id=found.pk)
    return _page(request, to, found, error=error)


@require_POST
def table_import_apply(request: Request, target: str, import_id: int) -> HttpResponse:
    """Bring the rows in; the whole file or nothing."""
    to, found = _found(request, target, import_id)
    try:
        done = services.apply(
            import_id=found.pk,
            target=to,
            leave_out_bad=request.POST.get("leave_out_bad") == "on",
            shown=request.POST.get("seen", ""),
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        return _page(request, to, found, error=error)
    count = done.counts.get(NEW, 0) + done.counts.get(CHANGED, 0)
    messages.success(
        request, ngettext("%(count)s row was brought in.", "%(count)s rows were brought in.", count) % {"count": count}
    )
    return go_to(request, to.back)


@require_POST
def table_import_discard(request: Request, target: str, import_id: int) -> HttpResponse:
    """Let the file go."""
    to, found = _found(request, target, import_id)
    try:
        services.discard(import_id=found.pk, target=to, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _page(request, to, found, error=error)
    messages.success(request, _("The file was let go; nothing was written."))
    return go_to(request, to.back)


def _found(request: Request, code: str, import_id: int) -> tuple[Target, TableImport]:
    target = targets.get_or_404(code, request.actor)
    found = TableImport.objects.filter(target=code, pk=import_id).select_related("uploaded_by").first()
    if found is None:
        raise Http404
    return target, found


def _page(request: Request, target: Target, found: TableImport, *, error: DomainError | None = None) -> HttpResponse:
    verdicts: list[targets.Verdict] = []
    is_open = found.state == TableImportState.OPEN
    lacks: DomainError | None = None
    if is_open:
        try:
            _rows, verdicts = services.checked(found, target, actor=request.actor)
        except DomainError as refused:
            lacks = refused
    counts = Counter(one.state for one in verdicts) if is_open else Counter(found.counts)
    shown = request.GET.get("show", "")
    if shown not in {NEW, CHANGED, SAME, BAD}:
        shown = BAD if counts[BAD] and shown != ALL else ""
    rows = [one for one in verdicts if shown in {"", one.state}]
    context = {
        "target": target,
        "back": reverse(target.back),
        "found": found,
        "is_open": is_open,
        "error": error or lacks,
        "columns": _columns(target, found),
        "heading_rows": [(place, " · ".join(cell for cell in row if cell)[:80]) for place, row in _head(found)],
        "tabs": [(code, label, counts[code]) for code, label in _labels().items() if counts[code]],
        "shown": shown,
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("page")),
        "states": _labels(),
        "bad": counts[BAD],
        "good": counts[NEW] + counts[CHANGED],
        "seen": services.seen(verdicts),
        "timeline": happened(kind=services.KIND, document=found),
    }
    status = (403 if error.status == 403 else 422) if error else 200
    return render(request, "core/table_import.html", context, status=status)


def _labels() -> dict[str, str]:
    return {NEW: _("New"), CHANGED: _("Changed"), SAME: _("As it is"), BAD: _("With problems")}


def _head(found: TableImport) -> list[tuple[int, list[str]]]:
    return list(enumerate(found.rows[:HEADING_ROWS]))


def _columns(target: Target, found: TableImport) -> list[dict[str, Any]]:
    """Every column of the file: its letter, its heading, an example, what it is."""
    heading = found.rows[found.header_row] if found.header_row < len(found.rows) else []
    below = found.rows[found.header_row + 1 : found.header_row + 6]
    return [
        {
            "place": place,
            "letter": letter(place),
            "heading": text,
            "example": next((row[place] for row in below if place < len(row) and row[place]), ""),
            "role": found.columns.get(str(place), ""),
        }
        for place, text in enumerate(heading)
    ]
