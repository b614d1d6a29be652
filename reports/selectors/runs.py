"""The reports somebody asked for, and whether their files may still be fetched (RPT-41, GEN-10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from core.actors import Actor, Scope
from core.errors import DomainError
from reports.choices import RunState
from reports.errors import FileNotReady
from reports.models import ReportRun
from reports.papers import registry

KIND = "report_run"


def job_key(run_id: int) -> str:
    """What a run's job is called: there is one at most."""
    return f"report-run:{run_id}"


def runs_of(actor: Actor) -> QuerySet[ReportRun]:
    """The reports a person asked for, the latest first: nobody sees another's."""
    return ReportRun.objects.filter(asked_by_id=actor.person_id or 0)


def require_file(run: ReportRun, actor: Actor) -> ReportRun:
    """The run, if its file may be fetched now: by who asked, while they see all that is in it. Raises Http404,
    FileNotReady.
    """
    if run.asked_by_id != actor.person_id:
        raise Http404
    try:
        paper = registry.get(run.paper, run.form)
    except DomainError as error:
        raise Http404 from error
    paper.require_seen(run.parameters, actor)
    if run.state != RunState.DONE:
        raise FileNotReady(title=run.title)
    if not covers(paper.scope(run.parameters, actor), run.scope):
        raise Http404
    return run


def covers(now: Scope, then: Mapping[str, Any]) -> bool:
    """Whether what is seen now holds all that was seen then."""
    if now.company:
        return True
    return not then.get("company") and set(then.get("departments", ())) <= now.departments
