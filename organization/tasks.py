"""What the organization does when a day has come: jobs run by the sweep, each calling one service."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

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


@shared_task(name="organization.remind_of_reviews")
def remind_of_reviews(**_later: object) -> None:
    """Safe to repeat and to run late: who reviews is reminded once a day (ORG-06b)."""
    services.remind_of_reviews(at=timezone.now())
