"""A refusal changes nothing: rows, history and jobs stay as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.models import AuditEvent, Job
from organization.models import (
    ApiToken,
    BreakGlass,
    BreakGlassUse,
    Department,
    DepartmentMove,
    ExternalIdentity,
    IncompatiblePair,
    Person,
    RecoveryCode,
    Role,
    RoleAssignment,
    SecondFactor,
)

TABLES = (
    Person, Department, DepartmentMove, Role, RoleAssignment, IncompatiblePair, ApiToken, SecondFactor, RecoveryCode,
    ExternalIdentity, BreakGlass, BreakGlassUse, AuditEvent, Job,
)  # fmt: skip


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Fails when a row of the organization, its history or a job differs after the block."""
    before = _everything()
    yield
    assert _everything() == before


def _everything() -> list[list[tuple]]:
    return [sorted(table.objects.values_list(), key=lambda row: row[0]) for table in TABLES]
