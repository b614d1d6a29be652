"""How Chinese text is read: pypinyin's words for single characters, its phrases kept small (QLT-12, decision 0149).

pypinyin holds its 47 thousand phrases as a quarter of a million Python objects, fifty megabytes in every process. Here
the same phrases of the same file stand in two long strings, sorted, and are found by bisection: three megabytes, the
same readings.
"""

from __future__ import annotations

import os
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # read where pypinyin is imported first: here
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

import pypinyin
from pypinyin.constants import RE_HANS
from pypinyin.core import to_fixed

FILE = Path(pypinyin.__file__).with_name("phrases_dict.json")
_ENTRY = re.compile(r'"(?P<phrase>[^"]+)":\s*\[(?P<readings>(?:\s*\[[^\]]*\],?)*)\s*\]')
_READING = re.compile(r'\[\s*"([^"]*)"')


class _Strings:
    """Many short strings in one, by their place."""

    def __init__(self, parts: list[str]) -> None:
        self._text = "".join(parts)
        self._ends = array("I", [0])
        for part in parts:
            self._ends.append(self._ends[-1] + len(part))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._text[self._ends[place] : self._ends[place + 1]]


class Phrases:
    """Phrases and their readings without tones."""

    def __init__(self, entries: Iterator[tuple[str, str]]) -> None:
        both = sorted(entries)
        self._firsts = frozenset(phrase[0] for phrase, _reading in both)
        self._phrases = _Strings([phrase for phrase, _reading in both])
        self._readings = _Strings([reading for _phrase, reading in both])

    def longest_at(self, text: str, start: int) -> tuple[str, list[str]] | None:
        """The longest phrase that begins at a place of a text, with one reading for each character."""
        found, place = None, 0
        if text[start] not in self._firsts:
            return None
        for end in range(start + 2, len(text) + 1):
            part = text[start:end]
            place = bisect_left(self._phrases, part, lo=place)
            if place == len(self._phrases) or not (phrase := self._phrases[place]).startswith(part):
                break
            if phrase == part:
                found = phrase, place
        return None if found is None else (found[0], self._readings[found[1]].split(" "))


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    return Phrases(_entries(FILE.read_text(encoding="utf-8")))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    plain: dict[str, str] = {}  # each of a thousand readings is made plain once
    for entry in _ENTRY.finditer(text):
        phrase, readings = entry["phrase"], _READING.findall(entry["readings"])
        if len(phrase) > 1 and len(readings) == len(phrase) and RE_HANS.match(phrase):
            for reading in readings:
                if reading not in plain:
                    plain[reading] = to_fixed(reading, pypinyin.Style.NORMAL)
            yield phrase, " ".join(plain[reading] for reading in readings)


def warm() -> None:
    """Read the phrases now, before processes are forked that share them."""
    _phrases()


def readings_of(text: str) -> list[str]:
    """The reading of each character without tones, in its phrase where it stands in one; what is not Chinese stays as
    it is, in runs.
    """
    found: list[str] = []
    rest = at = 0
    while at < len(text):
        hit = _phrases().longest_at(text, at)
        if hit is None:
            at += 1
            continue
        if rest < at:
            found += pypinyin.lazy_pinyin(text[rest:at])
        found += hit[1]
        rest = at = at + len(hit[0])
    return found + (pypinyin.lazy_pinyin(text[rest:]) if rest < len(text) else [])


def all_readings_of(character: str) -> list[str]:
    """Every reading of one character without tones."""
    found = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)
    return found[0] if found else []
