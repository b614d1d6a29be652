"""Reports asked for by tests."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from reports.models import ReportRun
from reports.services import runs
from tests.factories.organization import actor_of


def ask(person: Any, paper: str = "expense_claim", form: str = "xlsx", language: str = "zh-hans", **given: Any) -> Any:
    return runs.ask(
        paper=paper,
        form=form,
        language=language,
        parameters={name: str(value) for name, value in given.items()},
        actor=actor_of(person),
        at=timezone.now(),
    )


def fresh(run: ReportRun) -> ReportRun:
    return ReportRun.objects.get(pk=run.pk)


def content(run: ReportRun) -> bytes:
    with default_storage.open(fresh(run).file) as file:
        return bytes(file.read())
