"""One way to record what happens to rows of the organization (GEN-05)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from core import audit, notifications
from core.actors import Actor
from core.errors import NotAllowed
from organization.models import Person

KINDS = {
    "Person": "person",
    "Department": "department",
    "Role": "role",
    "RoleAssignment": "role_assignment",
    "IncompatiblePair": "incompatible_pair",
    "BreakGlass": "break_glass",
    "StaffImport": "staff_import",
}


def record(
    row: Model,
    move: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write the event `<kind>.<move>` for a row."""
    kind = KINDS[type(row).__name__]
    audit.record(
        kind=kind,
        document_id=row.pk,
        label=str(row),
        code=f"{kind}.{move}",
        actor=actor,
        at=at,
        reason=reason,
        facts=facts,
    )


def require(permission: bool, *, document: str) -> None:
    """Refuse who may not. Raises NotAllowed."""
    if not permission:
        raise NotAllowed(document=document)


def assign(row: Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the values that differ; what changed as field → [old, new], ready for an event."""
    changes: dict[str, list[Any]] = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            setattr(row, name, value)
            changes[name] = [plain(old), plain(value)]
    return changes


def plain(value: Any) -> Any:
    """A value as JSON keeps it: amounts and days as text, lists sorted."""
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(item) for item in value)
    return value


def tell(person: Person, what: str, *, at: datetime, facts: Mapping[str, Any]) -> None:
    """Tell somebody of their own account: `person.<what>`."""
    notifications.notify(
        [person.pk], code=f"person.{what}", kind="person", document_id=person.pk, label=str(person),
        key=f"{what}:{person.pk}:{at.isoformat()}", at=at, facts=facts,
    )  # fmt: skip
