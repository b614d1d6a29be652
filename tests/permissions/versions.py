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
        return _version(reverse(name.partition(" ")[0], kwargs=kwargs), kwargs) | (given or {})

    return {**row, "data": data}


def _version(path: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    resource = resolve(path).func.cls
    if "version" not in resource.input_serializers["partial_update"]().fields or "pk" not in kwargs:
        return {}
    document = resource().visible(SYSTEM).get(pk=kwargs["pk"])
    field = resource.serializer_class().fields["version"]
    return {"version": getattr(document, field.source or "version")}
