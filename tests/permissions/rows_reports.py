"""Rows of reports: start pages, variance, and what stands behind its figures."""

from __future__ import annotations

from typing import Any

from reports.models import SavedView
from tests.permissions.world import World

WITHOUT_REPORTS = ("employee", "outsider")


def readers(status: int = 200, others: int = 403) -> dict[str, Any]:
    """Managers, finance and the GM read reports; an employee has a page of their own."""
    return {"*": status, **dict.fromkeys(WITHOUT_REPORTS, others)}


def view(world: World) -> dict[str, Any]:
    """A view the manager shares. Its row comes first: the money it asks for gives the pages after it their figures."""
    made, _created = SavedView.objects.get_or_create(
        owner=world.people["manager"],
        name="walk",
        defaults={"query": f"department={world.category.pk}", "is_shared": True, "created_at": world.now},
    )
    return {"view_id": made.pk}


ROWS: dict[str, dict[str, Any]] = {
    "reports:view_delete": {"kwargs": view, "*": 403, "manager": 302},
    "reports:home": {"*": 302},
    "reports:own": {"*": 200},
    "reports:company": readers(),
    "reports:finance": {
        "*": 403,
        **dict.fromkeys(("finance_officer", "finance_manager", "finance_supervisor", "gm"), 200),
    },
    "reports:variance": readers(),
    "reports:variance_documents": readers(),
    "reports:variance_export": readers(),
    "reports:view_save": {"data": {"name": "每月", "query": ""}, **readers(302)},
}
