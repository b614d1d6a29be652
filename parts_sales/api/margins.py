"""The shapes of margins by order, customer, part and month, against “cover cost, small margin” (PSL-51, GEN-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Input
from core.api.fields import DayField, IdField, PlainDecimalField
from core.errors import InvalidInput
from core.money import base_currency
from customers.choices import Region
from parts_sales.forms_money import words_of
from parts_sales.rules.results import COVERED, LOSS, MARGIN, Result
from parts_sales.selectors import results

WAYS = (results.ORDER, results.CUSTOMER, results.PART, results.MONTH)
ONLY = ("", LOSS, COVERED, MARGIN, results.UNCOSTED)
SORTS = [sign + name for name in ("name", "quantity", "revenue", "cost", "margin", "share") for sign in ("", "-")]


class MarginIn(Input):
    """What stands in a row and which lines count: as on the page the year so far where no days are named, and the parts
    alone unless `what` says otherwise."""

    by = serializers.ChoiceField(choices=[(way, way) for way in WAYS], required=False, default=results.ORDER)
    since = DayField(required=False, allow_null=True, default=None)
    until = DayField(required=False, allow_null=True, default=None)
    region = serializers.ChoiceField(choices=Region.choices, required=False, allow_blank=True, default="")
    only = serializers.ChoiceField(choices=[(one, one) for one in ONLY], required=False, allow_blank=True, default="")
    order = IdField(required=False, allow_null=True, default=None)
    customer = IdField(required=False, allow_null=True, default=None)
    part = IdField(required=False, allow_null=True, default=None)
    what = serializers.ChoiceField(
        choices=[(one, one) for one in (results.PARTS, results.WORK, results.EVERYTHING)],
        required=False,
        default=results.PARTS,
    )
    q = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    ordering = serializers.ChoiceField(
        choices=[("", ""), *((one, one) for one in SORTS)], required=False, allow_blank=True, default=""
    )
    page = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, default=1)
    page_size = serializers.IntegerField(min_value=1, max_value=200, required=False, default=50)


class MarginSumOut(serializers.Serializer[Any]):
    """Revenue, cost and what is left, in the base currency, tax included. `share` is of the revenue, null without any;
    `stands` is LOSS, COVERED (cost) or MARGIN (the one wanted, or more); not all costs are known where `is_costed` is
    false.
    """

    revenue = AmountSerializerField(source="result.revenue", signed=True, read_only=True)
    cost = AmountSerializerField(source="result.cost", signed=True, read_only=True)
    margin = AmountSerializerField(source="result.margin", signed=True, read_only=True)
    share = PlainDecimalField(source="result.share", max_digits=12, decimal_places=4, read_only=True, allow_null=True)
    stands = serializers.CharField(read_only=True)
    is_costed = serializers.BooleanField(read_only=True)


class MarginRowOut(MarginSumOut):
    """One order, customer or part by its id, or one month by its first day; both null for work and freight, which are
    no part.
    """

    id = serializers.SerializerMethodField()
    month = serializers.SerializerMethodField()
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]  # a field of this name
    name = serializers.CharField(source="sub", read_only=True)
    quantity = PlainDecimalField(max_digits=15, decimal_places=3, read_only=True)

    def get_id(self, row: results.MarginRow) -> int | None:
        """The order, customer or part."""
        return row.key if isinstance(row.key, int) else None

    def get_month(self, row: results.MarginRow) -> date | None:
        """The first day of the month."""
        return row.key if isinstance(row.key, date) else None


class MarginsOut(serializers.Serializer[Any]):
    """A page of groups with the total of all of them: the margin of the departments whose costs the caller sees. The
    margin wanted is `standard`.
    """

    currency = serializers.CharField(read_only=True)
    standard = PlainDecimalField(max_digits=7, decimal_places=4, read_only=True)
    count = serializers.IntegerField(read_only=True)
    pages = serializers.IntegerField(read_only=True)
    total = MarginSumOut(read_only=True)
    rows = MarginRowOut(many=True, read_only=True)


@dataclass(frozen=True, slots=True)
class Total:
    """What all groups come to."""

    result: Result
    stands: str
    is_costed: bool


def answer(data: dict[str, Any], *, actor: Actor, at: datetime) -> dict[str, Any]:
    """What was asked for. Raises InvalidInput for a first day behind the last."""
    today = timezone.localdate(at)
    since, until = data["since"], data["until"]
    if since is None and until is None:
        since = today.replace(month=1, day=1)
    if since is not None and until is not None and since > until:
        raise InvalidInput(problem=_("The first day lies behind the last."))
    asked = results.MarginQuestion(
        by=data["by"], since=since, until=until, region=data["region"], only=data["only"], words=words_of(data["q"]),
        order=data["order"], customer=data["customer"], part=data["part"], what=data["what"],
        sort=data["ordering"],
    )  # fmt: skip
    standard: Decimal = results.standard_margin(on=today)
    found = results.groups_found(actor, asked, standard=standard)
    pages = Paginator(found, data["page_size"])
    pages.count = results.group_count(actor, asked, found)
    rows = list(pages.page(data["page"]).object_list) if data["page"] <= pages.num_pages else []
    total, is_costed = results.totals_asked(actor, asked, found)
    return {
        "currency": base_currency(),
        "standard": standard,
        "count": pages.count,
        "pages": pages.num_pages,
        "total": Total(total, total.against(standard), is_costed),
        "rows": results.margin_rows(rows, asked.by, standard=standard),
    }
