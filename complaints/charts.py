"""A Pareto chart as the page draws it: bars and the line of what they come to together, in SVG, with the table of the
same figures beside it (CMP-09).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.rules.patterns import Bar

HEIGHT, MOST = 160, 20
ROOM, NARROW, WIDE = 1080, 46, 110
"""How wide a desk's card is, and the least and the most one bar takes of it, in pixels."""
EM, EN = 11, 6
"""About how wide a Chinese and a Latin letter of a label are."""


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: its left edge, top and height, its place in the table, its name as far as there is room, and the height
    of the line at it.
    """

    bar: Bar
    place: int
    name: str
    x: int
    middle: int
    y: float
    height: float
    line: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The columns with the picture's measures; `points` draws the line."""

    columns: Sequence[Column]
    points: str
    width: int
    height: int
    bar_width: int


def pareto_chart(bars: Sequence[Bar]) -> Chart:
    """The first bars; the highest fills the height, the line goes to the top at all of them."""
    shown = bars[:MOST]
    most = max((bar.count for bar in shown), default=0) or 1
    step = max(NARROW, min(WIDE, ROOM // max(len(shown), 1)))
    width = step * 3 // 5
    columns = []
    for place, bar in enumerate(shown):
        high = round(bar.count * HEIGHT / most, 1)
        left = place * step + (step - width) // 2
        line = round(HEIGHT - float(bar.cumulative) * HEIGHT / 100, 1)
        top, name = round(HEIGHT - high, 1), _cut(bar.label, step - 6)
        columns.append(Column(bar, place + 1, name, left, left + width // 2, top, high, line))
    points = " ".join(f"{one.middle},{one.line}" for one in columns)
    return Chart(columns, points, max(step * len(shown), 1), HEIGHT, width)


def _cut(label: str, room: int) -> str:
    """As much of a name as fits, with a mark where it goes on; nothing where there is hardly room."""
    if room < WIDE // 2:
        return ""
    taken = 0
    for place, sign in enumerate(label):
        taken += EM if ord(sign) > 0x2E7F else EN
        if taken > room - EM:
            return label if place == len(label) - 1 else f"{label[:place].rstrip()}…"
    return label
