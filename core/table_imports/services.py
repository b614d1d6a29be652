"""Files of master data: taken in, read anew as somebody says, brought in or let go (GEN-16)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from core import audit
from core.actors import Actor
from core.errors import NotAllowed, StaleDocument
from core.models import TableImport, TableImportState
from core.sheets import files
from core.sheets.errors import BadRowsLeft, ColumnsMissing, ImportClosed, NothingToImport
from core.table_imports import targets
from core.table_imports.targets import BAD, SAME, Row, Target, Verdict

LIMITS = files.Limits(bytes=16 * files.MEGABYTE, rows=20_000, columns=60, unpacked=160 * files.MEGABYTE, seconds=60)
KIND = "table_import"


@transaction.atomic
def upload(
    *, target: Target, file_name: str, content: bytes, actor: Actor, at: datetime, again: bool = False
) -> TableImport:
    """Take in a file and guess how it is to be read; nothing is written to the master data.

    Raises NotAllowed, FileRefused, SameFile and SameFileWaits (unless `again`).
    """
    if not target.can(actor) or actor.person_id is None:
        raise NotAllowed(document=str(target.label))
    digest = files.fingerprint_alone(content)
    sent = TableImport.objects.filter(target=target.code, sha256=digest).select_related("uploaded_by").order_by("-pk")
    before, first = (sent.filter(state=state).first() for state in (TableImportState.APPLIED, TableImportState.OPEN))
    waiting = files.Waiting(first.uploaded_by.name, first.uploaded_at, first.pk) if first is not None else None
    files.require_new(before.applied_at if before else None, again=again, waiting=waiting)
    sheets = files.read(content, LIMITS).rows
    name = max(sheets, key=lambda one: (len(set(targets.guess(target, sheets[one])[1].values())), len(sheets[one])))
    header, columns = targets.guess(target, sheets[name])
    made = TableImport(
        target=target.code,
        file_name=file_name.replace("\x00", "")[:200] or "?",
        sha256=digest,
        sheet=name[:120],
        rows=sheets[name],
        header_row=header,
        columns={str(place): role for place, role in columns.items()},
        uploaded_by_id=actor.person_id,
        uploaded_at=at,
    )
    made.save()
    _record(made, "create", actor=actor, at=at, facts={"file": made.file_name})
    return made


@transaction.atomic
def read_anew(
    *, import_id: int, target: Target, header_row: int, columns: Mapping[int, str], actor: Actor, at: datetime
) -> TableImport:
    """Read the file as the user says; with another heading row, its own words. Raises ImportClosed, NotAllowed."""
    found = _open(import_id, target, actor)
    header = min(max(header_row, 0), max(len(found.rows) - 1, 0))
    known = {one.role for one in target.columns}
    wanted = {place: role for place, role in columns.items() if role in known}
    if header != found.header_row:
        wanted = targets.columns_of(target, found.rows[header] if found.rows else ())
    found.header_row = header
    found.columns = {str(place): role for place, role in wanted.items()}
    found.save(update_fields=("header_row", "columns"))
    _record(found, "read_anew", actor=actor, at=at, facts={})
    return found


def checked(found: TableImport, target: Target, *, actor: Actor) -> tuple[list[Row], list[Verdict]]:
    """The rows as they are read, with what each would do now. Raises ColumnsMissing."""
    columns = {int(place): role for place, role in found.columns.items()}
    if lacks := targets.missing(target, columns):
        raise ColumnsMissing(columns=", ".join(lacks))
    rows = targets.rows_of(found.rows, found.header_row, columns)
    return rows, target.check(rows, actor=actor)


def seen(verdicts: Sequence[Verdict]) -> str:
    """A short name of what a preview showed, so that bringing in what changed meanwhile is refused."""
    told = "\n".join(f"{one.number}{one.state}{one.label}{'|'.join(one.notes)}" for one in verdicts)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def apply(
    *, import_id: int, target: Target, leave_out_bad: bool, shown: str | None, actor: Actor, at: datetime
) -> TableImport:
    """Write the rows as they are now. `shown` is what the preview was called (`seen`); None skips that check.

    Raises ImportClosed, NotAllowed, ColumnsMissing, BadRowsLeft, NothingToImport, StaleDocument, and whatever the
    target's own writing refuses; then nothing was written.
    """
    found = _open(import_id, target, actor)
    rows, verdicts = checked(found, target, actor=actor)
    if shown is not None and shown != seen(verdicts):
        raise StaleDocument(document=str(found))
    counts = Counter(one.state for one in verdicts)
    if counts[BAD] and not leave_out_bad:
        raise BadRowsLeft(count=counts[BAD])
    wanted = [row for row, one in zip(rows, verdicts, strict=True) if one.state not in {BAD, SAME}]
    if not wanted:
        raise NothingToImport
    target.apply(wanted, actor=actor, at=at)
    found.state, found.applied_at, found.counts = TableImportState.APPLIED, at, dict(counts)
    found.save(update_fields=("state", "applied_at", "counts"))
    facts = {"target": target.code, "rows": len(wanted), "left_out": counts[BAD]}
    _record(found, "apply", actor=actor, at=at, facts=facts)
    return found


@transaction.atomic
def discard(*, import_id: int, target: Target, actor: Actor, at: datetime) -> TableImport:
    """Let a file go that was not brought in. Raises ImportClosed, NotAllowed."""
    found = _open(import_id, target, actor)
    found.state, found.rows = TableImportState.DISCARDED, []
    found.save(update_fields=("state", "rows"))
    _record(found, "discard", actor=actor, at=at, facts={"file": found.file_name})
    return found


def _record(found: TableImport, what: str, *, actor: Actor, at: datetime, facts: dict[str, object]) -> None:
    """Every step of a file stands on its page (GEN-16)."""
    audit.record(
        kind=KIND, document_id=found.pk, label=str(found), code=f"{KIND}.{what}", actor=actor, at=at, facts=facts
    )


def _open(import_id: int, target: Target, actor: Actor) -> TableImport:
    if not target.can(actor):
        raise NotAllowed(document=str(target.label))
    found = TableImport.objects.select_for_update(of=("self",)).get(pk=import_id, target=target.code)
    if found.state != TableImportState.OPEN:
        raise ImportClosed
    return found
