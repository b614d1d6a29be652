"""Pages of imports of departments and people: list, sending a file, one with its rows, the templates (ORG-10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import lists, progress
from core.errors import DomainError
from core.list_workbooks import XLSX, Sheet, write
from core.ordering import ordered_rows
from core.sheets.headings import letter
from core.web import Request, go_to, page_or_part
from organization import pages, policies, selectors, services, staff_rows
from organization import staff_layout as layout
from organization.choices import StaffImportState, StaffKind, StaffRowState
from organization.forms.staff_imports import StaffApplyForm, StaffUploadForm
from organization.models import StaffImport
from organization.services.staff_imports import BUSY, subject
from organization.views import asking
from organization.views.access import needs

PER_PAGE = 50
PEOPLE_OF = {"zh": "zh-hans", "en": "en"}
TONES = {
    StaffRowState.BAD: ("danger", "alert-circle"),
    StaffRowState.NEW: ("ok", "plus"),
    StaffRowState.CHANGED: ("info", "pencil"),
    StaffRowState.SAME: ("mute", "equal"),
    StaffRowState.LEFT_OUT: ("mute", "ban"),
}


@lists.list_page_of(
    kind=(gettext_lazy("A list of"), StaffKind.values), state=(gettext_lazy("State"), StaffImportState.values)
)
@require_GET
@needs(policies.can_edit)
def staff_imports(request: Request) -> HttpResponse:
    """All files of departments and people that were sent."""
    asked = {
        "words": asking.words(request),
        "kind": request.GET.get("kind", ""),
        "state": request.GET.get("state", ""),
        "sort": request.GET.get("sort", ""),
    }
    rows = selectors.staff_import_list(**asked)
    if lists.wants_file(request):
        filters = [
            (_("A list of"), dict(StaffKind.choices).get(asked["kind"], "")),
            (_("State"), dict(StaffImportState.choices).get(asked["state"], "")),
            (_("Search"), asked["words"]),
        ]
        sheet = _imports_sheet(rows)
        title = _("Imports of people and departments")
        return lists.file_of(request, sheet, name="staff-imports", title=title, filters=filters)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "kinds": StaffKind.choices,
        "states": StaffImportState.choices,
    }
    return page_or_part(request, "organization/staff_imports.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_edit)
def staff_import_create(request: Request) -> HttpResponse:
    """Send a file."""
    usual = StaffKind.DEPARTMENTS if request.GET.get("kind") == StaffKind.DEPARTMENTS else StaffKind.PEOPLE
    form = StaffUploadForm(request.POST or None, request.FILES or None, initial={"kind": usual})
    error: DomainError | None = None
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            found = services.upload_staff(
                kind=form.cleaned_data["kind"],
                file_name=sent.name,
                content=sent.read(),
                again=form.cleaned_data["again"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            return go_to(request, "organization:staff_import_detail", import_id=found.pk)
    context = {"form": form, "error": error, "kinds": StaffKind.choices}
    status = 422 if request.method == "POST" else 200
    return render(request, "organization/staff_import_create.html", context, status=status)


@lists.list_page_of(show=(gettext_lazy("State"), StaffRowState.values))
@require_GET
@needs(policies.can_edit)
def staff_import_detail(request: Request, import_id: int) -> HttpResponse:
    """One file: how it is read, what every row becomes, what is wrong in which cell."""
    found = get_object_or_404(StaffImport.objects.select_related("created_by"), pk=import_id)
    if lists.wants_file(request):
        rows, filters = _asked_rows(request, found)
        return lists.file_of(
            request, _rows_sheet(found, rows), name="staff-import", title=found.file_name, filters=filters
        )
    return _detail(request, found)


@require_GET
@needs(policies.can_edit)
def staff_import_progress(request: Request, import_id: int) -> HttpResponse:
    """How far the job is; once it has ended the whole page is drawn anew."""
    found = get_object_or_404(StaffImport, pk=import_id)
    answer = render(request, "organization/parts/staff_progress.html", _progress(found))
    if found.state not in BUSY:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@needs(policies.can_edit)
def staff_import_read(request: Request, import_id: int) -> HttpResponse:
    """Say how the file is read."""
    found = get_object_or_404(StaffImport, pk=import_id)
    header = request.POST.get("header_row", "")
    wanted = services.StaffReading(
        sheet=request.POST.get("sheet", "")[:200],
        header_row=int(header) - 1 if header.isascii() and header.isdigit() and len(header) < 6 else 0,
        columns={place: request.POST.get(f"column_{place}", "")[:40] for place in range(_width(found))},
    )
    return _act(
        request,
        found,
        lambda: services.read_staff_again(import_id=found.pk, wanted=wanted, actor=request.actor, at=timezone.now()),
    )


@require_POST
@needs(policies.can_edit)
def staff_import_apply(request: Request, import_id: int) -> HttpResponse:
    """Bring the good rows in."""
    found = get_object_or_404(StaffImport, pk=import_id)
    form = StaffApplyForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"leave_out_bad": False, "version": 0}
    return _act(
        request,
        found,
        lambda: services.begin_applying(import_id=found.pk, **given, actor=request.actor, at=timezone.now()),
    )


@require_POST
@needs(policies.can_edit)
def staff_import_stop(request: Request, import_id: int) -> HttpResponse:
    """End the job; nothing is brought in."""
    found = get_object_or_404(StaffImport, pk=import_id)
    return _act(request, found, lambda: services.stop_staff(import_id=found.pk, actor=request.actor, at=timezone.now()))


@require_POST
@needs(policies.can_edit)
def staff_import_discard(request: Request, import_id: int) -> HttpResponse:
    """Let the file go."""
    found = get_object_or_404(StaffImport, pk=import_id)
    return _act(
        request, found, lambda: services.discard_staff(import_id=found.pk, actor=request.actor, at=timezone.now())
    )


@require_GET
@needs(policies.can_edit)
def staff_template(request: Request, kind: str, language: str) -> HttpResponse:
    """An empty list with its headings and examples, in a language."""
    kind = kind.upper()
    if kind not in StaffKind.values or language not in PEOPLE_OF:
        raise Http404
    with translation.override(PEOPLE_OF[language]):
        heads = [(str(layout.LABELS[column]), 22) for column in layout.COLUMNS[kind]]
        book = write([Sheet(str(StaffKind(kind).label), heads, layout.EXAMPLES[kind, language])])
    answer = HttpResponse(book.read(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{kind.lower()}-{language}.xlsx"'
    return answer


def _act(request: Request, found: StaffImport, work: Callable[[], object]) -> HttpResponse:
    try:
        work()
    except DomainError as error:
        found.refresh_from_db()
        return _detail(request, found, error=error)
    return go_to(request, "organization:staff_import_detail", import_id=found.pk)


def _detail(request: Request, found: StaffImport, *, error: DomainError | None = None) -> HttpResponse:
    rows, _filters = _asked_rows(request, found)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = _columns_shown(found)
    context = {
        "found": found,
        "error": error,
        "problem": staff_rows.in_language(found.problem) if found.problem else "",
        "page": page,
        "heads": [layout.LABELS[column] for column in shown],
        "rows": [_row(row, shown) for row in page.object_list],
        "chips": [
            (state, label, found.counts[state]) for state, label in StaffRowState.choices if found.counts.get(state)
        ],
        "asked": {"show": request.GET.get("show", ""), "words": asking.words(request)},
        "can_change": found.state == StaffImportState.CHECKED,
        "to_bring": sum(found.counts.get(state, 0) for state in (StaffRowState.NEW, StaffRowState.CHANGED)),
        "bad": found.counts.get(StaffRowState.BAD, 0),
        "timeline": pages.timeline(selectors.events_of_staff_import(import_id=found.pk)),
        **_progress(found),
        **(_reading(found) if found.state == StaffImportState.CHECKED else {}),
    }
    if error is None and request.method == "GET":
        return page_or_part(request, "organization/staff_import_detail.html", "table", context)
    status = 403 if error is not None and error.status == 403 else 422
    return render(request, "organization/staff_import_detail.html", context, status=status)


def _asked_rows(request: Request, found: StaffImport) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    state, words = request.GET.get("show", ""), asking.words(request)
    rows = [row for row in found.rows if state not in StaffRowState.values or row["state"] == state]
    for word in words.lower().split()[:6]:
        rows = [row for row in rows if any(word in text.lower() for text in row["cells"].values())]
    key = staff_rows.KEYS[found.kind]
    sorts: dict[str, Callable[[dict[str, Any]], Any]] = {
        "row": lambda row: row["number"],
        "state": lambda row: row["state"],
        "key": lambda row: row["cells"].get(key, "").lower() or None,
    }
    filters = [(_("State"), lists.choice_words(StaffRowState.choices, state) if state else ""), (_("Search"), words)]
    return ordered_rows(rows, request.GET.get("sort", ""), sorts), filters


def _row(row: dict[str, Any], shown: Sequence[str]) -> dict[str, Any]:
    wrong: dict[str, list[str]] = {}
    for one in row["problems"]:
        wrong.setdefault(one["column"], []).append(staff_rows.in_language(one["words"]))
    state = StaffRowState(row["state"])
    tone, icon = TONES[state]
    return {
        "number": row["number"],
        "label": state.label,
        "tone": tone,
        "icon": icon,
        "cells": [(layout.LABELS[one], row["cells"].get(one, ""), wrong.pop(one, [])) for one in shown],
        "others": [text for texts in wrong.values() for text in texts],
    }


def _columns_shown(found: StaffImport) -> list[str]:
    read = set(found.reading.get("columns", {}).values())
    return [one for one in layout.COLUMNS[found.kind] if one in read or one in layout.NEEDED[found.kind]]


def _progress(found: StaffImport) -> dict[str, Any]:
    busy = found.state in BUSY
    return {"found": found, "is_busy": busy, "progress": progress.read(subject(found.pk)) if busy else None}


def _reading(found: StaffImport) -> dict[str, Any]:
    """How the file is read: its first rows under what each column is."""
    rows = found.sheets[found.reading["sheet"]]
    header, chosen, width = int(found.reading["header_row"]), found.reading["columns"], _width(found)
    return {
        "header": header + 1,
        "sheet_names": list(found.sheets),
        "columns": [
            {
                "place": place,
                "letter": letter(place),
                "heading": rows[header][place] if header < len(rows) and place < len(rows[header]) else "",
                "role": chosen.get(str(place), layout.IGNORE),
            }
            for place in range(width)
        ],
        "first": [(number, row) for number, row in enumerate(rows[:8], start=1)],
        "roles": [
            (layout.IGNORE, _("— left out —")),
            *((one, layout.LABELS[one]) for one in layout.COLUMNS[found.kind]),
        ],
        "lacking": [layout.LABELS[one] for one in layout.missing(found.kind, {int(k): v for k, v in chosen.items()})],
    }


def _width(found: StaffImport) -> int:
    rows = found.sheets.get(found.reading.get("sheet", ""), [])
    return max((len(row) for row in rows), default=0)


def _imports_sheet(rows: Any) -> Sheet:
    heads = [(_("File"), 36), (_("A list of"), 12), (_("State"), 14), (_("Sent by"), 14), (_("Sent on"), 12)]
    heads += [(str(label), 10) for _state, label in StaffRowState.choices]
    cells = (
        (
            row.file_name, row.get_kind_display(), row.get_state_display(), row.created_by.name,
            timezone.localdate(row.created_at), *(row.counts.get(state, 0) for state in StaffRowState.values),
        )
        for row in rows.iterator(chunk_size=500)
    )  # fmt: skip
    return Sheet(_("Imports"), heads, cells)


def _rows_sheet(found: StaffImport, rows: Sequence[dict[str, Any]]) -> Sheet:
    shown = _columns_shown(found)
    heads = [
        (_("Sheet row"), 10),
        (_("State"), 14),
        *((str(layout.LABELS[one]), 20) for one in shown),
        (_("Findings"), 60),
    ]
    cells = (
        (
            row["number"], StaffRowState(row["state"]).label, *(row["cells"].get(one, "") for one in shown),
            " ".join(staff_rows.in_language(one["words"]) for one in row["problems"]),
        )
        for row in rows
    )  # fmt: skip
    return Sheet(_("Rows"), heads, cells)
