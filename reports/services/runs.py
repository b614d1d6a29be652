"""Reports made in the background: asked for, made once, kept for a while, cancelled (RPT-41)."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone, translation

from budgets.models import LedgerEntry
from core import jobs, notifications, press
from core.actors import Actor, Scope
from core.errors import NotAllowed
from core.models import AuditEvent, Comment, Job, JobState
from core.press import PressFailed, PressStopped, drawn
from organization.selectors import actor_for
from reports import progress
from reports.choices import Form, RunState
from reports.errors import PressMissing, RunEnded, TooManyRuns
from reports.models import ReportRun
from reports.papers import page, registry, sheets
from reports.papers.content import Content
from reports.papers.registry import Paper, Parameters
from reports.selectors.runs import KIND, job_key

JOB = "reports.make"
PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
KEPT = timedelta(days=90)
MOST_WAITING = 10
READY, FAILED = "report_run.ready", "report_run.failed"
LOOK_EVERY = timedelta(seconds=1)


def ask(
    *, paper: str, form: str, language: str, parameters: Mapping[str, str], actor: Actor, at: datetime
) -> ReportRun:
    """Have a report made; asked for again while nothing has changed, it is the first one (RPT-41).

    Raises PaperUnknown, PressMissing, TooManyRuns, NotAllowed, what the paper finds wrong with its parameters; Http404
    where the actor may not see what it is of.
    """
    kind = registry.get(paper, form)
    if actor.person_id is None:
        raise NotAllowed(document=str(kind.label))
    complete = kind.read(parameters, actor)
    kind.require_seen(complete, actor)
    scope = kind.scope(complete, actor)
    if form == Form.PDF and not press.is_there():
        raise PressMissing(packages=PANGO_PACKAGES)
    digest = _digest(kind, form, language, complete, scope)
    with transaction.atomic():
        settle(person_id=actor.person_id, at=at)
        mine = ReportRun.objects.filter(asked_by_id=actor.person_id)
        if same := mine.filter(digest=digest, state__in=(RunState.QUEUED, RunState.DONE)).first():
            return same
        waiting = mine.filter(state=RunState.QUEUED).count()
        if waiting >= MOST_WAITING:
            raise TooManyRuns(count=waiting)
        with translation.override(language):
            title = kind.title_for(complete, actor)[:200]
        run = ReportRun(
            paper=paper,
            parameters=complete,
            form=form,
            language=language,
            title=title,
            asked_by_id=actor.person_id,
            asked_at=at,
            scope=_kept(scope),
            digest=digest,
        )
        try:
            with transaction.atomic():
                run.save()
        except IntegrityError:  # the same request at the same moment won
            return mine.get(digest=digest, state__in=(RunState.QUEUED, RunState.DONE))
        jobs.after_commit(JOB, key=job_key(run.pk), run_id=run.pk)
    return run


def ask_again(*, run: ReportRun, actor: Actor, at: datetime) -> ReportRun:
    """The same report of the data as they are now: after it failed, expired, was cancelled, or to have it new."""
    return ask(paper=run.paper, form=run.form, language=run.language, parameters=run.parameters, actor=actor, at=at)


def cancel(*, run_id: int, actor: Actor, at: datetime) -> None:
    """Give up a report of one's own that is still being made; whoever makes it stops at the next look.

    Raises RunEnded."""
    mine = ReportRun.objects.filter(pk=run_id, asked_by_id=actor.person_id or 0)
    if not mine.filter(state=RunState.QUEUED).update(state=RunState.CANCELLED, ended_at=at):
        raise RunEnded(title=str(mine.get()))
    progress.forget(run_id)


@jobs.handler(JOB)
def make(*, run_id: int, at: datetime) -> None:
    """Make a report that is still wanted. Safe to run twice: its end is kept with the job's, in one transaction."""
    run = ReportRun.objects.filter(pk=run_id, state=RunState.QUEUED).first()
    if run is None:
        return None
    with translation.override(run.language), tempfile.TemporaryDirectory(prefix="report-") as folder:
        target = Path(folder) / f"report.{run.form}"
        try:
            made = _made(run, target)
        except (PressStopped, sheets.Unwanted):
            return None  # cancelled: its row says so already
        except Http404:
            return _fail(run, "lost", at=timezone.now())
        except page.TooLong:
            return _fail(run, "too_long", at=timezone.now())
        except PressFailed as error:
            return _fail(run, f"press: {error}", at=timezone.now())
        _finish(run, target, made, at=timezone.now())
    return None


def draw_now(code: str, parameters: Mapping[str, str], language: str, person_id: int) -> bytes:
    """A report as PDF in somebody's name, kept nowhere: it goes out with a letter. Raises PaperUnknown, PressFailed,
    TooLong, and Http404 for what the person does not see any more.
    """
    kind = registry.get(code, Form.PDF)
    actor = actor_for(person_id=person_id, on=timezone.localdate())
    complete = kind.read(parameters, actor)
    kind.require_seen(complete, actor)
    with translation.override(language):
        html = page.page(kind.content(complete, actor))
    with drawn(html) as result:
        return result.file.read_bytes()


def settle(*, at: datetime, person_id: int | None = None) -> int:
    """Mark as failed the reports whose job was given up: workers died of them again and again. How many."""
    waiting = ReportRun.objects.filter(state=RunState.QUEUED)
    if person_id is not None:
        waiting = waiting.filter(asked_by_id=person_id)
    ids = {job_key(pk): pk for pk in waiting.values_list("pk", flat=True)}
    given_up = Job.objects.filter(key__in=list(ids), state=JobState.FAILED).values_list("key", flat=True)
    lost = [ids[str(key)] for key in given_up]
    return waiting.filter(pk__in=lost).update(state=RunState.FAILED, ended_at=at, problem="given_up")


def expire(*, at: datetime) -> int:
    """End the reports whose time is over; a file goes with the last report that has it. How many ended (RPT-41)."""
    settle(at=at)
    ended = 0
    for pk in list(ReportRun.objects.filter(state=RunState.DONE, expires_at__lte=at).values_list("pk", flat=True)):
        ended += _expire(pk, at=at)
    return ended


@transaction.atomic
def _expire(run_id: int, *, at: datetime) -> int:
    run = ReportRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    if run.state != RunState.DONE or run.expires_at is None or run.expires_at > at:
        return 0
    _lock_file(run.file)
    name, run.state, run.file = run.file, RunState.EXPIRED, ""
    run.save(update_fields=("state", "file"))
    if not ReportRun.objects.filter(file=name).exists():
        default_storage.delete(name)
    return 1


def _digest(kind: Paper, form: str, language: str, parameters: Parameters, scope: Scope) -> str:
    """What makes two requests the same one: all of it, and that nothing was done in between."""
    newest = [
        model._default_manager.aggregate(newest=Max("pk"))["newest"]  # noqa: SLF001
        for model in (AuditEvent, Comment, LedgerEntry)
    ]
    asked: dict[str, Any] = {
        "paper": kind.code,
        "form": form,
        "language": language,
        "parameters": parameters,
        "scope": _kept(scope),
        "state": [kind.state(parameters), *newest],
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _kept(scope: Scope) -> dict[str, Any]:
    return {"company": True} if scope.company else {"departments": sorted(scope.departments)}


def _made(run: ReportRun, target: Path) -> dict[str, Any]:
    """Draw the report into a file; what is known of it then. Raises Http404 for what its person may not see now."""
    kind = registry.get(run.paper, run.form)
    actor = actor_for(person_id=run.asked_by_id, on=timezone.localdate())
    kind.require_seen(run.parameters, actor)
    scope = kind.scope(run.parameters, actor)
    content = kind.content(run.parameters, actor)
    return {"scope": _kept(scope), "pages": _draw(run, content, target)}


def _draw(run: ReportRun, content: Content, target: Path) -> int:
    reporter, wanted = progress.Reporter(run.pk), _Wanted(run.pk)
    if run.form == Form.XLSX:
        sheets.workbook(content, target, told=reporter.rows, wanted=wanted)
        return 0
    with drawn(page.page(content), told=reporter.pages, wanted=wanted) as result:
        target.write_bytes(result.file.read_bytes())
        return result.pages


class _Wanted:
    """Whether a report is still wanted: asked now and then, since somebody may cancel it meanwhile."""

    def __init__(self, run_id: int) -> None:
        self.run_id, self.looked_at = run_id, timezone.now()

    def __call__(self) -> bool:
        now = timezone.now()
        if now - self.looked_at < LOOK_EVERY:
            return True
        self.looked_at = now
        return ReportRun.objects.filter(pk=self.run_id, state=RunState.QUEUED).exists()


def _finish(run: ReportRun, target: Path, made: Mapping[str, Any], *, at: datetime) -> None:
    """Keep the file and tell its person, unless it was cancelled at the last moment."""
    locked = _still_wanted(run)
    if locked is None:
        return
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        name = f"reports/{sha256[:2]}/{sha256}.{run.form}"
        _lock_file(name)
        if not default_storage.exists(name):
            file.seek(0)
            name = default_storage.save(name, File(file))
    locked.state, locked.ended_at, locked.expires_at = RunState.DONE, at, at + KEPT
    locked.file, locked.sha256, locked.size = name, sha256, target.stat().st_size
    locked.scope, locked.pages = made["scope"], made["pages"]
    locked.save()
    progress.forget(run.pk)
    _tell(locked, READY, at=at)


def _fail(run: ReportRun, problem: str, *, at: datetime) -> None:
    locked = _still_wanted(run)
    if locked is None:
        return
    locked.state, locked.ended_at, locked.problem = RunState.FAILED, at, problem[:300]
    locked.save()
    progress.forget(run.pk)
    _tell(locked, FAILED, at=at)


def _still_wanted(run: ReportRun) -> ReportRun | None:
    rows = ReportRun.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=run.pk, state=RunState.QUEUED).first()


def _tell(run: ReportRun, code: str, *, at: datetime) -> None:
    notifications.notify(
        [run.asked_by_id],
        code=code,
        kind=KIND,
        document_id=run.pk,
        label=run.title,
        key=job_key(run.pk),
        at=at,
        facts=run.facts,
    )


def _lock_file(name: str) -> None:
    """Nobody else keeps or deletes this file until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4712))", [name])
