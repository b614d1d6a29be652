"""Who may grant which discount alone, and which prices an application has granted (ORG-08, PSL-03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q

from customers.choices import Region
from organization import selectors as organization
from parts_sales.choices import ApplicationState, LineKind
from parts_sales.models import PriceApplicationLine, Quote, QuoteLine
from parts_sales.rules import quotes as rules


def discount_alone(people: Collection[int], *, department_id: int, on: date) -> Decimal:
    """The largest discount one of these people grants alone in a department: by their roles over it, one above it, or
    the company, and by a break-glass right (ORG-08, ORG-06b).
    """
    chain = organization.ids_up(department_id=department_id)
    reach = Q(scope_kind="COMPANY") | Q(scope_kind="DEPARTMENT", department__in=chain)
    held = organization.assignments_in_force(on=on), organization.break_glass_in_force(on=on)
    shares = [
        share
        for rows in held
        for share in rows.filter(reach, person__in=people).values_list("role__discount_limit_share", flat=True)
        if share is not None
    ]
    return max([*shares, Decimal(0)])


def revisions_of(quote: Quote) -> list[Quote]:
    """A quote and the ones it replaces, the newest first."""
    found = [quote]
    while (before := found[-1].replaces) is not None:
        found.append(before)
    return found


def grants(quote: Quote) -> list[dict[int, rules.Grant]]:
    """What each approved application of this quote and the revisions it replaces grants for its parts, in the base
    currency (PSL-03).
    """
    rows = PriceApplicationLine.objects.filter(
        application__quote__in=[one.pk for one in revisions_of(quote)],
        application__state=ApplicationState.APPROVED,
    ).values_list("application", "part_id", "unit_base", "quantity")
    lines: dict[int, list[tuple[int, Decimal, Decimal]]] = defaultdict(list)
    for application, part, price, quantity in rows:
        lines[application].append((part, price, quantity))
    return [rules.asked_for(one) for one in lines.values()]


def below_floor(quote: Quote, lines: Sequence[QuoteLine]) -> list[QuoteLine]:
    """The lines whose price lies below the floor and is not granted by an application (PSL-03). Abroad none: there the
    table of discounts decides (PSL-41).
    """
    if quote.region == Region.FOREIGN:
        return []
    below = [line for line in lines if is_below(quote, line)]
    if not below:
        return []
    asked = rules.asked_for((line.part_id or 0, base_price(quote, line), line.quantity) for line in below)
    granted = grants(quote)
    open_parts = {part for part, one in asked.items() if not any(rules.covers(grant, part, one) for grant in granted)}
    return [line for line in below if (line.part_id or 0) in open_parts]


def is_below(quote: Quote, line: QuoteLine) -> bool:
    """Whether a part's price lies below its floor, or nobody can say what its floor is: it has neither list price nor
    cost, so its price is nobody's in the department (decision 0200).
    """
    if line.kind != LineKind.GOODS:
        return False
    return is_unpriced(line) or (line.floor is not None and base_price(quote, line) < line.floor)


def is_unpriced(line: QuoteLine) -> bool:
    """Whether a part was offered while neither a list price nor a cost of it was known."""
    has_no_floor = rules.has_no_floor(list_price=line.list_price, floor=line.floor)
    return line.kind == LineKind.GOODS and has_no_floor and line.cost is None


def base_price(quote: Quote, line: QuoteLine) -> Decimal:
    """A line's unit price in the base currency at the quote's frozen rate."""
    return rules.amount(quantity=quote.rate, unit_price=line.unit_price, currency="")
