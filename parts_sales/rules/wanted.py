"""Which parts an inquiry names by their numbers, and how many of each, read from the words it was taken down in
(PSL-10, PSL-11). What is read is only a beginning: the clerk sees the words beside the lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from unicodedata import normalize

MOST_WORDS = 500
UNITS = "件个只套台根片支条把块米组副盒桶瓶"
CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NUMBER = re.compile(r"(?<![\w./-])(?=[\w./-]*\d)[A-Z0-9](?:[A-Z0-9./-]{1,38}[A-Z0-9])", re.ASCII)
_TIMES = re.compile(r"(?P<number>.+\D.*|\d+)[X*](?P<quantity>\d{1,6})$", re.ASCII)
"""A number with its quantity behind it, without a space: 20-4410X2."""
_QUANTITY = re.compile(
    rf"(?:(?<![A-Z0-9./-])(\d{{1,6}}(?:\.\d{{1,3}})?)(?=\s*(?:[{UNITS}]|PCS?\b|SETS?\b|$|[^A-Z0-9./-]))"
    rf"|([{''.join(CHINESE)}])[{UNITS}])"
)


def words_like_numbers(text: str) -> list[str]:
    """The words that may be part numbers, in capitals, in their order."""
    found = [word for line in _lines(text) for one in _NUMBER.finditer(line) for word in _readings(one[0])]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def named(text: str, known: Collection[str]) -> Iterator[tuple[str, Decimal]]:
    """The `known` numbers, each with the quantity said behind it on its line before the next one; 1 where none is.

    >>> list(named("YL-30210 × 2；20-4410 轴承组 M2600 三套", {"YL-30210", "20-4410"}))
    [('YL-30210', Decimal('2')), ('20-4410', Decimal('3'))]
    """
    for line in _lines(text):
        found = [
            (one, number, quantity)
            for one in _NUMBER.finditer(line)
            for number, quantity in _readings(one[0]).items()
            if number in known
        ]
        for place, (one, number, quantity) in enumerate(found):
            until = found[place + 1][0].start() if place + 1 < len(found) else len(line)
            yield number, quantity or _quantity(line[one.end() : until])


def _lines(text: str) -> list[str]:
    return re.split(r"[\n;]", normalize("NFKC", text).upper().replace("×", "*"))


def _readings(word: str) -> dict[str, Decimal | None]:
    times = _TIMES.match(word)
    return {word: None} | ({times["number"]: Decimal(times["quantity"])} if times else {})


def _quantity(behind: str) -> Decimal:
    said = _QUANTITY.search(behind)
    if said is None:
        return Decimal(1)
    return Decimal(said[1] or CHINESE[said[2]]) or Decimal(1)
