"""Projects and product lines that budget lines and spending can name (BUD-10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from budgets import policies
from budgets.errors import CodeTaken
from budgets.models import Project
from core import audit, documents
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed


@transaction.atomic
def create_project(
    *, code: str, name_zh: str, name_en: str, department_id: int | None, actor: Actor, at: datetime
) -> Project:
    """Add a project; without a department it serves all. Raises NotAllowed, CodeTaken, InvalidInput."""
    _require_editor(actor, code)
    code = code.strip()
    if not code or not name_zh.strip():
        raise InvalidInput(problem=code)
    if Project.objects.filter(code__iexact=code).exists():
        raise CodeTaken(code=code)
    try:
        with transaction.atomic():
            made = Project.objects.create(code=code, name_zh=name_zh, name_en=name_en, department_id=department_id)
    except IntegrityError as error:
        raise CodeTaken(code=code) from error
    _record(made, "create", actor=actor, at=at)
    return made


@transaction.atomic
def change_project(
    *,
    project_id: int,
    name_zh: str,
    name_en: str,
    department_id: int | None,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> Project:
    """Change a project's names and department. Raises NotAllowed, StaleDocument, InvalidInput."""
    project = _locked(project_id, actor, version)
    if not name_zh.strip():
        raise InvalidInput(problem=project.code)
    before = _values(project)
    project.name_zh, project.name_en, project.department_id = name_zh, name_en, department_id
    documents.touch(_movable(project), fields=("name_zh", "name_en", "department"))
    after = _values(Project.objects.select_related("department").get(pk=project.pk))
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    _record(project, "change", actor=actor, at=at, facts={"changes": changed})
    return project


@transaction.atomic
def retire_project(*, project_id: int, version: int | None, actor: Actor, at: datetime) -> Project:
    """Take a project out of use; what names it stays."""
    project = _locked(project_id, actor, version)
    if project.retired_at is None:
        project.retired_at = at
        documents.touch(_movable(project), fields=("retired_at",))
        _record(project, "retire", actor=actor, at=at)
    return project


@transaction.atomic
def restore_project(*, project_id: int, version: int | None, actor: Actor, at: datetime) -> Project:
    """Take a retired project up again."""
    project = _locked(project_id, actor, version)
    if project.retired_at is not None:
        project.retired_at = None
        documents.touch(_movable(project), fields=("retired_at",))
        _record(project, "restore", actor=actor, at=at)
    return project


def _locked(project_id: int, actor: Actor, version: int | None) -> Project:
    project = Project.objects.select_for_update(no_key=True, of=("self",)).get(pk=project_id)
    _require_editor(actor, project.name)
    documents.require_version(_movable(project), version)
    return project


def _require_editor(actor: Actor, name: str) -> None:
    if not actor.can(policies.EDIT_CATEGORIES):
        raise NotAllowed(document=name)


def _movable(project: Project) -> Any:
    return project


def _values(project: Project) -> dict[str, str]:
    department = project.department
    return {
        "name_zh": project.name_zh,
        "name_en": project.name_en,
        "department": department.name_zh if department is not None else "",
    }


def _record(project: Project, what: str, *, actor: Actor, at: datetime, facts: dict[str, Any] | None = None) -> None:
    audit.record(
        kind="project", document_id=project.pk, label=f"{project.code} {project.name_zh}", code=f"project.{what}",
        actor=actor, at=at, facts=facts,
    )  # fmt: skip
