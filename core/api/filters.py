"""`q` for search, filters by field, and a clear word for a parameter that does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any

from django import forms
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, CharFilter, NumberFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from core import kinds
from core.api import paging
from core.api.fields import BIGGEST_ID
from core.api.parsers import is_storable

LONGEST_SEARCH = 100
YES_OR_NO = frozenset({"", "true", "false", "True", "False"})
ALWAYS = frozenset({"q", "format", *paging.PARAMETERS})


class IdFilter(NumberFilter):  # type: ignore[misc]
    """Rows that name another row by its id; a number no row can have is refused (QLT-42)."""

    field_class = forms.IntegerField
    least, most = 1, BIGGEST_ID

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", self.least)
        kwargs.setdefault("max_value", self.most)
        nothing = gettext_lazy("There is no such thing.")
        kwargs.setdefault("error_messages", dict.fromkeys(("min_value", "max_value"), nothing))
        super().__init__(*args, **kwargs)

    def get_max_validator(self) -> None:
        """None: the largest id is given."""


class YearNumberFilter(IdFilter):
    """A year by its number; one that cannot be is refused."""

    least, most = 2000, 2200


class MonthNumberFilter(IdFilter):
    """A month of the year, 1 to 12."""

    least, most = 1, 12


class KnownFilter(CharFilter):  # type: ignore[misc]
    """One of the codes that `known` knows; another is refused, where an empty list would say that there is nothing
    (GEN-13). Words and numbers of documents one looks for are no codes.
    """

    def __init__(self, known: Callable[[str], bool], *args: Any, **kwargs: Any) -> None:
        def require(code: str) -> None:
            if not known(code):
                raise DjangoValidationError(_("There is no such choice here."))

        kwargs.setdefault("validators", [require])
        super().__init__(*args, **kwargs)


class KindFilter(KnownFilter):
    """What belongs to documents of one kind, by its code; a code no kind has is refused (GEN-13)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(lambda code: kinds.find(code) is not None, *args, **kwargs)


class FieldFilters(DjangoFilterBackend):  # type: ignore[misc]
    """django-filter, refusing parameters that no filter knows: a misspelt filter must not show everything."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset = self.get_filterset(request, queryset, view)
        known = set(filterset.filters) if filterset is not None else set()
        always = ALWAYS if view.can_search else ALWAYS - {"q"}
        unknown = sorted(set(request.query_params) - known - always - set(view.extra_parameters))
        if unknown:
            raise ValidationError({name: [_("There is no such parameter here.")] for name in unknown})
        self._require_yes_or_no(request, filterset)
        filtered: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return filtered

    @staticmethod
    def _require_yes_or_no(request: Request, filterset: Any) -> None:
        """A yes-or-no filter with another word would be left out in silence, and everything be shown."""
        yes_or_no = (
            [name for name, one in filterset.filters.items() if isinstance(one, BooleanFilter)] if filterset else []
        )
        wrong = [name for name in yes_or_no if request.query_params.get(name, "") not in YES_OR_NO]
        if wrong:
            raise ValidationError({name: [_("Write true or false.")] for name in wrong})


class Search(BaseFilterBackend):
    """`q`: every word must be found in one of the resource's `search_fields`, or what its `search` method finds
    (GEN-12)."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        words = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        found: QuerySet[Any] = view.search(queryset, words) if words else queryset
        return found

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        if not getattr(view, "can_search", False):
            return []
        return [{"name": "q", "in": "query", "required": False, "schema": {"type": "string"}}]


def holding_all(words: str, fields: tuple[str, ...]) -> Q:
    """Rows in which every word is part of one of the fields."""
    return reduce(
        and_, (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)) for word in words.split())
    )


def check_parameters(request: Request) -> None:
    """Refuse parameters that no database column can hold. Raises ValidationError."""
    bad = [
        name for name, values in request.query_params.lists() if not all(is_storable(text) for text in (name, *values))
    ]
    if bad:
        raise ValidationError(
            {name if is_storable(name) else "non_field_errors": [_("This value is not possible here.")] for name in bad}
        )
