"""Quotes as lists show them: filtered, sorted, with their total (GEN-10, GEN-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from core import search
from core.actors import Actor
from core.calendar import midnight
from core.long_lists import MOST_COUNTED, countable
from core.money import ZERO
from core.ordering import ordered
from parts_sales.choices import QuoteState
from parts_sales.models import Quote
from parts_sales.selectors.visibility import quotes_visible_to

EXPIRED = "EXPIRED"
"""No state of its own: sent, and its validity has ended."""
SORTS = {
    "number": "number", "customer": "customer__name_zh", "maker": "created_by__sort_key", "created": "created_at",
    "valid": "valid_until", "state": "state", "amount": "base_total",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuoteQuestion:
    """What of the quotes is asked for."""

    scope: str = "all"
    state: str = ""
    region: str = ""
    since: date | None = None
    until: date | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    words: str = ""
    sort: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the scope narrows the list."""
        asked = (self.state, self.region, self.since, self.until, self.least, self.most, self.words)
        return any(value not in {"", None} for value in asked)


@dataclass(frozen=True, slots=True)
class QuoteTotals:
    """What stands under the list, in the base currency. `is_cut`: more than are counted (QLT-05)."""

    count: int
    total: Decimal

    @property
    def is_cut(self) -> bool:
        return self.count > MOST_COUNTED

    @property
    def most(self) -> int:
        """How many are counted at the most."""
        return MOST_COUNTED


def quotes_found(actor: Actor, asked: QuoteQuestion, *, on: date) -> QuerySet[Quote]:
    """The quotes of a list, with what it joins."""
    rows = quotes_visible_to(actor)
    if asked.scope == "mine":
        rows = rows.filter(created_by=actor.person_id or 0)
    if asked.state == EXPIRED:
        rows = rows.filter(state=QuoteState.SENT, valid_until__lt=on)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.region:
        rows = rows.filter(region=asked.region)
    if asked.since is not None:
        rows = rows.filter(created_at__gte=midnight(asked.since))
    if asked.until is not None and asked.until < date.max:
        rows = rows.filter(created_at__lt=midnight(asked.until + timedelta(days=1)))
    if asked.least is not None:
        rows = rows.filter(base_total__gte=asked.least)
    if asked.most is not None:
        rows = rows.filter(base_total__lte=asked.most)
    if asked.words:
        rows = search.fitting(rows, Quote.kind, asked.words)
    rows = rows.select_related("customer", "created_by", "department")
    return ordered(rows, asked.sort, SORTS, usual=("-created_at", "-pk"))


def totals_of(rows: QuerySet[Quote]) -> QuoteTotals:
    """Under the list of quotes."""
    found = countable(rows, "base_total").aggregate(count=Count("pk"), total=Sum("base_total"))
    return QuoteTotals(found["count"], found["total"] or ZERO)
