"""Market research reports as lists and pages find them (GEN-10, CUS-02)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from agreements.models import ResearchReport
from agreements.selectors.leads import MINE, lead_scope
from core import search
from core.actors import Actor
from core.ordering import ordered

SORTS = {
    "number": "number", "title": "title", "market": "market", "until": "until", "state": "state",
    "department": "department__name_zh", "by": "created_by__sort_key", "created": "created_at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResearchQuestion:
    """What of the reports is asked for."""

    words: str = ""
    state: str = ""
    only: str = ""
    department: int | None = None
    sort: str = ""


def research_visible_to(actor: Actor) -> QuerySet[ResearchReport]:
    """Those of the departments whose leads one sees, and one's own."""
    scope = lead_scope(actor)
    if scope.company:
        return ResearchReport.objects.all()
    if actor.person_id is None:
        return ResearchReport.objects.none()
    return ResearchReport.objects.filter(Q(created_by=actor.person_id) | Q(department__in=scope.departments))


def research_found(actor: Actor, asked: ResearchQuestion) -> QuerySet[ResearchReport]:
    """The reports of a list, the newest first unless sorted otherwise."""
    rows = research_visible_to(actor).select_related("department", "created_by")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.department:
        rows = rows.filter(department=asked.department)
    if asked.only == MINE:
        rows = rows.filter(created_by=actor.person_id or 0)
    if asked.words:
        rows = search.fitting(rows, ResearchReport.kind, asked.words)
    return ordered(rows, asked.sort, SORTS, usual=("-created_at", "-pk"))
