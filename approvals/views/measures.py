"""Measures: time per step, waiting now, returns per author, and the rounds behind each figure (APR-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from approvals import forms, policies, selectors
from approvals.selectors import MeasureFilter
from core import kinds
from core.list_workbooks import list_workbook
from core.web import Request, page_or_part

PER_PAGE = 50
MOST_BARS = 12
USUAL = timedelta(days=90)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def measures(request: Request) -> HttpResponse:
    """How long steps take, what waits now, what comes back, of a kind, a department, a period."""
    form, chosen = _asked(request)
    actor, today = request.actor, timezone.localdate()
    times = selectors.step_times(actor, chosen)
    waiting = selectors.waiting_by_person(actor, chosen, on=today)
    authors = selectors.returns_by_author(actor, chosen)
    if request.GET.get("format") == "xlsx":
        return _file(request.GET.get("table", "steps"), times, waiting, authors)
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
        "many_kinds": len(labels) > 1,
    }
    return page_or_part(request, "approvals/measures.html", "figures", context)


@require_GET
def measure_cases(request: Request) -> HttpResponse:
    """The rounds behind one figure."""
    form, chosen = _asked(request)
    what = request.GET.get("what", "steps")
    person = request.GET.get("person", "")
    rows = selectors.cases_behind(
        request.actor,
        chosen,
        what=what if what in {"steps", "waiting", "rounds", "returned"} else "steps",
        code=request.GET.get("code", "")[:40],
        person_id=int(person) if person.isascii() and person.isdigit() and len(person) < 18 else 0,
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    entries = [(case, kinds.get(case.subject_kind)) for case in page.object_list]
    context = {
        "page": page,
        "entries": [(case, str(kind.label), kind.url_of(case.subject_id)) for case, kind in entries],
        "count": page.paginator.count,
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
    given = form.cleaned_data if form.is_valid() else usual
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
    return {
        "names": [f"{row.name} · {labels[row.kind]}" if many else row.name for row in shown],
        "middle": [float(row.middle) for row in shown],
        "most": [float(row.most) for row in shown],
        "words": {"middle": _("half within"), "most": _("nine of ten within")},
    }


def _file(table: str, times: Any, waiting: Any, authors: Any) -> HttpResponse:
    """One of the three tables as Excel."""
    heads: Sequence[tuple[str, int]]
    rows: Iterator[Sequence[Any]]
    if table == "waiting":
        title, heads = _("Waiting now"), [(_("Person"), 16), (_("Department"), 20), (_("Waiting"), 10), (_("Overdue"), 10), (_("Oldest, working days"), 18)]  # fmt: skip  # noqa: E501
        rows = ((r.person.name, str(r.person.department or ""), r.count, r.overdue, r.oldest) for r in waiting)
    elif table == "authors":
        title, heads = _("Returns by author"), [(_("Author"), 16), (_("Department"), 20), (_("Rounds"), 10), (_("Returned"), 10), (_("Rejected"), 10), (_("Share"), 10)]  # fmt: skip  # noqa: E501
        rows = (
            (r.person.name, str(r.person.department or ""), r.rounds, r.returned, r.rejected, f"{r.share:.1%}")
            for r in authors
        )
    else:
        title, heads = _("Time per step"), [(_("Kind of document"), 18), (_("Step"), 26), (_("Rounds"), 10), (_("half within"), 14), (_("nine of ten within"), 16), (_("longest"), 12)]  # fmt: skip  # noqa: E501
        rows = ((str(kinds.get(r.kind).label), r.name, r.count, r.middle, r.most, r.longest) for r in times)
    answer = HttpResponse(list_workbook(title, heads, rows, sums=(), total=""), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="approval-measures-{timezone.localdate():%Y%m%d}.xlsx"'
    return answer
