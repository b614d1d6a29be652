"""The words of an import's findings, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.rules import sheet_layout
from budgets.rules.sheet_rows import Problem
from core import formats

ROLE_WORDS: dict[str, str | Promise] = {
    sheet_layout.IGNORE: gettext_lazy("not read"),
    sheet_layout.CATEGORY: gettext_lazy("category"),
    sheet_layout.CODE: gettext_lazy("category code"),
    sheet_layout.DESCRIPTION: gettext_lazy("description"),
    sheet_layout.PROJECT: gettext_lazy("project code"),
    sheet_layout.RATIONALE: gettext_lazy("rationale"),
    sheet_layout.TOTAL: gettext_lazy("whole year, to compare"),
    sheet_layout.LINE_ID: gettext_lazy("line of this draft"),
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
    return str(NOTES[found.code]) % _params(found)


def tone(found: Problem) -> str:
    """How a note is drawn: ok, warn or plain."""
    return {"sum_agrees": "ok", "sum_differs": "warn", "total_differs": "warn"}.get(found.code, "")


def _params(found: Problem) -> dict[str, str]:
    shown: dict[str, str] = {}
    for name, value in found.params.items():
        if name in {"total", "difference", "months"}:
            shown[name] = formats.number(value, sign=name == "difference")
        elif name == "month":
            shown[name] = formats.month_name(int(value))
        else:
            shown[name] = str(value)
    if "column" in shown and not shown["column"]:
        shown["column"] = _("whole year")
    return shown
