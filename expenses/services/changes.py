"""What changed on a document: edits told in the timeline, top-ups and cuts of an approved request (EXP-01, GEN-05)."""

from __future__ import annotations

from typing import Any

from core import changes
from core.changes import Picture
from expenses.choices import ChangeState
from expenses.models import RequestChange, SpendRequest


def between(before: Picture, after: Picture) -> dict[str, Any]:
    """Old and new value of every field that differs, for the event of the edit."""
    return {"changes": changes.between(before, after)}


def line_text(*parts: Any) -> str:
    """A line as the timeline tells it: what is empty is left out."""
    return " · ".join(str(part) for part in parts if part not in (None, ""))


def settle(request: SpendRequest, *, granted: bool) -> list[RequestChange]:
    """End the waiting top-up of a locked request; its lines' changes."""
    waiting = list(RequestChange.objects.filter(request=request, state=ChangeState.PENDING))
    state = ChangeState.POSTED if granted else ChangeState.REFUSED
    RequestChange.objects.filter(pk__in=[change.pk for change in waiting]).update(state=state)
    return waiting
