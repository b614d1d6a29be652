"""The targets of complaints that are set on the page of thresholds (CMP-01, CMP-08b)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import policies
from complaints.choices import Severity
from complaints.rules import clocks
from core import calendar, thresholds
from core.thresholds import COUNT, FACTOR, Figure, Group, Threshold

WORK, RECURRENCE = "complaint_work", "complaint_recurrence"
TARGETS = {severity: f"complaint_{severity.lower()}" for severity in Severity.values}
USUAL = {Severity.CRITICAL: (2, 40), Severity.MAJOR: (4, 80), Severity.MINOR: (8, 160)}
"""Working hours until the first response, and until it is resolved."""


def group() -> Group:
    """Working hours, targets per severity, how long the same part or cause counts as recurrence."""
    one = Decimal(1)
    return Group(
        "complaints",
        _("Complaints"),
        (
            Threshold(
                WORK,
                _("Working hours"),
                _("Targets count the hours in which customer service works, on working days."),
                (
                    Figure("begins", _("Begins at (hour)"), FACTOR, Decimal(9), most=Decimal(16)),
                    Figure("length", _("Hours a day"), FACTOR, Decimal(8), least=one, most=Decimal(8)),
                ),
                can_switch=False,
            ),
            *(
                Threshold(
                    TARGETS[severity],
                    severity.label,
                    _("Working hours from recording a complaint of this severity."),
                    (
                        Figure("response", _("First response"), COUNT, Decimal(first), least=one, most=Decimal(400)),
                        Figure("resolution", _("Resolved"), COUNT, Decimal(last), least=one, most=Decimal(2000)),
                    ),
                    can_switch=False,
                )
                for severity, (first, last) in USUAL.items()
            ),
            Threshold(
                RECURRENCE,
                _("The same again"),
                _("The same part or cause so soon after a complaint was closed has the effect verified again."),
                (Figure("days", _("Days"), COUNT, Decimal(90), least=one, most=Decimal(1095)),),
            ),
        ),
        sees=policies.sees_all,
        icon="message-report",
    )


def targets(severity: str, *, start: datetime) -> tuple[datetime, datetime]:
    """By when the first response is due, and by when it is resolved."""
    on = timezone.localdate(start)
    now = thresholds.in_force(WORK, TARGETS[severity], on=on)
    work, mine = hours(now), now.of(TARGETS[severity])
    first, last = (_due(start, mine.figure(name), work) for name in ("response", "resolution"))
    return first, last


def hours(now: thresholds.InForce) -> clocks.Hours:
    """The working hours of a day."""
    standing = now.of(WORK)
    return clocks.Hours(standing.figure("begins"), standing.figure("length"))


def hours_between(start: datetime, end: datetime, *, work: clocks.Hours) -> Decimal:
    """Working hours between two moments."""
    return clocks.passed(start, end, work=work, works=calendar.is_working_day, zone=_zone())


def hours_on(day: date) -> clocks.Hours:
    """The working hours as they stand on a day."""
    return hours(thresholds.in_force(WORK, on=day))


def _due(start: datetime, wanted: Decimal, work: clocks.Hours) -> datetime:
    return clocks.due(start, wanted, work=work, works=calendar.is_working_day, zone=_zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())
