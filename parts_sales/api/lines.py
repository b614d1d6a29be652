"""Lines sent by API, by what they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.errors import InvalidInput


def quantities_by(name: str, lines: Iterable[Mapping[str, Any]]) -> dict[int, Decimal]:
    """The quantities by the line they are of, each named once: of two it would be a guess which is meant. Raises
    InvalidInput.
    """
    found: dict[int, Decimal] = {}
    for line in lines:
        if line[name] in found:
            raise InvalidInput(problem=_("Name each line once, with its quantity."), field="lines")
        found[line[name]] = line["quantity"]
    return found
