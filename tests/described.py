"""The API's OpenAPI description, made once in each process: half a minute's work that several tests read."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator


@cache
def description() -> dict[str, Any]:
    """The description of the whole API, as somebody with every right gets it. Not to be changed: others read it too."""
    described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return described
