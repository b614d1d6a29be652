"""Goods first on a colleague's word: who may guarantee what, when it is due, how it is deducted (PSL-23). Pure.

docs/rules/parts_sales.md has the worked tables.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.money import split_amount

OVER_LIMIT, SPLIT, OVERDUE, MANY = "OVER_LIMIT", "SPLIT", "OVERDUE", "MANY"
WAGE_SHARE = Decimal("0.20")
MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """The most one guarantee may be and all of a guarantor's for one customer together (`each`), and from where on all
    of a guarantor's together give a warning (`warning`).
    """

    each: Decimal = Decimal("1000.00")
    warning: Decimal = Decimal("3000.00")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a guarantor answers for already: for this customer, altogether, and whether any of it is overdue."""

    for_customer: Decimal = Decimal(0)
    altogether: Decimal = Decimal(0)
    has_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether an order may go on a guarantee: `refused` names the reason, `warned` what its reviewer is told."""

    refused: str = ""
    warned: str = ""


def judge(order_total: Decimal, standing: Standing, limits: Limits) -> Answer:
    """Exactly the limit is allowed; an overdue guarantee refuses every new one; the sum over all customers warns."""
    if standing.has_overdue:
        return Answer(refused=OVERDUE)
    if order_total > limits.each:
        return Answer(refused=OVER_LIMIT)
    if standing.for_customer + order_total > limits.each:
        return Answer(refused=SPLIT)
    return Answer(warned=MANY if standing.altogether + order_total > limits.warning else "")


def due_on(dispatched: date) -> date:
    """One calendar month after dispatch; the month's last day where it has no such day."""
    year, month = (dispatched.year + 1, 1) if dispatched.month == 12 else (dispatched.year, dispatched.month + 1)
    return date(year, month, min(dispatched.day, monthrange(year, month)[1]))


def is_overdue(due: date, *, on: date) -> bool:
    """From the day after it was due."""
    return on > due


def proposal_on(due: date, *, grace_days: int) -> date:
    """The day a deduction is proposed: the first after the days of grace, which follow the day it was due."""
    return due + timedelta(days=grace_days + 1)


def most_a_month(wage: Decimal) -> Decimal:
    """The most that may be deducted of a month's wage, to the cent below."""
    return (wage * WAGE_SHARE).quantize(Decimal("0.01"), rounding="ROUND_FLOOR")


def deductions(
    amount: Decimal, *, monthly_most: Decimal, taken: Mapping[int, Decimal] | None = None
) -> list[tuple[int, Decimal]]:
    """Monthly deductions that add up to the amount, in as few months as possible, each with its place from the first
    month on (0). With what is `taken` of the same wage in a month already, none takes more than the most of a month:
    equal ones where they fit, otherwise each month as far as it has room.

    Raises ValueError for nothing to deduct, for no room in a month, and where it would take more than five years.
    """
    if amount <= 0 or monthly_most <= 0:
        raise ValueError("nothing to deduct, or no room for it")
    rooms: list[tuple[int, Decimal]] = []
    for place in range(MOST_MONTHS):
        if (room := monthly_most - (taken or {}).get(place, Decimal(0))) > 0:
            rooms.append((place, room))
        if sum(room for _place, room in rooms) >= amount:
            break
    else:
        raise ValueError("it would take more than five years")
    equal = split_amount(amount, [1] * len(rooms))
    if all(part <= room for part, (_place, room) in zip(equal, rooms, strict=True)):
        return [(place, part) for part, (place, _room) in zip(equal, rooms, strict=True)]
    left, filled = amount, []
    for place, room in rooms:
        filled.append((place, min(room, left)))
        left -= min(room, left)
    return filled
