"""`quotes`, `price-applications`: reading, writing drafts, moves (PSL-11 to PSL-15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import (
    AmountSerializerField,
    Changes,
    Creates,
    DocumentOut,
    Input,
    ReasonIn,
    Resource,
    VersionedInput,
    move,
)
from core.api.fields import (
    CurrencyField,
    IdField,
    LinesField,
    MomentField,
    PlainDecimalField,
    RateSerializerField,
    TaxRateSerializerField,
)
from core.api.filters import IdFilter
from core.money import CURRENCIES
from core.paper import PAPER_LANGUAGES
from customers.choices import Incoterm, Region
from customers.models import Customer
from organization.api.checks import existing
from parts_sales import policies
from parts_sales.choices import ConfirmedBy, FreightPayer, LineKind, QuoteState, SentBy
from parts_sales.models import Inquiry, Part, PriceApplication, PriceApplicationLine, Quote, QuoteLine, SalesOrder
from parts_sales.selectors.visibility import applications_visible_to, quotes_visible_to
from parts_sales.services import applications, discounts, quote_answers, quote_content, quotes
from parts_sales.services.quote_inputs import QuoteInput, QuoteLineInput
from parts_sales.services.quote_lines import MOST_LINES

QUANTITY: dict[str, Any] = {"max_digits": 12, "decimal_places": 3}


class QuoteLineIn(Input):
    """One line: a part at a unit price (its list price where none is sent), or a service with words."""

    kind = serializers.ChoiceField(choices=LineKind.choices, required=False, default=LineKind.GOODS)
    part = IdField(required=False, allow_null=True, default=None)
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    quantity = PlainDecimalField(**QUANTITY)
    unit_price = AmountSerializerField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class QuoteChange(VersionedInput):
    """A quote as typed; only what is sent changes. Lines are sent whole."""

    customer = IdField(required=False)
    inquiry = IdField(required=False, allow_null=True)
    contact = serializers.CharField(max_length=80, required=False, allow_blank=True)
    machine = serializers.CharField(max_length=120, required=False, allow_blank=True)
    valid_until = serializers.DateField(required=False, allow_null=True)
    currency = serializers.ChoiceField(choices=[(code, code) for code in CURRENCIES], required=False)
    shipping_method = serializers.CharField(max_length=80, required=False, allow_blank=True)
    freight_payer = serializers.ChoiceField(choices=FreightPayer.choices, required=False)
    expected_freight = AmountSerializerField(required=False, allow_null=True)
    incoterm = serializers.ChoiceField(choices=Incoterm.choices, required=False, allow_blank=True)
    incoterm_place = serializers.CharField(max_length=60, required=False, allow_blank=True)
    bank_details = serializers.CharField(max_length=500, required=False, allow_blank=True)
    terms = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    parameters = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    lines = LinesField(child=QuoteLineIn(), max_length=MOST_LINES, required=False)


class QuoteIn(QuoteChange):
    """A new quote."""

    version = None  # type: ignore[assignment]
    customer = IdField()


class SendIn(VersionedInput):
    """How a quote goes to the customer; by e-mail it is sent from here."""

    way = serializers.ChoiceField(choices=SentBy.choices)
    to = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=PAPER_LANGUAGES, required=False, default="zh-hans")


class DiscountIn(VersionedInput):
    """What all goods are offered at: a share of their list prices, 0.92 for 92 %."""

    share = PlainDecimalField(max_digits=5, decimal_places=4, min_value=Decimal("0.01"), max_value=Decimal(1))


class FreightIn(VersionedInput):
    """Who agreed to the freight, when, how."""

    way = serializers.ChoiceField(choices=ConfirmedBy.choices)
    name = serializers.CharField(max_length=80)
    when = MomentField()


class ConfirmIn(FreightIn):
    """Who confirmed the quote, when, how, with what proof."""

    proof = serializers.CharField(max_length=300)


class QuoteLineOut(serializers.Serializer[QuoteLine]):
    """One line as it stands in the quote; `floor` is null for who does not see floors."""

    kind = serializers.CharField(read_only=True)
    part = serializers.IntegerField(source="part_id", read_only=True, allow_null=True)
    part_number = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    unit = serializers.CharField(read_only=True)
    quantity = PlainDecimalField(read_only=True, **QUANTITY)
    currency = CurrencyField(of="quote")
    list_price = AmountSerializerField(read_only=True, allow_null=True)
    unit_price = AmountSerializerField(read_only=True)
    tax_rate = TaxRateSerializerField(read_only=True)
    amount = AmountSerializerField(read_only=True)
    floor = serializers.SerializerMethodField()
    note = serializers.CharField(read_only=True)

    def get_floor(self, line: QuoteLine) -> str | None:
        """The lowest price the service department's manager grants, in the base currency."""
        sees = policies.sees_floors_of(line.quote.region, self.context["view"].actor)
        return f"{line.floor:.2f}" if sees and line.floor is not None else None


class QuoteRow(DocumentOut):
    """A quote in the list."""

    customer = serializers.IntegerField(source="customer_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    region = serializers.CharField(read_only=True)
    revision = serializers.IntegerField(read_only=True)
    replaces = serializers.IntegerField(source="replaces_id", read_only=True, allow_null=True)
    quote_date = serializers.DateField(read_only=True)
    valid_until = serializers.DateField(read_only=True)
    currency = CurrencyField()
    total = AmountSerializerField(read_only=True)
    base_total = AmountSerializerField(read_only=True)


class QuoteOut(QuoteRow):
    """One quote with its lines and what the customer said."""

    inquiry = serializers.IntegerField(source="inquiry_id", read_only=True, allow_null=True)
    contact = serializers.CharField(read_only=True)
    machine = serializers.CharField(read_only=True)
    rate = RateSerializerField(max_digits=18, decimal_places=8, read_only=True)
    shipping_method = serializers.CharField(read_only=True)
    freight_payer = serializers.CharField(read_only=True)
    expected_freight = AmountSerializerField(read_only=True, allow_null=True)
    incoterm = serializers.CharField(read_only=True)
    incoterm_place = serializers.CharField(read_only=True)
    bank_details = serializers.CharField(read_only=True)
    terms = serializers.CharField(read_only=True)
    parameters = serializers.CharField(read_only=True)
    sent_at = serializers.DateTimeField(read_only=True, allow_null=True)
    sent_way = serializers.CharField(read_only=True)
    sent_to = serializers.CharField(read_only=True)
    freight_confirmed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    confirmed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    confirmed_way = serializers.CharField(read_only=True)
    confirmed_name = serializers.CharField(read_only=True)
    confirmed_proof = serializers.CharField(read_only=True)
    order = serializers.SerializerMethodField()
    lines = QuoteLineOut(many=True, read_only=True)

    def get_order(self, quote: Quote) -> int | None:
        """The order made from it."""
        return SalesOrder.objects.filter(quote=quote).values_list("pk", flat=True).first()


class QuoteFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By number, state, customer and day."""

    number = django_filters.CharFilter(lookup_expr="iexact")
    state = django_filters.ChoiceFilter(choices=QuoteState.choices)
    customer = IdFilter(field_name="customer_id")
    since = django_filters.DateFilter(field_name="quote_date", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="quote_date", lookup_expr="lte")


class QuoteResource(Creates[Quote], Changes[Quote], Resource[Quote]):
    """Quotes: the service department's clerks make them, the manager reviews them by approvals."""

    serializer_class = QuoteOut
    list_serializer_class = QuoteRow
    input_serializers = {"create": QuoteIn, "partial_update": QuoteChange}
    permissions = {
        "create": policies.QUOTE,
        **dict.fromkeys(
            ("send", "confirm_freight", "confirm", "revise", "lose", "copy", "apply", "discount"), policies.QUOTE
        ),
    }
    filterset_class = QuoteFilter
    ordering_fields = {"number": "number", "total": "base_total", "created_at": "created_at"}
    search_kind = Quote.kind

    def visible(self, actor: Actor) -> QuerySet[Quote]:
        return quotes_visible_to(actor)

    def for_one(self, rows: QuerySet[Quote]) -> QuerySet[Quote]:
        return rows.prefetch_related("lines__quote")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        return quotes.create_quote(draft=_draft(QuoteInput(customer_id=0), data, actor), actor=actor, at=at)

    def change(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        version = data.pop("version", None)
        draft = _draft(_stored(document, with_lines="lines" not in data), data, actor)
        return quotes.change_quote(quote_id=document.pk, draft=draft, version=version, actor=actor, at=at)

    @move(input=VersionedInput)
    def submit(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """Hand it in for review."""
        return quotes.submit_quote(quote_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=VersionedInput)
    def withdraw(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """Take it back before anybody decided."""
        return quotes.withdraw_quote(quote_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def cancel(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """Give a draft up, with a reason."""
        return quotes.cancel_quote(quote_id=document.pk, actor=actor, at=at, **_reason(data))

    @move(input=ReasonIn)
    def lose(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """The customer does not buy."""
        return quotes.lose_quote(quote_id=document.pk, actor=actor, at=at, **_reason(data))

    @move(input=ReasonIn)
    def revise(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """Make the next revision; the answer is the new draft."""
        return quotes.revise_quote(quote_id=document.pk, actor=actor, at=at, **_reason(data))

    @move()
    def copy(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """Make a new draft with the same lines; the answer is the draft."""
        return quotes.copy_quote(quote_id=document.pk, actor=actor, at=at)

    @move(input=SendIn)
    def send(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """Send it by e-mail, or say how it went out."""
        return quote_answers.send_quote(quote_id=document.pk, actor=actor, at=at, **data)

    @move(input=FreightIn)
    def confirm_freight(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """The customer agrees to the freight."""
        agreed_at = data.pop("when")
        return quote_answers.confirm_freight(quote_id=document.pk, agreed_at=agreed_at, actor=actor, at=at, **data)

    @move(input=ConfirmIn)
    def confirm(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """The customer confirms; the order is made."""
        confirmed_at = data.pop("when")
        order = quote_answers.confirm(quote_id=document.pk, confirmed_at=confirmed_at, actor=actor, at=at, **data)
        return order.quote

    @move(input=ReasonIn)
    def apply(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """Apply for its prices below the floor, abroad for its discount."""
        return applications.apply_for_prices(quote_id=document.pk, actor=actor, at=at, **_reason(data)).quote

    @move(input=DiscountIn)
    def discount(self, document: Quote, *, data: dict[str, Any], actor: Actor, at: datetime) -> Quote:
        """Abroad: offer all goods of a draft at one share of their list prices."""
        return discounts.offer_share(quote_id=document.pk, actor=actor, at=at, **data)


class PriceApplicationLineOut(serializers.Serializer[PriceApplicationLine]):
    """A price asked for; `floor` is null for who does not see floors, and where nobody knew one."""

    part = serializers.IntegerField(source="part_id", read_only=True)
    part_number = serializers.CharField(source="part.number", read_only=True)
    quantity = PlainDecimalField(read_only=True, **QUANTITY)
    currency = serializers.CharField(source="application.quote.currency", read_only=True)
    list_price = AmountSerializerField(read_only=True, allow_null=True)
    unit_price = AmountSerializerField(read_only=True)
    is_unpriced = serializers.BooleanField(read_only=True)
    floor = serializers.SerializerMethodField()

    def get_floor(self, line: PriceApplicationLine) -> str | None:
        """The lowest price the service department's manager grants, in the base currency."""
        sees = policies.sees_floors_of(line.application.quote.region, self.context["view"].actor)
        return f"{line.floor:.2f}" if sees and line.floor else None


class PriceApplicationRow(DocumentOut):
    """An application for prices below the floor, or for a discount abroad: then with the goods of the whole order in
    the base currency at list, as asked for, and the least the table grants. `below_base` is null for who does not see
    floors.
    """

    quote = serializers.IntegerField(source="quote_id", read_only=True)
    kind = serializers.CharField(source="application_kind", read_only=True)
    reason = serializers.CharField(read_only=True)
    below_base = serializers.SerializerMethodField()
    list_base = AmountSerializerField(read_only=True)
    asked_base = AmountSerializerField(read_only=True)
    least_base = AmountSerializerField(read_only=True)
    is_beyond = serializers.BooleanField(read_only=True)

    def get_below_base(self, application: PriceApplication) -> str | None:
        """By how much all prices lie below the floor."""
        sees = policies.sees_floors_of(application.quote.region, self.context["view"].actor)
        return f"{application.below_base:.2f}" if sees else None


class PriceApplicationOut(PriceApplicationRow):
    """An application with its prices."""

    lines = PriceApplicationLineOut(many=True, read_only=True)


class PriceApplicationResource(Resource[PriceApplication]):
    """Applications: made from a quote (`quotes/{id}/apply/`), decided by approvals."""

    serializer_class = PriceApplicationOut
    list_serializer_class = PriceApplicationRow
    search_kind = PriceApplication.kind

    def visible(self, actor: Actor) -> QuerySet[PriceApplication]:
        return applications_visible_to(actor)

    def for_list(self, rows: QuerySet[PriceApplication]) -> QuerySet[PriceApplication]:
        return rows.select_related("quote")

    def for_one(self, rows: QuerySet[PriceApplication]) -> QuerySet[PriceApplication]:
        return rows.select_related("quote").prefetch_related("lines__part", "lines__application__quote")

    @move(input=VersionedInput)
    def withdraw(
        self, document: PriceApplication, *, data: dict[str, Any], actor: Actor, at: datetime
    ) -> PriceApplication:
        """Take it back before anybody decided."""
        return applications.withdraw_application(
            application_id=document.pk, actor=actor, at=at, version=data.get("version")
        )


def _reason(data: dict[str, Any]) -> dict[str, Any]:
    return {"reason": data["reason"], "version": data.get("version")}


def _draft(now: QuoteInput, data: dict[str, Any], actor: Actor) -> QuoteInput:
    existing(Customer, customer=data.get("customer"))
    existing(Inquiry, inquiry=data.get("inquiry"))
    given = {name: value for name, value in data.items() if name not in {"customer", "inquiry", "lines"}}
    given |= {f"{name}_id": data[name] for name in ("customer", "inquiry") if name in data}
    if "lines" in data:
        known = set(Part.objects.filter(pk__in=[one["part"] for one in data["lines"]]).values_list("pk", flat=True))
        lines = [{**one, "part_id": one["part"] if one["part"] in known else None} for one in data["lines"]]
        given["lines"] = tuple(QuoteLineInput(**{k: v for k, v in one.items() if k != "part"}) for one in lines)
    if Customer.objects.filter(pk=given.get("customer_id", now.customer_id), region=Region.DOMESTIC).exists():
        # What was kept of an offer abroad ends with it; what is sent for one at home is refused by the service.
        now = replace(now, currency="", incoterm="", incoterm_place="")
    return replace(now, **given)


def _stored(quote: Quote, *, with_lines: bool) -> QuoteInput:
    """The quote as if it were sent again: what a change leaves out stays."""
    same = (
        "contact", "machine", "valid_until", "currency", "shipping_method", "freight_payer", "expected_freight",
        "incoterm", "incoterm_place", "bank_details", "terms", "parameters",
    )  # fmt: skip
    return QuoteInput(
        customer_id=quote.customer_id,
        inquiry_id=quote.inquiry_id,
        lines=tuple(quote_content.typed_lines(quote)) if with_lines else (),
        **{name: getattr(quote, name) for name in same},
    )
