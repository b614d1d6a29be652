"""What waits for me, and what I decided (APR-05)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from approvals import exports, forms, registry, selectors
from approvals.choices import Verdict
from approvals.errands import Errand
from approvals.pages import delegations
from approvals.selectors import InboxFilter, InboxItem
from core import kinds, list_filters, lists
from core.long_lists import LongPaginator
from core.ordering import ordered_rows
from core.web import Request, page_or_part

PER_PAGE = 50
SORTS: Mapping[str, Callable[[InboxItem], Any]] = {
    "amount": lambda item: item.amount,
    "number": lambda item: item.number or None,
    "waiting": lambda item: item.waiting_since,
}
SORT_WORDS = {
    "-amount": gettext_lazy("Largest amount first"),
    "amount": gettext_lazy("Smallest amount first"),
    "waiting": gettext_lazy("Longest waiting first"),
    "number": gettext_lazy("By number"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one urgency."""

    label: str
    items: Sequence[InboxItem]


@dataclass(frozen=True, slots=True)
class Tallies:
    """How much waits, decisions and errands together: of all, by kind (code, words, number), flagged, overdue."""

    everything: int
    by_kind: list[tuple[str, str, int]]
    flagged: int
    overdue: int


@lists.list_page_of(
    kind=(gettext_lazy("Kind"), lambda code: code in registry.kinds()),
    flagged=(gettext_lazy("Flagged"), list_filters.ON),
    overdue=(gettext_lazy("Overdue"), list_filters.ON),
)
@require_GET
def inbox(request: Request) -> HttpResponse:
    """Everything that waits for the reader, most urgent first, filtered by the address."""
    page = inbox_page(request)
    if lists.wants_file(request):
        chosen: InboxFilter = page["chosen"]
        filters = [
            (_("Kind"), dict(page["kind_words"]).get(chosen.kind, "")),
            (_("Filter"), _(", ").join(page["narrowed"])),
            (_("Search"), chosen.text),
        ]
        sheet = exports.inbox_sheet(page["shown"], [one for one, _late in page["errands"]])
        return lists.file_of(request, sheet, name="inbox", title=_("Waits for me"), filters=filters)
    return page_or_part(request, "approvals/inbox.html", "list", page)


@lists.list_page_of(
    kind=(gettext_lazy("Kind"), lambda code: code in registry.kinds()),
    verdict=(gettext_lazy("My decision"), Verdict.values),
)
@require_GET
def decided(request: Request) -> HttpResponse:
    """What the reader decided, the latest first."""
    chosen = forms.decided_filter(request.GET)
    rows = selectors.decisions_by(request.actor, chosen)
    labels = kinds.labels()
    if lists.wants_file(request):
        filters = [
            (_("Kind"), labels.get(chosen.kind, "")),
            (_("My decision"), lists.choice_words(Verdict.choices, chosen.verdict)),
            (_("Search"), chosen.text),
        ]
        sheet = exports.decisions_sheet(rows)
        return lists.file_of(request, sheet, name="decisions", title=_("Decided by me"), filters=filters)
    pages = LongPaginator(rows, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    entries = [
        {
            "decision": decision,
            "case": decision.case,
            "url": kinds.get(decision.case.subject_kind).url_of(decision.case.subject_id),
        }
        for decision in page.object_list
    ]
    context = {
        "page": page,
        "entries": entries,
        "chosen": chosen,
        "kinds": [(code, label) for code, label in labels.items() if code in registry.kinds()],
        "verdicts": Verdict.choices,
        "total": None if pages.is_cut else selectors.total_of(rows),
    }
    return page_or_part(request, "approvals/decided.html", "table", context)


def inbox_page(request: Request) -> dict[str, Any]:
    """All the inbox shows."""
    chosen = forms.inbox_filter(request.GET)
    everything = selectors.inbox(actor=request.actor, on=timezone.localdate())
    shown = ordered_rows(selectors.matching(everything, chosen), request.GET.get("sort", ""), SORTS)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts(everything)
    today = timezone.localdate()
    waiting = selectors.errands_of(request.actor, on=today)
    errands = selectors.narrowed(waiting, chosen, on=today)
    tallies = Tallies(
        everything=counts.total + len(waiting),
        by_kind=_by_kind(counts, waiting),
        flagged=counts.flagged,
        overdue=counts.overdue + sum(selectors.is_late(one, today) for one in waiting),
    )
    sort = request.GET.get("sort", "")
    return {
        "page": page,
        "shown": shown,
        "sort": sort if sort in SORT_WORDS else "",
        "sorts": [(code, str(label)) for code, label in SORT_WORDS.items()],
        "narrowed": [
            label for label, is_on in ((_("Flagged"), chosen.flagged), (_("Overdue"), chosen.overdue)) if is_on
        ],
        "groups": _groups(list(page.object_list), sort),
        "counts": counts,
        "errands": [(one, selectors.is_late(one, today)) for one in errands],
        "everything": tallies.everything,
        "overdue": tallies.overdue,
        "shown_count": len(shown) + len(errands),
        "questions": _questions(request),
        "standing": delegations.standing(request.actor, on=timezone.localdate()),
        "chosen": chosen,
        "kind_words": [(kind, label) for kind, label, _count in tallies.by_kind],
        "chips": _chips(tallies, chosen, sort if sort in SORT_WORDS else ""),
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


def _groups(items: Sequence[InboxItem], sort: str) -> list[Group]:
    """By urgency; one list without heads where it is sorted by something else."""
    return [Group("", items)] if sort in SORT_WORDS and items else _grouped(items)


def _grouped(items: Sequence[InboxItem]) -> list[Group]:
    groups = (
        (_("Past the time allowed"), [item for item in items if item.is_overdue]),
        (_("Due today"), [item for item in items if item.due_in == 0]),
        (_("Later"), [item for item in items if item.due_in is None or item.due_in > 0]),
    )
    return [Group(label, found) for label, found in groups if found]


def _by_kind(counts: selectors.InboxCounts, waiting: Sequence[Errand]) -> list[tuple[str, str, int]]:
    """How much waits of each kind, what is to be decided first."""
    found = {kind: (label, count) for kind, label, count in counts.by_kind}
    for one in waiting:
        label, count = found.get(one.kind, (one.kind_label, 0))
        found[one.kind] = (label, count + 1)
    return [(kind, label, count) for kind, (label, count) in found.items()]


def _chips(tallies: Tallies, chosen: selectors.InboxFilter, sort: str) -> list[dict[str, Any]]:
    """The filters as links: all, each kind, flagged, overdue."""
    plain = not (chosen.kind or chosen.flagged or chosen.overdue)
    chips: list[dict[str, Any]] = [
        {"label": _("All"), "count": tallies.everything, "query": {}, "current": plain},
        *(
            {"label": label, "count": count, "query": {"kind": kind}, "current": chosen.kind == kind}
            for kind, label, count in tallies.by_kind
        ),
    ]
    for label, name, count, is_on in (
        (_("Flagged"), "flagged", tallies.flagged, chosen.flagged),
        (_("Overdue"), "overdue", tallies.overdue, chosen.overdue),
    ):
        if count:
            chips.append({"label": label, "count": count, "query": {name: "1"}, "current": is_on})
    kept = {name: value for name, value in (("q", chosen.text), ("sort", sort)) if value}
    for chip in chips:
        chip["query"] = {**chip["query"], **kept} or {"view": ""}
    return chips
