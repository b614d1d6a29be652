"""What counts against a credit limit, and what is late (PSL-22, PSL-25). Pure; amounts in the base currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import ZERO

BOUNDS = (0, 30, 60, 90)
"""Days late at which a debt grows a class older: not due, up to 30, 60, 90, more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An order as far as credit goes. One that waits has not been delivered from on credit."""

    total: Decimal
    shipped: Decimal
    billed: Decimal
    paid: Decimal
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a customer has of ours, part by part; `prepaid` lowers it."""

    unpaid: Decimal = ZERO
    unbilled: Decimal = ZERO
    open_orders: Decimal = ZERO
    prepaid: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Unpaid + shipped not billed + open orders − prepayments; below zero where more is prepaid than ordered."""
        return self.unpaid + self.unbilled + self.open_orders - self.prepaid

    def __add__(self, other: Exposure) -> Exposure:
        return Exposure(
            self.unpaid + other.unpaid,
            self.unbilled + other.unbilled,
            self.open_orders + other.open_orders,
            self.prepaid + other.prepaid,
        )


def exposure_of(order: Standing) -> Exposure:
    """One order's share. What waits on hold counts only as far as it has left; what is paid for it beyond that stays
    its own and makes no room for others."""
    unpaid = max(order.billed - order.paid, ZERO)
    unbilled = max(order.shipped - order.billed, ZERO)
    open_part = ZERO if order.waits else max(order.total - max(order.shipped, order.billed), ZERO)
    prepaid = min(max(order.paid - order.billed, ZERO), unbilled + open_part)
    return Exposure(unpaid, unbilled, open_part, prepaid)


def exposure(orders: Iterable[Standing], *, unmatched: Decimal = ZERO) -> Exposure:
    """All orders of a customer together, less money that came from it and stands against none yet."""
    return sum((exposure_of(one) for one in orders), Exposure(prepaid=unmatched))


def fits(exposed: Exposure, *, this: Decimal, limit: Decimal) -> bool:
    """Whether an order still fits: exactly at the limit is allowed (PSL-22)."""
    return exposed.total + this <= limit


@dataclass(frozen=True, slots=True)
class Debt:
    """An invoice, or what of it is still unpaid, with its last day to pay."""

    due: date
    amount: Decimal


def still_owed(invoices: Iterable[Debt], *, paid: Decimal) -> list[Debt]:
    """What is unpaid of an order's invoices when its money goes to the oldest first."""
    left, open_debts = paid, []
    for one in sorted(invoices, key=lambda debt: debt.due):
        covered = min(left, one.amount)
        left -= covered
        if one.amount > covered:
            open_debts.append(Debt(one.due, one.amount - covered))
    return open_debts


def overdue(debts: Iterable[Debt], *, on: date) -> Decimal:
    """What should have been paid before this day: a debt is late the day after it was due."""
    return sum((debt.amount for debt in debts if debt.due < on), ZERO)


def ages(debts: Iterable[Debt], *, on: date) -> tuple[Decimal, ...]:
    """Debts by how late they are: not due, 1 to 30 days, 31 to 60, 61 to 90, more."""
    found = [ZERO] * (len(BOUNDS) + 1)
    for debt in debts:
        late = (on - debt.due).days
        found[sum(late > bound for bound in BOUNDS)] += debt.amount
    return tuple(found)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none (31 Jan → 28 or 29 Feb)."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - date.resolution).day
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class Settled:
    """An invoice and when it was paid in full; None while it is not."""

    amount: Decimal
    due: date
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a customer paid over a span (PSL-22). `days_late` is the average over what was late, weighted by amount."""

    turnover: Decimal
    on_time: Decimal
    late: Decimal
    overdue: Decimal
    days_late: Decimal
    most_days_late: int

    @property
    def on_time_share(self) -> Decimal | None:
        """The share of what was due that was paid on time; None where nothing was due."""
        due = self.on_time + self.late + self.overdue
        return self.on_time / due if due else None


def conduct(invoices: Iterable[Settled], *, on: date) -> Conduct:
    """The figures of an evaluation. What is due later than the day counts as turnover alone."""
    rows = list(invoices)
    due = [(one, _days_late(one, on)) for one in rows if one.due < on or one.paid_on is not None]
    late = [(one, days) for one, days in due if days > 0]
    late_amount = sum((one.amount for one, _days in late), ZERO)
    weighted = sum((one.amount * days for one, days in late), ZERO)
    return Conduct(
        turnover=sum((one.amount for one in rows), ZERO),
        on_time=sum((one.amount for one, days in due if days <= 0), ZERO),
        late=sum((one.amount for one, _days in late if one.paid_on is not None), ZERO),
        overdue=sum((one.amount for one, _days in late if one.paid_on is None), ZERO),
        days_late=round(weighted / late_amount, 1) if late_amount else Decimal(0),
        most_days_late=max((days for _one, days in late), default=0),
    )


def _days_late(one: Settled, on: date) -> int:
    return ((one.paid_on or on) - one.due).days


def settled(invoices: Iterable[Debt], payments: Iterable[Debt]) -> list[Settled]:
    """When each invoice of one order was paid in full: its money goes to the oldest first. Of a payment, `due` is the
    day it came."""
    coming = sorted(payments, key=lambda one: one.due)
    found, wanted, got, place, last = [], ZERO, ZERO, 0, None
    for one in sorted(invoices, key=lambda debt: debt.due):
        wanted += one.amount
        while got < wanted and place < len(coming):
            got, last, place = got + coming[place].amount, coming[place].due, place + 1
        found.append(Settled(one.amount, one.due, last if got >= wanted else None))
    return found
