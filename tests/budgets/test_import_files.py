"""Reading files: what is no workbook is refused in a sentence, whatever it does (GEN-16, QLT-42)."""

import pytest

from budgets.draft_errors import FileRefused
from budgets.services import workbooks as reader
from tests.factories import workbooks


@pytest.mark.rule("GEN-16", "QLT-42")
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (workbooks.picture, "no_workbook"),
        (workbooks.broken, "broken"),
        (workbooks.other_zip, "no_workbook"),
        (workbooks.bomb, "too_large"),
        (workbooks.far_cell, "too_many_rows"),
        (lambda: b"", "empty"),
        (lambda: b"x" * (reader.LARGEST + 1), "too_heavy"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "broken"),
        ("只有一句话".encode, "no_workbook"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(make, why):
    with pytest.raises(FileRefused) as refused:
        reader.read(make())

    assert str(refused.value) == str(reader.WHY[why])


@pytest.mark.rule("QLT-42")
def test_xml_that_multiplies_itself_ends_in_a_sentence_or_without_effect():
    try:
        sheets = reader.read(workbooks.entity_bomb())
    except FileRefused:
        return
    assert all(len(cell) < 10_000 for rows in sheets.rows.values() for row in rows for cell in row)


@pytest.mark.rule("BUD-22")
def test_formulas_without_results_are_named():
    sheets = reader.read(workbooks.uncounted_formulas())

    assert sheets.uncounted["Sheet"][:2] == ["B2", "C2"]
    assert sheets.rows["Sheet"][1][0] == "备件及更换"


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
