"""Cursor paging: a page begins after a row, not after a count, so that lists of a million rows cost the same on every
page."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.exceptions import ValidationError as ModelInvalid
from django.db.models import F, Field, Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

PAGE_SIZE = 50
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: the value and id of the row beside it, which way to read, and the order of the rows,
    since in another one the place lies nowhere.
    """

    value: str | None
    pk: int
    backwards: bool
    order: str

    def encoded(self) -> str:
        parts = [self.value, self.pk, self.backwards, self.order]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")

    @classmethod
    def decoded(cls, text: str) -> Cursor:
        try:
            value, pk, backwards, order = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError, TypeError, RecursionError):
            raise _bad("cursor") from None
        if not (isinstance(value, str | None) and type(pk) is int and abs(pk) < 2**63 and isinstance(backwards, bool)):
            raise _bad("cursor")
        return cls(value=value, pk=pk, backwards=backwards, order=str(order))


@dataclass(frozen=True, slots=True)
class Order:
    """One model field to sort by, then by id in the same direction. Rows without a value come last."""

    path: str
    descending: bool
    field: Field[Any, Any]
    nullable: bool

    @classmethod
    def of(cls, model: type[Model], text: str) -> Order:
        path = text.removeprefix("-")
        field, nullable = _field(model, path)
        return cls(path=path, descending=text.startswith("-"), field=field, nullable=nullable)

    @property
    def text(self) -> str:
        return f"-{self.path}" if self.descending else self.path

    @property
    def is_by_id(self) -> bool:
        return self.field.primary_key and "__" not in self.path

    def apply(self, rows: QuerySet[Any], *, backwards: bool) -> QuerySet[Any]:
        descending = self.descending != backwards
        by_id = "-pk" if descending else "pk"
        if self.is_by_id:
            return rows.order_by(by_id)
        if not self.nullable:
            return rows.order_by(f"-{self.path}" if descending else self.path, by_id)
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        by_value = F(self.path).desc(**nulls) if descending else F(self.path).asc(**nulls)
        return rows.order_by(by_value, by_id)

    def beyond(self, cursor: Cursor) -> Q:
        """The rows on the far side of the cursor, in reading direction."""
        sign = "lt" if self.descending != cursor.backwards else "gt"
        past_id = Q(**{f"pk__{sign}": cursor.pk})
        if self.is_by_id:
            return past_id
        if cursor.value is None:
            same = Q(**{f"{self.path}__isnull": True})
            return (same & past_id) | Q(**{f"{self.path}__isnull": False}) if cursor.backwards else same & past_id
        try:
            value = self.field.to_python(cursor.value)
        except (ModelInvalid, ValueError):
            raise _bad("cursor") from None
        found = Q(**{f"{self.path}__{sign}": value}) | (Q(**{self.path: value}) & past_id)
        if self.nullable and not cursor.backwards:
            found |= Q(**{f"{self.path}__isnull": True})
        return found

    def cursor_at(self, row: Any, *, backwards: bool) -> Cursor:
        value = row
        for part in self.path.split("__"):
            value = getattr(value, part) if value is not None else None
        text = None if value is None or self.is_by_id else str(value)
        return Cursor(value=text, pk=row.pk, backwards=backwards, order=self.text)


class CursorPaging(BasePagination):
    """`page_size` up to 200, `ordering` among the resource's `ordering_fields`, `cursor` from `next` and `previous`."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self._url = request.build_absolute_uri()
        size = self._size(request)
        order = self._order(queryset.model, request, view)
        text = request.query_params.get("cursor", "")
        cursor = Cursor.decoded(text) if text else None
        backwards = cursor is not None and cursor.backwards
        if cursor is not None:
            if cursor.order != order.text:
                raise ValidationError(
                    {"cursor": [_("This page is of another order of the rows. Begin without cursor.")]}
                )
            queryset = queryset.filter(order.beyond(cursor))
        rows = list(order.apply(queryset, backwards=backwards)[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
        self._next = order.cursor_at(rows[-1], backwards=False) if rows and has_next else None
        self._previous = order.cursor_at(rows[0], backwards=True) if rows and has_previous else None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self._link(self._next), "previous": self._link(self._previous), "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        orders = [sign + name for name in getattr(view, "ordering_fields", {}) for sign in ("", "-")]
        return [
            _parameter("page_size", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}),
            _parameter("cursor", {"type": "string"}),
            *([_parameter("ordering", {"type": "string", "enum": orders})] if orders else []),
        ]

    def _size(self, request: Request) -> int:
        text = request.query_params.get("page_size", "")
        if not text:
            return PAGE_SIZE
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
            raise _bad("page_size")
        return min(int(text), LARGEST_PAGE)

    def _order(self, model: type[Model], request: Request, view: Any) -> Order:
        wanted = request.query_params.get("ordering", "")
        if not wanted:
            return Order.of(model, view.ordering)
        path = view.ordering_fields.get(wanted.removeprefix("-"))
        if path is None:
            raise _bad("ordering")
        return Order.of(model, f"-{path}" if wanted.startswith("-") else path)

    def _link(self, cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        return replace_query_param(remove_query_param(self._url, "cursor"), "cursor", cursor.encoded())


PARAMETERS: Sequence[str] = ("page_size", "cursor", "ordering")


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _field(model: type[Model], path: str) -> tuple[Field[Any, Any], bool]:
    nullable, field = False, None
    for part in path.split("__"):
        try:
            found = model._meta.pk if part == "pk" else model._meta.get_field(part)  # noqa: SLF001 - Django's own way
        except FieldDoesNotExist:
            found = None
        if not isinstance(found, Field):
            raise TypeError(f"{model.__name__} cannot be ordered by {path}")
        field = found
        nullable = nullable or field.null
        model = field.related_model if isinstance(field.related_model, type) else model
    if field is None:
        raise LookupError(path)
    return field, nullable


def _bad(name: str) -> ValidationError:
    return ValidationError({name: [_("This value is not possible here.")]})
