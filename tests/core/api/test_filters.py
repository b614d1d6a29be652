"""A filter of an API list that cannot mean anything is refused by name: nothing, or everything, would be no answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from core.api.filters import IdFilter, KnownFilter
from organization.models import Person
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-13"), pytest.mark.rule("GEN-17")]

FREE = {
    ("customers", "tax_number"),
    ("expense-imports", "source"),
    ("imported-rows", "voucher"),
    ("imported-rows", "complaint"),
    ("spend-requests", "complaint"),
    ("expense-claims", "complaint"),
    ("people", "username"),
    ("parts", "number"),
    ("parts", "category"),
    ("quotes", "number"),
    ("sales-orders", "number"),
    ("categories", "code"),
    ("projects", "code"),
    ("saved-views", "list_name"),
}
"""Names and numbers that people look for: any words are a fair question, and an empty list a fair answer."""
IMPOSSIBLE = "no such thing!"


def lists(patterns: Any = None) -> Iterator[tuple[str, Any]]:
    """The name and filters of each list of the API."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from lists(one.url_patterns)
        elif isinstance(one, URLPattern) and (one.name or "").endswith("-list"):
            filters = getattr(getattr(one.callback, "cls", None), "filterset_class", None)
            if filters is not None:
                yield (one.name or "").removesuffix("-list"), filters


@pytest.mark.parametrize(("name", "filters"), [pytest.param(*one, id=one[0]) for one in lists()])
def test_each_filter_refuses_what_it_cannot_mean(name: str, filters: Any):
    for field, one in filters.base_filters.items():
        if isinstance(one, django_filters.BooleanFilter) or (name, field) in FREE:
            continue
        answered = filters(data={field: IMPOSSIBLE}, queryset=Person.objects.none())
        assert field in answered.form.errors, f"{name}?{field}= takes any words"
        if isinstance(one, django_filters.NumberFilter):
            assert isinstance(one, IdFilter), f"{name}?{field}= takes numbers nothing has"


def test_only_words_are_free():
    known = {(name, field): one for name, filters in lists() for field, one in filters.base_filters.items()}

    assert set(known) >= FREE
    assert not [key for key in FREE if isinstance(known[key], KnownFilter)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("is_unread=yes", "is_unread"),
        ("is_unread=1", "is_unread"),
        ("is_unread=2", "is_unread"),
    ],
)
def test_a_word_that_is_neither_yes_nor_no_is_not_left_out_in_silence(owner, query, field):
    answer = signed_in(APIClient(), owner).get(f"/api/v1/notices/?{query}")

    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_yes_and_no_are_understood(owner):
    desk = signed_in(APIClient(), owner)

    assert [desk.get(f"/api/v1/notices/?is_unread={word}").status_code for word in ("true", "False", "")] == [200] * 3


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("comments", "document_kind=nonsense"),
        ("attachments", "document=0"),
        ("attachments", "document=1.5"),
        ("exchange-rates", "currency=XXX"),
        ("exchange-rates", "day=2026-02-30"),
        ("fiscal-years", "year=1"),
        ("periods", "month=13"),
        ("role-assignments", "role=nobody"),
        ("report-runs", "paper=nonsense"),
        ("delegations", "delegate=-1"),
        ("report-runs", "q=预算"),  # a list without search shows no empty answer for one
    ],
)
def test_some_of_them_over_the_wire(manager, path, query):
    answer = signed_in(APIClient(), manager).get(f"/api/v1/{path}/?{query}")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [query.partition("=")[0]])
