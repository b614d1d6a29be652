"""Sheets that tests of reading share."""

from decimal import Decimal

from django.utils import translation
from openpyxl import Workbook

from budgets.selectors import imports as reads
from budgets.views import import_words
from tests.factories.workbooks import saved

MONTHS = [f"{month}月" for month in range(1, 13)]


PARTS, OFFICE, WATER = "备件及更换", "办公费", "水电"


def book(rows, *merged, **sheets):
    made = Workbook()
    made.remove(made.active)
    for name, own in (sheets or {"预算": rows}).items():
        sheet = made.create_sheet(name)
        for row in own:
            sheet.append(row)
    for cells in merged:
        made.worksheets[0].merge_cells(cells)
    return saved(made)


def lines(found):
    """The lines that would come in: name and months."""
    return [(row.name, list(row.months)) for row in reads.preview_of(found).good]


def codes(found):
    """What is said about each row that something is said about."""
    rows = reads.preview_of(found).rows
    return {row.number: [one.code for one in (*row.problems, *row.notes)] for row in rows if row.problems or row.notes}


def in_english(note):
    with translation.override("en"):
        return import_words.note(note)


def flat(*amounts):
    return [Decimal(amount) for amount in amounts]


def year_of(amount):
    return flat(*[amount] * 12)
