"""What came to an end for customers, so that they can be asked how content they are (CMP-20): a complaint, say. The
app that asks and the app in which things end know nothing of each other.

    endings.register(Ending("COMPLAINT", closed_since, day="closed_on", words="number"))    # in `ready`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Ending:
    """One kind of thing that ends. `things` gives those that ended after one day and up to another, with their
    `customer`; `day` and `words` are the columns that say when, and what the customer knows it by.
    """

    code: str
    things: Callable[[date, date], QuerySet[Any]]
    day: str
    words: str


_endings: dict[str, Ending] = {}


def register(ending: Ending) -> None:
    """Make a kind known; called in the owning app's `ready`."""
    _endings[ending.code] = ending


def of(code: str) -> Ending | None:
    """What ends under this code; None where no app said."""
    return _endings.get(code)
