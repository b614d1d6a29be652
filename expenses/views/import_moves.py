"""What people do with an expense import: send it, say how it is read, post it, stop it, take it back (EXP-09)."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.sheets.files import LONG
from core.web import Request, go_to
from expenses import forms, policies
from expenses.models import ExpenseImport, ImportSource
from expenses.selectors import imports as reads
from expenses.services import imports
from expenses.services.imports import Reading, Told
from expenses.views.imports import detail, visible
from expenses.views.moves import mover, status_of

LEFT_OUT = "out"


@require_http_methods(["GET", "POST"])
def import_create(request: Request) -> HttpResponse:
    """Choose the file and say where it comes from; a job reads it."""
    if not policies.can_import(request.actor):
        raise PermissionDenied
    sources = ImportSource.objects.values_list("name", flat=True)
    form = forms.ImportFile(request.POST or None, request.FILES or None, sources=sources)
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = imports.upload(
                source=form.cleaned_data["source"],
                file_name=file.name or "",
                content=file.read(LONG.bytes + 1),
                again=form.cleaned_data["again"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            error = refused
        else:
            return go_to(request, "expenses:import_detail", import_id=found.pk)
    status = status_of(error) if error else 422 if request.method == "POST" else 200
    return render(request, "expenses/import_create.html", {"form": form, "error": error}, status=status)


_move = mover("expenses:import_detail", "import_id", visible=visible, page=detail)


@require_POST
def import_columns(request: Request, import_id: int) -> HttpResponse:
    """Say what each column is; remembered for the source."""
    found = visible(request, import_id)
    data = request.POST
    reading = Reading(
        sheet=data.get("sheet", "")[:200],
        header_row=_whole(data.get("header_row", "")) - 1,
        columns={
            int(name.removeprefix("column_")): str(role)
            for name, role in data.items()
            if name.startswith("column_") and name[7:].isdecimal() and len(name) < 12
        },
        amounts_are=data.get("amounts_are", ""),
    )

    def act() -> str:
        imports.read_again(import_id=found.pk, wanted=reading, actor=request.actor, at=timezone.now())
        return _("The file is being read again.")

    return _move(request, found, act)


@require_POST
def import_values(request: Request, import_id: int) -> HttpResponse:
    """Say what the source's accounts and departments are here; remembered for the source."""
    found = visible(request, import_id)

    def act() -> str:
        imports.read_again(
            import_id=found.pk, wanted=None, told=list(_told(request, found)), actor=request.actor, at=timezone.now()
        )
        return _("The file is being checked again.")

    return _move(request, found, act)


@require_POST
def import_post(request: Request, import_id: int) -> HttpResponse:
    """Have the good rows posted."""
    found = visible(request, import_id)
    form = forms.ImportPost(request.POST)
    form.is_valid()

    def act() -> str:
        imports.begin_posting(
            import_id=found.pk,
            leave_out_bad=form.cleaned_data.get("leave_out_bad", False),
            actor=request.actor,
            at=timezone.now(),
        )
        return _("The rows are being posted.")

    return _move(request, found, act)


@require_POST
def import_stop(request: Request, import_id: int) -> HttpResponse:
    """End the job; what it did is taken back."""
    found = visible(request, import_id)

    def act() -> str:
        imports.stop(import_id=found.pk, actor=request.actor, at=timezone.now())
        return _("It is being stopped; nothing of it stays.")

    return _move(request, found, act)


@require_POST
def import_discard(request: Request, import_id: int) -> HttpResponse:
    """Let a file go that was not posted."""
    found = visible(request, import_id)

    def act() -> str:
        imports.discard(import_id=found.pk, actor=request.actor, at=timezone.now())
        return _("The file was let go; nothing was posted.")

    return _move(request, found, act)


@require_POST
def import_reverse(request: Request, import_id: int) -> HttpResponse:
    """Take a whole import back, with a reason."""
    found = visible(request, import_id)
    form = forms.ReasonForm(request.POST)
    form.is_valid()

    def act() -> str:
        imports.begin_reversing(
            import_id=found.pk,
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
        )
        return _("The import is being taken back.")

    return _move(request, found, act, panel="reverse", reverse_form=form)


def _told(request: Request, found: ExpenseImport) -> Iterator[Told]:
    """What was chosen for the file's own words; what was left alone says nothing."""
    for kind, place in reads.WORDS:
        for number, word in enumerate(found.reading.get(place, [])):
            chosen = request.POST.get(f"{place}_{number}", "")
            if chosen == LEFT_OUT:
                yield Told(kind.value, word["key"], word["text"], None)
            elif chosen.isdecimal() and len(chosen) < 19:
                yield Told(kind.value, word["key"], word["text"], int(chosen))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
