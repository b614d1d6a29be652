"""Finding documents of every kind by number, words, people, departments, categories, files and remarks, Chinese and
pinyin included, within what the reader sees (GEN-12). Kinds register what they are found by; docs/decisions/0081.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, F, Field, Func, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from core import kinds, search_terms
from core.actors import Actor
from core.calendar import midnight
from core.models import Attachment, Comment, SearchEntry, SearchMark
from core.navigation import Hit

LONGEST_QUESTION = 100
AT_ONCE = 500
BEFORE_ASKING = 200
READ_ONCE = 3_000
"""So many ids are still sent as a list; more are asked for inside each statement."""
"""Marked documents whose entries are made anew before a question is answered; the rest is the worker's."""
MOST_REFERENCES = 200
LOOKED_THROUGH = 2_000
"""The latest documents of each kind are looked through first: words that stand in many are found there at once. The
index, whose answer grows with how many there are, is asked for the others (QLT-05, decision 0110)."""
MOST_MATCHES = 5_000
"""Words that stand in more documents than that are common: then only the latest documents are looked through."""
MOST_SHOWN = 500
"""So many of the latest are shown of words that stand in more."""
COMMON = 0.05
"""So do words that stand in this share of the latest documents of a kind; the index need not be asked."""
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


@dataclass(frozen=True, slots=True)
class Result:
    """One document found, with the words around what was asked for."""

    kind: str
    document_id: int
    hit: Hit
    excerpt: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: words, and what narrows them."""

    words: str
    kind: str = ""
    department_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The entries of one kind that fit, the latest first. `is_cut`: only those among the latest documents, since the
    words stand in so many that more were not looked for.
    """

    rows: QuerySet[SearchEntry]
    is_cut: bool


_sources: dict[str, Source] = {}
_names: dict[str, Callable[[str], Iterable[int]]] = {}


def register(source: Source) -> None:
    """Let a kind of document be found; called in the owning app's `ready`."""
    _sources[source.kind] = source


def register_names(kind: str, called: Callable[[str], Iterable[int]]) -> None:
    """Let documents be found by what they name: `called` gives the ids of the rows that fit a word."""
    _names[kind] = called


def sources() -> list[Source]:
    """The kinds that are searched, in order of registration."""
    return list(_sources.values())


# --- Asking


def found(actor: Actor, asked: Question, *, enough: int, within: int = LOOKED_THROUGH) -> dict[str, Found]:
    """The entries that fit, by kind, the latest first, only of documents the actor sees (GEN-10). Where `enough` of
    them are among the `within` latest documents of a kind, those are all.
    """
    refresh(limit=BEFORE_ASKING)
    query = _query(asked)
    if not query:
        return {}
    wanted = [asked.kind] if asked.kind in _sources else list(_sources)
    if (alone := _so_numbered(actor, asked, wanted)) is not None:
        return alone
    latest = _latest(wanted, query, asked, within)
    short = [kind for kind, one in latest.items() if not one.is_all and len(one.ids) < enough]
    if short and not any(one.is_common for one in latest.values()):
        latest |= _matching(short, query, asked)
    answer = {}
    for kind in wanted:
        visible = kinds.get(kind).visible_to(actor).order_by().values("pk")
        rows = SearchEntry.objects.filter(pk__in=latest[kind].ids, subject_id__in=visible)
        rows = rows.defer("terms").order_by("-at", "-pk")
        answer[kind] = Found(rows if latest[kind].ids else rows.none(), is_cut=not latest[kind].is_all)
    return answer


def results(actor: Actor, kind: str, entries: Sequence[SearchEntry], words: str) -> list[Result]:
    """Entries of one kind as lines, in their order. What went out of sight meanwhile is left out."""
    ids = [entry.subject_id for entry in entries]
    visible = kinds.get(kind).visible_to(actor).filter(pk__in=ids)
    hits = _sources[kind].hits(visible) if ids else {}
    return [
        Result(kind, entry.subject_id, hits[entry.subject_id], excerpt_of(entry, words), entry.at)
        for entry in entries
        if entry.subject_id in hits
    ]


def hits_of(actor: Actor, kind: str, ids: Collection[int]) -> Mapping[int, Hit]:
    """Documents of one kind as lines, those the actor sees."""
    return _sources[kind].hits(kinds.get(kind).visible_to(actor).filter(pk__in=ids))


def top(actor: Actor, words: str, *, limit: int) -> list[Result]:
    """The few best of every kind, the latest; what is called exactly so first, such as a part by its number."""
    answer: list[Result] = []
    by_kind = found(actor, Question(words), enough=limit)
    exact = {entry.subject_kind: entry for entry in _numbered(words)} if by_kind else {}
    for kind, entries in by_kind.items():
        rows = list(entries.rows[:limit])
        if kind in exact:
            rows = [exact[kind], *(row for row in rows if row.pk != exact[kind].pk)][:limit]
        answer += results(actor, kind, rows, words)
    return answer


def _so_numbered(actor: Actor, asked: Question, wanted: Sequence[str]) -> dict[str, Found] | None:
    """The document whose whole number is asked for, alone: those that only mention it, or whose number goes on, are not
    what somebody means who typed all of it. None where the actor sees none so numbered, within what narrows.
    """
    if not search_terms.is_whole_number(asked.words) or asked.department_id is not None:
        return None
    rows = _numbered(asked.words)
    since, until = _moments(asked)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    answer = {kind: Found(rows.none(), is_cut=False) for kind in wanted}
    for kind, document_id in rows.values_list("subject_kind", "subject_id"):
        if kind not in answer or not _sources[kind].stands_alone:
            continue
        if kinds.get(kind).visible_to(actor).filter(pk=document_id).exists():
            answer[kind] = Found(rows.filter(subject_kind=kind, subject_id=document_id), is_cut=False)
    return answer if any(one.rows for one in answer.values()) else None


def ids_matching(kind: str, words: str) -> QuerySet[SearchEntry, int] | list[int] | None:
    """The ids of a kind's documents that fit, whoever may see them, where the whole number of one is asked for that one
    alone; None where the words ask for nothing. As far as they are not too many they are read here, once: a list asks
    with them for its rows, its number and its sums.
    """
    fitting = ids_fitting(kind, words)
    if fitting is None:
        return None
    ids = list(fitting[: READ_ONCE + 1])
    return ids if len(ids) <= READ_ONCE else fitting


def ids_fitting(kind: str, words: str) -> QuerySet[SearchEntry, int] | None:
    """`ids_matching` before they are read: for who takes the first few."""
    refresh(limit=BEFORE_ASKING)
    if search_terms.is_whole_number(words) and kind in _sources and _sources[kind].stands_alone:
        exact = _numbered(words).filter(subject_kind=kind).values_list("subject_id", flat=True)
        if exact.exists():
            return exact
    query = _query(Question(words))
    if not query:
        return None
    return SearchEntry.objects.filter(_matches(query), subject_kind=kind).values_list("subject_id", flat=True)


def excerpt_of(entry: SearchEntry, words: str, *, around: int = 30) -> str:
    """The words of a document around the first that was asked for; its beginning where it was found otherwise."""
    text = " ".join(entry.text.split())
    lowered = text.casefold()
    places = [at for word in search_terms.words_of(words) if (at := lowered.find(word)) >= 0]
    begin = max(min(places, default=0) - around, 0)
    end = begin + 4 * around
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"


@dataclass(frozen=True, slots=True)
class _Fitting:
    """Which documents of a kind fit, by the ids of their entries; `is_all`: there are no others."""

    ids: list[int]
    is_all: bool
    is_common: bool = False


_LATEST = """
SELECT k.kind, count(*), coalesce(array_agg(e.id ORDER BY e.at DESC) FILTER (WHERE e.terms @@ %s::tsquery), '{}')
  FROM unnest(%s::text[]) AS k(kind)
 CROSS JOIN LATERAL (
       SELECT id, terms, at FROM core_searchentry
        WHERE subject_kind = k.kind AND (%s::timestamptz IS NULL OR at >= %s) AND (%s::timestamptz IS NULL OR at < %s)
        ORDER BY at DESC LIMIT %s) AS e
 GROUP BY k.kind"""


def _latest(wanted: Sequence[str], query: str, asked: Question, within: int) -> dict[str, _Fitting]:
    """What fits among the latest documents of each kind, whoever sees them; in one statement."""
    since, until = _moments(asked)
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, (query, list(wanted), since, since, until, until, within))
        rows = {
            kind: _Fitting(list(ids), is_all=True)
            if seen < within
            else _Fitting(list(ids[:MOST_SHOWN]), is_all=False, is_common=len(ids) >= COMMON * within)
            for kind, seen, ids in cursor.fetchall()
        }
    return {kind: rows.get(kind, _Fitting([], is_all=True)) for kind in wanted}


def _matching(wanted: Sequence[str], query: str, asked: Question) -> dict[str, _Fitting]:
    """All documents of these kinds that fit, as the index knows them; nothing where they are more than MOST_MATCHES."""
    since, until = _moments(asked)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        before = cursor.fetchone()[0]
        cursor.execute("SET LOCAL enable_seqscan = off")  # how often words stand together is never guessed well
        cursor.execute(
            "SELECT id, subject_kind, at FROM core_searchentry WHERE terms @@ %s::tsquery LIMIT %s",
            (query, MOST_MATCHES + 1),
        )
        matches = cursor.fetchall()
        cursor.execute("SELECT set_config('enable_seqscan', %s, true)", (before,))
    if len(matches) > MOST_MATCHES:
        return {}
    ids: dict[str, list[int]] = {kind: [] for kind in wanted}
    for pk, kind, at in matches:
        if kind in ids and (since is None or at >= since) and (until is None or at < until):
            ids[kind].append(pk)
    return {kind: _Fitting(those, is_all=True) for kind, those in ids.items()}


def _moments(asked: Question) -> tuple[datetime | None, datetime | None]:
    """From when, and until before when, documents are asked for."""
    until = asked.until if asked.until is not None and asked.until < date.max else None
    return (
        midnight(asked.since) if asked.since is not None else None,
        midnight(until + timedelta(days=1)) if until is not None else None,
    )


def _numbered(words: str) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(number=search_terms.plain(words).strip().upper()[:40]).defer("terms")


def _query(asked: Question) -> str:
    words = asked.words.replace("\x00", "")[:LONGEST_QUESTION]
    references = [
        [
            search_terms.reference(kind, key)
            for kind, called in _names.items()
            for key in list(called(word))[:MOST_REFERENCES]
        ]
        for word in search_terms.words_of(words)
    ]
    query = search_terms.question(words, references)
    if query and asked.department_id is not None:
        query = f"{query} & '{search_terms.reference('department', asked.department_id)}'"
    return query


class _Query(Field):  # type: ignore[type-arg]
    def db_type(self, connection: Any) -> str:
        return "tsquery"


class _Matching(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _matches(query: str) -> _Matching:
    return _Matching(F("terms"), Cast(Value(query), _Query()))


# --- Keeping


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
