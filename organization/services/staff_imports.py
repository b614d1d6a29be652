"""What people do with a file of departments or people: send it, say how it is read, bring it in (ORG-10, GEN-16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import documents, jobs, progress
from core.actors import Actor
from core.sheets import files
from core.sheets.errors import BadRowsLeft, ColumnsMissing, ImportBusy, ImportClosed, NothingToImport
from organization import policies
from organization import staff_layout as layout
from organization.choices import StaffImportState, StaffKind, StaffRowState
from organization.models import StaffColumns, StaffImport
from organization.services.recording import record, require

CHECK, APPLY = "organization.check_staff_import", "organization.apply_staff_import"
BUSY = (StaffImportState.CHECKING, StaffImportState.APPLYING)
WAITING = (*BUSY, StaffImportState.CHECKED)


@dataclass(frozen=True, slots=True)
class StaffReading:
    """How somebody says a file is read; rows and columns by their place, from 0."""

    sheet: str
    header_row: int
    columns: Mapping[int, str]


@transaction.atomic
def upload_staff(
    *, kind: str, file_name: str, content: bytes, actor: Actor, at: datetime, again: bool = False
) -> StaffImport:
    """Take in a file; a job checks it by doing all of it and taking it back. Nothing is brought in.

    Raises NotAllowed, FileRefused, SameFile and SameFileWaits (unless `again`).
    """
    require(policies.can_edit(actor) and actor.person_id is not None, document=file_name)
    kind = StaffKind(kind).value
    sheets = files.read(content).rows
    digest = files.fingerprint_alone(content)
    sent = StaffImport.objects.filter(kind=kind, sha256=digest).select_related("created_by").order_by("-pk")
    before, first = sent.filter(state=StaffImportState.APPLIED).first(), sent.filter(state__in=WAITING).first()
    waiting = files.Waiting(first.created_by.name, first.created_at, first.pk) if first is not None else None
    files.require_new(before.applied_at if before else None, again=again, waiting=waiting)
    found = StaffImport.objects.create(
        kind=kind,
        file_name=file_name[:200] or "?",
        sha256=digest,
        sheets=sheets,
        reading=_first_reading(kind, sheets),
        created_by_id=actor.person_id or 0,
        created_at=at,
    )
    record(found, "create", actor=actor, at=at, facts={"file": found.file_name})
    jobs.after_commit(CHECK, import_id=found.pk, person_id=actor.person_id)
    return found


@transaction.atomic
def read_staff_again(*, import_id: int, wanted: StaffReading, actor: Actor, at: datetime) -> StaffImport:
    """Keep what somebody says of the columns, also for later files, and have the file checked again.

    Raises NotAllowed, ImportBusy, ImportClosed, ColumnsMissing.
    """
    found = lock(import_id, actor=actor)
    _keep(found, wanted)
    _begin(found, StaffImportState.CHECKING, CHECK, actor)
    return found


@transaction.atomic
def begin_applying(
    *, import_id: int, leave_out_bad: bool, version: int | None = None, actor: Actor, at: datetime
) -> StaffImport:
    """Have all good rows brought in, by a job. Raises NotAllowed, ImportBusy, ImportClosed, StaleDocument,
    BadRowsLeft, NothingToImport.
    """
    found = lock(import_id, actor=actor)
    documents.require_version(found, version)  # type: ignore[arg-type,unused-ignore]
    bad = found.counts.get(StaffRowState.BAD, 0)
    if bad and not leave_out_bad:
        raise BadRowsLeft(count=bad)
    if not any(found.counts.get(state, 0) for state in (StaffRowState.NEW, StaffRowState.CHANGED)):
        raise NothingToImport
    _begin(found, StaffImportState.APPLYING, APPLY, actor)
    return found


@transaction.atomic
def discard_staff(*, import_id: int, actor: Actor, at: datetime) -> StaffImport:
    """Let a file go; its rows are forgotten. Raises NotAllowed, ImportBusy, ImportClosed."""
    found = lock(import_id, actor=actor)
    found.state, found.sheets, found.rows = StaffImportState.DISCARDED, {}, []
    found.version += 1
    found.save()
    record(found, "discard", actor=actor, at=at, facts={"file": found.file_name})
    return found


@transaction.atomic
def stop_staff(*, import_id: int, actor: Actor, at: datetime) -> None:
    """Ask that the job ends; what it did so far is taken back, and nothing is brought in (QLT-52, decision 0066).

    Raises NotAllowed; where no job is at work there is nothing to end.
    """
    found = StaffImport.objects.get(pk=import_id)
    require(policies.can_edit(actor) and actor.person_id is not None, document=str(found))
    if found.state in BUSY and progress.ask_to_stop(subject(found.pk), person_id=actor.person_id or 0, at=at):
        record(found, "stop", actor=actor, at=at, facts={"file": found.file_name})


def subject(import_id: int) -> str:
    """Under what its progress is told."""
    return f"staff_import:{import_id}"


def lock(import_id: int, *, actor: Actor) -> StaffImport:
    """Lock an import that waits for somebody's word. Raises NotAllowed, ImportBusy, ImportClosed."""
    found = StaffImport.objects.select_for_update(of=("self",), no_key=True).get(pk=import_id)
    require(policies.can_edit(actor), document=str(found))
    if found.state in BUSY:
        raise ImportBusy
    if found.state != StaffImportState.CHECKED:
        raise ImportClosed
    return found


def _begin(found: StaffImport, state: StaffImportState, job: str, actor: Actor) -> None:
    found.state, found.problem = state, {}
    found.version += 1
    found.save()
    progress.over(subject(found.pk))
    jobs.after_commit(job, import_id=found.pk, person_id=actor.person_id)


def _first_reading(kind: str, sheets: Mapping[str, list[list[str]]]) -> dict[str, object]:
    """How a new file is read: the sheet with most rows, the headings as they are known."""
    sheet = max(sheets, key=lambda name: len(sheets[name]))
    return _reading(kind, sheet, sheets[sheet])


def _reading(kind: str, sheet: str, rows: list[list[str]], header: int | None = None) -> dict[str, object]:
    learned = _learned(kind).columns
    place = layout.best_heading(kind, rows, learned) if header is None else header
    columns = layout.columns_of(kind, rows[place], learned) if rows else {}
    return {"sheet": sheet, "header_row": place, "columns": {str(key): role for key, role in columns.items()}}


def _keep(found: StaffImport, wanted: StaffReading) -> None:
    now = found.reading
    sheet = wanted.sheet if wanted.sheet in found.sheets else now["sheet"]
    rows = found.sheets[sheet]
    if sheet != now["sheet"]:
        found.reading = _reading(found.kind, sheet, rows)
        return
    header = min(max(wanted.header_row, 0), max(len(rows) - 1, 0))
    if header != now["header_row"]:
        found.reading = _reading(found.kind, sheet, rows, header)
        return
    known = layout.COLUMNS[found.kind]
    columns: dict[int, str] = {}
    for place, role in sorted(wanted.columns.items()):
        if role in known and role not in columns.values():
            columns[place] = role
    if lacking := layout.missing(found.kind, columns):
        words = pgettext("list of names", ", ").join(str(layout.LABELS[one]) for one in lacking)
        raise ColumnsMissing(columns=words)
    found.reading = {**now, "columns": {str(place): role for place, role in columns.items()}}
    learned = _learned(found.kind)
    learned.columns |= layout.learned_from(rows[header], columns)
    learned.save()


def _learned(kind: str) -> StaffColumns:
    return StaffColumns.objects.filter(kind=kind).first() or StaffColumns(kind=kind)


def reason_of(found: StaffImport) -> str:
    """Why a row changed what was there, for its event."""
    return _("Import of %(file)s") % {"file": found.file_name}
