"""The lists of this app as sheets (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.errands import Errand
from approvals.models import Decision
from approvals.selectors import InboxItem
from core import formats, kinds
from core.list_workbooks import MOST_ROWS, Sheet


def inbox_sheet(items: Iterable[InboxItem], errands: Iterable[Errand]) -> Sheet:
    """What waits, as listed: what is to be decided, then what else is to be done."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Kind"), 14), (_("Author"), 14), (_("Department"), 20), (_("Step"), 18),
        (_("Waiting since"), 20), (_("Due"), 12), (_("Flags"), 30), (_("Currency"), 10), (_("Amount"), 18),
    ]  # fmt: skip
    decisions = (
        (
            one.number, one.title, one.kind_label, one.author, one.department, one.step,
            formats.stamp(one.waiting_since) if one.waiting_since else "", one.due_date,
            _(", ").join(one.flag_words), one.currency, one.amount,
        )
        for one in items
    )  # fmt: skip
    others = (
        (
            one.number, one.title, one.kind_label, "", "", one.what, formats.stamp(one.since) if one.since else "",
            one.due_date, "", "", None,
        )
        for one in errands
    )  # fmt: skip
    return Sheet(_("Waits for me"), heads, chain(decisions, others), sums=(10,))


def decisions_sheet(decisions: QuerySet[Decision]) -> Sheet:
    """What somebody decided, with the reason and where the document stands now."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Kind"), 14), (_("Author"), 14), (_("Department"), 20), (_("Step"), 18),
        (_("My decision"), 14), (_("Reason"), 40), (_("When"), 20), (_("Stands now"), 12), (_("Amount"), 18),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        labels = kinds.labels()
        for one in decisions[:MOST_ROWS].iterator(chunk_size=1000):
            case = one.case
            yield (
                case.number, case.shown_title, labels.get(case.subject_kind, ""), case.author.name,
                case.department.name, one.step.name, one.get_verdict_display(), one.reason,
                formats.stamp(one.decided_at), case.get_state_display(), case.amount,
            )  # fmt: skip

    return Sheet(_("Decided by me"), heads, cells(), sums=(10,))


def routes_sheet(rows: Iterable[Sequence[Any]]) -> Sheet:
    """Approval routes: kind of document, for whom, version, its steps in order."""
    heads = [(_("Kind"), 16), (_("For"), 24), (_("Version"), 10), (_("Steps in order"), 90)]
    return Sheet(_("Approval routes"), heads, rows)
