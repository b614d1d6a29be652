"""Sheets as accountants keep them: own units, blocks side by side, quarters, parts, sums without a name (BUD-22, GEN-16)."""

import pytest
from django.urls import reverse

from budgets.rules.sheet_blocks import Around, blocks_of, chosen_block
from budgets.selectors import imports as reads
from tests.budgets.sheets import MONTHS, OFFICE, PARTS, codes, flat, in_english, lines, year_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("BUD-22", "GEN-16")]


# --- Amounts that name their own unit -----------------------------------------------------------------------------


def test_an_amount_that_names_its_own_unit_takes_no_other(upload):
    texts = ["0.3万元", "1,234.50元", "¥2", "RMB 1.2万", "３千元", "0.5百万", "0.01亿元", 1, 1, 1, 1, "５圆"]

    found = upload([["单位：万元"], ["类别", *MONTHS, "全年"], [PARTS, *texts, "158.9239万"]])

    (row,) = reads.preview_of(found).good
    assert row.months[:7] == tuple(flat("3000", "1234.50", "20000", "12000", "3000", "500000", "1000000"))
    assert row.months[7:] == tuple(flat(*[10000] * 4, 5))
    assert [(note.code, dict(note.params)) for note in row.notes][1:] == [("own_unit", {"count": 8})]
    assert row.notes[0].code == "total_differs"
    assert row.notes[0].params["total"] == "1589239.00"
    assert in_english(row.notes[1]) == "8 cells name their own unit and are read by it"


def test_brackets_around_an_own_unit_are_below_zero(upload):
    found = upload([["单位：万元"], ["类别", *MONTHS], [PARTS, "(1.2万元)", *["0.1"] * 11]])

    (bad,) = reads.preview_of(found).bad
    assert bad.problems[0].params == {"column": "1月", "text": "(1.2万元)"}
    assert bad.total == 11_000


def test_a_year_that_names_its_own_unit_is_spread_as_it_is(upload):
    found = upload([["单位：万元"], ["类别", "全年"], [PARTS, "1.2万元"], [OFFICE, "1.2"], ["合计", "24000元"]])

    assert lines(found) == [(PARTS, year_of(1000)), (OFFICE, year_of(1000))]
    assert codes(found) == {3: ["own_unit"], 5: ["sum_agrees", "own_unit"]}


def test_a_million_is_no_ten_thousand(upload):
    assert lines(upload([["单位：百万元"], ["类别", *MONTHS], [PARTS, *[1] * 12]])) == [(PARTS, year_of(1_000_000))]


# --- Which columns are this year's budget -------------------------------------------------------------------------


def side_by_side(left, right):
    """A heading of two rows: two groups over twelve months each."""
    return [["类别", left, *[None] * 11, right], [None, *MONTHS, *MONTHS], [PARTS, *[7] * 12, *[9] * 12]]


MERGED = ("A1:A2", "B1:M1", "N1:Y1")


@pytest.mark.parametrize("merged", [MERGED, ()])
@pytest.mark.parametrize(
    ("left", "right", "taken"),
    [
        ("上年实际", "本年预算", 9),
        ("本年预算", "上年实际", 7),
        ("去年", "今年", 9),
        ("2026年1-10月执行数", "2027年预算数（元）", 9),
        ("2026年", "2027年", 9),
        ("2027年", "2026年", 7),
        ("2026年预算", "2027年预算", 9),
        ("2026 Outlook", "2027 Budget", 9),
        ("Last year", "Plan", 9),
        ("本年预计", "下年预算", 9),
    ],
)
def test_the_block_of_the_drafts_budget_is_read_on_whatever_side(upload, left, right, taken, merged):
    found = upload(side_by_side(left, right), *merged)

    assert lines(found) == [(PARTS, year_of(taken))]
    assert set(reads.preview_of(found).years) <= {2027}


@pytest.mark.parametrize(("first", "second", "taken"), [(2026, 2027, 9), (2027, 2026, 7), (2027, 2028, 7)])
def test_months_that_name_their_year_are_told_apart(upload, first, second, taken):
    heads = [f"{year}年{month}" for year in (first, second) for month in MONTHS]

    assert lines(upload([["类别", *heads], [PARTS, *[7] * 12, *[9] * 12]])) == [(PARTS, year_of(taken))]


def test_the_months_of_a_year_that_begins_in_april_belong_together():
    heads = [f"{2026 + years}年{month}月" for years in (0, 1) for month in (4, 12)]
    heads += [f"{2027 + years}年{month}月" for years in (0, 1) for month in (1, 3)]

    blocks = blocks_of([["类别", *heads]], 0, Around(2027, 4))

    assert [(block.year, sorted(block.columns)) for block in blocks] == [(2026, [1, 2, 5, 6]), (2027, [3, 4, 7, 8])]
    assert chosen_block(blocks).year == 2027


@pytest.mark.parametrize(
    ("heads", "taken"),
    [
        (["2027年1月", *MONTHS[1:]], 7),
        (["2026年1月", *MONTHS[1:], "2027年1月", *MONTHS[1:]], 9),
    ],
)
def test_a_year_named_by_the_first_month_alone_counts_for_those_after_it(upload, heads, taken):
    found = upload([["类别", *heads], [PARTS, *[7] * 12, *[9] * (len(heads) - 12)]])

    assert [months[0] for _name, months in lines(found)] == [taken]


@pytest.mark.parametrize(
    "heads", [["上年实际", "本年预算"], ["2026年", "2027年"], ["2026年全年执行数", "2027年度预算（元）"]]
)
def test_of_whole_years_side_by_side_the_drafts_is_spread(upload, heads):
    assert lines(upload([["类别", *heads], [PARTS, 84, 108]])) == [(PARTS, year_of(9))]


def test_of_quarters_of_two_years_the_drafts_are_read(upload):
    heads = [f"{year}年{quarter}季度" for year in (2026, 2027) for quarter in "一二三四"]

    assert lines(upload([["类别", *heads], [PARTS, *[3] * 4, *[6] * 4]])) == [(PARTS, year_of(2))]


def test_the_whole_year_beside_the_block_is_the_one_compared(upload):
    heads = ["类别", *[f"2026年{month}" for month in MONTHS], "全年", *[f"2027年{month}" for month in MONTHS], "全年"]

    found = upload([heads, [PARTS, *[7] * 12, 84, *[9] * 12, 108]])

    assert lines(found) == [(PARTS, year_of(9))]
    assert codes(found) == {}


def test_budget_and_actual_below_each_month_are_told_apart(upload):
    months = [cell for month in MONTHS for cell in (month, None)]
    rows = [["类别", *months], [None, *["实际", "预算"] * 12], [PARTS, *[7, 9] * 12]]

    assert lines(upload(rows)) == [(PARTS, year_of(9))]


def test_a_sheet_of_this_years_budget_goes_before_one_of_last_years_actuals(upload):
    old, new = ([["类别", *MONTHS], *[[name, *[amount] * 12] for name in names]] for amount, names in ((7, [PARTS, OFFICE]), (9, [PARTS])))  # fmt: skip

    found = upload(None, **{"2026年实际": old, "2027年预算": new})

    assert (found.sheet, lines(found)) == ("2027年预算", [(PARTS, year_of(9))])


@pytest.mark.parametrize(("left", "right", "years"), [("2025年", "2026年", (2025, 2026)), ("甲", "乙", ())])
def test_blocks_that_read_alike_are_asked_about_and_none_is_read(
    client, signed_in, upload, budget, manager, left, right, years
):
    found = upload(side_by_side(left, right), *MERGED)
    assert lines(found) == []
    assert reads.preview_of(found).years == years
    signed_in(client, manager)
    args = [budget.pk, found.pk]

    page = client.get(reverse("budgets:import_detail", args=args))
    assert [(block.columns, block.is_read) for block in page.context["blocks"]] == [("B–M", False), ("N–Y", False)]
    assert (page.context["reads_amounts"], tuple(page.context["other_years"])) == (False, years)
    assert f'<option value="13">N–Y {right if years else ""}</option>' in page.content.decode()
    client.post(reverse("budgets:import_map", args=args), {"block": "13", "header_row": "2", "factor": "1"})

    found.refresh_from_db()
    assert lines(found) == [(PARTS, year_of(9))]


def test_the_other_block_can_be_chosen(client, signed_in, upload, budget, manager):
    found = upload(side_by_side("上年实际", "本年预算"), *MERGED)
    signed_in(client, manager)
    args = [budget.pk, found.pk]
    block = client.get(reverse("budgets:import_detail", args=args)).context["block_read"]
    assert (block.columns, block.label, block.is_doubtful) == ("N–Y", "本年预算", False)

    client.post(reverse("budgets:import_map", args=args), {"block": "1", "header_row": "2", "factor": "1"})

    found.refresh_from_db()
    assert lines(found) == [(PARTS, year_of(7))]
    page = client.get(reverse("budgets:import_detail", args=args))
    assert page.context["block_read"].is_doubtful
    assert page.content.decode().count("“上年实际”") == 1


def test_another_year_alone_is_read_and_said(upload):
    rows = [["类别", "2026年", *[None] * 11], [None, *MONTHS], [PARTS, *[7] * 12]]

    found = upload(rows, "A1:A2", "B1:M1")

    assert (lines(found), reads.preview_of(found).years) == ([(PARTS, year_of(7))], (2026,))
