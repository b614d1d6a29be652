"""Finding documents of every kind by number, words, people, departments, categories, files and remarks, Chinese and
pinyin included, within what the reader sees (GEN-12). What they are found by is kept by `core.search_index`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import BigIntegerField, BooleanField, F, Field, Func, Q, QuerySet, Value
from django.db.models.functions import Cast

from core import kinds, search_index, search_terms
from core.actors import Actor
from core.calendar import midnight
from core.conditions import AnyOf
from core.models import SearchEntry
from core.navigation import Hit

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])

LONGEST_QUESTION = 100
BEFORE_ASKING = 200
"""Marked documents whose entries are made anew before a question is answered; the rest is the worker's."""
READ_ONCE = 3_000
"""So many ids are still sent as a list; more are asked for inside each statement."""
MOST_REFERENCES = 200
LOOKED_THROUGH = 2_000
"""The latest documents of each kind are looked through first: words that stand in many are found there at once. The
index, whose answer grows with how many there are, is asked for the others (QLT-05, decision 0110)."""
MOST_MATCHES = 5_000
"""Words that stand in more documents than that are common: then only the latest documents are looked through."""
MOST_SHOWN = 500
"""So many of the latest are shown of words that stand in more."""
SHORTEST_NUMBER = 4
"""Figures at the end of a document's number: with fewer it is still being typed."""
COMMON = 0.05
"""So do words that stand in this share of the latest documents of a kind; the index need not be asked."""


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


_names: dict[str, Callable[[str], Iterable[int]]] = {}


def register_names(kind: str, called: Callable[[str], Iterable[int]]) -> None:
    """Let documents be found by what they name: `called` gives the ids of the rows that fit a word."""
    _names[kind] = called


def found(actor: Actor, asked: Question, *, enough: int, within: int = LOOKED_THROUGH) -> dict[str, Found]:
    """The entries that fit, by kind, the latest first, only of documents the actor sees (GEN-10). Where `enough` of
    them are among the `within` latest documents of a kind, those are all.
    """
    search_index.refresh(limit=BEFORE_ASKING)
    query = _query(asked)
    if not query:
        return {}
    known = search_index.sources()
    wanted = [asked.kind] if asked.kind in known else list(known)
    if (alone := _so_numbered(actor, asked, wanted)) is not None:
        return alone
    latest = _latest(wanted, query, asked, within)
    exactly = _where_the_number_stands(asked, wanted)
    short = [kind for kind, one in latest.items() if not one.is_all and len(one.ids) < enough]
    if short and not any(one.is_common for one in latest.values()):
        latest |= _matching(short, query, asked)
    answer = {}
    for kind in wanted:
        visible = kinds.get(kind).visible_to(actor).order_by().values("pk")
        rows = SearchEntry.objects.filter(exactly, pk__in=latest[kind].ids, subject_id__in=visible)
        rows = rows.defer("terms").order_by("-at", "-pk")
        answer[kind] = Found(rows if latest[kind].ids else rows.none(), is_cut=not latest[kind].is_all)
    return answer


def results(actor: Actor, kind: str, entries: Sequence[SearchEntry], words: str) -> list[Result]:
    """Entries of one kind as lines, in their order. What went out of sight meanwhile is left out."""
    ids = [entry.subject_id for entry in entries]
    visible = kinds.get(kind).visible_to(actor).filter(pk__in=ids)
    hits = search_index.sources()[kind].hits(visible) if ids else {}
    return [
        Result(kind, entry.subject_id, hits[entry.subject_id], excerpt_of(entry, words), entry.at)
        for entry in entries
        if entry.subject_id in hits
    ]


def hits_of(actor: Actor, kind: str, ids: Collection[int]) -> Mapping[int, Hit]:
    """Documents of one kind as lines, those the actor sees."""
    return search_index.sources()[kind].hits(kinds.get(kind).visible_to(actor).filter(pk__in=ids))


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
        if kind not in answer or not search_index.sources()[kind].stands_alone:
            continue
        if kinds.get(kind).visible_to(actor).filter(pk=document_id).exists():
            answer[kind] = Found(rows.filter(subject_kind=kind, subject_id=document_id), is_cut=False)
    return answer if any(one.rows for one in answer.values()) else None


def _where_the_number_stands(asked: Question, wanted: Sequence[str]) -> Q:
    """Of a number as documents of these kinds have it, where the reader sees none so numbered: only where it stands as
    it was typed, whether there is such a document or not. Others whose number is like it are not what somebody means
    who typed all of it.
    """
    number = search_terms.plain(asked.words).strip()
    alone = (kinds.get(kind).prefix for kind in wanted if search_index.sources()[kind].stands_alone)
    prefix, *_rest, last = number.split("-") if search_terms.is_whole_number(number) else ("", "")
    if len(last) < SHORTEST_NUMBER or prefix.upper() not in set(alone):
        return Q()
    stands = rf"(^|[^a-z0-9]){number}($|[^a-z0-9])"  # letters, digits and dashes alone
    return Q(number__iexact=number) | Q(title__iregex=stands) | Q(text__iregex=stands)


def fitting(rows: Rows, kind: str, words: str, *, by: str = "pk") -> Rows:
    """Those of some rows whose document fits the words; `by` leads from a row to its document."""
    return rows.filter(fits(kind, words, by=by))


def fits(kind: str, words: str, *, by: str = "pk") -> Q:
    """Where a row's document fits the words, the one alone whose whole number is asked for; nowhere where they ask for
    nothing. As far as they are not too many the ids are read here, once, and sent as one value: a list asks with them
    for its rows, its number and its sums.
    """
    found = ids_fitting(kind, words)
    ids = [] if found is None else list(found[: READ_ONCE + 1])
    if len(ids) > READ_ONCE:
        return Q(**{f"{by}__in": found})
    return Q(AnyOf(F(by), Value(ids, ArrayField(BigIntegerField()))))


def ids_fitting(kind: str, words: str) -> QuerySet[SearchEntry, int] | None:
    """The ids of a kind's documents that fit, whoever may see them; None where the words ask for nothing."""
    search_index.refresh(limit=BEFORE_ASKING)
    source = search_index.sources().get(kind)
    if search_terms.is_whole_number(words) and source is not None and source.stands_alone:
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
