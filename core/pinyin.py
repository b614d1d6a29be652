"""Finding Chinese words by what one types: the characters, their pinyin, or only its initials (tz → 调剂 … 调整)."""

from __future__ import annotations

from functools import lru_cache

from core.readings import all_readings_of, readings_of


@lru_cache(maxsize=4096)
def initials_of(text: str) -> frozenset[str]:
    """The first letters of a text's pinyin, lower case; with both readings where the first character has two."""
    plain = "".join(_first(part) for part in readings_of(text))
    firsts = {_first(reading) for reading in all_readings_of(text[:1])}
    return frozenset({plain} | {first + plain[1:] for first in firsts})


@lru_cache(maxsize=4096)
def spelled(text: str) -> str:
    """A text's pinyin without tones and blanks, lower case; what is not Chinese stays."""
    return "".join(readings_of(text)).replace(" ", "").lower()


def fits(words: str, *texts: str) -> bool:
    """Whether every typed word is in one of the texts as written, as pinyin or as initials. No words fit all."""
    return all(any(_holds(text, word) for text in texts if text) for word in words.lower().split())


def _holds(text: str, word: str) -> bool:
    if word in text.lower():
        return True
    if not word.isascii():
        return False
    return word in spelled(text) or any(word in initials for initials in initials_of(text))


def _first(reading: str) -> str:
    return reading[:1].lower()
