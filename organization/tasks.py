"""What the organization does when a day has come: jobs run by the sweep, each calling one service."""

from __future__ import annotations

from datetime import datetime

from core import jobs
from organization import services


@jobs.handler("organization.leave")
def leave(*, person_id: int, at: datetime) -> None:
    """Somebody's day of leaving has come."""
    services.take_leave_into_effect(person_id=person_id, at=at)


@jobs.handler("organization.rights_end")
def rights_end(*, person_id: int, at: datetime) -> None:
    """A right ended with the day before."""
    services.tell_rights_lost(person_id=person_id, at=at)
