"""Figures as the chart of the page draws them: bars of SVG, with the table of the same figures beside it (CMP-20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from feedback.selectors.surveys import FiguresRow

HEIGHT, STEP, WIDTH, MIDDLE = 120, 64, 18, 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, how high, and its figure."""

    x: int
    y: float
    height: float
    value: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """A month's two bars: CSAT from the foot, NPS from the middle up or down."""

    label: str
    x: int
    csat: Bar | None
    nps: Bar | None


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture with its measures."""

    months: Sequence[Month]
    width: int
    height: int
    middle: int
    is_empty: bool


def months_chart(rows: Sequence[FiguresRow]) -> Chart:
    """CSAT from 0 to 100 and NPS from −100 to 100, month by month."""
    months = [_month(place, row) for place, row in enumerate(rows)]
    return Chart(
        months=months, width=STEP * len(rows), height=HEIGHT, middle=MIDDLE,
        is_empty=all(one.csat is None for one in months),
    )  # fmt: skip


def _month(place: int, row: FiguresRow) -> Month:
    left = place * STEP + 10
    csat = nps = None
    if row.figures.csat is not None:
        high = float(row.figures.csat) * HEIGHT / 100
        csat = Bar(left, round(HEIGHT - high, 1), round(high, 1), row.figures.csat)
    if row.figures.nps is not None:
        high = abs(float(row.figures.nps)) * MIDDLE / 100
        top = MIDDLE - high if row.figures.nps > 0 else MIDDLE
        nps = Bar(left + WIDTH + 4, round(top, 1), round(high, 1), row.figures.nps)
    return Month(row.label, place * STEP + STEP // 2, csat, nps)
