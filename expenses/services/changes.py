"""What changed on a document: edits told in the timeline, top-ups and cuts of an approved request (EXP-01, GEN-05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expenses.choices import ChangeState
from expenses.models import RequestChange, SpendRequest


def between(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """Old and new value of every field that differs, for the event of the edit."""
    return {
        "changes": {
            name: [before.get(name, ""), after.get(name, "")]
            for name in (*before, *(name for name in after if name not in before))
            if before.get(name, "") != after.get(name, "")
        }
    }


def settle(request: SpendRequest, *, granted: bool) -> list[RequestChange]:
    """End the waiting top-up of a locked request; its lines' changes."""
    waiting = list(RequestChange.objects.filter(request=request, state=ChangeState.PENDING))
    state = ChangeState.POSTED if granted else ChangeState.REFUSED
    RequestChange.objects.filter(pk__in=[change.pk for change in waiting]).update(state=state)
    return waiting
