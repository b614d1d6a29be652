"""Parts from Excel or CSV: new ones, and what changes of those known by their number (PSL-01, GEN-16)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actors import Actor
from core.money import base_currency
from core.sheets.headings import squeezed
from core.table_imports.targets import BAD, CHANGED, NEW, SAME, Column, Row, Verdict, flag, number, too_long
from parts_sales import policies
from parts_sales.choices import PartKind
from parts_sales.models import Part
from parts_sales.selectors import prices as reads
from parts_sales.selectors.stock import warehouses_by_name
from parts_sales.services import parts, prices
from parts_sales.services.inputs import PartInput

KINDS = {
    "采购件": "PURCHASED", "外购件": "PURCHASED", "外购": "PURCHASED", "purchased": "PURCHASED", "五金件": "HARDWARE",
    "五金": "HARDWARE", "hardware": "HARDWARE", "半成品": "SEMI_FINISHED", "自制件": "SEMI_FINISHED",
    "semi-finished": "SEMI_FINISHED", "semifinished": "SEMI_FINISHED",
}  # fmt: skip
LONGEST = {"name_zh": 120, "name_en": 120, "category": 60, "unit": 10, "hs_code": 14, "origin": 60, "note": 2000}
SIZES = ("length_mm", "width_mm", "height_mm")
_APART = re.compile(r"[,，、;；/|\n]+")


@dataclass(slots=True)
class _Read:
    """What a row means."""

    number: str
    part: Part | None
    draft: PartInput
    cost: Decimal | None
    price: Decimal | None
    problems: list[str]


class PartTable:
    """Rows are parts; cost and list price, where the reader sets them, hold from today."""

    code = "parts"
    label = gettext_lazy("Parts catalogue")
    back = "parts_sales:part_list"
    columns = (
        Column("number", gettext_lazy("Part number"), ("件号", "物料编码", "图号", "料号", "partno"), True, "20-4410"),
        Column("name_zh", gettext_lazy("Chinese name"), ("名称", "中文名称", "物料名称", "name"), example="主轴轴承组"),
        Column("name_en", gettext_lazy("English name"), ("英文名称", "英文名", "englishname"), example="Bearing"),
        Column("part_kind", gettext_lazy("Kind"), ("类别", "类型", "物料类别", "kind"), example="采购件"),
        Column("category", gettext_lazy("Product group"), ("产品组", "分组", "组别", "group"), example="主轴"),
        Column("fits", gettext_lazy("Fits"), ("适用机型", "机型", "model", "models"), example="M2600、M1800"),
        Column("warehouse", gettext_lazy("Warehouse"), ("仓库", "库房", "warehouse")),
        Column("unit", gettext_lazy("Unit"), ("单位", "计量单位", "unit"), example="套"),
        Column("weight_kg", gettext_lazy("Weight in kg"), ("重量", "重量kg", "净重", "weight"), example="4.2"),
        Column("length_mm", gettext_lazy("Length in mm"), ("长", "长mm", "length")),
        Column("width_mm", gettext_lazy("Width in mm"), ("宽", "宽mm", "width")),
        Column("height_mm", gettext_lazy("Height in mm"), ("高", "高mm", "height")),
        Column("is_valuable", gettext_lazy("Valuable"), ("贵重", "valuable")),
        Column("is_fragile", gettext_lazy("Fragile"), ("易碎", "fragile")),
        Column("hs_code", gettext_lazy("HS code"), ("海关编码", "hs编码", "hscode"), example="84821090"),
        Column("origin", gettext_lazy("Country of origin"), ("原产国", "原产地", "origin"), example="中国"),
        Column("cost", gettext_lazy("Standard cost"), ("标准成本", "成本", "cost")),
        Column("price", gettext_lazy("List price"), ("目录价", "含税单价", "价格", "price"), example="6480.00"),
        Column("note", gettext_lazy("Note"), ("备注", "note")),
    )  # fmt: skip

    def can(self, actor: Actor) -> bool:
        """Whoever keeps the catalogue."""
        return policies.can_edit_parts(actor)

    def check(self, rows: Sequence[Row], *, actor: Actor) -> list[Verdict]:
        """What every row would do."""
        read, seen = _Reader(rows, actor), dict[str, int]()
        return [_verdict(row, read.of(row), read, seen) for row in rows]

    def apply(self, rows: Sequence[Row], *, actor: Actor, at: datetime) -> None:
        """Write good rows through the services that pages use."""
        read = _Reader(rows, actor)
        for row in rows:
            _write(read.of(row), read, actor=actor, at=at)


class _Reader:
    """Reads rows against what is known, in a fixed number of statements."""

    def __init__(self, rows: Sequence[Row], actor: Actor) -> None:
        numbers = {row.text("number").upper() for row in rows}
        known = Part.objects.filter(number__in=numbers).select_related("warehouse", "successor")
        self.parts = {part.number: part for part in known}
        ids = [part.pk for part in self.parts.values()]
        today = timezone.localdate()
        self.may_price = policies.can_set_prices(actor)
        self.costs: Mapping[int, Decimal] = reads.costs_on(ids, on=today) if self.may_price else {}
        self.prices = reads.prices_on(ids, on=today)
        self.warehouses = warehouses_by_name()

    def of(self, row: Row) -> _Read:
        """What a row means."""
        problems: list[str] = []
        code = row.text("number").upper()
        if not code or len(code) > 40 or any(char.isspace() for char in code):
            problems.append(_("A part number is needed, without blanks."))
        part = self.parts.get(code)
        values = self._values(row, problems)
        now = _as_is(part) if part is not None else PartInput(number=code)
        draft = replace(now, **{name: value for name, value in values.items() if value not in {"", None, ()}})
        if not draft.name_zh:
            problems.append(_("The row has no name."))
        cost, price = (number(row, role, problems, least=Decimal(0)) for role in ("cost", "price"))
        if (cost is not None or price is not None) and not self.may_price:
            problems.append(_("You do not enter costs and prices: leave these columns out."))
        if price == 0:
            problems.append(_("A list price is above nothing."))
        return _Read(code, part, draft, cost, price, problems)

    def _values(self, row: Row, problems: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {name: too_long(row, name, most, problems) for name, most in LONGEST.items()}
        values["weight_kg"] = number(row, "weight_kg", problems, least=Decimal(0), places=3)
        for name in SIZES:
            size = number(row, name, problems, least=Decimal(1), places=0)
            values[name] = None if size is None else int(size)
        for name in ("is_valuable", "is_fragile"):
            if row.has(name) and row.text(name):
                values[name] = flag(row.text(name))
        values["fits"] = tuple(text.strip().upper() for text in _APART.split(row.text("fits")) if text.strip())
        if any(len(text) > 40 for text in values["fits"]):
            problems.append(_("A model has at most 40 characters."))
        values["part_kind"] = self._kind(row, problems)
        text = row.text("warehouse")
        place = self.warehouses.get(squeezed(text)) if text else None
        values["warehouse_id"] = place.pk if place is not None else None
        if text and place is None:
            problems.append(_("There is no warehouse “%(text)s”.") % {"text": text[:40]})
        return values

    def _kind(self, row: Row, problems: list[str]) -> str:
        text = row.text("part_kind")
        kind = KINDS.get(squeezed(text)) or (text.upper() if text.upper() in PartKind.values else "")
        if text and not kind:
            problems.append(_("“%(text)s” is no kind of part.") % {"text": text[:40]})
        return kind


def _verdict(row: Row, read: _Read, reader: _Reader, seen: dict[str, int]) -> Verdict:
    label = f"{read.number} {read.draft.name_zh}".strip()
    if seen.setdefault(read.number, row.number) != row.number:
        read.problems.append(_("Row %(number)s is the same part.") % {"number": seen[read.number]})
    if read.problems:
        return Verdict(row.number, BAD, label, tuple(dict.fromkeys(read.problems)))
    notes = tuple(_notes(read, reader))
    if read.part is None:
        return Verdict(row.number, NEW, label, notes)
    return Verdict(row.number, CHANGED if notes else SAME, label, notes)


def _notes(read: _Read, reader: _Reader) -> list[str]:
    """What a row changes of a part, in words."""
    found = []
    if read.part is not None:
        before = _as_is(read.part)
        for name in (*parts.PLAIN, "fits", "warehouse_id"):
            old, new = getattr(before, name), getattr(read.draft, name)
            if old != new:
                field = Part._meta.get_field(name.removesuffix("_id"))  # noqa: SLF001 - Django's own way
                found.append(str(getattr(field, "verbose_name", name)))
    key = read.part.pk if read.part is not None else 0
    if read.cost is not None and read.cost != reader.costs.get(key):
        found.append(_("Standard cost"))
    if read.price is not None and read.price != reader.prices.get(key):
        old_price = reader.prices.get(key)
        found.append(_("List price: %(old)s → %(new)s") % {"old": old_price or "—", "new": read.price})
    return found


def _as_is(part: Part) -> PartInput:
    values = {name: getattr(part, name) for name in parts.PLAIN}
    return PartInput(
        number=part.number,
        fits=tuple(part.fits),
        warehouse_id=part.warehouse_id if part.has_own_warehouse else None,
        successor_id=part.successor_id,
        **values,
    )


def _write(read: _Read, reader: _Reader, *, actor: Actor, at: datetime) -> None:
    if read.part is None:
        part = parts.create_part(draft=read.draft, actor=actor, at=at)
    else:
        part = parts.change_part(part_id=read.part.pk, draft=read.draft, version=None, actor=actor, at=at)
    today = timezone.localtime(at).date()
    if read.cost is not None and read.cost != reader.costs.get(part.pk):
        prices.enter_cost(part_id=part.pk, amount=read.cost, start_date=today, source="", actor=actor, at=at)
    if read.price is not None and read.price != reader.prices.get(part.pk):
        prices.enter_price(
            part_id=part.pk, currency=base_currency(), amount=read.price, start_date=today, actor=actor, at=at
        )
