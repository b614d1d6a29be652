"""Stock as lists and pages find it (PSL-01)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from core.actors import Actor
from core.sheets.headings import squeezed
from organization.choices import ScopeKind
from organization.models import Warehouse
from organization.selectors.actors import assignments_in_force
from parts_sales import policies
from parts_sales.models import StockBalance, StockMovement

LATEST = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """A balance that is not the sum of its movements."""

    balance: StockBalance
    on_hand: Decimal
    reserved: Decimal


def warehouses_kept_by(actor: Actor) -> frozenset[int]:
    """The warehouses an actor counts today: those of their role's scope, all for a right over the company (ORG-03)."""
    if actor.is_system or actor.scope_of(policies.KEEP).company:
        return frozenset(Warehouse.objects.values_list("pk", flat=True))
    if actor.person_id is None or not policies.can_count(actor):
        return frozenset()
    rows = assignments_in_force(on=timezone.localdate()).filter(
        person=actor.person_id, scope_kind=ScopeKind.WAREHOUSE, role__permissions__contains=[policies.KEEP]
    )
    return frozenset(pk for pk in rows.values_list("warehouse", flat=True) if pk is not None)


def warehouses_by_name() -> dict[str, Warehouse]:
    """Every warehouse by its code and names, as files spell them (`squeezed`)."""
    return {
        squeezed(name): one for one in Warehouse.objects.all() for name in (one.code, one.name_zh, one.name_en) if name
    }


def balances_of(part_id: int) -> QuerySet[StockBalance]:
    """Where a part lies."""
    return StockBalance.objects.filter(part=part_id).select_related("warehouse").order_by("warehouse__code")


def movements_of(part_id: int) -> QuerySet[StockMovement]:
    """The latest movements of a part, newest first."""
    rows = StockMovement.objects.filter(balance__part=part_id).select_related("balance__warehouse", "by")
    return rows.order_by("-pk")[:LATEST]


def differences() -> list[Difference]:
    """Balances that disagree with their movements: none, unless somebody wrote past the application."""
    rows = StockBalance.objects.select_related("part", "warehouse").annotate(
        moved=Sum("movements__on_hand_change", default=Decimal(0)),
        promised=Sum("movements__reserved_change", default=Decimal(0)),
    )
    wrong = rows.exclude(moved=F("on_hand"), promised=F("reserved"))
    return [Difference(row, row.moved, row.promised) for row in wrong]
