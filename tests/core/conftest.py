"""A kind of document that belongs to no app: a department plays it, seen by its own house, editable while active."""

from __future__ import annotations

from typing import Any

import pytest

from core import kinds
from organization.models import Department
from tests.factories import organization as cast


@pytest.fixture
def note(company: cast.Tree, owner: Any, monkeypatch: pytest.MonkeyPatch) -> Department:
    """A document of the kind "note" of service; everybody of service sees it, its own people may change it."""
    kind = kinds.DocumentKind(
        code="note",
        label="Note",
        model=Department,
        prefix="NOT",
        visible_to=lambda actor: Department.objects.filter(pk__in=actor.own_departments),
        url_name="core:notice_open",
        url_argument="notice_id",
        can_edit=lambda document, actor: actor.department_id == document.pk and document.status == "ACTIVE",
    )
    monkeypatch.setitem(kinds._kinds, "note", kind)
    return company.service
