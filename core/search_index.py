"""What documents are found by, kept up to date: an entry for each, made anew where a trigger has marked it (GEN-12,
docs/decisions/0081). Kinds register what they are found by; `core.search` asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from core import kinds, search_terms
from core.models import Attachment, Comment, SearchEntry, SearchMark
from core.navigation import Hit

AT_ONCE = 500
_LOCK = 7_312_026
"""The advisory lock of whoever makes entries: two at once could write an older reading over a newer one."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one document is found by. `references` are the rows it names: ("person", 5), ("department", 3), …"""

    document_id: int
    number: str
    title: str
    texts: tuple[str, ...]
    at: datetime
    references: frozenset[tuple[str, int]] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Source:
    """How a kind of document is searched. `words` reads many documents in few statements; `hits` gives the lines to
    show for documents the reader sees, by id.
    """

    kind: str
    words: Callable[[Collection[int]], Iterable[Words]]
    hits: Callable[[QuerySet[Any]], Mapping[int, Hit]]
    stands_alone: bool = True
    """Whether its whole number finds it alone; not where the number of one leads to another that took it over."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let a kind of document be found; called in the owning app's `ready`."""
    _sources[source.kind] = source


def sources() -> Mapping[str, Source]:
    """The kinds that are searched, in order of registration."""
    return MappingProxyType(_sources)


def refresh(*, limit: int) -> int:
    """Make the entries of marked documents anew, the longest marked first; how many marks went. Race-free: a mark is
    taken before the document is read, and whoever changes it meanwhile leaves another.
    """
    if not SearchMark.objects.exists():
        return 0
    with transaction.atomic():
        _take_lock()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM core_searchmark WHERE id IN (SELECT id FROM core_searchmark ORDER BY id LIMIT %s)"
                " RETURNING subject_kind, subject_id",
                [limit],
            )
            marks = cursor.fetchall()
        wanted: dict[str, set[int]] = defaultdict(set)
        for kind, document_id in marks:
            wanted[kind].add(document_id)
        for kind, ids in wanted.items():
            _write(kind, ids)
    return len(marks)


def refresh_all() -> int:
    """Work through all marks, a batch at a time; how many went."""
    gone = 0
    while went := refresh(limit=AT_ONCE):
        gone += went
    return gone


def rebuild(kind: str) -> int:
    """Make the entries of all documents of a kind anew, and drop those of documents that are gone; how many."""
    model = kinds.get(kind).model
    last, count = 0, 0
    while ids := list(_after(model, last).values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            _take_lock()
            _write(kind, ids)
        last, count = ids[-1], count + len(ids)
    # Asked one by one and not as a list of those that are there: beyond what fits into memory such a list is read
    # through again for each entry, hours for a million of them.
    there = model._default_manager.filter(pk=OuterRef("subject_id"))  # noqa: SLF001 - of any kind
    SearchEntry.objects.filter(~Exists(there), subject_kind=kind).delete()
    return count


def _after(model: Any, last: int) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(pk__gt=last).order_by("pk")  # noqa: SLF001 - of any kind
    return rows


def _take_lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _write(kind: str, ids: Collection[int]) -> None:
    """The entries of these documents as they are now; none for those that are gone."""
    source = _sources.get(kind)
    if source is None:
        return
    remarks, files = _said(Comment, "text", kind, ids), _said(Attachment, "name", kind, ids)
    rows = []
    for one in source.words(ids):
        texts = (*one.texts, *files[one.document_id], *remarks[one.document_id])
        terms = search_terms.number_terms(one.number) | search_terms.terms_of(one.title, *texts)
        terms |= search_terms.pinyin_terms(one.title, *one.texts)
        terms |= {search_terms.reference(*reference) for reference in one.references}
        text = "\n".join(text for text in (one.title, *texts) if text)
        rows.append((kind, one.document_id, one.number, one.title[:200], text, sorted(terms), one.at))
    gone = set(ids) - {row[1] for row in rows}
    SearchEntry.objects.filter(subject_kind=kind, subject_id__in=gone).delete()
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core_searchentry (subject_kind, subject_id, number, title, text, terms, at)"
            " VALUES (%s, %s, %s, %s, %s, array_to_tsvector(%s::text[]), %s)"
            " ON CONFLICT (subject_kind, subject_id) DO UPDATE SET number = excluded.number, title = excluded.title,"
            " text = excluded.text, terms = excluded.terms, at = excluded.at",
            rows,
        )


def _said(model: Any, column: str, kind: str, ids: Collection[int]) -> Mapping[int, list[str]]:
    """Remarks on documents, or the names of their files; a file taken off is not found any more."""
    rows = model.objects.filter(subject_kind=kind, subject_id__in=ids)
    if model is Attachment:
        rows = rows.filter(removed_at__isnull=True)
    found: dict[int, list[str]] = defaultdict(list)
    for document_id, text in rows.values_list("subject_id", column):
        found[document_id].append(text)
    return found
