"""What a text is found by: Chinese in pairs of characters, words and numbers also from their middle, names by pinyin.

PostgreSQL has no Chinese dictionary and a trigram needs three characters, where most Chinese words have two. So terms
are made here and kept in one indexed column; every term of a question may be the beginning of a kept one (GEN-12).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from core import pinyin
from core.readings import readings_of

RUNS = re.compile(r"(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)|(?P<word>[^\W_\u3400-\u9fff\uf900-\ufaff]+)")
NUMBER = re.compile(r"[a-z]{2,5}-[0-9]{4}-[0-9]+")
WHOLE_NUMBER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)?-[0-9]{4}-[0-9]{3,}")
"""A document's number typed to its end."""
SHORTEST_TAIL = 3
"""A word is found from its third last character on: `0007` in INV-20260007."""
LONGEST_TERM = 40
LONGEST_SPELLING = 24
MOST_SPELLED = 40
"""Characters of a text that are also found by pinyin."""
PINYIN = "~"
REFERENCE = "@"
MOST_WORDS = 6


def plain(text: str) -> str:
    """As compared: full width as half, lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def terms_of(*texts: str) -> set[str]:
    """The terms of texts as they are written."""
    found: set[str] = set()
    for text in texts:
        for run in RUNS.finditer(plain(text)):
            found.update(_of_han(run["han"]) if run["han"] else _of_word(run["word"]))
    return found


def number_terms(number: str) -> set[str]:
    """A document's number also without dashes and leading zeros: REQ-2026-0007 as `req20260007`, `req7`, and
    IT-B2-2026-0007 as `itb220260007`.
    """
    *kinds, year, last = ("", "", *plain(number).split("-"))
    kind = "".join(kinds)
    if not kind or not last.isdecimal():
        return terms_of(number)
    return {*terms_of(number), kind + year + last, f"{kind}{int(last)}", f"{kind}{last}"}


def is_whole_number(words: str) -> bool:
    """Whether somebody typed what looks like the whole number of a document."""
    return WHOLE_NUMBER.fullmatch(plain(words).strip()) is not None


def pinyin_terms(*texts: str) -> set[str]:
    """The Chinese in texts by its spelling and by its initials, from any of its characters on."""
    found: set[str] = set()
    for text in texts:
        left = MOST_SPELLED
        for run in RUNS.finditer(plain(text)):
            han = (run["han"] or "")[:left]
            left -= len(han)
            found.update(_spelled(han))
    return found


def reference(kind: str, key: int) -> str:
    """The term of a row that a document names: its person, department or category, whatever it is called today."""
    return f"{REFERENCE}{kind}{key}"


def question(words: str, references: Iterable[Iterable[str]] = ()) -> str:
    """A typed question as a tsquery: every word has to be found, as text, by pinyin, or as a thing so called.
    `references` are for each word the terms of the things called so. Empty for nothing to ask.
    """
    named = list(references)
    parts = []
    for place, word in enumerate(words_of(words)):
        ways = [way for way in (_as_text(word), *map(_exact, named[place] if place < len(named) else ())) if way]
        if ways:
            parts.append(f"({' | '.join(ways)})")
    return " & ".join(parts)


def words_of(words: str) -> list[str]:
    """The words of a question that are asked for."""
    return [word for word in plain(words).split() if RUNS.search(word)][:MOST_WORDS]


def _of_han(run: str) -> Iterator[str]:
    yield from (run[at : at + 2] for at in range(len(run) - 1))
    yield run[-1]


def _of_word(word: str) -> Iterator[str]:
    word = word[:LONGEST_TERM]
    yield word
    yield from (word[at:] for at in range(1, len(word) - SHORTEST_TAIL + 1))


def _spelled(han: str) -> Iterator[str]:
    if not han:
        return
    syllables = readings_of(han)
    for at in range(len(han)):
        yield PINYIN + "".join(syllables[at:])[:LONGEST_SPELLING]
        for letters in pinyin.initials_of(han[at : at + LONGEST_SPELLING]):
            yield PINYIN + letters


def _as_text(word: str) -> str:
    """One word: all its runs; a run of letters also as pinyin. Only what may go on is asked for by its beginning: a
    pair of characters is kept as it is, and what stands before a dash or a figure has been typed to its end (the
    last character of a run is kept by itself). A document's number is also asked for as one term.
    """
    runs = list(RUNS.finditer(word))
    found = []
    for run in runs:
        han, letters, is_last = run["han"], run["word"], run.end() == runs[-1].end()
        if han:
            found += [_exact(han[at : at + 2]) for at in range(len(han) - 1)] or [
                (_beginning if is_last else _exact)(han)
            ]
        elif letters.isascii() and letters.isalpha():
            found.append(_spelled_or_written(letters, is_last=is_last))
        else:
            found.append((_beginning if is_last else _exact)(letters[:LONGEST_TERM]))
    text = f"({' & '.join(found)})" if found else ""
    if NUMBER.fullmatch(word):
        return f"({_beginning(word.replace('-', ''))} | {text})"
    return text


def _spelled_or_written(letters: str, *, is_last: bool) -> str:
    written = (_beginning if is_last else _exact)(letters[:LONGEST_TERM])
    return f"({written} | {_beginning(PINYIN + letters[:LONGEST_SPELLING])})"


def _beginning(term: str) -> str:
    return f"{_exact(term)}:*"


def _exact(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
