"""Complaints as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.models import Complaint, PublicIntake
from complaints.selectors.patterns import PatternPage, age_words
from core import formats
from core.list_workbooks import MOST_ROWS, Sheet

AT_ONCE = 2000


def complaints_sheet(rows: QuerySet[Complaint]) -> Sheet:
    """Complaints with what they are about, whose fault it was and when they were answered."""
    heads = [
        (_("Number"), 16), (_("Title"), 34), (_("Customer"), 26), (_("Severity"), 14),
        (pgettext("complaint", "Came by"), 10), (_("State"), 16),
        (_("Machine"), 22), (pgettext("sale", "Order"), 16), (_("Part"), 16), (_("Division concerned"), 18),
        (_("Liable"), 12), (pgettext("complaint", "Cause"), 20), (_("Responsible department"), 18), (_("Recorded"), 18),
        (_("First response due"), 18), (_("First response"), 18), (_("To be resolved by"), 18), (_("Closed at"), 18),
        (_("How it ended"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.title, row.customer.name, row.get_severity_display(), row.get_source_display(),
                row.get_state_display(), str(row.machine or ""), str(row.order or ""),
                row.part.number if row.part else "", row.department.name, row.get_liable_display(), row.cause,
                row.responsible.name if row.responsible else "", row.created_at, row.first_due, row.responded_at,
                row.resolve_due, row.closed_at, row.get_ending_display(),
            )  # fmt: skip

    return Sheet(_("Complaints"), heads, cells())


def intakes_sheet(rows: QuerySet[PublicIntake]) -> Sheet:
    """What came by the public form."""
    heads = [
        (pgettext("public form", "Received"), 18), (_("Company"), 28), (pgettext("person", "Name"), 14),
        (_("E-mail"), 26), (_("Telephone"), 18),
        (_("Machine"), 22), (_("Order number"), 16), (_("What happened"), 50), (_("State"), 16), (_("Reason"), 30),
    ]  # fmt: skip
    cells = (
        (
            row.received_at, row.company, row.name, row.email, row.phone, row.machine, row.order_number, row.happened,
            row.get_state_display(), row.reason,
        )
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("From the public form"), heads, cells)


def pattern_sheets(page: PatternPage, *, head: str) -> tuple[Sheet, ...]:
    """What complaints have in common, as the page shows it (CMP-09)."""
    bars = [(bar.label, bar.count, bar.repeats, bar.share, bar.cumulative) for bar in page.bars]
    ages = list(zip(age_words(), page.ages, strict=True))
    targets = [
        (label, kept.kept, kept.late, kept.running, *(formats.NOTHING if one is None else one
         for one in (kept.share, kept.days)))
        for label, kept in ((_("First response"), page.response), (_("Resolution"), page.resolution))
    ]  # fmt: skip
    return (
        Sheet(
            _("Patterns"),
            [
                (head, 34), (_("Complaints"), 12), (pgettext("complaints", "Again"), 12), (_("Share, %"), 12),
                (_("Together, %"), 12),
            ],
            iter(bars),
        ),
        Sheet(_("Open ones by age"), [(_("Age"), 18), (_("Complaints"), 12)], iter(ages)),
        Sheet(
            _("Against the targets"),
            [
                (_("Target"), 18), (_("In time"), 10), (_("Too late"), 10), (_("Not due yet"), 12),
                (_("In time, %"), 12), (_("Days it took, average"), 16),
            ],
            iter(targets),
        ),
    )  # fmt: skip
