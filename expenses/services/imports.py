"""What people do with a file of expenses: send it, say how it is read, post it, take it back (EXP-09, GEN-16)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from budgets.models import Category
from core import audit, documents, jobs, progress
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, OwnDocument, require_reason
from core.sheets import files
from core.sheets.errors import BadRowsLeft, ImportClosed, NothingToImport
from expenses import import_layout as layouts
from expenses import locks, policies
from expenses.choices import BUSY, AmountsAre, CorrectionState, ImportRowState, ImportState, ImportValueKind
from expenses.correction_errors import CorrectionsWait
from expenses.errors import ColumnsMissing, NothingRefused, SameImportFile
from expenses.import_layout import Layout
from expenses.models import Correction, ExpenseImport, ImportRow, ImportSource, ImportValue
from expenses.services import checks, import_checking, import_posting
from expenses.services.checks import require_text
from organization.models import Department

LONGEST_SOURCE = 60
USED = (ImportState.POSTED, ImportState.REVERSING, ImportState.POSTING)
WAITING = (ImportState.CHECKING, ImportState.CHECKED)


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody says a file is read; columns by their place."""

    sheet: str
    header_row: int
    columns: Mapping[int, str]
    amounts_are: str = AmountsAre.GROSS


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says a word of the source is: an id of ours, or None for “leave out”."""

    kind: str
    key: str
    text: str
    meaning: int | None


@transaction.atomic
def upload(
    *, source: str, file_name: str, content: bytes, actor: Actor, at: datetime, again: bool = False
) -> ExpenseImport:
    """Take in a file of a source; a job reads and checks it. Nothing is posted.

    Raises NotAllowed, FileRefused, SameImportFile and SameFileWaits (unless `again`), InvalidInput.
    """
    if not policies.can_import(actor) or actor.person_id is None:
        raise NotAllowed(document=file_name)
    name = require_text(source, most=LONGEST_SOURCE, what=_("The source"))
    files.require_readable(content, files.LONG)
    files.require_known(content, files.LONG)
    digest = files.fingerprint_alone(content)
    _require_new(digest, again=again)
    known = ImportSource.objects.filter(name__iexact=name).first() or ImportSource.objects.create(name=name)
    found = ExpenseImport(
        source=known,
        file_name=file_name[:200] or "?",
        size=len(content),
        sha256=digest,
        reading={"amounts_are": known.amounts_are},
        created_by_id=actor.person_id,
        created_at=at,
    )
    found.file.save(secrets.token_hex(16), ContentFile(content), save=False)
    found.save()
    _record(found, "create", actor=actor, at=at)
    jobs.after_commit(import_checking.CHECK, import_id=found.pk)
    return found


def _require_new(digest: str, *, again: bool) -> None:
    """Refuse a file that was posted, or is checked and waits to be. Raises SameImportFile, SameFileWaits."""
    if again:
        return
    sent = ExpenseImport.objects.filter(sha256=digest).select_related("created_by").order_by("-pk")
    if (before := sent.filter(state__in=USED).first()) is not None:
        raise SameImportFile(document=str(before), day=files.day_of(before.created_at))
    if (first := sent.filter(state__in=WAITING).first()) is not None:
        waiting = files.Waiting(first.created_by.name, first.created_at, first.pk)
        files.require_new(None, again=False, waiting=waiting)


@transaction.atomic
def read_again(
    *, import_id: int, wanted: Reading | None, told: Iterable[Told] = (), actor: Actor, at: datetime
) -> ExpenseImport:
    """Keep what somebody says of columns and words, for this source for good, and have the file checked again.

    Raises NotAllowed, WrongState, ImportBusy, ColumnsMissing, InvalidInput.
    """
    found = locks.lock_import(import_id)
    documents.require(found, "check_again", actor=actor)
    if wanted is not None:
        _keep_reading(found, wanted)
    for one in told:
        _keep_meaning(found.source_id, one)
    documents.perform(found, "check_again", actor=actor, at=at)
    progress.over(import_checking.subject(found.pk))
    jobs.after_commit(import_checking.CHECK, import_id=found.pk)
    return found


def _keep_reading(found: ExpenseImport, wanted: Reading) -> None:
    if wanted.amounts_are not in AmountsAre.values:
        raise InvalidInput(problem=_("Say whether the amounts hold the tax."))
    if wanted.sheet and wanted.sheet != found.reading.get("sheet"):
        found.reading = {"sheet": wanted.sheet, "amounts_are": wanted.amounts_are}
        return
    first = found.reading.get("first", [])
    header = min(max(wanted.header_row, 0), max(len(first) - 1, 0))
    heading = first[header] if first else []
    columns = {column: role for column, role in wanted.columns.items() if role in layouts.ROLES}
    if header != found.reading.get("header_row"):
        columns = layouts.columns_of(heading, found.source.columns)
    if Layout(header, columns).missing:
        raise ColumnsMissing
    found.reading |= {
        "header_row": header,
        "columns": {str(column): role for column, role in columns.items()},
        "amounts_are": wanted.amounts_are,
    }
    source = found.source
    source.columns = source.columns | layouts.learned_from(heading, columns)
    source.amounts_are = wanted.amounts_are
    source.save(update_fields=("columns", "amounts_are"))


def _keep_meaning(source_id: int, told: Told) -> None:
    """What a word of the source is from now on. Raises CategoryNotUsable, InvalidInput."""
    is_subject = told.kind == ImportValueKind.SUBJECT
    if told.meaning is not None and is_subject:
        checks.usable_categories([told.meaning])
    elif told.meaning is not None and not Department.objects.filter(pk=told.meaning).exists():
        raise InvalidInput(problem=_("This department does not exist."))
    ImportValue.objects.update_or_create(
        source_id=source_id,
        kind=told.kind,
        key=told.key[:200],
        defaults={
            "text": told.text[:200],
            "category": Category(pk=told.meaning) if is_subject and told.meaning is not None else None,
            "department": Department(pk=told.meaning) if not is_subject and told.meaning is not None else None,
            "is_left_out": told.meaning is None,
        },
    )


@transaction.atomic
def begin_posting(*, import_id: int, leave_out_bad: bool, actor: Actor, at: datetime) -> ExpenseImport:
    """Have the good rows posted, by a job. Raises NotAllowed, WrongState, ImportBusy, BadRowsLeft, NothingToImport."""
    found = locks.lock_import(import_id)
    if found.state == ImportState.DISCARDED:
        raise ImportClosed
    documents.require(found, "begin_posting", actor=actor)
    bad = found.counts.get(ImportRowState.BAD, 0)
    if found.posted_at is None and bad and not leave_out_bad:
        raise BadRowsLeft(count=bad)
    waiting = [found.counts.get(state, 0) for state in (ImportRowState.GOOD, ImportRowState.SHORT)]
    if not any(waiting):
        raise NothingRefused if found.posted_at else NothingToImport
    documents.perform(found, "begin_posting", actor=actor, at=at, facts={"left_out": bad if not found.posted_at else 0})
    progress.over(import_checking.subject(found.pk))
    jobs.after_commit(import_posting.POST, import_id=found.pk, person_id=actor.person_id)
    return found


@transaction.atomic
def begin_reversing(*, import_id: int, reason: str, actor: Actor, at: datetime) -> ExpenseImport:
    """Have a whole import taken back, by a job; by somebody other than who brought it in (GEN-14, ORG-06).

    What single corrections reversed stays so; what they moved is taken back where it stands (EXP-08). Raises
    NotAllowed, OwnDocument, WrongState, ImportBusy, ReasonMissing, CorrectionsWait.
    """
    found = locks.lock_import(import_id)
    require_reason(reason)
    documents.require(found, "begin_reversing", actor=actor)
    if found.created_by_id == actor.person_id:
        raise OwnDocument(document=str(found))
    waiting = Correction.objects.filter(import_row__document=found, state=CorrectionState.IN_REVIEW).order_by("pk")
    if numbers := list(waiting.values_list("number", flat=True)):
        raise CorrectionsWait(count=len(numbers), first=numbers[0])
    documents.perform(found, "begin_reversing", actor=actor, at=at, reason=reason)
    progress.over(import_checking.subject(found.pk))
    jobs.after_commit(import_posting.REVERSE, import_id=found.pk, person_id=actor.person_id, reason=reason)
    return found


@transaction.atomic
def discard(*, import_id: int, actor: Actor, at: datetime) -> ExpenseImport:
    """Let a file go that was not posted. Raises NotAllowed, WrongState, ImportBusy."""
    found = locks.lock_import(import_id)
    documents.perform(found, "discard", actor=actor, at=at)
    ImportRow.objects.filter(document=found).delete()
    progress.over(import_checking.subject(found.pk))
    return found


@transaction.atomic
def stop(*, import_id: int, actor: Actor, at: datetime) -> None:
    """Ask that the job ends; what it did so far is taken back, and the import is as before (EXP-09).

    Raises NotAllowed; where no job is at work there is nothing to end.
    """
    found = ExpenseImport.objects.get(pk=import_id)
    may = policies.can_reverse_import if found.state == ImportState.REVERSING else policies.can_import_document
    if actor.person_id is None or not may(found, actor):
        raise NotAllowed(document=str(found))
    if found.state in BUSY:
        progress.ask_to_stop(import_checking.subject(found.pk), person_id=actor.person_id, at=at)


def _record(found: ExpenseImport, what: str, *, actor: Actor, at: datetime) -> None:
    audit.record(
        kind=found.kind,
        document_id=found.pk,
        label=str(found),
        code=f"{found.kind}.{what}",
        actor=actor,
        at=at,
        after=str(found.state),
        facts={"file": found.file_name, "source": str(found.source)},
    )
