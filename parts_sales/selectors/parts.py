"""Parts as lists, the quick search and pages find them (PSL-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from core import search
from core.actors import Actor
from core.money import base_currency
from core.ordering import ordered
from parts_sales import policies
from parts_sales.models import Part, PartPrice, StockBalance
from parts_sales.selectors import prices
from parts_sales.selectors.prices import in_force

SORTS = {
    "number": "number", "name": "name_zh", "kind": "part_kind", "group": "category", "warehouse": "warehouse__code",
    "stock": "on_hand_total", "free": "free_total", "price": "list_price",
}  # fmt: skip
IN_USE, RETIRED, ALL = "", "retired", "all"
QUICK = 12
LOOKED_AT = 200
"""Matches the quick search looks at before it picks the best; a wider question is narrowed by typing on."""


@dataclass(frozen=True, slots=True)
class PartQuestion:
    """What a list of parts is asked for."""

    words: str = ""
    part_kind: str = ""
    warehouse: str = ""
    category: str = ""
    stock: str = ""
    state: str = IN_USE
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Quick:
    """A part as the quick search offers it. Price and floor in the asked currency and the base currency."""

    part: Part
    free: Decimal
    price: Decimal | None


def parts_visible_to(actor: Actor) -> QuerySet[Part]:
    """The catalogue is one: seen whole, or not at all (GEN-10)."""
    return Part.objects.all() if policies.can_see_parts(actor) or actor.is_system else Part.objects.none()


def parts_found(actor: Actor, asked: PartQuestion, *, on: date) -> QuerySet[Part]:
    """The parts a list shows, with stock and the list price of the day in the base currency."""
    rows = parts_visible_to(actor).select_related("warehouse", "successor")
    if asked.words:
        rows = search.fitting(rows, Part.kind, asked.words)
    for name, value in (
        ("part_kind", asked.part_kind),
        ("warehouse__code", asked.warehouse),
        ("category", asked.category),
    ):
        if value:
            rows = rows.filter(**{name: value})
    if asked.state != ALL:
        rows = rows.filter(retired_at__isnull=asked.state != RETIRED)
    found: QuerySet[Any] = with_figures(rows, on=on)
    if asked.stock:
        found = found.filter(free_total__gt=0) if asked.stock == "free" else found.filter(free_total__lte=0)
    return ordered(found, asked.sort, SORTS, usual=("number",))


def with_figures(rows: QuerySet[Part], *, on: date) -> QuerySet[Part]:
    """Parts with what is on hand and free over all warehouses, and their list price of the day."""
    stock = StockBalance.objects.filter(part=OuterRef("pk")).order_by().values("part")
    price = in_force(PartPrice.objects.filter(part=OuterRef("pk"), currency=base_currency()), on=on)
    return rows.annotate(
        on_hand_total=_or_nothing(stock.annotate(all=Sum("on_hand")).values("all")),
        reserved_total=_or_nothing(stock.annotate(all=Sum("reserved")).values("all")),
        list_price=Subquery(price.values("amount")[:1]),
    ).annotate(free_total=F("on_hand_total") - F("reserved_total"))


def categories() -> list[str]:
    """The product groups parts are in."""
    return list(Part.objects.exclude(category="").order_by("category").values_list("category", flat=True).distinct())


def quick(actor: Actor, words: str, *, on: date, currency: str = "") -> list[Quick]:
    """What a quote's line offers while a part is typed: by number first, then by name, pinyin initials and model.

    Bounded however wide the question: at most LOOKED_AT matches are read, of which the best are kept (PSL-01).
    """
    typed = words.replace("\x00", "").strip()[: search.LONGEST_QUESTION]
    visible = parts_visible_to(actor)
    if not typed or not visible.exists():
        return []
    numbered = visible.filter(number__startswith=typed.upper(), retired_at__isnull=True)
    rows = list(numbered.order_by("number").select_related("successor")[:QUICK])
    if len(rows) < QUICK and len(typed) > 1:
        known = {row.pk for row in rows}
        ids = [pk for pk in _matching(typed) if pk not in known]
        more = visible.filter(pk__in=ids).select_related("successor").order_by("retired_at", "number")
        rows += list(more[: QUICK - len(rows)])
    ids = [row.pk for row in rows]
    stock: dict[int, Decimal] = dict(
        StockBalance.objects.filter(part__in=ids).order_by().values_list("part").annotate(
            free_now=Sum("on_hand") - Sum("reserved")
        )
    )  # fmt: skip
    listed = prices.prices_offered_today(ids, on=on, currency=currency)
    return [Quick(row, stock.get(row.pk, Decimal(0)), listed.get(row.pk)) for row in rows]


def _matching(typed: str) -> Sequence[int]:
    found = search.ids_fitting(Part.kind, typed)
    return [] if found is None else list(found[:LOOKED_AT])


def _or_nothing(rows: Any) -> Coalesce:
    field = DecimalField[Decimal, Decimal](max_digits=12, decimal_places=3)
    return Coalesce(Subquery(rows), Value(Decimal(0)), output_field=field)
