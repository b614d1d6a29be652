from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from core import formats

THIS_YEAR = date(2026, 11, 1)


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal(9860), "9,860.00"),
        (Decimal("-91500.5"), "\u221291,500.50"),
        (Decimal("0.005"), "0.01"),
        (Decimal("-0.001"), "0.00"),
        ("1234567.891", "1,234,567.89"),
        (0, "0.00"),
        (None, "—"),
        ("", "—"),
        ("abc", "—"),
    ],
)
def test_an_amount_has_thousands_two_places_and_a_true_minus(value, shown):
    assert formats.amount(value) == shown


def test_whole_units_round_half_up():
    assert formats.amount0(Decimal("21077999.50")) == "21,078,000"


@pytest.mark.rule("GEN-11")
def test_ten_thousands_have_one_decimal():
    assert formats.wan(Decimal(13462000)) == "1,346.2"
    assert formats.wan(Decimal(-500)) == "\u22120.1"
    assert formats.wan(None) == "—"


@pytest.mark.rule("GEN-05b")
def test_a_share_of_nothing_is_not_a_number():
    assert formats.percent(Decimal("0.90444")) == "90.4%"
    assert formats.percent(Decimal("0.9"), places=0) == "90%"
    assert formats.percent(Decimal("-0.018"), sign=True) == "\u22121.8%"
    assert formats.percent(None) == "n/a"


def test_a_tax_rate_drops_needless_zeros():
    assert formats.rate(Decimal("0.1300")) == "13%"
    assert formats.rate(Decimal("0.085")) == "8.5%"
    assert formats.rate(Decimal("0.0000")) == "0%"
    assert formats.rate(Decimal(1)) == "100%"


@pytest.mark.rule("GEN-15")
def test_a_moment_is_told_in_the_installations_zone(chinese):
    assert formats.moment(datetime(2026, 9, 21, 0, 42, tzinfo=UTC), today=THIS_YEAR) == "9-21 08:42"
    assert formats.moment(datetime(2026, 9, 20, 16, 0, tzinfo=UTC), today=THIS_YEAR) == "9-21 00:00"


def test_another_year_is_said(chinese):
    assert formats.moment(datetime(2025, 12, 30, 0, 42, tzinfo=UTC), today=THIS_YEAR) == "2025-12-30 08:42"
    assert formats.short_day(date(2025, 12, 30), today=THIS_YEAR) == "2025-12-30"


def test_english_writes_months_by_name(english):
    assert formats.moment(datetime(2026, 9, 21, 0, 42, tzinfo=UTC), today=THIS_YEAR) == "21 Sep 08:42"
    assert formats.day(date(2026, 10, 21)) == "21 Oct 2026"
    assert formats.month_name(9) == "Sep"
    assert formats.day_range(date(2026, 9, 14), date(2026, 9, 18)) == "14–18 Sep"
    assert formats.day_range(date(2026, 9, 28), date(2026, 10, 2)) == "28 Sep – 2 Oct"


def test_chinese_writes_months_and_days(chinese):
    assert formats.day(date(2026, 10, 21)) == "2026-10-21"
    assert formats.month_name(date(2026, 9, 1)) == "9 月"
    assert formats.day_range(date(2026, 9, 14), date(2026, 9, 18)) == "9 月 14–18 日"
    assert formats.day_range(date(2026, 9, 16), date(2026, 9, 16)) == "9 月 16 日"
    assert formats.day_span(date(2025, 9, 14), date(2026, 9, 18)) == "2025-09-14 – 2026-09-18"
    assert formats.day_span(date(2026, 9, 14), None) == "2026-09-14 起"
    assert formats.day_span(None, date(2026, 9, 14)) == "截至 2026-09-14"


def test_nothing_is_a_dash_everywhere(language):
    assert formats.day(None) == formats.short_day(None) == formats.moment(None) == formats.month_name(None) == "—"


@pytest.mark.parametrize(
    ("name", "face"), [("王静", "王"), ("Zhou Min", "ZM"), ("service_manager", "SM"), ("  ", "?"), ("ada", "A")]
)
def test_a_face_shows_who_it_is(name, face):
    assert formats.initials(name) == face
