"""Budget alerts: found once, told once, acknowledged with a note (EXP-11, decision 0093)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import audit, notifications
from core.actors import Actor
from core.directory import directory
from core.errors import NotAllowed, WrongState, require_reason
from core.thresholds import KEEP
from reports import alert_words, policies
from reports.alerting import judge
from reports.choices import AlertKind, AlertState
from reports.models import BudgetAlert
from reports.selectors import alerts as selectors

ONE, SEVERAL = "reports.alert", "reports.alerts"
BATCH = 1000
LONGEST = 500


@transaction.atomic
def find(*, at: datetime) -> int:
    """Judge all keys of the open years by their sums and tell of what was not told before; how many alerts are new.

    Safe to run twice, at once, and late: the database takes each alert once, and whoever wrote it tells of it.
    """
    on = timezone.localdate(at)
    limits, told_to = selectors.limits(on=on)
    run = uuid.uuid4()
    for asked in selectors.years_to_judge(on=on):
        known = set(
            BudgetAlert.objects.filter(fiscal_year=asked.year).values_list(
                "department", "category", "alert_kind", "month", "threshold"
            )
        )
        reached = {row[:2]: row[4] for row in sorted(known) if row[2] == AlertKind.USED}
        found = [
            BudgetAlert(
                fiscal_year=asked.year, department_id=department_id, category_id=category_id, found_at=at, run=run,
                alert_kind=one.alert_kind, budget=one.budget, used=one.used, month=one.month,
                threshold=one.threshold, gone_month=one.gone_month,
            )
            for (department_id, category_id), key in selectors.keys_of(asked.year).items()
            for one in judge(key, limits, ended=asked.ended, months=asked.months)
            if (department_id, category_id, one.alert_kind, one.month, one.threshold) not in known
            and not (
                one.alert_kind == AlertKind.USED and reached.get((department_id, category_id), -1) >= one.threshold
            )
        ]  # fmt: skip
        BudgetAlert.objects.bulk_create(found, batch_size=BATCH, ignore_conflicts=True)
    written = list(BudgetAlert.objects.filter(run=run).select_related("department", "category", "fiscal_year"))
    _tell(written, told_to, at=at)
    return len(written)


@transaction.atomic
def acknowledge(*, alert_id: int, note: str, actor: Actor, at: datetime) -> BudgetAlert:
    """Say that an alert was seen and what is done about it. Raises NotAllowed, WrongState where somebody did already,
    ReasonMissing, BudgetAlert.DoesNotExist.
    """
    rows = BudgetAlert.objects.select_for_update(of=("self",), no_key=True)
    alert = rows.select_related("department", "category").get(pk=alert_id)
    if not policies.can_acknowledge(alert, actor) or actor.person_id is None:
        raise NotAllowed(document=str(alert))
    if not alert.is_open:
        raise WrongState(document=str(alert), state=AlertState.DONE.label)
    alert.note = require_reason(note)[:LONGEST]
    alert.acknowledged_by_id, alert.acknowledged_at = actor.person_id, at
    alert.save(update_fields=("note", "acknowledged_by", "acknowledged_at"))
    audit.record(
        kind=alert.kind, document_id=alert.pk, label=str(alert), code="budget_alert.acknowledge",
        actor=actor, at=at, before=AlertState.OPEN, after=AlertState.DONE, reason=alert.note,
    )  # fmt: skip
    return alert


def _tell(written: list[BudgetAlert], told_to: frozenset[str], *, at: datetime) -> None:
    """One notice for each person: of their one alert, or of how many there are."""
    if not written:
        return
    heads = selectors.heads()
    finance = directory().holding(permission=KEEP) if alert_words.TO_FINANCE in told_to else ()
    by_person: dict[int, list[BudgetAlert]] = defaultdict(list)
    for alert in written:
        owner = heads.owner(alert.fiscal_year_id, alert.department_id)
        manager = heads.manager(alert.department_id, owner)
        people = {*finance}
        people |= {owner} if owner and alert_words.TO_OWNER in told_to else set()
        people |= {manager} if manager and alert_words.TO_MANAGER in told_to else set()
        for person in people:
            by_person[person].append(alert)
    for person, alerts in by_person.items():
        first = alerts[0]
        label = audit.in_both(str, first)
        text = audit.in_both(alert_words.sentence, first)
        notifications.notify(
            [person],
            code=ONE if len(alerts) == 1 else SEVERAL,
            kind=BudgetAlert.kind,
            document_id=first.pk if len(alerts) == 1 else 0,
            label=label["zh"],
            key=f"budget_alert:{first.run}:{person}",
            at=at,
            facts={
                "document_en": label["en"], "sentence": text["zh"], "sentence_en": text["en"], "count": len(alerts),
            },
        )  # fmt: skip
