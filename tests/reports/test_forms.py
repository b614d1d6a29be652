from __future__ import annotations

from datetime import date

import pytest

from budgets.models import FiscalYear
from reports import forms
from reports.choices import Rows, Span


@pytest.fixture
def two_years(db: None) -> list[FiscalYear]:
    """A closed year and an open one, without months: the forms read years only."""
    return [
        FiscalYear.objects.create(year=2025, start_date=date(2025, 1, 1), end_date=date(2026, 1, 1), state="CLOSED"),
        FiscalYear.objects.create(year=2026, start_date=date(2026, 1, 1), end_date=date(2027, 1, 1), state="OPEN"),
    ]


@pytest.mark.django_db
@pytest.mark.rule("RPT-02")
def test_without_a_year_there_is_nothing_to_ask() -> None:
    assert forms.read({}) is None


@pytest.mark.rule("RPT-02")
def test_an_address_asks_for_year_span_month_and_moment(two_years: list[FiscalYear]) -> None:
    asked = forms.read({"year": "2025", "span": "quarter", "month": "5", "rows": "category", "as_of": "2025-06-01"})

    assert asked is not None
    assert (asked.question.year.year, asked.question.span, asked.question.month) == (2025, Span.QUARTER, 5)
    assert asked.question.rows == Rows.CATEGORY
    assert asked.question.as_of is not None
    assert asked.question.as_of.isoformat().startswith("2025-06-01T23:59:59")


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize(
    "data",
    [
        {"year": "abc", "month": "13", "span": "x", "rows": "x", "unit": "x", "compare": "x"},
        {"month": "-1", "mark": "1e999999999", "as_of": "9999-12-31T23:59"},
        {"month": "9" * 40, "department": "9" * 40, "as_of": "not a day"},
        {"month": "٣", "department": "²", "as_of": "0001-01-01T00:00"},
        {"mark": "NaN", "as_of": "2026-02-30"},
    ],
)
def test_nonsense_falls_back_to_the_usual(two_years: list[FiscalYear], data: dict[str, str]) -> None:
    asked = forms.read(data)

    assert asked is not None
    assert asked.question.span == Span.YEAR_TO_DATE
    assert 1 <= asked.question.month <= 12
    assert 0 <= asked.mark_share <= 1
