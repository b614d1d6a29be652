"""What happens to approved requests by the clock: a reminder before the end date, the release after it (EXP-01)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core import audit, formats, jobs, notifications
from core.actors import SYSTEM
from core.money import ZERO
from expenses import locks, rules
from expenses.choices import RequestState
from expenses.models import SpendRequest
from expenses.services import requests


@transaction.atomic
def plan_endings(*, at: datetime) -> int:
    """Write a job for every approved request that has to be brought to mind or has ended; how many requests that were.

    Safe to run often and late: a job's key names request and day, so each is written once.
    """
    today = timezone.localdate(at)
    soon = SpendRequest.objects.filter(
        state=RequestState.APPROVED, end_date__lte=today + timedelta(days=rules.REMIND_DAYS)
    )
    planned = 0
    for request_id, end_date, reminded_at in soon.values_list("pk", "end_date", "reminded_at"):
        if rules.has_ended(end_date=end_date, today=today):
            # With the day in the key, a job that gave up is followed by another one the next day.
            jobs.after_commit("expenses.expire_request", key=f"expire:{request_id}:{today}", request_id=request_id)
        elif reminded_at is None:
            jobs.after_commit("expenses.remind_request", key=f"remind:{request_id}:{end_date}", request_id=request_id)
        else:
            continue
        planned += 1
    return planned


@jobs.handler("expenses.remind_request")
def remind_request(*, request_id: int, at: datetime) -> None:
    """Tell the maker that an approved request ends soon and still holds budget. Once; skips what has
    changed meanwhile.
    """
    request = locks.lock_request(request_id)
    is_due = rules.is_to_remind(end_date=request.end_date, today=timezone.localdate(at))
    if request.state != RequestState.APPROVED or request.reminded_at is not None or not is_due:
        return
    held = sum((line.held for line in request.lines.all()), ZERO)
    request.reminded_at = at
    request.save(update_fields=("reminded_at",))
    if not held:
        return
    audit.record(
        kind=request.kind, document_id=request.pk, label=str(request), code="spend_request.remind",
        actor=SYSTEM, at=at, before=request.state, after=request.state, facts={"held": str(held)},
    )  # fmt: skip
    _tell(request, "expenses.ends_soon", at=at, day=request.end_date.isoformat(), held=formats.amount(held))


@jobs.handler("expenses.expire_request")
def expire_request(*, request_id: int, at: datetime) -> None:
    """End an approved request after its last day and release what it still holds; skips what is over or was
    prolonged.
    """
    request = locks.lock_request(request_id)
    is_over = rules.has_ended(end_date=request.end_date, today=timezone.localdate(at))
    if request.state != RequestState.APPROVED or not is_over:
        return
    released = sum((line.held for line in request.lines.all()), ZERO)
    requests.release_rest(request, "expire", actor=SYSTEM, at=at)
    _tell(request, "expenses.expired", at=at, released=formats.amount(released))


def _tell(request: SpendRequest, code: str, *, at: datetime, **facts: str) -> None:
    notifications.notify(
        [request.created_by_id],
        code=code,
        kind=request.kind,
        document_id=request.pk,
        label=f"{request.number} {request.title}",
        key=f"{code}:{request.pk}:{request.end_date}",
        at=at,
        facts=facts,
    )
