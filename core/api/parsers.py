"""JSON as strict as the database needs it, so that nothing reaches it that it cannot hold (QLT-42)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

DEEPEST = 20


class JsonParser(BaseParser):
    """JSON in UTF-8; fractions become Decimals, never floats. Refuses NaN, NUL characters, lone surrogates, deep
    nesting."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            data = json.loads(stream.read().decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant)
        except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
            raise ParseError(_("The body is no JSON in UTF-8.")) from None
        refuse_unstorable(data)
        return data


def refuse_unstorable(data: Any) -> None:
    """Raise ValidationError naming the fields that hold text no database column can."""
    bad = {
        path or "non_field_errors": [_("This text holds characters that cannot be stored.")]
        for path in _unstorable(data)
    }
    if bad:
        raise ValidationError(bad)


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can keep the text: no NUL, nothing that is not a character."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _unstorable(data: Any, path: str = "", depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        raise ParseError(_("The body is nested too deeply."))
    if isinstance(data, str) and not is_storable(data):
        yield path
    elif isinstance(data, dict):
        for key, value in data.items():
            if not is_storable(key):
                yield path or "non_field_errors"
            else:
                yield from _unstorable(value, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _unstorable(value, f"{path}.{index}" if path else str(index), depth + 1)


def _no_constant(name: str) -> float:
    raise ValueError(name)
