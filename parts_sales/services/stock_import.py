"""A stock count from Excel or CSV: each row says what was counted of a part in a warehouse (PSL-01, GEN-16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.actors import Actor
from core.sheets.headings import squeezed
from core.table_imports.targets import BAD, CHANGED, SAME, Column, Row, Verdict, number, too_long
from parts_sales import policies
from parts_sales.models import Part, StockBalance
from parts_sales.selectors.stock import warehouses_by_name, warehouses_kept_by
from parts_sales.services import stock

Key = tuple[int, int]


@dataclass(slots=True)
class _Counted:
    """What a row says was counted."""

    label: str
    key: Key | None
    quantity: Decimal | None
    before: Decimal
    reason: str
    problems: list[str]


class StockTable:
    """Rows are counts; without a warehouse, that in which the part lies."""

    code = "stock-count"
    label = gettext_lazy("Stock count")
    back = "parts_sales:part_list"
    columns = (
        Column("number", gettext_lazy("Part number"), ("件号", "物料编码", "料号", "partno"), True, "20-4410"),
        Column(
            "quantity",
            gettext_lazy("Counted"),
            ("实盘数量", "盘点数量", "数量", "库存", "quantity", "counted"),
            True,
            "6",
        ),
        Column("warehouse", gettext_lazy("Warehouse"), ("仓库", "库房", "warehouse"), example="原材料仓库"),
        Column("reason", gettext_lazy("Reason"), ("原因", "差异原因", "说明", "reason"), example="月末盘点"),
    )

    def can(self, actor: Actor) -> bool:
        """Whoever keeps a warehouse."""
        return policies.can_count(actor)

    def check(self, rows: Sequence[Row], *, actor: Actor) -> list[Verdict]:
        """What every row would change."""
        reader, seen = _Reader(rows, actor), dict[Key, int]()
        return [_verdict(row, reader.of(row), seen) for row in rows]

    def apply(self, rows: Sequence[Row], *, actor: Actor, at: datetime) -> None:
        """Enter the counts, in the one order of locks. Raises CountStale where stock moved since it was read."""
        reader = _Reader(rows, actor)
        counted = [one for row in rows if (one := reader.of(row)).key is not None and one.quantity is not None]
        for one in sorted(counted, key=lambda each: each.key or (0, 0)):
            assert one.key is not None  # noqa: S101 - filtered above
            assert one.quantity is not None  # noqa: S101
            part_id, warehouse_id = one.key
            stock.count(
                part_id=part_id, warehouse_id=warehouse_id, counted=one.quantity, seen=one.before,
                reason=one.reason, actor=actor, at=at,
            )  # fmt: skip


class _Reader:
    """Reads rows against stock, in a fixed number of statements."""

    def __init__(self, rows: Sequence[Row], actor: Actor) -> None:
        numbers = {row.text("number").upper() for row in rows}
        self.parts = {part.number: part for part in Part.objects.filter(number__in=numbers)}
        self.kept = warehouses_kept_by(actor)
        self.by_name = warehouses_by_name()
        ids = [part.pk for part in self.parts.values()]
        self.balances: Mapping[Key, StockBalance] = {
            (one.part_id, one.warehouse_id): one for one in StockBalance.objects.filter(part__in=ids)
        }

    def of(self, row: Row) -> _Counted:
        """What a row says."""
        problems: list[str] = []
        part = self.parts.get(row.text("number").upper())
        if part is None:
            problems.append(_("There is no part “%(number)s”.") % {"number": row.text("number")[:40]})
        place = self._place(row, part, problems)
        quantity = number(row, "quantity", problems, least=Decimal(0), places=3)
        if quantity is None and not problems:
            problems.append(_("The counted quantity is missing."))
        key = (part.pk, place) if part is not None and place is not None else None
        balance = self.balances.get(key) if key else None
        before = balance.on_hand if balance else Decimal(0)
        reason = too_long(row, "reason", 500, problems)
        if quantity is not None and quantity != before and not reason:
            problems.append(_("The count differs: the row needs a reason."))
        if balance is not None and quantity is not None and quantity < balance.reserved:
            problems.append(_("%(count)s are reserved, more than were counted.") % {"count": f"{balance.reserved:f}"})
        return _Counted(str(part or row.text("number")), key, quantity, before, reason, problems)

    def _place(self, row: Row, part: Part | None, problems: list[str]) -> int | None:
        text = row.text("warehouse")
        named = self.by_name.get(squeezed(text)) if text else None
        if text and named is None:
            problems.append(_("There is no warehouse “%(text)s”.") % {"text": text[:40]})
            return None
        place = named.pk if named is not None else part.warehouse_id if part is not None else None
        if place is not None and place not in self.kept:
            problems.append(_("You do not keep this warehouse."))
        return place


def _verdict(row: Row, one: _Counted, seen: dict[Key, int]) -> Verdict:
    if one.key is not None and seen.setdefault(one.key, row.number) != row.number:
        one.problems.append(_("Row %(number)s counts the same part.") % {"number": seen[one.key]})
    if one.problems or one.quantity is None:
        return Verdict(row.number, BAD, one.label, tuple(dict.fromkeys(one.problems)))
    if one.quantity == one.before:
        return Verdict(row.number, SAME, one.label)
    difference = one.quantity - one.before
    note = _("%(before)s → %(after)s (%(difference)s)") % {
        "before": formats.plain(one.before),
        "after": formats.plain(one.quantity),
        "difference": f"{difference.normalize():+f}",
    }
    return Verdict(row.number, CHANGED, one.label, (note, one.reason))
