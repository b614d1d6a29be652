"""What a row held before each change, written by the database itself: bulk updates and raw SQL are caught too (GEN-05).

    @history.track_values("version")          # these fields are not kept
    class Category(Named): …

The old row is kept on UPDATE and DELETE; inserting costs nothing, since a row's newest values stand in the row itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pghistory
from django.contrib.auth import get_user_model
from django.db.models import Model

Tracked = TypeVar("Tracked", bound=type[Model])
OWN = "pgh_"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One change of a row: which fields, from what to what; without a person and a request where SQL made it."""

    at: datetime
    fields: dict[str, tuple[Any, Any]]
    person_id: int | None
    request_id: str
    is_deletion: bool = False

    @property
    def is_from_outside(self) -> bool:
        """Whether it was made past the application, by SQL on the database."""
        return self.person_id is None and not self.request_id


def track_values(*hidden: str) -> Callable[[Tracked], Tracked]:
    """Keep the former values of a model's rows in `<Model>Event`, append-only; `hidden` fields are left out."""
    track: Callable[[Tracked], Tracked] = pghistory.track(
        pghistory.UpdateEvent("change", row=pghistory.Old),
        pghistory.DeleteEvent("delete", row=pghistory.Old),
        exclude=list(hidden) or None,
        append_only=True,
        obj_field=pghistory.ObjForeignKey(related_name="past_values", related_query_name="past_values"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # what its own documentation says
    )
    return track


def is_tracked(model: type[Model]) -> bool:
    """Whether rows of this model keep their former values."""
    return hasattr(model, "past_values")


def names_of(changes: Iterable[ValueChange]) -> dict[int, str]:
    """The names of the people behind the changes, by id."""
    ids = {change.person_id for change in changes if change.person_id is not None}
    return {person.pk: person.get_full_name() for person in get_user_model()._default_manager.filter(pk__in=ids)}  # noqa: SLF001


def changes_of(row: Model) -> list[ValueChange]:
    """All changes of a tracked row, oldest first."""
    past = list(row.past_values.order_by("pgh_id"))  # type: ignore[attr-defined]
    return [
        _change(before, after, is_deletion=before.pgh_label == "delete")
        for before, after in zip(past, [*past[1:], row], strict=False)
    ]


def _change(before: Any, after: Any, *, is_deletion: bool) -> ValueChange:
    names = [field.attname for field in before._meta.fields if not field.name.startswith(OWN)]  # noqa: SLF001
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    facts = before.pgh_context or {}
    return ValueChange(
        at=before.pgh_created_at,
        fields={name: pair for name, pair in pairs.items() if pair[0] != pair[1]},
        person_id=facts.get("person"),
        request_id=str(facts.get("request", "")),
        is_deletion=is_deletion,
    )
