"""The page and the calls of price rules: who reads them, what holds on a day, what an order's value is granted (PSL-03,
PSL-12, PSL-41)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import InvalidInput
from organization.models import Role
from parts_sales import policies
from parts_sales.models import BankDetails, DiscountTier, PriceFigure
from parts_sales.rules import tiers as rules
from parts_sales.rules.tiers import Hint, Tier
from parts_sales.selectors.prices import tiers_on

SORT = {PriceFigure: "code", BankDetails: "currency"}
"""What each value from a day on is one of; tables of discounts are of one sort."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What an order of a value can be granted for, and whether a little more would cost less (PSL-41)."""

    value: Decimal
    share: Decimal
    payable: Decimal
    hint: Hint | None


def granted(value: Decimal, *, on: date) -> Granted:
    """What an order of this value at list can be granted for on a day. Raises InvalidInput before the first table."""
    tiers = tiers_on(on=on)
    if not tiers:
        raise InvalidInput(problem=_("No table of discounts is in force on this day."), field="on")
    share = rules.tier_of(value, tiers).share
    return Granted(value, share, rules.payable(value, tiers), rules.hint(value, tiers))


def figures_visible_to(actor: Actor) -> QuerySet[PriceFigure]:
    """The figures of all days, for whoever opens the catalogue."""
    return PriceFigure.objects.all() if policies.can_see_parts(actor) else PriceFigure.objects.none()


def granting_roles_visible_to(actor: Actor) -> QuerySet[Role]:
    """The roles that grant some discount alone, nothing included, in their order (ORG-08)."""
    rows = Role.objects.filter(discount_limit_share__isnull=False)
    return rows if policies.can_see_parts(actor) else rows.none()


def tables_visible_to(actor: Actor) -> QuerySet[DiscountTier]:
    """The tables of all days, each by its tier without a bound: every table has one."""
    rows = DiscountTier.objects.filter(upper__isnull=True)
    return rows if policies.can_see_parts(actor) else rows.none()


def bank_details_visible_to(actor: Actor) -> QuerySet[BankDetails]:
    """The bank details of all days and currencies."""
    return BankDetails.objects.all() if policies.can_see_parts(actor) else BankDetails.objects.none()


def tables() -> dict[date, list[Tier]]:
    """All tables by their first day, the tiers in order."""
    found: dict[date, list[Tier]] = {}
    for row in DiscountTier.objects.order_by("start_date", F("upper").asc(nulls_last=True)):
        found.setdefault(row.start_date, []).append(Tier(row.upper, row.is_inclusive, row.share))
    return found


def in_force(rows: QuerySet[Any], *, on: date) -> QuerySet[Any]:
    """Of values from a day on, those that hold on a day: the last begun of each sort."""
    begun = rows.model.objects.filter(start_date__lte=on)
    sort = SORT.get(rows.model)
    if sort is None:
        return rows.filter(start_date=Subquery(begun.order_by("-start_date").values("start_date")[:1]))
    last = begun.filter(**{sort: OuterRef(sort)}).order_by("-start_date").values("start_date")[:1]
    return rows.filter(start_date=Subquery(last))
