"""What parts are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from parts_sales.models import Part


def register() -> None:
    """Let parts be found."""
    search_index.register(Source(Part.kind, words, hits))


def words(ids: Collection[int]) -> Iterator[Words]:
    """Number, both names, product group, the machines it fits."""
    for part in Part.objects.filter(pk__in=ids):
        texts = (part.name_en, part.category, *part.fits, part.number.replace("-", ""))
        yield Words(
            document_id=part.pk,
            number=part.number,
            title=part.name_zh,
            texts=tuple(dict.fromkeys(text for text in texts if text)),
            at=part.created_at,
        )


def hits(parts: QuerySet[Part]) -> dict[int, Hit]:
    """Parts as lines: number and name, kind, what they fit, whether they are still sold."""
    return {
        row.pk: Hit(
            label=str(row),
            url=kinds.get(row.kind).url_of(row.pk),
            note=" · ".join(
                filter(
                    None, (row.get_part_kind_display(), ", ".join(row.fits), _("Off sale") if row.retired_at else "")
                )
            ),
            icon="engine",
        )
        for row in parts
    }
