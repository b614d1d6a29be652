"""What price lists make known when the application starts (PSL-02)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import audit, kinds, navigation, search_index
from core.kinds import DocumentKind
from core.navigation import Hit
from core.search_index import Source, Words
from core.table_imports import targets
from parts_sales import policies_price_lists as policies
from parts_sales.models import PriceList
from parts_sales.selectors.price_lists import lists_visible_to
from parts_sales.services.price_list_import import PriceListTable


def register() -> None:
    """Called once, from the app's `ready`."""
    kinds.register(
        DocumentKind(
            code=PriceList.kind,
            label=_("Price list"),
            model=PriceList,
            prefix="PRL",
            visible_to=lists_visible_to,
            url_name="parts_sales:price_list_detail",
            url_argument="list_id",
            can_edit=policies.can_edit,
        )
    )
    targets.register(PriceListTable())
    search_index.register(Source(PriceList.kind, words, hits))
    _register_words()
    navigation.register_section(
        "parts",
        _("Spare parts"),
        "engine",
        36,
        [
            navigation.Item(
                _("Price lists"),
                "parts_sales:price_list_list",
                can=policies.can_open,
                match=("parts_sales:price_list_",),
                keywords="价目表 调价 价格表 jmb tj price list",
            ),
        ],
    )


def _register_words() -> None:
    audit.register(
        {
            "price_list.create": _("Price list begun"),
            "price_list.computed": _("Prices computed"),
            "price_list.change": _("Prices set by hand"),
            "price_list.release": _("Price list released"),
            "price_list.cancel": _("Price list given up"),
        }
    )
    audit.register_facts({"margin": _("Margin standard")})
    audit.register_fields(
        {
            "margin_share": _("Margin standard"),
            "line_count": _("Parts"),
            "released_at": _("Released at"),
            "released_by": _("Released by"),
        }
    )


def words(ids: Collection[int]) -> Iterator[Words]:
    """Number, product group, note."""
    for one in PriceList.objects.filter(pk__in=ids):
        yield Words(
            document_id=one.pk,
            number=one.number or "",
            title=one.category or "价目表",
            texts=tuple(filter(None, (one.note, one.currency))),
            at=one.created_at,
            references=frozenset({("person", one.created_by_id)}),
        )


def hits(rows: QuerySet[PriceList]) -> dict[int, Hit]:
    """Price lists as lines: number, day, where it stands."""
    return {
        row.pk: Hit(
            label=str(row),
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{row.start_date} · {row.get_state_display()}",
            icon="percentage",
        )
        for row in rows
    }
