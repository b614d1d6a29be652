"""What stands on the papers: the same figures as PDF and Excel, both languages, nothing typed becomes a formula."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from django.utils import translation

from budgets.choices import EntryKind
from core import press
from core.capitals import capitals
from expenses.models import Claim
from expenses.services import flags
from organization.models import Department
from reports.papers import fitting, page, registry, sheets, svg
from reports.papers.content import Chart, Column, Content, Prose, Row, Series, Table
from tests.factories import adjustments as moves
from tests.factories import budgets as money
from tests.factories import drafts
from tests.factories import expenses as spending
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("RPT-41")]

HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", '=HYPERLINK("http://x")', "\t=1", "'=1")
MONTH = {"year": "2026", "month": "9", "span": "month"}


def content_of(person: Any, code: str, form: str = "pdf", **given: Any) -> Content:
    paper, actor = registry.get(code, form), actor_of(person)
    parameters = paper.read({name: str(value) for name, value in given.items()}, actor)
    paper.require_seen(parameters, actor)
    return paper.content(parameters, actor)


def pages_of(content: Content) -> list[str]:
    """The text of each page of the drawn paper; nothing on it may be missing from the font (RPT-44)."""
    with press.drawn(page.page(content)) as result:
        assert result.problems == ()
        return [sheet.extract_text() for sheet in pypdf.PdfReader(result.file).pages]


def book_of(content: Content, folder: Path) -> Any:
    target = folder / "book.xlsx"
    sheets.workbook(content, target)
    return openpyxl.load_workbook(io.BytesIO(target.read_bytes()))


def solid(text: str) -> str:
    return re.sub(r"\s", "", text)


# --- The voucher


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_claim_is_a_voucher_with_capitals_invoices_and_decisions(story, owner, manager, language):
    claim = spending.approved_claim(
        owner,
        spending.claim_line(story.travel, "1448.38", invoice_number="26444485677914958594", supplier="沈阳恒力密封件"),
        title="主轴返修差旅",
    )
    with translation.override(language):
        text = solid("".join(pages_of(content_of(owner, "expense_claim", id=claim.pk))))
        wanted = {
            "zh-hans": [
                "费用报销单",
                "金额大写",
                "报销人",
                "部门负责人" if not claim.number else "出纳",
                "领款人",
                "审批",
            ],
            "en": ["Expenseclaimvoucher", "Amountincapitals", "Claimant", "Cashier", "Receivedby", "Approvals"],
        }[language]

    for words in (*wanted, claim.number, capitals(claim.total), "1,448.38", "26444485677914958594", "沈阳恒力密封件"):
        assert solid(str(words)) in text
    assert manager.name_zh in text or manager.name_en.replace(" ", "") in text


@pytest.mark.rule("EXP-05", "RPT-41")
def test_a_voucher_tells_what_the_checks_found_and_what_was_said(story, owner):
    saturday = spending.TODAY - timedelta(days=2)
    claim = spending.submitted_claim(owner, spending.claim_line(story.travel, "500.50", expense_date=saturday))
    flag = claim.flags.get()
    flags.explain_claim(claim_id=claim.pk, flag_id=flag.pk, text="周末抢修", actor=actor_of(owner), at=spending.AT)

    text = solid("".join(pages_of(content_of(owner, "expense_claim", id=str(claim.pk)))))

    assert ("检查提示" in text, "周末或节假日" in text, "周末抢修" in text) == (True, True, True)


@pytest.mark.rule("GEN-02")
def test_a_voucher_says_what_of_its_sum_is_tax(story, owner):
    claim = spending.submitted_claim(
        owner, spending.claim_line(story.travel, "113.00", tax_rate=Decimal("0.13")),
        spending.claim_line(story.travel, "10.60", tax_rate=Decimal("0.06")), spending.claim_line(story.tools, "0.01"),
    )  # fmt: skip

    text = solid("".join(pages_of(content_of(owner, "expense_claim", id=claim.pk))))

    assert "其中不含税110.01·税额13.60" in text


def test_a_draft_claim_has_empty_places_to_sign(story, owner):
    claim = spending.draft_claim(owner, spending.claim_line(story.travel, "10.00"))

    text = solid("".join(pages_of(content_of(owner, "expense_claim", id=claim.pk))))

    assert "部门负责人" in text
    assert "尚无审批意见" in text


# --- Budgets and adjustments


def test_a_budget_lies_on_its_side_with_twelve_months_and_sums(company, manager, tmp_path):
    budget = drafts.whole_draft(company.service, manager)
    content = content_of(manager, "budget", id=budget.pk)
    with press.drawn(page.page(content)) as result:
        first = pypdf.PdfReader(result.file).pages[0]
        assert float(first.mediabox.width) > float(first.mediabox.height)
        text = solid(first.extract_text())

    assert all(f"{month}月" in text for month in range(1, 13))
    sheet = book_of(content, tmp_path).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.rows]
    lead, total = [row for row in rows if row[0] == "成本合计"]
    assert isinstance(lead[1], int | float)
    assert all(str(cell).startswith("=") for cell in total[1:14])
    line = next(row for row in rows if isinstance(row[2], int | float))
    assert str(line[13]).startswith("=SUM(B")


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "预算净变动"), ("en", "Net change of the budget")])
def test_an_adjustment_is_a_paper_and_a_workbook_in_both_languages(story, company, manager, language, words, tmp_path):
    adjustment = moves.submitted(
        manager, "SUPPLEMENT", moves.line(company.service, story.travel, "300.00", note="=1+1")
    )
    with translation.override(language):
        text = "".join(pages_of(content_of(manager, "budget_adjustment", id=adjustment.pk)))
        book = book_of(content_of(manager, "budget_adjustment", "xlsx", id=adjustment.pk), tmp_path)

    cells = [cell for sheet in book.worksheets for row in sheet.rows for cell in row]
    assert words in text.replace("\n", " ") or words in solid(text)
    assert adjustment.number in solid(text)
    assert 300 in [cell.value for cell in cells]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_a_budget_is_a_paper_in_english_too(company, manager, tmp_path):
    budget = drafts.whole_draft(company.service, manager)
    with translation.override("en"):
        text = "".join(pages_of(content_of(manager, "budget", id=budget.pk)))
        book = book_of(content_of(manager, "budget", "xlsx", id=budget.pk), tmp_path)

    assert "Total costs" in text.replace("\n", " ")
    assert any(cell.value == "Total costs" for row in book.worksheets[0].rows for cell in row)


def test_an_adjustment_shows_both_sides_and_its_net(story, company, manager):
    adjustment = moves.submitted(
        manager,
        "TRANSFER",
        moves.line(company.service, story.travel, "300.00"),
        moves.line(company.service, story.tools, "-300.00"),
    )

    text = solid("".join(pages_of(content_of(manager, "budget_adjustment", id=adjustment.pk))))

    assert adjustment.number in text
    assert text.count("300.00") >= 4
    assert "预算净变动" in text


# --- Variance and the standard report


@pytest.mark.rule("GEN-05b", "RPT-02")
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "不利"), ("en", "Unfavourable")])
def test_the_variance_report_says_better_or_worse_in_words(story, gm, language, words, tmp_path):
    with translation.override(language):
        content = content_of(gm, "variance", year="2026", month="9", span="month")
        text = solid("".join(pages_of(content)))
        rows = list(book_of(content, tmp_path).worksheets[0].values)

    assert words in text
    assert "9,900.00" in text
    assert [row for row in rows if row[7] == words]


@pytest.mark.rule("RPT-40")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_standard_report_has_cover_contents_chapters_and_charts(story, gm, language, tmp_path):
    with translation.override(language):
        content = content_of(gm, "standard", **MONTH)
        html = page.page(content)
        with press.drawn(html) as result:
            assert result.problems == ()
            pages = [sheet.extract_text() for sheet in pypdf.PdfReader(result.file).pages]
        book = book_of(content, tmp_path)

    chapters = [chapter.title for chapter in content.chapters]
    assert len(chapters) == 9
    assert content.title in pages[0]
    numbers = [int(line) for line in pages[1].splitlines() if line.isdecimal()]
    assert len(numbers) == len(chapters)
    for chapter, number in zip(chapters, numbers, strict=True):
        assert chapter in pages[number - 1]
    for place, text in enumerate(pages[1:], start=2):
        assert f"{place} / {len(pages)}" in text
    assert html.count("<svg") == html.count('role="img"') == 5
    assert "aria-label" in html
    assert set(chapters) <= set(book.sheetnames)
    assert sum(len(sheet._charts) for sheet in book.worksheets) == 5


@pytest.mark.rule("RPT-40")
def test_the_workbook_has_the_figures_of_the_pages_as_numbers_and_formulas(story, gm, tmp_path):
    content = content_of(gm, "standard", **MONTH)
    book = book_of(content, tmp_path)
    sheet = book["分类支出"]
    rows = list(sheet.rows)
    head = next(place for place, row in enumerate(rows) if row[0].value == "费用类别")
    total = next(row for row in rows if row[0].value == "合计")
    travel = next(row for row in rows if row[0].value == "差旅")

    assert (travel[3].value, travel[3].number_format) == (11100, "#,##0.00;\u2212#,##0.00")
    assert total[3].value == f"=SUM(D{head + 2}:D{total[0].row - 1})"
    assert sheet.freeze_panes == f"B{head + 2}"
    assert "11,100.00" in "".join(pages_of(content))


@pytest.mark.rule("RPT-40")
def test_findings_are_computed_from_the_figures(story, gm):
    texts = [
        text
        for section in content_of(gm, "standard", **MONTH).sections
        if isinstance(section, Prose)
        for _tone, text in section.findings
    ]

    assert "期间支出超计划 7,100.00（177.5%）。" in texts
    assert any("差旅：比计划超 8,900.00（890.0%）" in text for text in texts)
    assert any("工具：比计划省 1,000.00（100.0%）" in text for text in texts)


@pytest.mark.rule("RPT-40", "GEN-05b")
def test_the_measures_are_of_the_same_figures(story, company, gm):
    """Nine months of four keys: 36,000.00 planned and 11,100.00 spent; 20,000.00 of revenue planned, 8,000.00 come."""

    def measures() -> list[tuple[Any, ...]]:
        sections = content_of(gm, "standard", **MONTH).sections
        place = next(n for n, one in enumerate(sections) if getattr(one, "anchor", "") == "kpis")
        table = sections[place + 1]
        assert isinstance(table, Table)
        rows = [row.cells[1:4] for row in table.rows]
        return [tuple(round(cell, 4) if isinstance(cell, Decimal) else cell for cell in cells) for cells in rows]

    bare = measures()
    income = money.leaf_category("维修收入", kind="REVENUE")
    money.appropriate(company.service, income, {1: "20000.00", 12: "7000.00"})
    money.post(money.posting(company.service, income, 9, "8000.00", EntryKind.ACTUAL))

    assert bare[1:3] == [(None, None, "—"), (None, None, "—")]
    assert measures() == [
        (Decimal("0.3083"), Decimal(1), "有利"),
        (Decimal("0.4"), Decimal(1), "不利"),
        (Decimal("1.3875"), Decimal("1.8"), "有利"),
        (Decimal("0.3083"), Decimal(1), "有利"),
    ]


@pytest.mark.rule("RPT-40")
def test_recommendations_are_computed_from_the_figures(story, company, gm):
    def advice() -> list[str]:
        sections = content_of(gm, "standard", **MONTH).sections
        place = next(n for n, one in enumerate(sections) if getattr(one, "anchor", "") == "recommendations")
        prose = sections[place + 1]
        assert isinstance(prose, Prose)
        return [text for _tone, text in prose.findings]

    (moved,) = [text for text in advice() if "差旅" in text and "8,900.00" in text]
    assert "从工具调剂 8,900.00" in moved
    assert "12,000.00" in moved

    money.post(money.posting(company.service, story.tools, 9, "8000.00"))

    (asked,) = [text for text in advice() if "差旅" in text and "8,900.00" in text]
    assert "追加 8,900.00" in asked


@pytest.mark.rule("RPT-40", "GEN-10")
def test_a_department_s_report_is_of_it_alone(story, company, manager):
    content = content_of(manager, "standard", department=company.service.pk, **MONTH)

    text = "".join(pages_of(content))
    assert company.service.name in content.title
    assert "9,900.00" in text
    assert "11,100.00" not in text


def test_a_year_without_postings_is_a_plan(story, gm):
    text = "".join(pages_of(content_of(gm, "standard", year="2026", month="1", span="month")))

    assert "1 / " in text or "2 / " in text


@pytest.mark.rule("ORG-07")
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "谁持有什么|权限持有情况"), ("en", "Who holds what")])
def test_the_report_on_segregation_of_duties_is_a_paper_too(company, finance_supervisor, manager, language, words):
    with translation.override(language):
        text = "".join(pages_of(content_of(finance_supervisor, "segregation_of_duties", since="2020-01-01")))

    assert re.search(words, text)
    assert manager.username in text.replace("\n", "")


# --- Large tables, formulas, memory


@pytest.mark.rule("RPT-44")
def test_a_long_table_repeats_its_head_and_numbers_its_pages():
    rows = [Row((f"第 {n} 行", Decimal(n)), role="group" if n % 40 == 0 else "") for n in range(1, 200)]
    table = Table(columns=[Column("名称", width=30), Column("金额（元）", "money", 12)], rows=rows)

    pages = pages_of(Content(title="很长的表", sections=[table]))

    assert len(pages) > 3
    assert all("金额（元）" in text for text in pages)
    assert [f"{place} / {len(pages)}" in text for place, text in enumerate(pages, start=1)] == [True] * len(pages)
    lines = [[line for line in text.splitlines() if line.startswith("第 ")] for text in pages]
    assert not any(int(re.findall(r"\d+", last[-1])[0]) % 40 == 0 for last in lines)  # no heading at a page's foot


@pytest.mark.rule("RPT-40")
def test_long_texts_are_wrapped_in_their_cells(tmp_path):
    columns = [Column("行", width=10), Column("说明", width=20), Column("金额", "money", 12)]
    rows = [Row(("主轴轴承", "=十个字的说明刚好够宽", Decimal(0))), Row(("主轴轴承组", "a" * 21, Decimal("-1.00")))]

    book = book_of(Content(title="表", sections=[Table(columns=columns, rows=rows)]), tmp_path)

    cells = [row[:3] for row in book.worksheets[0].rows if isinstance(row[2].value, int | float)]
    assert [[bool(cell.alignment.wrap_text) for cell in row] for row in cells] == [
        [False, True, False], [False, True, False],
    ]  # fmt: skip
    assert [(row[1].data_type, row[2].value) for row in cells] == [("s", 0), ("s", -1)]


@pytest.mark.rule("RPT-44")
def test_the_longest_figures_stand_apart():
    """Columns of billions are as wide as they need, down to smaller letters; ordinary ones stay as they are meant."""
    months = [Column(f"{month}月", "money", 11) for month in range(1, 13)]
    columns = [Column("行", width=30), *months, Column("全年", "money", 13)]

    def text(amount: str) -> list[str]:
        table = Table(columns=columns, rows=[Row(("主轴", *[Decimal(amount)] * 13), role="total")], small=True)
        return pages_of(Content(title="预算", landscape=True, sections=[table]))[0].split()

    assert text("1234.50").count("1,234.50") == 13
    assert text("-1234567890.23").count("−1,234,567,890.23") == 13
    usual, size = fitting.fitted(Table(columns=columns, rows=[], small=True), ["", *["1,234.50"] * 13], is_wide=True)
    assert (round(usual[0] / usual[1], 4), size) == (round(30 / 11, 4), 0)
    wide, size = fitting.fitted(Table(columns=columns, rows=[]), ["", *["−1,234,567,890.23"] * 13], is_wide=True)
    assert (round(sum(wide)), round(wide[0], 6), size < 8.5) == (273, 15, True)


def test_a_table_too_long_for_paper_is_refused():
    table = Table(columns=[Column("n", "count")], rows=(Row((n,)) for n in range(page.MOST_ROWS + 1)))

    with pytest.raises(page.TooLong):
        page.page(Content(title="t", sections=[table]))


@pytest.mark.rule("RPT-45")
def test_what_people_typed_is_text_in_every_cell(story, owner, gm, company, manager, tmp_path):
    Department.objects.filter(pk=company.service.pk).update(name_zh="=1+1")
    lines = [spending.claim_line(story.travel, "1.00", description=text, supplier=text) for text in HOSTILE]
    claim = spending.draft_claim(owner, *lines, title="=2+2", purpose="@x")
    budget = drafts.whole_draft(company.service, manager)
    drafts.line(budget, manager, story.travel, "5.00", description="=3+3", rationale="+4")
    asked = [
        content_of(owner, "expense_claim", "xlsx", id=claim.pk),
        content_of(manager, "budget", "xlsx", id=budget.pk),
        content_of(gm, "variance", "xlsx", **MONTH),
        content_of(gm, "standard", "xlsx", **MONTH),
        content_of(gm, "ledger_entries", "xlsx", year="2026"),
    ]

    seen = set()
    for content in asked:
        for sheet in book_of(content, tmp_path).worksheets:
            for cell in (cell for row in sheet.rows for cell in row):
                if cell.data_type == "f":
                    assert re.fullmatch(r"=(SUM\([A-Z]+\d+:[A-Z]+\d+\)|[A-Z]+\d+(\+[A-Z]+\d+)*)", str(cell.value))
                elif isinstance(cell.value, str):
                    seen.add(cell.value)
    assert {"=1+1", "+4"} <= seen
    assert all(any(text.strip() in value for value in seen) for text in HOSTILE)
    assert Claim.objects.get(pk=claim.pk).title == "=2+2"


@pytest.mark.rule("RPT-41")
def test_rows_are_written_as_they_come_and_not_kept(tmp_path):
    alive: list[int] = []

    class Counted(list[Any]):
        live = 0

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            Counted.live += 1
            alive.append(Counted.live)

        def __del__(self) -> None:
            Counted.live -= 1

    rows = (Row(Counted([f"名称 {n}", Decimal(n)])) for n in range(5000))
    told: list[tuple[int, int]] = []
    table = Table(columns=[Column("a"), Column("b", "money")], rows=rows, count=5000)
    sheets.workbook(Content(title="t", sections=[table]), tmp_path / "t.xlsx", told=lambda *how: told.append(how))

    assert max(alive) <= 3
    assert told == [(1000, 5000), (2000, 5000), (3000, 5000), (4000, 5000), (5000, 5000)]


@pytest.mark.rule("RPT-41")
def test_the_same_content_gives_the_same_workbook(story, gm, tmp_path):
    files = []
    for name in ("a.xlsx", "b.xlsx"):
        sheets.workbook(content_of(gm, "standard", "xlsx", **MONTH), tmp_path / name)
        files.append((tmp_path / name).read_bytes())

    assert files[0] == files[1]


# --- Charts


@pytest.mark.parametrize(
    ("largest", "step"), [("0", "0.5"), ("1", "0.5"), ("9", "5"), ("4100", "2000"), ("4300000", "2000000")]
)
def test_the_rules_of_an_axis_are_round(largest, step):
    assert svg.nice_step(Decimal(largest)) == Decimal(step)


def test_a_chart_says_what_it_shows_and_escapes_names():
    chart = Chart(
        title="t", labels=["<b>", "很长很长很长很长很长很长很长很长很长很长很长的名称"], says="最大：<b>", across=True,
        series=[Series("差异", [Decimal(5), Decimal(-3)])],
    )  # fmt: skip
    drawn = svg.drawn(chart)

    assert "<title>最大：&lt;b&gt;</title>" in drawn
    assert "<b>" not in drawn
    assert "…" in drawn
    assert "超 5" in drawn
    assert "省 3" in drawn
