"""The parts contract and proforma invoice for customers abroad, in both languages (PSL-40, PSL-41b)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404
from django.utils import translation

from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import sales
from tests.reports.test_papers import content_of, pages_of, solid

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-40", "PSL-41b")]


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "foreign_service_clerk", name_zh="周敏")


@pytest.fixture
def quote(clerk):
    part = stores.part(
        clerk, "30-1000", "主轴总成", name_en="Spindle unit", hs_code="84661000", origin="China"
    )  # fmt: skip
    buyer = serving.customer(clerk, "汉斯机床", region="FOREIGN", name_en="Hans Werkzeug GmbH", country="Germany")
    return sales.quote_of(
        clerk, [sales.Piece(part, "1", "91999.99")], customer=buyer, region="FOREIGN", currency="USD",
        rate=Decimal("7.1234"), rate_date=date(2026, 9, 1), incoterm="FOB", incoterm_place="Dalian",
        bank_details="Bank of China, SWIFT BKCHCNBJ", state="APPROVED",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            ("Parts contract and proforma invoice", "Hans Werkzeug GmbH", "Spindle unit", "84661000", "FOB", "0 %, export",
             "NINETY-ONE THOUSAND NINE HUNDRED AND NINETY-NINE AND CENTS NINETY-NINE ONLY", "7.1234", "Incoterms 2020",
             "FOB Dalian"),
        ),
        ("zh-hans", ("备件合同暨形式发票", "主轴总成", "0 %，出口", "贸易术语", "买方：签字")),
    ],
)  # fmt: skip
def test_it_says_all_that_was_offered(clerk, quote, language, wanted):
    with translation.override(language):
        drawn = solid("".join(pages_of(content_of(clerk, "proforma", id=quote.pk))))

    for words in (quote.number, "91,999.99", "USD", "BKCHCNBJ", *wanted):
        assert solid(words) in drawn


def test_both_languages_stand_on_one_contract(clerk, quote):
    drawn = solid("".join(pages_of(content_of(clerk, "proforma", id=quote.pk, words="both"))))

    for words in ("备件合同暨形式发票 Parts contract and proforma invoice", "主轴总成 Spindle unit"):
        assert solid(words) in drawn


def test_at_home_there_is_none(clerk):
    part = stores.part(clerk)
    at_home = sales.quote_of(clerk, [sales.Piece(part)])

    with pytest.raises(Http404):
        content_of(clerk, "proforma", id=at_home.pk)


def test_a_quote_is_addressed_to_its_customer(clerk, quote):
    with translation.override("zh-hans"):
        drawn = solid("".join(pages_of(content_of(clerk, "quote", id=quote.pk))))

    assert "致汉斯机床" in drawn


@pytest.mark.rule("PSL-12")
def test_it_says_how_the_goods_travel_even_where_nothing_was_agreed(clerk, quote):
    def drawn(paper: str) -> str:
        with translation.override("zh-hans"):
            return solid("".join(pages_of(content_of(clerk, paper, id=quote.pk))))

    for paper in ("quote", "proforma"):
        assert "运输方式按重量、体积选择快递或货运" in drawn(paper)

    quote.shipping_method = "海运"
    quote.save()

    for paper in ("quote", "proforma"):
        assert "运输方式海运" in drawn(paper)


@pytest.mark.rule("PSL-12", "GEN-11")
def test_a_quote_in_both_languages_says_every_head_in_both(clerk, quote):
    with translation.override("zh-hans"):
        drawn = "".join(pages_of(content_of(clerk, "quote", id=quote.pk, words="both")))

    assert "含税金额" in solid(drawn)
