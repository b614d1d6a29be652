"""Reading files: what is no workbook is refused in a sentence, whatever it does (GEN-16, QLT-42)."""

import pytest

from core.sheets import files as reader
from core.sheets.errors import FileRefused
from tests.factories import workbooks, xls


@pytest.mark.rule("GEN-16", "QLT-42")
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (workbooks.picture, "no_workbook"),
        (workbooks.broken, "broken"),
        (workbooks.other_zip, "no_workbook"),
        (workbooks.bomb, "too_large"),
        (workbooks.far_cell, "too_many_rows"),
        (workbooks.binary_book, "binary"),
        (lambda: b"", "empty"),
        (lambda: b"x" * (reader.SHORT.bytes + 1), "too_heavy"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "broken"),
        ("只有一句话".encode, "no_workbook"),
        ("日期,科目,金额\n".encode, "heading_alone"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(make, why):
    with pytest.raises(FileRefused) as refused:
        reader.read(make())

    assert str(refused.value) == str(reader.refused(why, reader.SHORT))


@pytest.mark.rule("QLT-42")
def test_xml_that_multiplies_itself_ends_in_a_sentence_or_without_effect():
    try:
        sheets = reader.read(workbooks.entity_bomb())
    except FileRefused:
        return
    assert all(len(cell) < 10_000 for rows in sheets.rows.values() for row in rows for cell in row)


@pytest.mark.rule("BUD-22", "GEN-16")
def test_formulas_without_results_are_told_from_empty_cells():
    sheets = reader.read(workbooks.uncounted_formulas())

    assert sheets.flaws["Sheet"][:2] == [(1, 1, "=100*1"), (1, 2, "=100*2")]
    assert sheets.rows["Sheet"][1][:2] == ["备件及更换", "=100*1"]


@pytest.mark.rule("BUD-22", "GEN-16")
def test_excel_errors_are_told_from_empty_cells():
    sheets = reader.read(workbooks.excel_errors())

    assert sheets.flaws["预算"] == [
        (1, 3, "#DIV/0!"),
        (1, 5, "#N/A"),
        (2, 13, "#DIV/0!"),
        (3, 0, "#REF!"),
    ]
    assert sheets.rows["预算"][1][:6] == ["备件及更换", "100", "100", "#DIV/0!", "100", "#N/A"]


@pytest.mark.rule("BUD-22", "GEN-16")
def test_excel_errors_of_the_old_format_are_told_from_empty_cells():
    content = xls.old_workbook([["类别", "1月", "2月"], ["办公费", 12.5, "#REF!"], ["水电", "=#N/A", 3]])

    sheets = reader.read(content)

    assert sheets.flaws == {"预算": [(1, 2, "#REF!"), (2, 1, "#N/A")]}
    assert sheets.rows["预算"][1:] == [["办公费", "12.5", "#REF!"], ["水电", "#N/A", "3"]]


@pytest.mark.rule("GEN-16")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_text_files_are_read_in_the_encodings_in_use(encoding, comma):
    content = f"类别{comma}1月{comma}2月\r\n办公费{comma}10{comma}20\r\n".encode(encoding)

    assert reader.read(content).rows["CSV"] == [["类别", "1月", "2月"], ["办公费", "10", "20"]]


@pytest.mark.rule("BUD-22")
def test_rows_keep_their_numbers_when_the_sheet_begins_with_empty_ones():
    content, _truth = workbooks.typed_by_hand()

    rows = reader.read(content).rows["Sheet1"]

    assert (rows[0], rows[1][1]) == ([""] * len(rows[0]), "售后服务部预算（草稿）")
