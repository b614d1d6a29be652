"""New price lists as pages find them: the lists, and their lines beside the old prices (PSL-02, GEN-13)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Q, QuerySet, Value
from django.db.models.functions import NullIf, Round

from core import search
from core.actors import Actor
from core.ordering import ordered
from parts_sales import policies_price_lists as policies
from parts_sales.models import Part, PriceList, PriceListLine

UP, DOWN, SAME, FIRST, BY_HAND = "up", "down", "same", "first", "hand"
LIST_SORTS = {
    "number": "number",
    "created": "created_at",
    "start": "start_date",
    "state": "state",
    "parts": "line_count",
}
LINE_SORTS = {
    "number": "part__number", "cost": "cost", "old": "old_price", "computed": "computed_price", "price": "price",
    "change": "change_share",
}  # fmt: skip
SHARE = DecimalField(max_digits=12, decimal_places=4)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list beside the one in force: how many prices rise, fall, stay, are the first, were set by hand."""

    up: int
    down: int
    same: int
    first: int
    by_hand: int


def lists_visible_to(actor: Actor) -> QuerySet[PriceList]:
    """All of them, for who sees costs."""
    return PriceList.objects.all() if policies.can_open(actor) or actor.is_system else PriceList.objects.none()


def lists_found(actor: Actor, *, state: str = "", words: str = "", sort: str = "") -> QuerySet[PriceList]:
    """The list of price lists, the newest first."""
    rows = lists_visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = search.fitting(rows, PriceList.kind, words)
    return ordered(rows.select_related("created_by", "released_by"), sort, LIST_SORTS, usual=("-created_at", "-pk"))


def lines_found(price_list: PriceList, *, only: str = "", words: str = "", sort: str = "") -> QuerySet[PriceListLine]:
    """Its lines with how much each price changes."""
    share = (F("price") - F("old_price")) / NullIf(F("old_price"), Value(Decimal(0)), output_field=SHARE)
    rows = price_list.lines.annotate(change_share=Round(share, precision=4, output_field=SHARE))
    if only in WHICH:
        rows = rows.filter(WHICH[only])
    if words:
        rows = search.fitting(rows, Part.kind, words, by="part")
    return ordered(rows.select_related("part"), sort, LINE_SORTS, usual=("part__number", "pk"))


WHICH = {
    UP: Q(price__gt=F("old_price")),
    DOWN: Q(price__lt=F("old_price")),
    SAME: Q(price=F("old_price")),
    FIRST: Q(old_price__isnull=True),
    BY_HAND: ~Q(price=F("computed_price")),
}


def compared(price_list: PriceList) -> Comparison:
    """The list beside the prices in force, in one statement."""
    counts = price_list.lines.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in WHICH.items()}
    )
    return Comparison(counts[UP], counts[DOWN], counts[SAME], counts[FIRST], counts[BY_HAND])


def categories() -> list[str]:
    """The product groups there are."""
    return list(Part.objects.exclude(category="").order_by("category").values_list("category", flat=True).distinct())
