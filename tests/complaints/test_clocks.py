"""Targets in working hours, over weekends, National Day and month ends (CMP-01, GEN-15)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from complaints.choices import Severity
from complaints.rules import clocks
from complaints.services import complaints, intakes
from complaints.thresholds import hours_between, hours_on, targets
from tests.factories import complaints as grievances
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-01")]
ZONE = ZoneInfo("Asia/Shanghai")
WORK = clocks.Hours(Decimal(9), Decimal(8))


def on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("severity", "recorded", "first", "resolved"),
    [
        (Severity.CRITICAL, on(9, 15, 10), on(9, 15, 12), on(9, 21, 10)),  # Sunday 20 September is worked
        (Severity.MAJOR, on(9, 30, 15), on(10, 8, 11), on(10, 20, 15)),  # National Day 1 to 7, Saturday 10 is worked
        (Severity.MAJOR, on(11, 30, 14), on(12, 1, 10), on(12, 14, 14)),  # over the month's end
        (Severity.CRITICAL, on(11, 20, 20), on(11, 23, 11), on(11, 27, 17)),  # Friday evening counts from Monday
        (Severity.CRITICAL, on(11, 21, 12), on(11, 23, 11), on(11, 27, 17)),  # Saturday too
    ],
)
def test_the_table_of_targets(severity, recorded, first, resolved):
    assert targets(severity, start=recorded) == (first, resolved)


def test_hours_passed_are_hours_of_work(db):
    work = hours_on(on(9, 30, 9).date())

    assert hours_between(on(9, 30, 15), on(10, 8, 11), work=work) == Decimal("4.0")
    assert hours_between(on(10, 1, 9), on(10, 7, 17), work=work) == Decimal("0.0")
    assert hours_between(on(11, 20, 16), on(11, 23, 9, 30), work=work) == Decimal("1.5")


def test_a_day_of_work_ends_where_the_next_begins():
    due = clocks.due(on(9, 15, 9), Decimal(8), work=WORK, works=lambda _day: True, zone=ZONE)

    assert due == on(9, 15, 17)
    assert clocks.due(due, Decimal(1), work=WORK, works=lambda _day: True, zone=ZONE) == on(9, 16, 10)


def test_what_came_by_the_form_counts_from_its_arrival(company, handler, buyer):
    """It was not our customer who let it lie; another severity counts from there too."""
    made = intakes.receive(draft=grievances.typed(), at=on(11, 30, 14))
    draft = grievances.draft(buyer, department_id=company.service.pk, severity=Severity.MAJOR)

    complaint = intakes.take_in(intake_id=made.pk, draft=draft, actor=actor_of(handler), at=on(12, 2, 10))

    assert (complaint.first_due, complaint.resolve_due) == (on(12, 1, 10), on(12, 14, 14))
    minor = grievances.draft(buyer, department_id=company.service.pk, severity=Severity.MINOR)
    changed = complaints.change(complaint_id=complaint.pk, draft=minor, actor=actor_of(handler), at=on(12, 2, 11))
    assert (changed.first_due, changed.resolve_due) == targets(Severity.MINOR, start=on(11, 30, 14))
