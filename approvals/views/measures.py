"""Measures: time per step, waiting now, returns per author, and the rounds behind each figure (APR-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from approvals import forms, policies, selectors
from approvals.selectors import MeasureFilter
from core import formats, kinds, list_filters, lists
from core.list_workbooks import MOST_ROWS, Sheet
from core.long_lists import LongPaginator
from core.money import ZERO
from core.ordering import ordered
from core.web import Request, page_or_part

PER_PAGE = 50
MOST_BARS = 12
USUAL = timedelta(days=90)
CASE_SORTS = {
    "number": "number",
    "author": "author__sort_key",
    "round": "round",
    "submitted": "started_at",
    "ended": "ended_at",
    "state": "state",
    "amount": "amount",
}
FILTERS = ("kind", "department", "start", "until")
WHAT = ("steps", "waiting", "rounds", "returned")
"""What the rounds behind a figure can be asked by."""


@lists.list_page
@require_GET
def measures(request: Request) -> HttpResponse:
    """How long steps take, what waits now, what comes back, of a kind, a department, a period."""
    form, chosen = _asked(request)
    actor, today = request.actor, timezone.localdate()
    times = selectors.step_times(actor, chosen)
    waiting = selectors.waiting_by_person(actor, chosen, on=today)
    authors = selectors.returns_by_author(actor, chosen)
    if lists.wants_file(request):
        sheets, filters = _sheets(times, waiting, authors), _filters(form)
        return lists.file_of(request, *sheets, name="approval-measures", title=_("Approval times"), filters=filters)
    running, stuck = selectors.running_count(actor, chosen)
    labels = {code: str(kinds.get(code).label) for code in {row.kind for row in times}}
    context = {
        "form": form,
        "times": [(row, labels[row.kind]) for row in times],
        "waiting": waiting,
        "authors": authors,
        "totals": {
            "running": running,
            "stuck": stuck,
            "waiting": sum(row.count for row in waiting),
            "overdue": sum(row.overdue for row in waiting),
            "rounds": sum(row.rounds for row in authors),
            "returned": sum(row.returned + row.rejected for row in authors),
            "steps": sum(row.count for row in times),
        },
        "chart": _chart(times, labels),
        "waiting_chart": _bars(
            [row.person.name for row in waiting[:MOST_BARS]],
            (_("within the time"), [row.count - row.overdue for row in waiting[:MOST_BARS]], "--sh-spent"),
            (_("Overdue"), [row.overdue for row in waiting[:MOST_BARS]], "--sh-warn"),
            stacked=True,
        ),
        "authors_chart": _bars(
            [row.person.name for row in authors[:MOST_BARS]],
            (_("Returned"), [row.returned for row in authors[:MOST_BARS]], "--sh-warn"),
            (_("Rejected"), [row.rejected for row in authors[:MOST_BARS]], "--sh-danger"),
            stacked=True,
        ),
        "many_kinds": len(labels) > 1,
        "is_cut": sum(row.measured for row in times) >= selectors.MOST_STEPS,
        "most_steps": selectors.MOST_STEPS,
    }
    return page_or_part(request, "approvals/measures.html", "figures", context)


@lists.list_page_of(what=(gettext_lazy("Figure"), WHAT), person=(gettext_lazy("Person"), list_filters.is_id))
@require_GET
def measure_cases(request: Request) -> HttpResponse:
    """The rounds behind one figure."""
    form, chosen = _asked(request)
    what = request.GET.get("what", "steps")
    person = request.GET.get("person", "")
    rows = selectors.cases_behind(
        request.actor,
        chosen,
        what=what if what in WHAT else "steps",
        code=request.GET.get("code", "")[:40],
        person_id=int(person) if person.isascii() and person.isdigit() and len(person) < 18 else 0,
    )
    rows = ordered(rows, request.GET.get("sort", ""), CASE_SORTS, usual=("-started_at", "-pk"))
    if lists.wants_file(request):
        sheet, title = _cases_sheet(rows), _("Rounds behind the figure")
        return lists.file_of(request, sheet, name="rounds", title=title, filters=_filters(form))
    pages = LongPaginator(rows, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    entries = [(case, kinds.get(case.subject_kind)) for case in page.object_list]
    context = {
        "page": page,
        "entries": [(case, str(kind.label), kind.url_of(case.subject_id)) for case, kind in entries],
        "count": pages.count,
        "total": None if pages.is_cut else rows.order_by().aggregate(total=Sum("amount"))["total"] or ZERO,
        "what": what,
        "back": {name: request.GET[name] for name in form.fields if request.GET.get(name)},
    }
    return page_or_part(request, "approvals/measure_cases.html", "table", context)


def _asked(request: Request) -> tuple[forms.Measures, MeasureFilter]:
    """What the address asks for; the last ninety days where it says nothing or nonsense."""
    if not policies.can_see_routes(request.actor):
        raise PermissionDenied
    tomorrow = timezone.localdate() + timedelta(days=1)
    usual: dict[str, Any] = {"start": tomorrow - USUAL, "until": tomorrow - timedelta(days=1)}
    form = forms.Measures({**usual, **request.GET.dict()})
    form.is_valid()
    given = {**usual, **form.cleaned_data}
    if {"start", "until"} & form.errors.keys():  # half a period is none
        given |= usual
    return form, MeasureFilter(
        start=given["start"],
        end=given["until"] + timedelta(days=1),
        kind=given.get("kind", ""),
        department_id=given.get("department"),
    )


def _chart(times: Sequence[selectors.StepTime], labels: dict[str, str]) -> dict[str, Any]:
    """The slowest steps as bars: half of the rounds within the first, nine of ten within the second."""
    shown = list(times[:MOST_BARS])
    many = len(labels) > 1
    return _bars(
        [f"{row.name} · {labels[row.kind]}" if many else row.name for row in shown],
        (_("nine of ten within"), [float(row.most) for row in shown], "--sh-line-2"),
        (_("half within"), [float(row.middle) for row in shown], "--sh-spent"),
    )


def _bars(names: Sequence[str], *series: tuple[str, Sequence[float], str], stacked: bool = False) -> dict[str, Any]:
    """What the page draws as lying bars: the lines, and of each series its name, its values and its colour."""
    return {
        "names": list(names),
        "stacked": stacked,
        "series": [{"name": name, "values": list(values), "fill": fill} for name, values, fill in series],
    }


def _filters(form: forms.Measures) -> list[tuple[str, object]]:
    """What was asked for, in words."""
    return list(lists.in_words(form, FILTERS)) if form.is_valid() else []


def _sheets(times: Any, waiting: Any, authors: Any) -> list[Sheet]:
    """The three tables, each on a sheet of its own."""
    return [
        Sheet(
            _("Time per step"),
            [
                (_("Kind of document"), 18), (_("Step"), 26), (_("Rounds"), 10), (_("half within"), 14),
                (_("nine of ten within"), 16), (_("longest"), 12),
            ],
            ((str(kinds.get(r.kind).label), r.name, r.count, r.middle, r.most, r.longest) for r in times),
        ),
        Sheet(
            _("Waiting now"),
            [
                (_("Person"), 16), (_("Department"), 20), (_("Waiting"), 10), (_("Overdue"), 10),
                (_("Oldest, working days"), 18),
            ],
            ((r.person.name, str(r.person.department or ""), r.count, r.overdue, r.oldest) for r in waiting),
        ),
        Sheet(
            _("Returns by author"),
            [
                (_("Author"), 16), (_("Department"), 20), (_("Rounds"), 10), (_("Returned"), 10), (_("Rejected"), 10),
                (_("Share"), 10),
            ],
            (
                (r.person.name, str(r.person.department or ""), r.rounds, r.returned, r.rejected, f"{r.share:.1%}")
                for r in authors
            ),
        ),
    ]  # fmt: skip


def _cases_sheet(rows: Any) -> Sheet:
    heads = [
        (_("Number"), 18), (_("Kind of document"), 18), (_("Document"), 36), (_("Author"), 14), (_("Department"), 20),
        (_("Round"), 8), (_("Submitted"), 18), (pgettext("round", "Ended"), 18), (_("Stands now"), 12),
        (_("Amount"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for case in rows[:MOST_ROWS].iterator(chunk_size=1000):
            yield (
                case.number, str(kinds.get(case.subject_kind).label), case.shown_title, case.author.name,
                case.department.name, case.round, formats.stamp(case.started_at),
                formats.stamp(case.ended_at) if case.ended_at else "", case.get_state_display(), case.amount,
            )  # fmt: skip

    return Sheet(_("Rounds"), heads, cells(), sums=(9,))
