"""Price lists and their lines as Excel; the lines come back through the import (GEN-13, PSL-02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.list_workbooks import MOST_ROWS, Sheet
from parts_sales.models import PriceList, PriceListLine

AT_ONCE = 1000


def lists_sheet(rows: QuerySet[PriceList]) -> Sheet:
    """The price lists with what they were computed by."""
    heads = [
        (_("Number"), 16), (_("State"), 14), (_("Currency"), 10), (_("Margin standard, %"), 14),
        (_("Product group"), 18), (_("Holds from"), 12), (_("Parts"), 10), (_("Made by"), 14),
        (pgettext("price list", "Made at"), 18), (_("Released by"), 14), (_("Note"), 30),
    ]  # fmt: skip
    cells = (
        (
            one.number, one.get_state_display(), one.currency, one.margin_share * 100, one.category, one.start_date,
            one.line_count, one.created_by.name, timezone.localtime(one.created_at),
            one.released_by.name if one.released_by else "", one.note,
        )
        for one in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("Price lists"), heads, cells)


def lines_sheet(rows: QuerySet[PriceListLine], price_list: PriceList) -> Sheet:
    """What every part costs, and its old and new price."""
    heads = [
        (_("Price list"), 16), (_("Part number"), 16), (_("Name"), 32), (_("Cost"), 14), (_("Old price"), 14),
        (_("Computed price"), 14), (_("New price"), 14), (_("Change, %"), 10),
    ]  # fmt: skip
    return Sheet(str(price_list), heads, _cells(rows, price_list))


def _cells(rows: QuerySet[PriceListLine], price_list: PriceList) -> Iterator[Sequence[Any]]:
    for one in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
        share = getattr(one, "change_share", None)
        yield (
            price_list.number, one.part.number, one.part.name, one.cost, one.old_price, one.computed_price, one.price,
            None if share is None else share * 100,
        )  # fmt: skip
