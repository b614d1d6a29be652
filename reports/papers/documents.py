"""What papers of documents have in common: decisions, places to sign, the timeline (GEN-05, APR-05)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.choices import StepState, Verdict
from approvals.models import Case
from approvals.selectors import cases_of
from core import pages
from core.models import AuditEvent
from reports.papers import words
from reports.papers.content import Box, Column, Entry, History, Row, Section, Signatures, Table

IN_A_ROW = 5
NOT_ASKED = (StepState.SKIPPED, StepState.AGAIN, StepState.ENDED)


def state_of(document: Any) -> datetime:
    """The moment of the document's last event: the paper is of that state, whenever it is printed (RPT-41)."""
    events = AuditEvent.objects.filter(subject_kind=document.kind, subject_id=document.pk)
    last = events.order_by("-at").values_list("at", flat=True).first()
    return last or document.created_at


def decisions(document: Any, cases: Sequence[Case]) -> Table:
    """All decisions of all rounds: step, who, verdict, when, why."""
    return Table(
        title=_("Approvals"),
        columns=[
            Column(_("Round"), "count", 7),
            Column(_("Step"), width=18),
            Column(_("Decided by"), width=18),
            Column(_("Decision"), width=12),
            Column(_("When"), "moment", 18),
            Column(_("Reason"), width=36),
        ],
        rows=[Row(cells) for cells in _decisions(cases)],
        empty=_("Nobody has decided yet."),
    )


def _decisions(cases: Sequence[Case]) -> Iterator[Sequence[Any]]:
    for case in reversed(cases):
        made = [decision for step in case.steps.all() for decision in step.decisions.all()]
        for decision in sorted(made, key=lambda one: one.sequence):
            who = decision.decided_by.name
            if decision.on_behalf_of:
                who = _("%(who)s for %(other)s") % {"who": who, "other": decision.on_behalf_of.name}
            verdict = decision.get_verdict_display()
            yield case.round, decision.step.name, who, verdict, decision.decided_at, decision.reason


def signatures(
    document: Any, cases: Sequence[Case], *, maker: str, otherwise: Sequence[str], last: Sequence[str] = ()
) -> list[Section]:
    """Who made it and who decided in the last round, each with a place to sign; `otherwise` names the places while
    nobody was asked, `last` those that only sign on paper.
    """
    submitted = getattr(document, "submitted_at", None)
    boxes = [Box(maker, document.created_by.name, words.moment(submitted) if submitted else "")]
    if cases:
        for step in cases[0].steps.all():
            if step.state in NOT_ASKED:
                continue
            passed = [one for one in step.decisions.all() if one.verdict == Verdict.APPROVE]
            if passed or not cases[0].ended_at:
                names = pgettext("list of names", ", ").join(one.decided_by.name for one in passed)
                boxes.append(Box(step.name, names, words.moment(passed[-1].decided_at) if passed else ""))
    else:
        boxes += [Box(label) for label in otherwise]
    boxes += [Box(label) for label in last]
    rows = -(-len(boxes) // IN_A_ROW)
    size = -(-len(boxes) // rows)
    return [Signatures(boxes[start : start + size]) for start in range(0, len(boxes), size)]


def history(document: Any) -> History:
    """The timeline with comments, oldest first."""
    return History(
        title=_("Timeline"),
        entries=[
            Entry(
                words.moment(entry.at),
                _("%(who)s for %(other)s") % {"who": entry.who, "other": entry.on_behalf_of}
                if entry.on_behalf_of
                else str(entry.who),
                " · ".join(filter(None, (str(entry.action), str(entry.place)))),
                str(entry.detail),
            )
            for entry in pages.timeline(kind=document.kind, document=document)
        ],
    )


def rounds_of(document: Any) -> list[Case]:
    """All rounds of a document, the latest first, with what happened in them."""
    return list(cases_of(document.kind, document.pk))
