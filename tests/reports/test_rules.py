from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.variance import Variance
from reports.choices import Span
from reports.rules import Figures, months_of

D = Decimal


@pytest.mark.rule("RPT-02")
@pytest.mark.parametrize(
    ("span", "month", "months"),
    [
        (Span.MONTH, 9, [9]),
        (Span.QUARTER, 9, [7, 8, 9]),
        (Span.QUARTER, 8, [7, 8]),
        (Span.YEAR_TO_DATE, 3, [1, 2, 3]),
        (Span.YEAR, 3, list(range(1, 13))),
    ],
)
def test_a_span_ends_with_its_month(span: str, month: int, months: list[int]) -> None:
    assert list(months_of(span, month)) == months


# docs/rules/variance.md repeats this table.
TABLE = [
    # budget to date, actual, income, phrase, judgement, share
    (D("383.80"), D("416.00"), False, "32.20 U", "Unfavourable", D("0.0839")),
    (D("450.20"), D("444.80"), False, "5.40 F", "Favourable", D("-0.0120")),
    (D("100.00"), D("90.00"), True, "10.00 U", "Unfavourable", D("-0.1000")),
    (D("100.00"), D("112.00"), True, "12.00 F", "Favourable", D("0.1200")),
    (D("0.00"), D("5.00"), False, "5.00 U", "Unfavourable", None),
    (D("-5603.00"), D("0.00"), False, "5,603.00 U", "Unfavourable", None),
    (D("7.00"), D("7.00"), False, "0.00", "On budget", D("0.0000")),
]


@pytest.mark.rule("GEN-05b")
@pytest.mark.parametrize(("budget", "actual", "income", "phrase", "judgement", "share"), TABLE)
def test_a_variance_says_its_word(
    budget: Decimal, actual: Decimal, income: bool, phrase: str, judgement: str, share: Decimal | None
) -> None:
    figures = Figures(to_date=budget, actual=actual)
    shown = Variance(value=figures.variance, income=income)

    with translation.override("en"):
        assert shown.phrase == phrase
        assert shown.judgement == judgement
    assert (None if figures.share is None else round(figures.share, 4)) == share


@pytest.mark.rule("RPT-02")
def test_available_counts_the_whole_year_not_the_span() -> None:
    figures = Figures(year=D(520), to_date=D("383.8"), held=D(50), actual=D(400), spent=D(416))

    assert figures.available == D(54)


@pytest.mark.rule("RPT-01")
@pytest.mark.parametrize(
    ("figures", "forecast"),
    [
        (Figures(year=D(1200), to_date=D(600), actual=D(660), spent=D(660)), D("1320.00")),
        (Figures(year=D(1200), to_date=D(600), actual=D(0), spent=D(0), held=D(50)), D(50)),
        (Figures(year=D(1200), to_date=D(0), actual=D(5), spent=D(5)), None),
    ],
    ids=["run rate", "never below what is held", "nothing budgeted to date"],
)
def test_the_forecast_follows_the_run_rate(figures: Figures, forecast: Decimal | None) -> None:
    assert figures.forecast == forecast


money = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.mark.rule("RPT-02")
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(st.lists(st.tuples(money, money, money, money), max_size=20))
def test_rows_add_up_to_their_total(rows: list[tuple[Decimal, Decimal, Decimal, Decimal]]) -> None:
    total = Figures()
    for year, held, actual, spent in rows:
        total.add(Figures(year=year, held=held, actual=actual, spent=spent))

    assert total.available == sum((year - held - spent for year, held, _actual, spent in rows), D(0))
