"""Quarters, parts, signatures and sums in the sheets people keep (BUD-22)."""

import pytest
from django.urls import reverse

from budgets.models import BudgetImport, Category
from budgets.selectors import imports as reads
from budgets.services import imports
from budgets.services.imports import SheetReading
from tests.budgets.sheets import MONTHS, OFFICE, PARTS, WATER, codes, flat, in_english, lines, year_of
from tests.factories import drafts

pytestmark = [pytest.mark.django_db, pytest.mark.rule("BUD-22", "GEN-16")]


def read_again(found, who, **wanted):
    wanted.setdefault("layout", reads.layout_of(found))
    reading = SheetReading(sheet=found.sheet, **wanted)
    imports.remap(import_id=found.pk, wanted=reading, actor=drafts.actor_of(who))
    return BudgetImport.objects.get(pk=found.pk)


def kinds(found):
    return [row.kind for row in reads.preview_of(found).rows]


# --- Quarters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heads", [["一季度", "二季度", "三季度", "四季度"], ["Q1", "Q2", "Q3", "Q4"], ["第1季度", "第2季度合计", "2027年3季度", "2027Q4"]]
)  # fmt: skip
def test_quarters_are_spread_over_their_months_to_the_cent(upload, budget, manager, heads):
    rows = [
        ["类别", *heads, "全年"],
        [PARTS, "100", "200", "0", "1,000.01", None],
        [OFFICE, 3, 3, 3, 3, 13],
        [WATER, None, None, None, None, 600],
        ["合计", 103, 203, 3, "1003.01", "1312.01"],
    ]

    found = upload(rows)

    first = flat("33.34", "33.33", "33.33", "66.67", "66.67", "66.66", 0, 0, 0, "333.34", "333.34", "333.33")
    assert lines(found) == [(PARTS, first), (OFFICE, year_of(1))]
    assert codes(found) == {
        3: ["total_differs_quarters"],
        4: ["only_total"],
        5: ["sum_agrees"],
    }
    imports.apply(import_id=found.pk, mode="replace", leave_out_bad=True, actor=drafts.actor_of(manager), at=drafts.AT)
    assert sorted(sum(line.amounts) for line in budget.lines.all()) == flat("12", "1300.01")


def test_months_count_where_quarters_stand_beside_them(upload):
    heads = ["类别"]
    for month in range(1, 13):
        heads += [f"{month}月", *([f"{month // 3}季度"] if month % 3 == 0 else [])]
    differs = [1, 1, 1, 3, 1, 1, 1, 3, 1, 1, 1, 4, 1, 1, 1, 3]
    empty = [None, None, None, 30, None, None, None, 31, None, None, None, None, None, None, None, "x"]

    found = upload([heads, [PARTS, *differs], [OFFICE, *empty]])

    spread = flat(10, 10, 10, "10.34", "10.33", "10.33", *[0] * 6)
    assert lines(found) == [(PARTS, year_of(1)), (OFFICE, spread)]
    assert codes(found) == {2: ["quarter_differs"], 3: ["quarter_spread", "quarter_spread"]}
    note = reads.preview_of(found).rows[0].notes[0]
    assert in_english(note) == (
        "quarter 3 (July–September): the column says 4.00, the months add up to 3.00; the months count"
    )


def test_quarters_complete_the_months_a_sheet_does_not_have(upload):
    found = upload([["类别", "1月", "2月", "3月", "Q2", "Q3", "Q4"], [PARTS, 1, 2, 3, 30, 60, 90]])

    assert lines(found) == [(PARTS, flat(1, 2, 3, 10, 10, 10, 20, 20, 20, 30, 30, 30))]


# --- Parts, signatures, sums --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["其中：海外", "　其中:国内", "（其中）海外", "of which abroad", "Including: abroad"])
def test_a_part_of_the_line_above_is_not_added_twice(upload, manager, name):
    found = upload([["类别", *MONTHS], [PARTS, *[1000] * 12], [name, *[300] * 12], ["合计", *[1000] * 12]])

    assert lines(found) == [(PARTS, year_of(1000))]
    assert codes(found) == {3: ["part_of_above"], 4: ["sum_agrees"]}
    office = Category.objects.get(name_zh=OFFICE)
    again = read_again(found, manager, fixes={3: office.pk})
    assert [row.category_id for row in reads.preview_of(again).good][1:] == [office.pk]


def test_a_part_in_the_description_of_a_merged_category_is_not_added(upload):
    rows = [["类别", "说明", *MONTHS], [PARTS, "全部", *[1000] * 12], [None, "其中：海外", *[300] * 12]]

    assert lines(upload(rows, "A2:A3")) == [(PARTS, year_of(1000))]


def test_items_of_a_group_may_be_called_its_parts(upload):
    rows = [["类别", *MONTHS], ["培训与发展", *[11] * 12], ["其中：内训", *[5] * 12], ["其中：外训", *[6] * 12]]

    found = upload(rows)

    assert [months[0] for _name, months in lines(found)] == [5, 6]
    assert codes(found) == {2: ["sum_agrees"]}


def test_sums_that_have_only_a_year_are_compared_over_the_year(upload):
    heads = ["类别", *MONTHS, "全年"]
    rows = [
        heads,
        [PARTS, *range(12), 66],
        ["小计", *[None] * 12, 66],
        [OFFICE, *[10] * 12, 120],
        ["合计", *[None] * 12, 187],
    ]

    found = upload(rows)

    assert codes(found) == {3: ["sum_agrees"], 5: ["year_differs"]}
    note = reads.preview_of(found).rows[3].notes[0]
    assert in_english(note) == "adds up rows of the sheet; the year differs by +1.00"


def test_sums_of_years_that_were_spread_show_no_odd_cents(upload):
    found = upload([["类别", "全年"], [PARTS, "100.00"], [OFFICE, "200.01"], [WATER, "33.33"], ["合计", "333.34"]])

    assert codes(found) == {5: ["sum_agrees"]}


def test_a_group_with_nothing_but_its_year_is_compared_or_asked_about(upload):
    heads = ["类别", *MONTHS, "全年"]

    with_items = upload([heads, ["培训与发展", *[None] * 12, 60], ["内训", *[5] * 12, 60]])
    alone = upload([heads, ["培训与发展", *[None] * 12, 60], [PARTS, *[5] * 12, 60]])

    assert codes(with_items) == {2: ["sum_agrees"]}
    assert codes(alone) == {2: ["category_is_group"]}


def test_sums_whose_months_differ_though_the_year_agrees_say_so(upload):
    found = upload([["类别", *MONTHS], [PARTS, 5, 7, *[0] * 10], ["合计", 6, 6, *[0] * 10]])

    note = reads.preview_of(found).rows[1].notes[0]
    assert (note.code, note.params["difference"], note.params["month"]) == ("month_differs", "1.00", 1)


@pytest.mark.parametrize(
    "footer",
    [
        ["编制人：任红", None, None, "审核：李强", None, None, None, "日期：2026-11-12"],
        ["制表", "任红", None, "复核", "李强", None, None, "审批"],
        ["部门负责人：", None, None, None, "填表日期：2026-11-12"],
        ["Prepared by: Anna", None, "Approved by", None, "Date"],
        [None, "备注：以上含税"],
        ["注：", "按含税价", "见附件"],
    ],
)
def test_a_signature_below_the_table_is_a_remark(upload, footer):
    found = upload([["类别", *MONTHS], [PARTS, *[5] * 12], footer])

    assert (kinds(found), codes(found)) == (["line", "remark"], {})


def test_a_word_for_signing_does_not_hide_a_row_with_amounts(upload):
    found = upload([["类别", *MONTHS], [PARTS, *[5] * 12], ["审核", *[5] * 12], ["审核费", *["待定"] * 12]])

    assert kinds(found) == ["line", "bad", "bad"]


def test_rows_without_a_name_that_add_up_the_rows_above_are_sums(upload):
    rows = [
        ["类别", *MONTHS],
        [PARTS, *[100] * 12],
        [OFFICE, *[200] * 12],
        [None, *[300] * 12],
        [WATER, *[7] * 12],
        [None, *[7] * 12],
        [None, *[307] * 12],
    ]

    for as_text in (False, True):
        found = upload(rows, as_text=as_text)
        assert kinds(found) == ["line", "line", "subtotal", "line", "subtotal", "subtotal"]
        assert reads.preview_of(found).total == 3684


def test_a_sum_without_a_name_may_leave_months_empty(upload):
    rows = [["类别", *MONTHS], [PARTS, *[100] * 12], [OFFICE, *[200] * 12], [None, 300, *[None] * 11]]

    assert kinds(upload(rows)) == ["line", "line", "subtotal"]


@pytest.mark.parametrize(("year", "kind"), [(3600, "subtotal"), (3601, "bad")])
def test_a_sum_without_a_name_may_have_only_its_year(upload, year, kind):
    rows = [["类别", *MONTHS, "全年"], [PARTS, *[100] * 12], [OFFICE, *[200] * 12], [None, *[None] * 12, year]]

    assert kinds(upload(rows)) == ["line", "line", kind]


def test_a_sum_without_a_name_beside_a_merged_category_is_no_line(upload):
    rows = [["类别", "说明", *MONTHS], [PARTS, "甲", *[1] * 12], [None, "乙", *[2] * 12], [None, None, *[3] * 12]]

    found = upload(rows, "A2:A4")

    assert kinds(found) == ["line", "line", "subtotal"]
    assert reads.preview_of(found).rows[2].name == ""


def test_a_row_without_a_name_that_is_no_sum_needs_a_decision(upload, manager):
    rows = [["类别", "说明", *MONTHS], [PARTS, "甲", *[100] * 12], [None, None, *[55] * 12]]

    for as_text in (False, True):
        found = upload(rows, as_text=as_text)
        (bad,) = reads.preview_of(found).bad
        parts = Category.objects.get(name_zh=PARTS)
        assert ([problem.code for problem in bad.problems], bad.suggestions) == (["no_category"], (parts.pk,))
        fixed = read_again(found, manager, fixes={3: parts.pk})
        assert reads.preview_of(fixed).total == 12 * 155


def test_rows_beside_a_merged_category_belong_to_it(upload):
    rows = [["类别", "说明", *MONTHS], [PARTS, "甲", *[100] * 12], [None, "乙", *[50] * 12], [None, None, *[55] * 12]]

    assert [name for name, _months in lines(upload(rows, "A2:A4"))] == [PARTS] * 3
    assert kinds(upload(rows, "A2:A3")) == ["line", "line", "bad"]
    assert kinds(upload(rows, as_text=True)) == ["line", "line", "bad"]


def test_rows_beside_an_unknown_category_do_not_go_to_the_one_before(upload):
    rows = [["类别", "说明", *MONTHS], [PARTS, "甲", *[1] * 12], ["没有的", "乙", *[2] * 12], [None, "丙", *[3] * 12]]

    for found in (upload(rows, "A3:A4"), upload(rows, as_text=True)):
        assert kinds(found) == ["line", "bad", "bad"]


def test_a_category_once_chosen_stays_chosen_on_the_page(client, signed_in, upload, budget, manager):
    found = upload([["类别", *MONTHS], [PARTS, *[1000] * 12], ["其中：海外", *[300] * 12], ["没有的", *[5] * 12]])
    office = Category.objects.get(name_zh=OFFICE)
    signed_in(client, manager)
    args = [budget.pk, found.pk]
    assert 'name="fix_3"' in client.get(reverse("budgets:import_detail", args=args)).content.decode()

    client.post(reverse("budgets:import_map", args=args), {"fix_3": office.pk, "fix_4": office.pk})

    page = client.get(reverse("budgets:import_detail", args=args)).content.decode()
    assert page.count(f'<option value="{office.pk}" selected>') == 2
