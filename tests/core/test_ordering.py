"""Long lists are sorted as their indexes are (QLT-05)."""

from __future__ import annotations

import pytest

from core.ordering import ordered
from expenses.models import Claim

KNOWN = {"maker": "created_by__sort_key", "amount": "base_total", "number": "number", "request": "request__title"}


@pytest.mark.rule("QLT-05")
@pytest.mark.parametrize(
    ("sort", "says_where"),
    [("-maker", False), ("-amount", False), ("-number", True), ("-request", True)],
)
def test_only_columns_that_may_be_empty_say_where_the_missing_ones_go(sort, says_where):
    query = str(ordered(Claim.objects.all(), sort, KNOWN, usual=("-created_at", "-pk")).query)

    assert ("NULLS LAST" in query) == says_where
