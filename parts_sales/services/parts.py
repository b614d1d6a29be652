"""Parts made, changed, retired and taken up again (PSL-01)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit, documents
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed
from organization.models import Warehouse
from parts_sales import policies
from parts_sales.choices import PartKind
from parts_sales.errors import PartNumberTaken, SuccessorRing
from parts_sales.models import Part
from parts_sales.services.inputs import PartInput

WAREHOUSE_OF = {PartKind.PURCHASED: "raw", PartKind.HARDWARE: "semi", PartKind.SEMI_FINISHED: "semi"}
"""Where a kind of part lies (PSL-30): hardware and semi-finished parts go out by manual note from the other one."""
PLAIN = (
    "name_zh", "name_en", "part_kind", "category", "unit", "weight_kg", "length_mm", "width_mm", "height_mm",
    "is_valuable", "is_fragile", "hs_code", "origin", "note",
)  # fmt: skip
LONGEST_CHAIN = 50


@transaction.atomic
def create_part(*, draft: PartInput, actor: Actor, at: datetime) -> Part:
    """Add a part. Raises NotAllowed, InvalidInput, PartNumberTaken."""
    _require_keeper(actor, draft.number)
    if actor.person_id is None:
        raise NotAllowed(document=draft.number)
    made = Part(number=draft.values()["number"].upper(), created_by_id=actor.person_id, created_at=at)
    if not made.number or any(char.isspace() for char in made.number):
        raise InvalidInput(problem=_("A part number has no blanks."))
    if Part.objects.filter(number__iexact=made.number).exists():
        raise PartNumberTaken(number=made.number)
    _fill(made, draft)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise PartNumberTaken(number=made.number) from error
    record(made, "create", actor=actor, at=at)
    return made


@transaction.atomic
def change_part(*, part_id: int, draft: PartInput, version: int | None, actor: Actor, at: datetime) -> Part:
    """Change what a part is; its number stays. Raises NotAllowed, StaleDocument, InvalidInput, SuccessorRing."""
    part = _locked(part_id, actor, version)
    before = _values(part)
    _fill(part, draft)
    after = _values(part)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        part.version += 1
        part.save()
        record(part, "change", actor=actor, at=at, facts={"changes": changed})
    return part


@transaction.atomic
def retire_part(*, part_id: int, version: int | None, actor: Actor, at: datetime) -> Part:
    """Take a part off sale; what names it stays, its stock too. Raises NotAllowed, StaleDocument."""
    part = _locked(part_id, actor, version)
    if part.retired_at is None:
        part.retired_at = at
        documents.touch(_movable(part), fields=("retired_at",))
        record(part, "retire", actor=actor, at=at)
    return part


@transaction.atomic
def restore_part(*, part_id: int, version: int | None, actor: Actor, at: datetime) -> Part:
    """Sell a retired part again. Raises NotAllowed, StaleDocument."""
    part = _locked(part_id, actor, version)
    if part.retired_at is not None:
        part.retired_at = None
        documents.touch(_movable(part), fields=("retired_at",))
        record(part, "restore", actor=actor, at=at)
    return part


def warehouse_of(part_kind: str) -> Warehouse:
    """Where parts of a kind lie unless somebody says otherwise (PSL-01)."""
    return Warehouse.objects.get(code=WAREHOUSE_OF[PartKind(part_kind)])


def _locked(part_id: int, actor: Actor, version: int | None) -> Part:
    part = Part.objects.select_for_update(of=("self",), no_key=True).get(pk=part_id)
    _require_keeper(actor, part.number)
    documents.require_version(_movable(part), version)
    return part


def _require_keeper(actor: Actor, number: str) -> None:
    if not policies.can_edit_parts(actor):
        raise NotAllowed(document=number)


def _fill(part: Part, draft: PartInput) -> None:
    values = draft.values()
    for name in PLAIN:
        setattr(part, name, values[name])
    if not part.name_zh or not part.unit or part.part_kind not in PartKind.values:
        raise InvalidInput(problem=_("A part has a Chinese name, a kind and a unit."))
    part.fits = list(dict.fromkeys(text.strip().upper() for text in draft.fits if text.strip()))
    usual = warehouse_of(part.part_kind)
    named = draft.warehouse_id
    part.warehouse = usual if named is None or named == usual.pk else Warehouse.objects.get(pk=named)
    part.has_own_warehouse = part.warehouse != usual
    if draft.successor_id != part.successor_id:
        part.successor = _successor(part, draft.successor_id) if draft.successor_id is not None else None


def _successor(part: Part, successor_id: int) -> Part:
    """The part that follows, with its own chain locked so that no two changes close a ring. Raises SuccessorRing."""
    first = Part.objects.select_for_update(of=("self",), no_key=True).get(pk=successor_id)
    one: Part | None = first
    for _step in range(LONGEST_CHAIN):
        if one is None:
            return first
        if one.pk == part.pk:
            break
        following = one.successor_id
        one = Part.objects.select_for_update(of=("self",), no_key=True).get(pk=following) if following else None
    raise SuccessorRing(successor=first.number, part=part.number)


def _values(part: Part) -> dict[str, Any]:
    found = {name: _worded(getattr(part, name)) for name in PLAIN}
    successor = part.successor
    return found | {
        "fits": ", ".join(part.fits),
        "warehouse": part.warehouse.name_zh,
        "successor": successor.number if successor else "",
    }


def _worded(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) else str(value)


def _movable(part: Part) -> Any:
    return part


def record(part: Part, what: str, *, actor: Actor, at: datetime, facts: dict[str, Any] | None = None) -> None:
    """One event on a part's timeline."""
    audit.record(
        kind=part.kind,
        document_id=part.pk,
        label=f"{part.number} {part.name_zh}",
        code=f"{part.kind}.{what}",
        actor=actor,
        at=at,
        facts=facts,
    )
