"""A change names the version its document was read at (GEN-04): the rows of the table need not repeat it."""

from __future__ import annotations

from typing import Any

from django.urls import resolve, reverse

from core.actors import SYSTEM
from tests.permissions.world import World


def as_read(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row of a `PATCH`, whose body holds the version that stands in the world, where the call takes one."""

    def data(world: World) -> dict[str, Any]:
        given = row["data"](world) if callable(row.get("data")) else row.get("data")
        kwargs = row["kwargs"](world) if "kwargs" in row else {}
        return version_at(reverse(name.partition(" ")[0], kwargs=kwargs)) | (given or {})

    return {**row, "data": data}


def version_at(path: str) -> dict[str, Any]:
    """The version of what a `PATCH` to this address changes, as its body names it; nothing where it takes none."""
    match = resolve(path.partition("?")[0])
    resource: Any = match.func.cls  # type: ignore[attr-defined]
    if "version" not in resource.input_serializers["partial_update"]().fields or "pk" not in match.kwargs:
        return {}
    document = resource().visible(SYSTEM).filter(pk=match.kwargs["pk"]).first()
    field = resource.serializer_class().fields["version"]
    return {"version": getattr(document, field.source or "version")} if document is not None else {}
