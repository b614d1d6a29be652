"""Charts for paper, drawn by hand as SVG: bars with the plan as a step line, or differences to both sides of nought.

Told apart by form and word as well as by colour, since paper is often printed in black (GEN-05b).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import formats
from core.variance import Variance
from reports.papers.content import Chart, Series

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 26, 24
LINE = 20
TICKS = 4
FONT = "Noto Sans SC"
INK, QUIET, RULE = "#1B2330", "#5C6678", "#D5DAE2"
BARS, PLAN, BEFORE = "#414E66", "#2457C5", "#5C6678"
UNFAVOURABLE, FAVOURABLE = "#99470A", "#0A695F"
Height = Callable[[Decimal], float]
_TEXT = '<text x="{}" y="{}" text-anchor="{}" fill="{}" font-size="{}" font-family="{}">{}</text>'


def drawn(chart: Chart) -> SafeString:
    """The chart as an SVG picture with what it says as its label."""
    height, parts = _across(chart) if chart.across else (HEIGHT, list(_upright(chart)))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        "<title>{}</title>{}</svg>",
        chart.says,
        WIDTH,
        height,
        WIDTH,
        height,
        chart.says,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def nice_step(largest: Decimal) -> Decimal:
    """The distance of the rules of an axis from nought to at least `largest`: 1, 2 or 5 with noughts."""
    rough = max(largest, Decimal(1)) / TICKS
    power = Decimal(1).scaleb(rough.adjusted())
    return next((power * factor for factor in (1, 2, 5) if power * factor >= rough), power * 10)


def _at(value: float) -> str:
    """A place or a length, the same wherever it is drawn."""
    return f"{value:.1f}"


def _text(x: float, y: float, words: str, *, anchor: str = "middle", fill: str = QUIET, size: float = 9) -> SafeString:
    return format_html(_TEXT, _at(x), _at(y), anchor, fill, size, FONT, words)


def _line(x1: float, y1: float, x2: float, y2: float, *, stroke: str, width: float = 1, dash: str = "") -> SafeString:
    drawing = '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>'
    return format_html(drawing, _at(x1), _at(y1), _at(x2), _at(y2), stroke, width, dash or "none")


def _rect(x: float, y: float, width: float, height: float, *, fill: str) -> SafeString:
    drawing = '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>'
    return format_html(drawing, _at(x), _at(y), _at(max(width, 0)), _at(max(height, 0)), fill)


def _upright(chart: Chart) -> Iterator[SafeString]:
    known = [value for series in chart.series for value in series.values if value is not None]
    step = nice_step(max(known, default=Decimal(1)))
    top = step * (max(known, default=Decimal(1)) / step).to_integral_value(ROUND_CEILING) or step
    low = (
        step * (min(known, default=Decimal(0)) / step).to_integral_value(ROUND_FLOOR)
        if min(known, default=0) < 0
        else Decimal(0)
    )
    room = HEIGHT - TOP - BOTTOM

    def y(value: Decimal) -> float:
        return TOP + float((top - value) / (top - low)) * room

    value = low
    while value <= top:
        yield _line(LEFT, y(value), WIDTH - RIGHT, y(value), stroke=QUIET if value == 0 else RULE, width=0.7)
        yield _text(LEFT - 6, y(value) + 3, formats.amount0(value), anchor="end")
        value += step
    yield _text(LEFT, TOP - 14, chart.unit, anchor="start")
    slot = (WIDTH - LEFT - RIGHT) / max(len(chart.labels), 1)
    for place, label in enumerate(chart.labels):
        yield _text(LEFT + slot * (place + 0.5), HEIGHT - 8, label)
    bars = [series for series in chart.series if series.style == "bars"]
    for number, series in enumerate(bars):
        width = slot * 0.56 / len(bars)
        for place, figure in enumerate(series.values):
            if figure:
                x = LEFT + slot * (place + 0.22) + width * number
                upper, lower = min(y(figure), y(Decimal(0))), max(y(figure), y(Decimal(0)))
                yield _rect(x, upper, width, lower - upper, fill=BARS if number == 0 else BEFORE)
    for series in chart.series:
        if series.style == "step":
            yield from _steps(series, slot, y)
        elif series.style == "dots":
            yield from _dots(series, slot, y)
    yield from _legend(chart.series)


def _steps(series: Series, slot: float, y: Height) -> Iterator[SafeString]:
    last: float | None = None
    for place, figure in enumerate(series.values):
        if figure is None:
            last = None
            continue
        x, level = LEFT + slot * place, y(figure)
        if last is not None:
            yield _line(x, last, x, level, stroke=PLAN, width=2)
        yield _line(x, level, x + slot, level, stroke=PLAN, width=2)
        last = level


def _dots(series: Series, slot: float, y: Height) -> Iterator[SafeString]:
    points = [(LEFT + slot * (place + 0.5), y(value)) for place, value in enumerate(series.values) if value is not None]
    for (x1, y1), (x2, y2) in pairwise(points):
        yield _line(x1, y1, x2, y2, stroke=BEFORE, width=1.2, dash="1.5 3")
    for x, level in points:
        yield format_html('<circle cx="{}" cy="{}" r="2.2" fill="#FFFFFF" stroke="{}"/>', _at(x), _at(level), BEFORE)


def _legend(series: Sequence[Series]) -> Iterator[SafeString]:
    x = float(WIDTH - RIGHT)
    number = sum(one.style == "bars" for one in series)
    for one in reversed(series):
        x -= sum(9.2 if ord(letter) > 0x2E80 else 5.2 for letter in one.name)
        yield _text(x, 12, one.name, anchor="start", fill=INK)
        x -= 18
        if one.style == "bars":
            number -= 1
            yield _rect(x, 5, 12, 8, fill=BARS if number == 0 else BEFORE)
        elif one.style == "step":
            yield _line(x, 9, x + 13, 9, stroke=PLAN, width=2)
        else:
            yield _line(x, 9, x + 13, 9, stroke=BEFORE, width=1.2, dash="1.5 3")
        x -= 14


def _across(chart: Chart) -> tuple[int, list[SafeString]]:
    height = LINE * len(chart.labels) + 12
    if len(chart.series) > 1:
        return height + TOP, list(_compared(chart, *chart.series[:2]))
    return height, list(_to_both_sides(chart, height))


def _to_both_sides(chart: Chart, height: int) -> Iterator[SafeString]:
    """Differences: to the right for what is above nought."""
    values = chart.series[0].values
    widest = max((abs(value) for value in values if value is not None), default=Decimal(0)) or Decimal(1)
    middle, room = 400.0, 120.0
    yield _line(middle, 4, middle, height - 6, stroke=QUIET, width=0.8)
    for place, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        y = 6 + LINE * place
        yield _text(210, y + 12, _cut(label, 40), anchor="end", fill=INK, size=9.5)
        if value is None:
            continue
        variance = Variance(value=value, income=chart.income, unit="amount0")
        length = float(abs(value) / widest) * room
        fill = UNFAVOURABLE if variance.is_unfavourable else FAVOURABLE
        yield _rect(middle if value > 0 else middle - length, y + 3, length, LINE - 7, fill=fill)
        x, anchor = (middle + length + 5, "start") if value > 0 else (middle - length - 5, "end")
        yield _text(x, y + 12, variance.phrase, anchor=anchor, fill=INK)


def _compared(chart: Chart, bars: Series, plan: Series) -> Iterator[SafeString]:
    """Bars with a mark where the plan is."""
    known = [value for series in (bars, plan) for value in series.values if value is not None]
    widest = max(known, default=Decimal(0)) or Decimal(1)
    left, room = 200.0, 350.0
    for place, label in enumerate(chart.labels):
        y = TOP + LINE * place
        yield _text(left - 8, y + 12, _cut(label, 38), anchor="end", fill=INK, size=9.5)
        value, mark = bars.values[place] or Decimal(0), plan.values[place]
        length = max(float(value / widest) * room, 0)
        yield _rect(left, y + 3, length, LINE - 8, fill=BARS)
        at = length
        if mark is not None:
            at = max(length, float(mark / widest) * room)
            x = left + float(mark / widest) * room
            yield _line(x, y, x, y + LINE - 2, stroke=PLAN, width=2)
        yield _text(left + at + 6, y + 12, formats.amount0(value), anchor="start", fill=INK)
    yield _text(left, 12, chart.unit, anchor="start")
    yield from _legend((bars, plan))


def _cut(label: str, most: int) -> str:
    """A label that fits: Chinese characters count twice."""
    room, kept = most, ""
    for letter in label:
        room -= 2 if ord(letter) > 0x2E80 else 1
        if room < 0:
            return f"{kept}…"
        kept += letter
    return kept
