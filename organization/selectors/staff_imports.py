"""Files of departments and people: the list, and what happened to one (ORG-10)."""

from __future__ import annotations

from django.db.models import QuerySet

from core import audit
from core.models import AuditEvent
from core.ordering import ordered
from organization.choices import StaffImportState, StaffKind
from organization.models import StaffImport

SORTS = {"file": "file_name", "kind": "kind", "state": "state", "by": "created_by__sort_key", "at": "created_at"}


def staff_import_list(*, words: str = "", kind: str = "", state: str = "", sort: str = "") -> QuerySet[StaffImport]:
    """All files, the newest first, without what they hold."""
    rows = StaffImport.objects.select_related("created_by").defer("sheets", "rows")
    if kind in StaffKind.values:
        rows = rows.filter(kind=kind)
    if state in StaffImportState.values:
        rows = rows.filter(state=state)
    for word in words.split()[:6]:
        rows = rows.filter(file_name__icontains=word)
    return ordered(rows, sort, SORTS, usual=("-created_at", "-pk"))


def events_of_staff_import(*, import_id: int) -> QuerySet[AuditEvent]:
    """What happened to a file, oldest first."""
    return audit.events_of(kind="staff_import", document_id=import_id)
