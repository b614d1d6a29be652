"""What this app refuses, each with what to do next (QLT-53)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class PartNumberTaken(DomainError):
    """A part number is given once, whatever its case."""

    code = "part_number_taken"
    text = _("There is a part %(number)s already.")


class SuccessorRing(DomainError):
    """A part cannot follow itself, not by way of others either (PSL-01)."""

    code = "successor_ring"
    text = _("%(successor)s is followed by %(part)s itself. Choose another successor.")


class DayRefused(DomainError):
    """A value cannot begin on the day it is to begin."""

    def at_fields(self) -> tuple[str, ...]:
        return ("start_date",)


class DayTaken(DayRefused):
    """A value begins once on a day."""

    code = "day_taken"
    text = _("There is a value from %(day)s already. Choose another day.")


class DayPast(DayRefused):
    """What was in force stays as it was; a new value begins today or later."""

    code = "day_past"
    text = _("A new value begins today or later; what was in force stays readable as it was.")


class StockShort(DomainError):
    """More is asked for than is free in the warehouse (PSL-32)."""

    code = "stock_short"
    text = _("%(part)s: %(free)s %(unit)s are free in %(warehouse)s, %(asked)s are asked for.")


class NotReserved(DomainError):
    """More is given back or issued from a reservation than was reserved."""

    code = "not_reserved"
    text = _("%(part)s: only %(reserved)s %(unit)s are reserved in %(warehouse)s.")


class CountBelowReserved(DomainError):
    """A count finds less than is promised: the promises are looked at first."""

    code = "count_below_reserved"
    text = _(
        "%(part)s: %(reserved)s %(unit)s are reserved in %(warehouse)s, more than were counted. Release them first."
    )


class CountStale(DomainError):
    """Somebody moved stock between looking and counting."""

    code = "count_stale"
    text = _("%(part)s: %(on_hand)s %(unit)s are on hand in %(warehouse)s now. Look again, then enter the count.")
