"""Costs, prices and figures in force on a day (PSL-01, PSL-03, PSL-41, GEN-02)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from budgets.selectors import rates
from core.actors import Actor
from core.money import base_currency, rounded
from organization.models import Role
from parts_sales import policies
from parts_sales.choices import Figure
from parts_sales.models import BankDetails, DiscountTier, PartCost, PartPrice, PriceFigure
from parts_sales.rules import prices as rules
from parts_sales.rules.prices import Floor
from parts_sales.rules.tiers import Tier

MANAGER = "department_manager"
"""Whose largest discount bounds the floor (PSL-03): the service department's manager, by their role (ORG-08)."""


def costs_on(part_ids: Collection[int], *, on: date) -> dict[int, Decimal]:
    """What parts cost on a day, in the base currency; a part without a known cost is missing."""
    rows = PartCost.objects.filter(part__in=part_ids, start_date__lte=on).order_by("part", "-start_date")
    return dict(rows.distinct("part").values_list("part", "amount"))


def prices_on(part_ids: Collection[int], *, on: date, currency: str = "") -> dict[int, Decimal]:
    """The list prices of a day; a part without one is missing."""
    rows = in_force(PartPrice.objects.filter(part__in=part_ids, currency=currency or base_currency()), on=on)
    return dict(rows.values_list("part", "amount"))


def prices_offered(part_ids: Collection[int], *, on: date, currency: str, rate: Decimal | None) -> dict[int, Decimal]:
    """What parts are listed at for an offer in a currency: the list price there, else that in the base currency at the
    offer's rate, so that no currency escapes the table of discounts (PSL-41, decision 0191).
    """
    listed = prices_on(part_ids, on=on, currency=currency)
    missing = [part for part in part_ids if part not in listed]
    if not missing or not rate or currency == base_currency():
        return listed
    at_home = prices_on(missing, on=on)
    least = rules.least_price(currency)
    return listed | {part: max(rounded(price / rate, currency), least) for part, price in at_home.items()}


def prices_offered_today(part_ids: Collection[int], *, on: date, currency: str) -> dict[int, Decimal]:
    """The same where no offer has its rate yet: at the rate finance keeps for the day."""
    kept = rates.rate_on(currency=currency, on=on) if currency and currency != base_currency() else None
    return prices_offered(part_ids, on=on, currency=currency, rate=kept.rate if kept else None)


def prices_visible_to(actor: Actor) -> QuerySet[PartPrice]:
    """List prices of all days, for whoever opens the catalogue (PSL-01)."""
    return PartPrice.objects.all() if policies.can_see_parts(actor) else PartPrice.objects.none()


def in_force(rows: QuerySet[PartPrice], *, on: date) -> QuerySet[PartPrice]:
    """Prices of a day."""
    return rows.filter(Q(end_date__isnull=True) | Q(end_date__gt=on), start_date__lte=on)


def figure_on(code: str, *, on: date) -> Decimal:
    """The minimum margin or a tax rate in force on a day. Raises PriceFigure.DoesNotExist before the first one."""
    return PriceFigure.objects.filter(code=code, start_date__lte=on).latest("start_date").value


def figures_on(*, on: date) -> dict[str, Decimal]:
    """All of them on a day, by code; what has not begun is missing."""
    rows = PriceFigure.objects.filter(start_date__lte=on).order_by("code", "-start_date").distinct("code")
    return dict(rows.values_list("code", "value"))


def figures() -> QuerySet[PriceFigure]:
    """All figures with their days, the newest of each first."""
    return PriceFigure.objects.select_related("entered_by").order_by("code", "-start_date")


def tiers_on(*, on: date) -> list[Tier]:
    """The table of foreign discounts in force on a day; empty before the first one (PSL-41)."""
    first = DiscountTier.objects.filter(start_date__lte=on).order_by("-start_date").first()
    if first is None:
        return []
    rows = DiscountTier.objects.filter(start_date=first.start_date)
    return [Tier(row.upper, row.is_inclusive, row.share) for row in rows]


def discounts_alone() -> dict[str, Decimal]:
    """The largest discount each role grants alone, by role; roles that grant none are missing (ORG-08)."""
    rows = Role.objects.filter(discount_limit_share__isnull=False).order_by("position")
    return {code: share for code, share in rows.values_list("code", "discount_limit_share") if share is not None}


def manager_discount() -> Decimal:
    """The service department manager's largest discount; nothing where the role has none (PSL-03)."""
    return discounts_alone().get(MANAGER, Decimal(0))


def cost_floors_on(part_ids: Collection[int], *, on: date) -> dict[int, Floor]:
    """The floors abroad: cost with the minimum margin alone, since the table says how far list prices go down there
    (PSL-03, PSL-41, decision 0191); a part without a known cost is missing.
    """
    return floors_by_cost(costs_on(part_ids, on=on), margin=figure_on(Figure.MINIMUM_MARGIN, on=on))


def floors_by_cost(costs: Mapping[int, Decimal], *, margin: Decimal) -> dict[int, Floor]:
    """The same of costs and a margin that were read already."""
    return {
        part: Floor(rules.list_price(cost=cost, margin_share=margin), rules.BY_COST) for part, cost in costs.items()
    }


def floors_on(part_ids: Collection[int], *, on: date) -> dict[int, Floor]:
    """The floors of a day in the base currency, in four statements (PSL-03). A part without a list price has the floor
    of its cost; one without both is missing.
    """
    costs, prices = costs_on(part_ids, on=on), prices_on(part_ids, on=on)
    return floors_of(costs, prices, margin=figure_on(Figure.MINIMUM_MARGIN, on=on))


def floors_of(costs: Mapping[int, Decimal], prices: Mapping[int, Decimal], *, margin: Decimal) -> dict[int, Floor]:
    """The same of costs, list prices in the base currency and a margin that were read already."""
    discount = manager_discount()
    return floors_by_cost(costs, margin=margin) | {
        part: rules.floor(cost=costs.get(part), price=price, minimum_margin=margin, manager_discount=discount)
        for part, price in prices.items()
    }


def bank_details_on(*, on: date, currency: str) -> str:
    """Where customers pay money of a currency, as finance keeps it on a day; empty where it keeps nothing (PSL-12)."""
    kept = BankDetails.objects.filter(currency=currency, start_date__lte=on).order_by("-start_date").first()
    return kept.text if kept is not None else ""


def bank_details_again(text: str, *, on: date, currency: str) -> str:
    """What a quote handed in, copied or revised states: today's bank details of its currency where what it said came
    from finance, for whatever currency, or it said nothing; its own otherwise (decision 0201).
    """
    if text and not BankDetails.objects.filter(text=text).exists():
        return text
    return bank_details_on(on=on, currency=currency)


def bank_details() -> QuerySet[BankDetails]:
    """All bank details with their days, the newest of each currency first."""
    return BankDetails.objects.select_related("entered_by").order_by("currency", "-start_date")
