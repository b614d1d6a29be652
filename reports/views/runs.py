"""My reports: asked for, watched while they are made, fetched, cancelled, made again (RPT-41)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from core import formats, lists
from core.errors import DomainError
from core.list_workbooks import MOST_ROWS, Sheet
from core.ordering import ordered
from core.web import Request, go_to, page_or_part
from reports import progress
from reports.choices import Form, RunState
from reports.errors import FileNotReady
from reports.models import ReportRun
from reports.selectors.runs import require_file, runs_of
from reports.services import runs

PER_PAGE = 30
SORTS = {"title": "title", "form": "form", "state": "state", "asked": "asked_at", "until": "expires_at"}
NOT_PARAMETERS = {"csrfmiddlewaretoken", "paper", "form", "language"}
LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as its page and its row show it."""

    run: ReportRun
    language: str
    form: str
    problem: str
    percent: int | None
    says: str


@lists.list_page_of(state=(gettext_lazy("State"), RunState.values))
@require_GET
def run_list(request: Request) -> HttpResponse:
    """One's own reports, the latest first."""
    runs.settle(person_id=request.actor.person_id, at=timezone.now())
    state, words = request.GET.get("state", ""), request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows = runs_of(request.actor)
    if state in RunState.values:
        rows = rows.filter(state=state)
    for word in words.split()[:6]:
        rows = rows.filter(title__icontains=word)
    rows = ordered(rows, request.GET.get("sort", ""), SORTS, usual=("-asked_at", "-pk"))
    if lists.wants_file(request):
        filters = [(_("State"), lists.choice_words(RunState.choices, state) if state else ""), (_("Search"), words)]
        return lists.file_of(request, _sheet(rows), name="reports", title=_("My reports"), filters=filters)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [shown(run) for run in page.object_list],
        "state": state,
        "states": RunState.choices,
        "words": words,
    }
    return page_or_part(request, "reports/runs.html", "table", context)


@require_POST
def run_ask(request: Request) -> HttpResponse:
    """Ask for a report: the parameters stand in the address or in the form."""
    given = {name: str(value) for name, value in (*request.GET.items(), *request.POST.items())}
    language = given.get("language", "")
    try:
        run = runs.ask(
            paper=given.get("paper", ""),
            form=given.get("form", ""),
            language=language if language in dict(LANGUAGES) else translation.get_language() or "zh-hans",
            parameters={name: value for name, value in given.items() if name not in NOT_PARAMETERS},
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, str(error))
        return go_to(request, "reports:run_list")
    return go_to(request, "reports:run_detail", run_id=run.pk)


@require_GET
def run_detail(request: Request, run_id: int) -> HttpResponse:
    """A report being made, or ready to be fetched."""
    runs.settle(person_id=request.actor.person_id, at=timezone.now())
    run = _own(request, run_id)
    return page_or_part(request, "reports/run.html", "job", {"shown": shown(run), "run": run})


@require_GET
def run_file(request: Request, run_id: int) -> HttpResponse | FileResponse:
    """The file, for who asked for it and still sees all that is in it (GEN-10)."""
    run = _own(request, run_id)
    try:
        require_file(run, request.actor)
        file = default_storage.open(run.file, "rb")
    except FileNotReady as error:
        messages.error(request, str(error))
        return go_to(request, "reports:run_detail", run_id=run.pk)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, as_attachment=True, filename=run.name)


@require_POST
def run_cancel(request: Request, run_id: int) -> HttpResponse:
    """Give up a report that is still being made."""
    run = _own(request, run_id)
    try:
        runs.cancel(run_id=run.pk, actor=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(title)s” was cancelled.") % {"title": run.title})
    return go_to(request, "reports:run_detail", run_id=run.pk)


@require_POST
def run_again(request: Request, run_id: int) -> HttpResponse:
    """The same report of the data as they are now."""
    run = _own(request, run_id)
    try:
        made = runs.ask_again(run=run, actor=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return go_to(request, "reports:run_detail", run_id=run.pk)
    if made.pk == run.pk:
        messages.info(request, _("Nothing has changed since; this is the same report."))
    return go_to(request, "reports:run_detail", run_id=made.pk)


def _sheet(rows: QuerySet[ReportRun]) -> Sheet:
    heads = [
        (_("Report"), 50), (pgettext("report", "Form"), 10), (_("Language"), 12), (_("State"), 12),
        (_("Asked for"), 18), (_("Kept until"), 12),
    ]  # fmt: skip
    cells = (
        (
            one.run.title, one.form, one.language, one.run.get_state_display(), formats.stamp(one.run.asked_at),
            timezone.localdate(one.run.expires_at) if one.run.state == RunState.DONE and one.run.expires_at else None,
        )
        for one in map(shown, rows[:MOST_ROWS].iterator(chunk_size=500))
    )  # fmt: skip
    return Sheet(_("My reports"), heads, cells)


def shown(run: ReportRun) -> Shown:
    """A run with its words and how far it is."""
    far = progress.of(run.pk) if run.state == RunState.QUEUED else None
    return Shown(
        run=run,
        language=dict(LANGUAGES).get(run.language, run.language),
        form=str(Form(run.form).label),
        problem=_problem(run),
        percent=None if far is None or far.share is None else round(far.share * 100),
        says=_says(far),
    )


def _says(far: progress.Progress | None) -> str:
    if far is None:
        return _("Waiting for its turn")
    if far.of_rows:
        return _("Row %(done)s of %(total)s") % {"done": f"{far.rows:,}", "total": f"{far.of_rows:,}"}
    if far.pages:
        return ngettext("%(count)s page laid out", "%(count)s pages laid out", far.pages) % {"count": far.pages}
    return _("Collecting the figures")


def _problem(run: ReportRun) -> str:
    if run.state != RunState.FAILED:
        return ""
    known: dict[str, str] = {
        "lost": _("You may no longer see what it is of."),
        "too_long": _("It is too long for paper. Ask for it as Excel, or narrow it down."),
        "given_up": _("It could not be made, several times. The people who run the installation see why."),
    }
    return known.get(
        run.problem, _("It could not be drawn. Try again; if it fails once more, tell those who run the installation.")
    )


def _own(request: Request, run_id: int) -> ReportRun:
    return get_object_or_404(runs_of(request.actor), pk=run_id)
