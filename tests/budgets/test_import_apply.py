"""Three messy workbooks from end to end: read, mended, brought in, totals to the cent (BUD-22, GEN-16)."""

from decimal import Decimal

import pytest
from django.utils import translation

from budgets.draft_errors import DraftFrozen
from budgets.models import BudgetImport, BudgetLine, BudgetVersion, Category, CellChange
from budgets.rules import sheet_layout
from budgets.rules.sheet_layout import Layout
from budgets.selectors import imports as reads
from budgets.selectors.budgets import lines_of, totals_of
from budgets.selectors.workbooks import budget_workbook
from budgets.services import imports
from budgets.services.imports import SheetReading
from budgets.views import import_words
from core.errors import NotAllowed
from core.sheets.errors import BadRowsLeft, ImportClosed, SameFile, SameFileWaits
from tests.factories import drafts, workbooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(company, manager):
    return drafts.draft(company.service, manager)


@pytest.fixture
def revenue(db):
    """Income of parts, as the third workbook names it."""
    return Category.objects.filter(kind="REVENUE").first()


def upload(budget, who, content, name="预算.xlsx", **more):
    return imports.upload(
        budget_id=budget.pk, file_name=name, content=content, actor=drafts.actor_of(who), at=drafts.AT, **more
    )


def apply(found, who, mode="replace", leave_out_bad=False):
    return imports.apply(
        import_id=found.pk, mode=mode, leave_out_bad=leave_out_bad, actor=drafts.actor_of(who), at=drafts.AT
    )


def remap(found, who, **wanted):
    layout = wanted.pop("layout", reads.layout_of(found))
    reading = SheetReading(sheet=found.sheet, layout=layout, **wanted)
    return imports.remap(import_id=found.pk, wanted=reading, actor=drafts.actor_of(who))


def content_of(budget):
    return {(line.category.code, line.description): line.amounts for line in lines_of(budget)}


def notes_of(found, code):
    return [row for row in reads.preview_of(found).rows for note in row.notes if note.code == code]


@pytest.mark.rule("BUD-22", "GEN-16")
def test_the_finance_offices_form_comes_in_to_the_cent(budget, manager):
    content, truth = workbooks.finance_form()

    found = upload(budget, manager, content)

    assert found.sheet == "费用预算"
    assert reads.layout_of(found).factor == 10_000
    assert len(notes_of(found, "sum_agrees")) == 3
    assert not BudgetLine.objects.filter(budget=budget).exists(), "nothing is written by looking"
    apply(found, manager)
    assert content_of(budget) == truth.lines
    assert totals_of([budget.pk])[budget.pk].costs == truth.total
    assert BudgetLine.objects.get(budget=budget, description="常用易损件").rationale == "按保有量"


@pytest.mark.rule("BUD-22", "GEN-16")
def test_what_was_typed_by_hand_names_every_bad_row_and_why(budget, manager):
    content, truth = workbooks.typed_by_hand()

    found = upload(budget, manager, content)

    preview = reads.preview_of(found)
    bad = {row.number: row for row in preview.bad}
    reasons = {number: [problem.code for problem in row.problems] for number, row in bad.items()}
    assert reasons == {8: ["unknown_category"], 9: ["not_a_number"], 10: ["negative"], 12: ["unknown_category"]}
    assert bad[9].problems[0].params == {"column": "2027-01", "text": "待定"}
    names = Category.objects.in_bulk(bad[8].suggestions)
    assert "出差费用" in {category.name_zh for category in names.values()}
    with pytest.raises(BadRowsLeft):
        apply(found, manager)
    assert not BudgetLine.objects.filter(budget=budget).exists()
    apply(found, manager, leave_out_bad=True)
    assert content_of(budget) == truth.lines


@pytest.mark.rule("BUD-22")
def test_the_user_says_what_unknown_categories_mean(budget, manager, revenue):
    content, truth = workbooks.typed_by_hand()
    found = upload(budget, manager, content)
    travel = Category.objects.get(name_zh="出差费用")

    remap(found, manager, fixes={8: travel.pk, 12: revenue.pk}, left_out=[9, 10])

    found.refresh_from_db()
    assert reads.preview_of(found).bad == []
    apply(found, manager)
    brought = content_of(budget)
    assert brought[travel.code, ""] == [Decimal("5000.00")] * 12
    assert brought[revenue.code, ""] == [Decimal("200000.00")] * 12
    assert sum(sum(months) for months in brought.values()) == truth.total + 60_000 + 2_400_000


@pytest.mark.rule("BUD-22", "GEN-16")
def test_the_other_systems_text_file_comes_in_and_its_wrong_total_is_told(budget, manager):
    content, truth = workbooks.from_another_system()

    found = upload(budget, manager, content, "export.csv")

    (total,) = notes_of(found, "sum_differs")
    assert total.notes[0].params["difference"] == "0.40"
    apply(found, manager)
    assert content_of(budget) == truth.lines
    assert totals_of([budget.pk])[budget.pk].costs == truth.total


@pytest.mark.rule("BUD-22", "RPT-45")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_exported_budget_reads_back_as_it_was(company, manager, budget, language):
    first = drafts.whole_draft(company.other, drafts.cast_manager(company.other))
    drafts.line(
        first,
        drafts.cast_manager(company.other),
        amounts=[f"{month}.37" for month in range(12)],
        description="=1+1 说明",
    )

    with translation.override(language):
        content = budget_workbook(first)
    found = upload(budget, manager, content)

    assert reads.preview_of(found).bad == []
    assert [row.notes for row in reads.preview_of(found).rows if row.kind == "subtotal"]
    assert not notes_of(found, "sum_differs")
    apply(found, manager)
    assert content_of(budget) == content_of(first)


@pytest.mark.rule("BUD-22")
@pytest.mark.parametrize(
    ("text", "is_sum"),
    [
        ("Total costs", True),
        ("Total revenue:", True),
        ("Grand total", True),
        ("Subtotal of expenses", True),
        ("费用合计", True),
        ("Sum", True),
        ("Lump sum", False),
        ("Total productive maintenance", False),
    ],
)
def test_a_sum_is_told_by_its_name(text, is_sum):
    assert sheet_layout.is_subtotal(text) is is_sum


@pytest.mark.rule("GEN-16")
def test_the_same_file_is_recognised(budget, manager):
    content, _truth = workbooks.finance_form()
    apply(upload(budget, manager, content), manager)

    with pytest.raises(SameFile):
        upload(budget, manager, content, "anders.xlsx")

    assert upload(budget, manager, content, again=True).state == "MAPPED"


@pytest.mark.rule("GEN-16")
def test_a_file_that_waits_to_be_applied_is_recognised(budget, manager):
    content, _truth = workbooks.finance_form()
    first = upload(budget, manager, content)

    with pytest.raises(SameFileWaits) as refused:
        upload(budget, manager, content, "anders.xlsx")

    assert refused.value.params["waiting"] == first.pk


@pytest.mark.rule("GEN-16", "GEN-04")
def test_an_import_is_applied_once(budget, manager):
    content, truth = workbooks.finance_form()
    found = upload(budget, manager, content)
    apply(found, manager, mode="add")

    with pytest.raises(ImportClosed):
        apply(found, manager, mode="add")

    assert BudgetLine.objects.filter(budget=budget).count() == len(truth.lines)


@pytest.mark.rule("BUD-22")
def test_adding_keeps_the_lines_and_replacing_keeps_their_history(budget, manager):
    row = drafts.line(budget, manager, amounts="5.00")
    content, truth = workbooks.finance_form()

    apply(upload(budget, manager, content), manager, mode="add")
    assert BudgetLine.objects.filter(budget=budget).count() == len(truth.lines) + 1
    apply(upload(budget, manager, content, again=True), manager, mode="replace")

    assert BudgetLine.objects.filter(budget=budget).count() == len(truth.lines)
    gone = CellChange.objects.get(budget=budget, line_id=row.pk, what="removed")
    assert gone.facts["amounts"] == ["5.00"] * 12


@pytest.mark.rule("BUD-11")
def test_a_draft_begun_from_a_file_is_compared_with_the_file(budget, manager):
    content, _truth = workbooks.finance_form()
    apply(upload(budget, manager, content), manager)

    assert BudgetVersion.objects.get(budget=budget).number == 0


@pytest.mark.rule("GEN-16", "BUD-31")
def test_only_makers_bring_files_into_drafts_alone(company, manager, owner):
    budget = drafts.whole_draft(company.service, manager)
    content, _truth = workbooks.finance_form()
    with pytest.raises(NotAllowed):
        upload(budget, owner, content)
    found = upload(budget, manager, content)
    drafts.submit(budget, manager)

    with pytest.raises(DraftFrozen):
        apply(found, manager)

    assert BudgetImport.objects.get().state == "MAPPED"


@pytest.mark.rule("BUD-22")
def test_a_year_alone_is_spread_evenly(budget, manager):
    content = "类别,全年\n办公费,100.00\n".encode()

    found = upload(budget, manager, content, "a.csv")
    apply(found, manager)

    (months,) = content_of(budget).values()
    assert (months[0], months[11], sum(months)) == (Decimal("8.34"), Decimal("8.33"), Decimal("100.00"))


@pytest.mark.rule("BUD-22", "GEN-16")
def test_errors_and_uncounted_formulas_are_bad_rows_that_name_their_cells(budget, manager):
    found = upload(budget, manager, workbooks.excel_errors())

    problems = {row.number: {p.code: p.params for p in row.problems} for row in reads.preview_of(found).bad}
    assert problems == {
        2: {"excel_error": {"cells": "D2 #DIV/0!, F2 #N/A"}},
        4: {"unknown_category": {"name": "#REF!"}, "excel_error": {"cells": "A4 #REF!"}},
    }
    with pytest.raises(BadRowsLeft):
        apply(found, manager)

    (bad,) = reads.preview_of(upload(budget, manager, workbooks.uncounted_formulas())).bad
    assert bad.problems[0].params["cells"].startswith("B2, C2, D2")
    assert import_words.problem(bad.problems[0]).startswith("B2, C2, D2")


@pytest.mark.rule("BUD-22", "GEN-16")
@pytest.mark.parametrize("name", ["新项目", "办公费"])
def test_a_row_with_nothing_but_a_years_total_needs_a_decision(budget, manager, name):
    heads = ",".join(f"{month}月" for month in range(1, 13))
    content = f"类别,{heads},全年\n水电,{'1,' * 12}12\n{name},{',' * 12}600\n".encode()

    (bad,) = reads.preview_of(upload(budget, manager, content, "a.csv")).bad

    assert bad.number == 3
    assert {"only_total"} <= {problem.code for problem in bad.problems}


@pytest.mark.rule("BUD-22")
@pytest.mark.parametrize("name", ["差旅费用", "3、差旅费", "Travel expenses", "（二）通讯费"])
def test_everyday_words_for_a_category_are_understood(budget, manager, name):
    found = upload(budget, manager, f"类别,1月,2月\n{name},10,20\n".encode(), "a.csv")

    (row,) = reads.preview_of(found).good

    expected = "电话费" if "通讯" in name else "出差费用"
    assert Category.objects.get(pk=row.category_id).name_zh == expected


@pytest.mark.rule("BUD-22")
def test_a_category_chosen_once_for_a_name_is_remembered(budget, manager):
    office = Category.objects.get(name_zh="办公费")
    content = "类别,1月,2月\n1. 茶水间开支,10,20\n".encode()
    found = upload(budget, manager, content, "a.csv")
    assert [row.kind for row in reads.preview_of(found).rows] == ["bad"]
    remap(found, manager, fixes={2: office.pk})
    found.refresh_from_db()
    apply(found, manager)

    again = upload(budget, manager, "类别,1月,2月\n茶水间开支,30,40\n2. 茶水间开支,1,2\n".encode(), "b.csv")

    assert [row.category_id for row in reads.preview_of(again).good] == [office.pk, office.pk]


@pytest.mark.rule("BUD-22")
def test_the_user_corrects_what_a_column_is(budget, manager):
    content = "名目,甲,乙\n办公费,10,20\n".encode()
    found = upload(budget, manager, content, "a.csv")

    remap(found, manager, layout=Layout(0, {0: "category", 1: "m1", 2: "m2"}, 1))
    found.refresh_from_db()
    apply(found, manager)

    (months,) = content_of(budget).values()
    assert months[:3] == [Decimal(10), Decimal(20), Decimal(0)]
