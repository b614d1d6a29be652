"""The jobs of an import of departments or people: all of it is done, by the same services as by hand; the check takes
it back, bringing it in keeps it whole or not at all (ORG-10, GEN-16).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs, progress
from core.actors import Actor
from core.errors import DomainError
from organization import staff_layout as layout
from organization import staff_rows
from organization.choices import StaffImportState, StaffKind, StaffRowState
from organization.models import StaffImport
from organization.selectors import actor_for
from organization.services.recording import record
from organization.services.staff_imports import APPLY, CHECK, reason_of, subject
from organization.services.staff_writing import Writer, cell_of
from organization.staff_rows import StaffRow

TELL_EVERY = 20


class _NotAsChecked(Exception):
    """A row that was good is so no more; everything is taken back."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows


@jobs.handler(CHECK)
def check(*, import_id: int, person_id: int, at: datetime) -> None:
    """Find out what every row becomes. Safe to run late or twice: only an import that waits for it is checked."""
    found = _waiting(import_id, StaffImportState.CHECKING)
    if found is None:
        return
    actor = actor_for(person_id=person_id, on=timezone.localdate(at))
    try:
        with transaction.atomic():
            rows = _run(found, actor=actor, at=at)
            transaction.set_rollback(True)
    except progress.Stopped:
        found.problem = _stopped()
        rows = []
    _end(found, StaffImportState.CHECKED, rows)


@jobs.handler(APPLY)
def apply(*, import_id: int, person_id: int, at: datetime) -> None:
    """Bring the good rows in, all of them or none. Safe to run late or twice."""
    found = _waiting(import_id, StaffImportState.APPLYING)
    if found is None:
        return
    actor = actor_for(person_id=person_id, on=timezone.localdate(at))
    bad = {row["number"]: row for row in found.rows if row["state"] == StaffRowState.BAD}
    try:
        with transaction.atomic():
            rows = _run(found, actor=actor, at=at, without=bad)
            if any(row["state"] == StaffRowState.BAD for row in rows):
                raise _NotAsChecked(rows)
            left_out = [{**row, "state": StaffRowState.LEFT_OUT.value} for row in bad.values()]
            found.applied_at, found.sheets = at, {}
            _end(found, StaffImportState.APPLIED, sorted([*rows, *left_out], key=lambda row: int(row["number"])))
            record(found, "apply", actor=actor, at=at, facts={"file": found.file_name, "counts": found.counts})
    except _NotAsChecked as changed:
        found = StaffImport.objects.get(pk=import_id)
        found.problem = staff_rows.said(
            lambda: _("Nothing was brought in: rows that were good are no longer. See what has changed meanwhile.")
        )
        rows = sorted([*changed.rows, *bad.values()], key=lambda row: int(row["number"]))
        _end(found, StaffImportState.CHECKED, rows)
    except progress.Stopped:
        found = StaffImport.objects.get(pk=import_id)
        found.problem = _stopped()
        _end(found, StaffImportState.CHECKED, found.rows)


def _run(found: StaffImport, *, actor: Actor, at: datetime, without: Collection[int] = ()) -> list[dict[str, Any]]:
    """Write every row that is whole, each for itself; what became of each, in the order of the file."""
    rows = [row for row in _read(found) if row.number not in without]
    ordered = staff_rows.in_order(rows) if found.kind == StaffKind.DEPARTMENTS else rows
    writer = Writer(actor=actor, at=at, reason=reason_of(found))
    watch = progress.watched(subject(found.pk), step=found.state, total=len(ordered))
    done: list[dict[str, Any]] = []
    for count, row in enumerate(ordered):
        if count % TELL_EVERY == 0:
            watch(count)
        done.append(_kept(row, _written(found.kind, row, writer)))
    return sorted(done, key=lambda row: int(row["number"]))


def _written(kind: str, row: StaffRow, writer: Writer) -> StaffRowState:
    if row.problems:
        return StaffRowState.BAD
    try:
        with transaction.atomic():
            return writer.write(kind, row)
    except DomainError as error:
        row.refuse(cell_of(kind, error), staff_rows.of_error(error))
        return StaffRowState.BAD


def _read(found: StaffImport) -> list[StaffRow]:
    reading = found.reading
    columns = {int(place): role for place, role in reading["columns"].items()}
    if layout.missing(found.kind, columns):
        return []
    return staff_rows.read(
        found.kind, found.sheets[reading["sheet"]], header=int(reading["header_row"]), columns=columns
    )


def _stopped() -> dict[str, str]:
    return staff_rows.said(lambda: _("It was stopped. Nothing was changed."))


def _kept(row: StaffRow, state: StaffRowState) -> dict[str, Any]:
    return {"number": row.number, "cells": row.cells, "state": state.value, "problems": row.problems}


def _waiting(import_id: int, state: StaffImportState) -> StaffImport | None:
    rows = StaffImport.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=import_id, state=state).first()


def _end(found: StaffImport, state: StaffImportState, rows: list[dict[str, Any]]) -> None:
    found.state, found.rows = state, rows
    found.counts = dict(Counter(row["state"] for row in rows))
    found.version += 1
    found.save()
    progress.over(subject(found.pk))
