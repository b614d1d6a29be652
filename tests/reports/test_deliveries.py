"""What goes with the goods: in both languages, with a bar code scanners read (PSL-35, PSL-43)."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

import pypdf
import pytest
from django.http import Http404
from django.utils import timezone, translation

from core import press
from parts_sales.rules import foreign_words
from parts_sales.services import returns
from parts_sales.services.inputs_delivery import ReturnInput
from reports.papers import page
from reports.papers.bars import bar_code
from tests.factories import organization as cast
from tests.factories import sales
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, stocked
from tests.reports.code128 import bars_on, read
from tests.reports.test_papers import content_of, pages_of, solid


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


def shipped(hands, region="DOMESTIC", packages=2):
    part = stocked(
        hands.clerk, number=f"YL-{region[:1]}-4410", name_zh="主轴轴承组", name_en="Spindle bearing set", weight_kg=Decimal("1.2"),
        length_mm=300, width_mm=200, height_mm=80, is_fragile=True, hs_code="8482.10", origin="China",
    )  # fmt: skip
    quote = sales.quote_of(hands.clerk, [sales.Piece(part, "4", "125.50")], region=region)
    order = sales.order_of(hands.clerk, quote=quote, paid=True, incoterm="FOB" if region == "FOREIGN" else "")
    note = go(hands, note_of(hands, order))
    type(note).objects.filter(pk=note.pk).update(packages=packages)
    return note


@pytest.mark.django_db
@pytest.mark.rule("PSL-35")
@pytest.mark.parametrize(
    ("language", "code", "wanted"),
    [
        ("zh-hans", "delivery_note", ("发货单", "主轴轴承组", "李敏", "冯刚", "马国强", "何军", "收货人签字")),
        ("en", "delivery_note", ("Delivery note", "Spindle bearing set", "Goods received by")),
        ("zh-hans", "packing_list", ("装箱单", "1.2 kg", "4.8 kg", "300 × 200 × 80", "木箱", "毛重")),
        ("en", "packing_list", ("Packing list", "4.8 kg", "SF1234567890")),
    ],
)
def test_a_paper_says_what_the_note_says(hands, language, code, wanted):
    note = shipped(hands)

    with translation.override(language):
        drawn = "".join(pages_of(content_of(hands.clerk, code, id=note.pk)))

    for words in (note.number, "YL-D-4410", *wanted):
        assert solid(words) in solid(drawn)


@pytest.mark.django_db
@pytest.mark.rule("PSL-35")
def test_both_languages_stand_on_one_paper(hands):
    note = shipped(hands)

    drawn = solid("".join(pages_of(content_of(hands.clerk, "delivery_note", id=note.pk, words="both"))))

    for words in ("发货单 Delivery note", "主轴轴承组 Spindle bearing set", "数量 Quantity"):
        assert solid(words) in drawn


@pytest.mark.django_db
@pytest.mark.rule("PSL-35")
def test_each_package_has_its_label(hands):
    note = shipped(hands, packages=3)

    drawn = pages_of(content_of(hands.clerk, "delivery_labels", id=note.pk))

    assert len(drawn) == 3
    for number, text in enumerate(drawn, start=1):
        assert solid(f"{number} / 3") in solid(text)
        assert note.number in text
        assert "易碎" in text


@pytest.mark.django_db
@pytest.mark.rule("PSL-43")
def test_the_commercial_invoice_names_code_origin_term_and_prices(hands):
    note = shipped(hands, "FOREIGN")

    with translation.override("en"):
        drawn = solid("".join(pages_of(content_of(hands.clerk, "commercial_invoice", id=note.pk))))

    for words in ("Commercial invoice", "8482.10", "China", "FOB", "125.50", "502.00", "HS code"):
        assert solid(words) in drawn
    for words in (
        f"Invoice number {note.number}", f"Contract {note.order.quote.number}", "0 %, export", "Net weight 4.8 kg",
        "Gross weight 1.2 kg", "4 pcs", "SAY CNY FIVE HUNDRED AND TWO ONLY", "We declare that this invoice is true",
    ):  # fmt: skip
        assert solid(words) in drawn
    assert solid("Free of charge") not in drawn


@pytest.mark.django_db
@pytest.mark.rule("PSL-43")
def test_it_names_the_seller_and_the_country_in_the_language_of_the_paper(hands, company):
    note = shipped(hands, "FOREIGN")
    type(note.customer).objects.filter(pk=note.customer_id).update(country="德国")
    type(company.company).objects.filter(pk=company.company.pk).update(
        letterhead_zh="沈阳市开发路 16 号", letterhead_en="16 Kaifa Road, Shenyang, China"
    )

    with translation.override("en"):
        english = solid("".join(pages_of(content_of(hands.clerk, "commercial_invoice", id=note.pk))))
    both = solid("".join(pages_of(content_of(hands.clerk, "packing_list", id=note.pk, words="both"))))

    assert solid("Country of destination Germany") in english
    assert solid("16 Kaifa Road") in english
    assert solid("开发路") not in english
    for words in ("沈阳市开发路", "16 Kaifa Road", "4 件 pcs", "德国 Germany"):
        assert solid(words) in both


@pytest.mark.django_db
@pytest.mark.rule("PSL-43")
def test_before_it_was_weighed_a_paper_knows_no_gross_weight(hands):
    part = stocked(hands.clerk, weight_kg=Decimal("1.2"), length_mm=300)
    note = note_of(hands, delivering.paid_order(hands, sales.Piece(part, "4")))

    drawn = solid("".join(pages_of(content_of(hands.clerk, "packing_list", id=note.pk))))

    assert solid("净重 4.8 kg") in drawn
    assert solid("毛重 —") in drawn


@pytest.mark.django_db
@pytest.mark.rule("PSL-43", "PSL-53")
def test_goods_without_charge_state_their_value_for_customs_alone(hands):
    note = shipped(hands, "FOREIGN")
    lines = {line.pk: Decimal(1) for line in note.lines.all()}
    wanted, at = ReturnInput("异响", "REPLACEMENT", lines), timezone.now()
    made = returns.ask_return(note_id=note.pk, wanted=wanted, actor=cast.actor_of(hands.clerk), at=at)
    keeper, counted = cast.actor_of(hands.keeper), {line.pk: Decimal(1) for line in made.lines.all()}
    returns.receive(return_id=made.pk, quantities=counted, actor=keeper, at=at)
    returns.inspect(return_id=made.pk, good=dict.fromkeys(counted, Decimal(0)), finding="磨损", actor=keeper, at=at)
    free = returns.replace(return_id=made.pk, actor=cast.actor_of(hands.clerk), at=at)

    with translation.override("en"):
        drawn = solid("".join(pages_of(content_of(hands.clerk, "commercial_invoice", id=free.pk))))

    for words in ("Free of charge: the value is stated for customs purposes only", "CNY 125.50"):
        assert solid(words) in drawn


@pytest.mark.django_db
@pytest.mark.rule("PSL-43")
def test_freight_the_buyer_pays_stands_on_the_invoice_of_the_last_goods(hands):
    part = stocked(hands.clerk, weight_kg=Decimal("1.2"), length_mm=300)
    freight = sales.Work()
    quote = sales.quote_of(hands.clerk, [sales.Piece(part, "2", "100.00"), freight], region="FOREIGN")
    order = sales.order_of(hands.clerk, quote=quote, paid=True)
    goods = next(line for line in order.lines.all() if line.is_goods)
    first, last = (note_of(hands, order, quantities={goods.pk: Decimal(1)}) for _number in range(2))

    with translation.override("en"):
        one, two = (
            solid("".join(pages_of(content_of(hands.clerk, "commercial_invoice", id=note.pk))))
            for note in (first, last)
        )

    assert solid("Total value CNY 100.00") in one
    assert solid("Total value CNY 180.00") in two


@pytest.mark.rule("PSL-43")
@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [("中国", "中国", "China"), ("Germany", "德国", "Germany"), ("Atlantis", "Atlantis", "Atlantis")],
)
def test_countries_read_in_either_language(typed, zh, en):
    assert foreign_words.country(typed, is_chinese=True) == zh
    assert foreign_words.country(typed, is_chinese=False) == en


@pytest.mark.rule("PSL-43")
@pytest.mark.parametrize(("typed", "en"), [("件", "pcs"), ("套", "sets"), ("pcs", "pcs"), ("铁盒", "铁盒")])
def test_units_read_abroad(typed, en):
    assert foreign_words.unit(typed, is_chinese=True) == typed
    assert foreign_words.unit(typed, is_chinese=False) == en


@pytest.mark.django_db
@pytest.mark.rule("PSL-43", "GEN-10")
def test_there_is_none_at_home_and_no_paper_for_who_does_not_see_the_note(hands, company):
    note, stranger = shipped(hands), cast.member(company.other, "salesperson")

    with pytest.raises(Http404):
        content_of(hands.clerk, "commercial_invoice", id=note.pk)
    for code in ("delivery_note", "packing_list", "delivery_labels"):
        with pytest.raises(Http404):
            content_of(stranger, code, id=note.pk)


NARROWEST = 0.19
"""In millimetres: hand scanners are sure of a quarter, below this none reads."""
PATTERNS = {"start B": "11010010000", "stop": "1100011101011"}


@pytest.mark.rule("PSL-35")
def test_the_bars_are_those_of_the_code_with_white_beside_them():
    drawn = str(bar_code("DN-2026-0007"))
    bars = [part.split('"')[1::2] for part in drawn.split("<rect ")[1:]]
    runs = [(int(place), int(width)) for place, _top, width, _height in bars]
    modules = "".join(
        "1" if any(start <= at < start + width for start, width in runs) else "0"
        for at in range(10, runs[-1][0] + runs[-1][1])
    )

    assert runs[0][0] == 10
    assert modules.startswith(PATTERNS["start B"])
    assert modules.endswith(PATTERNS["stop"])
    assert max(len(list(run)) for _colour, run in groupby(modules)) <= 4
    assert 'aria-label="DN-2026-0007"' in drawn


@pytest.mark.rule("PSL-35")
def test_what_is_not_of_the_code_is_not_drawn_as_markup():
    assert "<script" not in str(bar_code("A<script"))


@pytest.mark.django_db
@pytest.mark.rule("PSL-35")
def test_the_bars_of_a_label_read_as_the_number_of_the_note(hands):
    note = shipped(hands, packages=2)

    with press.drawn(page.page(content_of(hands.clerk, "delivery_labels", id=note.pk))) as result:
        labels = [bars_on(sheet) for sheet in pypdf.PdfReader(result.file).pages]

    assert [read(bars) for bars in labels] == [note.number, note.number]
    narrow = min(width for bars in labels for _place, width in bars)
    assert narrow / 72 * 25.4 >= NARROWEST


@pytest.mark.rule("PSL-35")
def test_the_reader_finds_a_wrong_bar():
    drawn = [(part.split('"')[1], part.split('"')[5]) for part in str(bar_code("DN-2026-0007")).split("<rect ")[1:]]
    bars = [(float(place), float(width)) for place, width in drawn]
    assert read(bars) == "DN-2026-0007"

    with pytest.raises(ValueError, match=r"is not in list|check digit|no stop"):
        read([*bars[:6], (bars[6][0], bars[6][1] + 1), *bars[7:]])
