"""What waits for me, and what I decided (APR-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from approvals import forms, selectors
from approvals.pages import delegations
from approvals.selectors import InboxItem
from core import kinds
from core.web import Request, page_or_part

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one urgency."""

    label: str
    items: Sequence[InboxItem]


@require_GET
def inbox(request: Request) -> HttpResponse:
    """Everything that waits for the reader, most urgent first, filtered by the address."""
    return page_or_part(request, "approvals/inbox.html", "list", inbox_page(request))


@require_GET
def decided(request: Request) -> HttpResponse:
    """What the reader decided, the latest first."""
    rows = selectors.decisions_by(request.actor)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    entries = [
        {
            "decision": decision,
            "case": decision.case,
            "url": kinds.get(decision.case.subject_kind).url_of(decision.case.subject_id),
        }
        for decision in page.object_list
    ]
    return page_or_part(request, "approvals/decided.html", "table", {"page": page, "entries": entries})


def inbox_page(request: Request) -> dict[str, Any]:
    """All the inbox shows."""
    chosen = forms.inbox_filter(request.GET)
    everything = selectors.inbox(actor=request.actor, on=timezone.localdate())
    shown = selectors.matching(everything, chosen)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts(everything)
    return {
        "page": page,
        "groups": _grouped(list(page.object_list)),
        "counts": counts,
        "questions": _questions(request),
        "standing": delegations.standing(request.actor, on=timezone.localdate()),
        "chosen": chosen,
        "chips": _chips(counts, chosen),
        "total": sum((item.amount or Decimal(0) for item in shown), Decimal(0)),
    }


def _questions(request: Request) -> list[dict[str, Any]]:
    """What the reader was asked and has not answered."""
    return [
        {
            "who": asked.question.asked_by.name,
            "text": asked.question.comment.text,
            "case": asked.question.case,
            "url": kinds.get(asked.question.case.subject_kind).url_of(asked.question.case.subject_id),
        }
        for asked in selectors.open_questions(request.actor)
    ]


def _grouped(items: Sequence[InboxItem]) -> list[Group]:
    groups = (
        (_("Past the time allowed"), [item for item in items if item.is_overdue]),
        (_("Due today"), [item for item in items if item.due_in == 0]),
        (_("Later"), [item for item in items if item.due_in is None or item.due_in > 0]),
    )
    return [Group(label, found) for label, found in groups if found]


def _chips(counts: selectors.InboxCounts, chosen: selectors.InboxFilter) -> list[dict[str, Any]]:
    """The filters as links: all, each kind, flagged, overdue."""
    plain = not (chosen.kind or chosen.flagged or chosen.overdue)
    chips: list[dict[str, Any]] = [
        {"label": _("All"), "count": counts.total, "query": {}, "current": plain},
        *(
            {"label": label, "count": count, "query": {"kind": kind}, "current": chosen.kind == kind}
            for kind, label, count in counts.by_kind
        ),
    ]
    if counts.flagged:
        chips.append(
            {"label": _("Flagged"), "count": counts.flagged, "query": {"flagged": "1"}, "current": chosen.flagged}
        )
    if counts.overdue:
        chips.append(
            {"label": _("Overdue"), "count": counts.overdue, "query": {"overdue": "1"}, "current": chosen.overdue}
        )
    for chip in chips:
        words = {"q": chosen.text} if chosen.text else {}
        chip["query"] = {**chip["query"], **words}
    return chips
