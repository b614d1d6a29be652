"""New prices of a draft price list from Excel or CSV: the file the page gave, with prices changed (PSL-02, GEN-16)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.actors import Actor
from core.money import fits_unit
from core.table_imports.targets import BAD, CHANGED, SAME, Column, Row, Verdict, number
from parts_sales import policies
from parts_sales.choices import PriceListState
from parts_sales.models import PriceListLine
from parts_sales.services import price_lists

Key = tuple[str, str]


@dataclass(slots=True)
class _Read:
    label: str
    line: PriceListLine | None
    price: Decimal | None
    problems: list[str]


class PriceListTable:
    """Rows are parts of a draft price list with their new price."""

    code = "price-list"
    label = gettext_lazy("Prices of a draft price list")
    back = "parts_sales:price_list_list"
    columns = (
        Column("list", gettext_lazy("Price list"), ("价目表", "价格表", "pricelist"), True, "PRL-2026-0001"),
        Column("number", gettext_lazy("Part number"), ("件号", "物料编码", "料号", "partno"), True, "20-4410"),
        Column("price", gettext_lazy("New price"), ("新价", "新价格", "目录价", "newprice"), True, "6480.00"),
    )

    def can(self, actor: Actor) -> bool:
        """Whoever enters prices."""
        return policies.can_set_prices(actor)

    def check(self, rows: Sequence[Row], *, actor: Actor) -> list[Verdict]:
        """What every row would change."""
        known, seen = _known(rows), dict[Key, int]()
        return [_verdict(row, _read(row, known), seen) for row in rows]

    def apply(self, rows: Sequence[Row], *, actor: Actor, at: datetime) -> None:
        """Set the prices, list by list."""
        known = _known(rows)
        wanted: dict[int, dict[int, Decimal]] = defaultdict(dict)
        for row in rows:
            one = _read(row, known)
            if one.line is not None and one.price is not None:
                wanted[one.line.price_list_id][one.line.part_id] = one.price
        for list_id, prices in sorted(wanted.items()):
            price_lists.set_prices(price_list_id=list_id, prices=prices, actor=actor, at=at)


def _known(rows: Sequence[Row]) -> dict[Key, PriceListLine]:
    found = PriceListLine.objects.filter(
        price_list__number__in={row.text("list").upper() for row in rows},
        part__number__in={row.text("number").upper() for row in rows},
    ).select_related("price_list", "part")
    return {(line.price_list.number or "", line.part.number): line for line in found}


def _read(row: Row, known: dict[Key, PriceListLine]) -> _Read:
    problems: list[str] = []
    key = (row.text("list").upper(), row.text("number").upper())
    line = known.get(key)
    price = number(row, "price", problems, least=Decimal(0))
    if line is None:
        problems.append(_("%(part)s does not stand in %(list)s.") % {"part": key[1][:40], "list": key[0][:40] or "?"})
    elif line.price_list.state != PriceListState.DRAFT:
        problems.append(_("%(list)s is no draft any more.") % {"list": line.price_list})
    elif price is not None and (price == 0 or not fits_unit(price, line.price_list.currency)):
        problems.append(_("This currency has no such amount."))
    if price is None and not problems:
        problems.append(_("The new price is missing."))
    return _Read(str(line.part) if line else key[1], line, price, problems)


def _verdict(row: Row, one: _Read, seen: dict[Key, int]) -> Verdict:
    key = (row.text("list").upper(), row.text("number").upper())
    if seen.setdefault(key, row.number) != row.number:
        one.problems.append(_("Row %(number)s names the same part.") % {"number": seen[key]})
    if one.problems or one.line is None or one.price is None:
        return Verdict(row.number, BAD, one.label, tuple(dict.fromkeys(one.problems)))
    if one.price == one.line.price:
        return Verdict(row.number, SAME, one.label)
    note = f"{formats.amount(one.line.price)} → {formats.amount(one.price)}"
    return Verdict(row.number, CHANGED, one.label, (note,))
