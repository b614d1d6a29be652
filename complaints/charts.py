"""A Pareto chart as the page draws it: bars and the line of what they come to together, in SVG, with the table of the
same figures beside it (CMP-09).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.rules.patterns import Bar

HEIGHT, STEP, WIDTH, MOST = 160, 46, 28, 20


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: its left edge, top and height, its place in the table, and the height of the line at it."""

    bar: Bar
    place: int
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


def pareto_chart(bars: Sequence[Bar]) -> Chart:
    """The first bars; the highest fills the height, the line goes to the top at all of them."""
    shown = bars[:MOST]
    most = max((bar.count for bar in shown), default=0) or 1
    columns = []
    for place, bar in enumerate(shown):
        high = round(bar.count * HEIGHT / most, 1)
        left = place * STEP + (STEP - WIDTH) // 2
        line = round(HEIGHT - float(bar.cumulative) * HEIGHT / 100, 1)
        columns.append(Column(bar, place + 1, left, left + WIDTH // 2, round(HEIGHT - high, 1), high, line))
    points = " ".join(f"{one.middle},{one.line}" for one in columns)
    return Chart(columns, points, max(STEP * len(shown), 1), HEIGHT)
