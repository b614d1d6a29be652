"""What finance keeps on the page of price rules: `price-figures`, `discount-tables`, `bank-details`, beside them
`discount-authority` (PSL-03, PSL-12, PSL-41, GEN-17). What is entered is never changed: the next one ends it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, Input, Resource, move
from core.api.fields import LinesField, RateSerializerField
from core.money import CENT, CURRENCIES, LARGEST
from organization.models import Role
from parts_sales import policies
from parts_sales.choices import Figure
from parts_sales.models import BankDetails, DiscountTier, PriceFigure
from parts_sales.rules.tiers import MOST_TIERS, Tier
from parts_sales.selectors import price_rules as reads
from parts_sales.services import prices

CHOICES = [(code, code) for code in CURRENCIES]
KEPT = {"create": policies.SET_PRICES, **dict.fromkeys(("list", "retrieve"), policies.VIEW)}
"""Whoever opens the catalogue reads the rules; finance enters them."""


class EnteredOut(serializers.Serializer[Any]):
    """From which day on, and who entered it when."""

    start_date = serializers.DateField(read_only=True)
    entered_by = serializers.IntegerField(source="entered_by_id", read_only=True, allow_null=True)
    entered_at = serializers.DateTimeField(read_only=True)


class OnDay(django_filters.FilterSet):  # type: ignore[misc]
    """`on` gives what is in force on a day."""

    on = django_filters.DateFilter(method="of_day")

    def of_day(self, rows: QuerySet[Any], _name: str, day: Any) -> QuerySet[Any]:
        return reads.in_force(rows, on=day)


class PriceFigureIn(Input):
    """The minimum margin or a tax rate from a day on: a fraction, 0.08 for 8 %."""

    code = serializers.ChoiceField(choices=Figure.choices)
    value = RateSerializerField()
    start_date = serializers.DateField()


class PriceFigureOut(EnteredOut):
    """A figure; it holds until the next one of its code begins."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True)
    value = RateSerializerField(max_digits=6, read_only=True)


class PriceFigureFilter(OnDay):
    """By figure."""

    code = django_filters.ChoiceFilter(choices=Figure.choices)


class PriceFigureResource(Creates[PriceFigure], Resource[PriceFigure]):
    """The minimum margin and the tax rates. The freight to be agreed, the validity of quotes, the bounds of carriers,
    credit and guarantees stand with `thresholds`.
    """

    serializer_class = PriceFigureOut
    input_serializers = {"create": PriceFigureIn}
    permissions = KEPT
    filterset_class = PriceFigureFilter
    ordering_fields = {"start_date": "start_date", "code": "code"}
    ordering = "-start_date"
    search_fields = ("code",)

    def visible(self, actor: Actor) -> QuerySet[PriceFigure]:
        return reads.figures_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> PriceFigure:
        return prices.enter_figure(**data, actor=actor, at=at)


class DiscountAuthorityOut(serializers.Serializer[Role]):
    """The largest discount from list a role grants alone (PSL-03, ORG-08)."""

    id = serializers.IntegerField(read_only=True)
    role = serializers.CharField(source="code", read_only=True)
    name = serializers.CharField(read_only=True)
    share = RateSerializerField(source="discount_limit_share", read_only=True)


class DiscountAuthorityResource(Resource[Role]):
    """What each role grants alone, for whoever opens the catalogue; the finance supervisor keeps it with `roles`."""

    serializer_class = DiscountAuthorityOut
    permissions = dict.fromkeys(("list", "retrieve"), policies.VIEW)
    ordering_fields = {"position": "position"}
    ordering = "position"
    search_fields = ("code", "name_zh", "name_en")

    def visible(self, actor: Actor) -> QuerySet[Role]:
        return reads.granting_roles_visible_to(actor)


class TierIn(Input):
    """One tier: orders up to `upper` (null: without bound), the bound included or not, pay at least `share` of list."""

    upper = AmountSerializerField(required=False, allow_null=True, default=None, min_value=CENT, max_value=LARGEST)
    is_inclusive = serializers.BooleanField(required=False, default=True)
    share = RateSerializerField()


class DiscountTableIn(Input):
    """The whole table of discounts abroad from a day on."""

    start_date = serializers.DateField()
    tiers = LinesField(child=TierIn(), allow_empty=False, max_length=MOST_TIERS)


class TierOut(serializers.Serializer[Any]):
    """A tier as it was entered."""

    upper = AmountSerializerField(read_only=True, allow_null=True)
    is_inclusive = serializers.BooleanField(read_only=True)
    share = RateSerializerField(read_only=True)


class DiscountTableOut(EnteredOut):
    """A table by its tier without a bound, whose id it has; it holds until the next one begins."""

    id = serializers.IntegerField(read_only=True)
    tiers = serializers.SerializerMethodField()

    @extend_schema_field(TierOut(many=True))
    def get_tiers(self, row: DiscountTier) -> list[dict[str, Any]]:
        """The tiers by their bounds, the open one last."""
        return [dict(TierOut(one).data) for one in self._tables.get(row.start_date, [])]

    @cached_property
    def _tables(self) -> dict[date, list[Tier]]:
        """All tables at once: there are few, and a list asks for each of its rows."""
        return reads.tables()


class ValueIn(Input):
    """The value of an order's goods at list in the base currency; the table of today where no day is sent."""

    value = AmountSerializerField(min_value=CENT, max_value=LARGEST)
    on = serializers.DateField(required=False, allow_null=True, default=None)


class HintOut(serializers.Serializer[Any]):
    """A little more would cost less: `more` makes `value`, payable at `payable`."""

    more = AmountSerializerField(read_only=True)
    value = AmountSerializerField(read_only=True)
    payable = AmountSerializerField(read_only=True)


class GrantedOut(serializers.Serializer[Any]):
    """What an order of this value can be granted for at most."""

    value = AmountSerializerField(read_only=True)
    share = RateSerializerField(read_only=True)
    payable = AmountSerializerField(read_only=True)
    hint = HintOut(read_only=True, allow_null=True)


class DiscountTableFilter(OnDay):
    """By day."""


class DiscountTableResource(Creates[DiscountTier], Resource[DiscountTier]):
    """The tables of discounts abroad, those of former days included (PSL-41)."""

    serializer_class = DiscountTableOut
    input_serializers = {"create": DiscountTableIn}
    permissions = KEPT | {"check": policies.VIEW}
    filterset_class = DiscountTableFilter
    ordering_fields = {"start_date": "start_date"}
    ordering = "-start_date"

    def visible(self, actor: Actor) -> QuerySet[DiscountTier]:
        return reads.tables_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> DiscountTier:
        tiers = [Tier(one["upper"], one["is_inclusive"], one["share"]) for one in data["tiers"]]
        made = prices.enter_tiers(tiers=tiers, start_date=data["start_date"], actor=actor, at=at)
        return next(one for one in made if one.upper is None)

    @move(on_list=True, input=ValueIn, output=GrantedOut, writes=False)
    def check(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> reads.Granted:
        """What an order of a value can be granted for, and whether a little more would cost less."""
        value: Decimal = data["value"]
        return reads.granted(value, on=data["on"] or timezone.localdate(at))


class BankDetailsIn(Input):
    """Where customers pay money of a currency from a day on."""

    currency = serializers.ChoiceField(choices=CHOICES)
    text = serializers.CharField(max_length=prices.MOST_BANK_DETAILS)
    start_date = serializers.DateField()


class BankDetailsOut(EnteredOut):
    """Bank details as quotes and contracts state them; they hold until the next ones of their currency begin."""

    id = serializers.IntegerField(read_only=True)
    currency = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)


class BankDetailsFilter(OnDay):
    """By currency."""

    currency = django_filters.ChoiceFilter(choices=CHOICES)


class BankDetailsResource(Creates[BankDetails], Resource[BankDetails]):
    """The bank details of each currency, old ones included (PSL-12)."""

    serializer_class = BankDetailsOut
    input_serializers = {"create": BankDetailsIn}
    permissions = KEPT
    filterset_class = BankDetailsFilter
    ordering_fields = {"start_date": "start_date", "currency": "currency"}
    ordering = "-start_date"
    search_fields = ("text", "currency")

    def visible(self, actor: Actor) -> QuerySet[BankDetails]:
        return reads.bank_details_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> BankDetails:
        return prices.enter_bank_details(**data, actor=actor, at=at)
