"""What is remembered of a source of expense files, kept by hand: its name, what its columns are (EXP-09, GEN-17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed
from expenses import import_layout as layouts
from expenses import policies
from expenses.choices import AmountsAre
from expenses.errors import SourceNameTaken, SourceUsed
from expenses.models import ImportSource
from expenses.services.checks import require_text

LONGEST_NAME = 60
MOST_COLUMNS = 200
KIND = "import_source"


@transaction.atomic
def create_source(
    *,
    name: str,
    actor: Actor,
    at: datetime,
    amounts_are: str = AmountsAre.GROSS,
    columns: Mapping[str, str] | None = None,
) -> ImportSource:
    """Say before the first file how a source's exports are read: `columns` are roles by heading.

    Raises NotAllowed, InvalidInput, SourceNameTaken.
    """
    _require_keeper(actor, name)
    made = ImportSource(name=_free_name(name), amounts_are=_known_amounts(amounts_are))
    made.columns = _known_columns(columns or {})
    _save(made)
    _record(made, "create", actor=actor, at=at)
    return made


@transaction.atomic
def change_source(
    *,
    source_id: int,
    actor: Actor,
    at: datetime,
    name: str | None = None,
    amounts_are: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> ImportSource:
    """Rename a source, or say anew how its next files are read; None leaves as it is, `columns` replaces all of them.

    Raises NotAllowed, InvalidInput, SourceNameTaken.
    """
    found = _lock(source_id, actor)
    before = {"name": found.name, "amounts_are": found.amounts_are, "columns": len(found.columns)}
    if name is not None:
        found.name = _free_name(name, but=found.pk)
    if amounts_are is not None:
        found.amounts_are = _known_amounts(amounts_are)
    if columns is not None:
        found.columns = _known_columns(columns)
    _save(found)
    after = {"name": found.name, "amounts_are": found.amounts_are, "columns": len(found.columns)}
    changes = {field: [str(before[field]), str(after[field])] for field in before if before[field] != after[field]}
    _record(found, "change", actor=actor, at=at, changes=changes)
    return found


@transaction.atomic
def forget_source(*, source_id: int, actor: Actor, at: datetime) -> ImportSource:
    """Forget what a source's columns, accounts and departments are: its next file asks again. Raises NotAllowed."""
    found = _lock(source_id, actor)
    found.columns = {}
    found.save(update_fields=("columns",))
    found.values.all().delete()
    _record(found, "forget", actor=actor, at=at)
    return found


@transaction.atomic
def remove_source(*, source_id: int, actor: Actor, at: datetime) -> ImportSource:
    """Delete a source no file came from, with all that is remembered of it. Raises NotAllowed, SourceUsed."""
    found = _lock(source_id, actor)
    if found.imports.exists():
        raise SourceUsed(source=found.name)
    ImportSource.objects.filter(pk=found.pk).delete()
    _record(found, "remove", actor=actor, at=at)
    return found


def _lock(source_id: int, actor: Actor) -> ImportSource:
    found = ImportSource.objects.select_for_update(of=("self",)).get(pk=source_id)
    _require_keeper(actor, found.name)
    return found


def _require_keeper(actor: Actor, name: str) -> None:
    if not policies.can_import(actor):
        raise NotAllowed(document=name)


def _free_name(text: str, *, but: int = 0) -> str:
    name = require_text(text, most=LONGEST_NAME, what=_("The source"))
    if ImportSource.objects.filter(name__iexact=name).exclude(pk=but).exists():
        raise SourceNameTaken(source=name)
    return name


def _save(source: ImportSource) -> None:
    """Somebody else may have taken the name a moment ago: the constraint has the last word."""
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        raise SourceNameTaken(source=source.name) from error


def _known_amounts(code: str) -> str:
    if code not in AmountsAre.values:
        raise InvalidInput(problem=_("Say whether the amounts hold the tax."))
    return code


def _known_columns(columns: Mapping[str, str]) -> dict[str, str]:
    found = {layouts.heading_key(heading): role for heading, role in columns.items() if layouts.heading_key(heading)}
    if len(found) > MOST_COLUMNS or any(role not in layouts.ROLES for role in found.values()):
        raise InvalidInput(problem=_("There is a column here that cannot be read: say what it is by one of the codes."))
    return found


def _record(
    found: ImportSource, what: str, *, actor: Actor, at: datetime, changes: Mapping[str, list[str]] | None = None
) -> None:
    audit.record(
        kind=KIND,
        document_id=found.pk,
        label=found.name,
        code=f"{KIND}.{what}",
        actor=actor,
        at=at,
        facts={"changes": dict(changes)} if changes else None,
    )
