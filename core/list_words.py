"""The search box of lists whose documents carry a number and are too few for an index of words (GEN-12, GEN-13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from core import search_terms

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])

MOST_WORDS = 6


def by_words(rows: Rows, words: str, says: Callable[[str], Q]) -> Rows:
    """The one whose whole number is asked for; else those that say each of the words, `says` being where one word is
    looked for.
    """
    exact = so_numbered(rows, words)
    if exact is not None:
        return exact
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(says(word))
    return rows


def so_numbered(rows: Rows, words: str) -> Rows | None:
    """Of a list whose documents carry a `number`: the one whose whole number is asked for; None where there is none."""
    exact = rows.filter(number=search_terms.plain(words).strip().upper())
    return exact if search_terms.is_whole_number(words) and exact.exists() else None
