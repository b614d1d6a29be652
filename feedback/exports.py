"""Market information and surveys as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats
from core.list_workbooks import MOST_ROWS, Sheet
from feedback.models import FeedbackSheet, MarketInfo, Survey, TransferSlip
from feedback.selectors.surveys import FiguresPage, FiguresRow

AT_ONCE = 2000


def infos_sheet(rows: QuerySet[MarketInfo]) -> Sheet:
    """Information as the list shows it, with its content."""
    heads = [
        (_("Number"), 16), (_("Title"), 36), (_("Kind"), 14), (_("Reliability"), 10), (_("Importance"), 12),
        (_("State"), 16), (_("Source"), 24), (_("Content"), 60), (_("Customer"), 24), (_("Reported by"), 12),
        (_("Department"), 18), (_("Reported on"), 12),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.title, row.get_info_kind_display(), row.reliability,
                row.get_importance_display() if row.importance else "", row.get_state_display(), row.source,
                row.content, row.customer.name if row.customer else "", row.created_by.name, row.department.name,
                row.created_at,
            )  # fmt: skip

    return Sheet(_("Market information"), heads, cells())


def slips_sheet(rows: QuerySet[TransferSlip]) -> Sheet:
    """Slips with how much feedback came."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Grade"), 8), (_("Importance"), 12), (_("State"), 16),
        (_("Departments asked"), 10), (_("Feedback given"), 10), (_("Feedback by"), 12), (_("For publication"), 10),
        (_("Written by"), 12), (_("Written on"), 12),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.information.title, row.grade, row.get_importance_display(),
                row.get_state_display(), getattr(row, "asked_count", 0), getattr(row, "given_count", 0), row.due_date,
                _("Yes") if row.is_publishable else "", row.created_by.name, row.created_at,
            )  # fmt: skip

    return Sheet(_("Transfer slips"), heads, cells())


def sheets_sheet(rows: QuerySet[FeedbackSheet]) -> Sheet:
    """Feedback of departments."""
    heads = [
        (_("Number"), 16), (_("Transfer slip"), 18), (_("Title"), 36), (_("Department"), 18), (_("State"), 16),
        (_("Feedback by"), 12), (_("Feedback"), 60), (_("What is done about it"), 40), (_("Given by"), 12),
        (_("Given at"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.slip.number or "", row.slip.information.title, row.department.name,
                row.get_state_display(), row.due_date, row.answer, row.measures,
                row.given_by.name if row.given_by else "", row.given_at,
            )  # fmt: skip

    return Sheet(_("Feedback"), heads, cells())


def surveys_sheet(rows: QuerySet[Survey]) -> Sheet:
    """Surveys with their answers."""
    heads = [
        (_("Customer"), 28), (_("Kind"), 16), (_("About"), 28), (_("Served by"), 18), (_("Division"), 18),
        (_("State"), 14), (_("Satisfaction"), 10), (_("Would recommend"), 10), (_("Comment"), 50),
        (pgettext("answer of a survey", "Answered"), 12),
        (pgettext("survey", "Sent on"), 12), (_("Answered at"), 16), (_("Follow-up"), 12),
        (_("What was agreed"), 40),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.customer.name, row.get_survey_kind_display(), row.about, row.department.name, row.division.name,
                row.get_state_display(), row.score, row.recommend, row.comment,
                row.get_way_display() if row.way else "", row.created_at, row.answered_at,
                row.follow_owner.name if row.follow_owner else "", row.follow_note,
            )  # fmt: skip

    return Sheet(_("Surveys"), heads, cells())


def figures_sheets(page: FiguresPage) -> tuple[Sheet, ...]:
    """CSAT and NPS by month, division and kind, as the page shows them."""
    whole = [FiguresRow(_("All"), page.whole)]
    return (
        _figures(pgettext("calendar", "Month"), [*page.months, *whole]),
        _figures(_("Division"), [*page.divisions, *whole]),
        _figures(_("Kind"), [*page.kinds, *whole]),
    )


def _figures(head: str, rows: Sequence[FiguresRow]) -> Sheet:
    heads = [
        (head, 24), (_("Number of answers"), 10), (_("CSAT in %"), 10), (_("NPS"), 10), (_("Average satisfaction"), 12),
    ]  # fmt: skip
    cells = [
        (row.label, row.figures.answers, *(formats.NOTHING if one is None else one
         for one in (row.figures.csat, row.figures.nps, row.figures.average)))
        for row in rows
    ]  # fmt: skip
    return Sheet(head, heads, iter(cells))
