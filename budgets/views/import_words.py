"""The words of an import's findings, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from budgets.rules import sheet_layout
from core import formats
from core.sheets.problems import Problem

ROLE_WORDS: dict[str, str | Promise] = {
    sheet_layout.IGNORE: gettext_lazy("not read"),
    sheet_layout.CATEGORY: gettext_lazy("category"),
    sheet_layout.CODE: gettext_lazy("category code"),
    sheet_layout.DESCRIPTION: gettext_lazy("description"),
    sheet_layout.PROJECT: gettext_lazy("project code"),
    sheet_layout.RATIONALE: gettext_lazy("rationale"),
    sheet_layout.TOTAL: gettext_lazy("whole year, to compare"),
    sheet_layout.LINE_ID: gettext_lazy("line of this draft"),
    "q1": gettext_lazy("quarter 1 (January–March)"),
    "q2": gettext_lazy("quarter 2 (April–June)"),
    "q3": gettext_lazy("quarter 3 (July–September)"),
    "q4": gettext_lazy("quarter 4 (October–December)"),
}
PROBLEMS: dict[str, str | Promise] = {
    "unknown_category": gettext_lazy("There is no category “%(name)s”."),
    "no_category": gettext_lazy("The row has amounts but no category."),
    "category_is_group": gettext_lazy("“%(name)s” is a group; say which of its categories is meant."),
    "not_a_number": gettext_lazy("%(column)s: “%(text)s” is not an amount."),
    "negative": gettext_lazy("%(column)s: %(text)s is below zero; budgets have no negative amounts."),
    "too_large": gettext_lazy("%(column)s: %(text)s is more than a cell can hold."),
    "excel_error": gettext_lazy("%(cells)s: an Excel error stands here instead of a value. Mend it in the file."),
    "uncounted": gettext_lazy(
        "%(cells)s: a formula whose result the file does not hold. Open the file in Excel, save it and upload it again."
    ),
    "only_total": gettext_lazy(
        "The months are empty, only the whole year says %(total)s. Enter the months in the file."
    ),
}
NOTES: dict[str, str | Promise] = {
    "sum_agrees": gettext_lazy("adds up rows of the sheet; the sum agrees"),
    "sum_differs": gettext_lazy("adds up rows of the sheet; the sum differs by %(difference)s (first in %(month)s)"),
    "year_differs": gettext_lazy("adds up rows of the sheet; the year differs by %(difference)s"),
    "month_differs": gettext_lazy(
        "adds up rows of the sheet; the year agrees, but the months do not (%(month)s differs by %(difference)s)"
    ),
    "unnamed_sum": gettext_lazy(
        "has no name and adds up the rows above exactly: taken for their sum; give it a category if it is a line"
    ),
    "part_of_above": gettext_lazy(
        "a part of the line above, whose amount has it already: not added; give it a category if it is a line by itself"
    ),
    "own_unit": ngettext_lazy(
        "%(count)s cell names its own unit and is read by it",
        "%(count)s cells name their own unit and are read by it",
        "count",
    ),
    "quarter_differs": gettext_lazy(
        "%(quarter)s: the column says %(total)s, the months add up to %(months)s; the months count"
    ),
    "quarter_spread": gettext_lazy("%(quarter)s: the months are empty, %(total)s is spread evenly over them"),
    "total_differs_quarters": gettext_lazy(
        "the whole-year column says %(total)s, the quarters add up to %(months)s; the quarters count"
    ),
    "result_row": gettext_lazy("a result is worked out, not read"),
    "total_differs": gettext_lazy("the whole-year column says %(total)s, the months add up to %(months)s"),
    "rounded": gettext_lazy("%(exact)s is rounded to %(months)s, month by month"),
    "no_amounts": gettext_lazy("has no amounts"),
}


def role(code: str) -> str:
    """What a column is."""
    if code in ROLE_WORDS:
        return str(ROLE_WORDS[code])
    return formats.month_name(int(code[1:]))


def problem(found: Problem) -> str:
    """Why a row cannot be brought in."""
    return str(PROBLEMS[found.code]) % _params(found)


def note(found: Problem) -> str:
    """What is worth knowing about a row."""
    return NOTES[found.code] % _params(found)


def tone(found: Problem) -> str:
    """How a note is drawn: ok, warn or plain."""
    if found.code.endswith("_differs") or found.code == "total_differs_quarters":
        return "warn"
    return {"sum_agrees": "ok", "unnamed_sum": "ok"}.get(found.code, "")


def _params(found: Problem) -> dict[str, str | int]:
    shown: dict[str, str | int] = {}
    for name, value in found.params.items():
        if name in {"total", "difference", "months"}:
            shown[name] = formats.number(value, sign=name == "difference")
        elif name in {"month", "quarter"}:
            shown[name] = role(value) if isinstance(value, str) else formats.month_name(int(value))
        elif name == "count":
            shown[name] = int(value)
        else:
            shown[name] = str(value)
    if "column" in shown and not shown["column"]:
        shown["column"] = _("whole year")
    return shown
