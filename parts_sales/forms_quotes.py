"""Quotes, their answers and applications as typed (PSL-10 to PSL-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import MoneyField, VersionForm
from core.line_forms import LineSet, line_set
from core.list_filters import FilterForm
from core.money import CURRENCIES, LARGEST
from customers.choices import Incoterm, Region
from customers.models import Customer
from parts_sales.choices import ConfirmedBy, FreightPayer, LineKind, QuoteState, SentBy
from parts_sales.forms import QuantityField, day_input
from parts_sales.models import Part, Quote
from parts_sales.selectors.quotes import EXPIRED, QuoteQuestion
from parts_sales.services.quote_inputs import QuoteInput, QuoteLineInput
from parts_sales.services.quote_lines import MOST_LINES

SCOPES = ("mine", "all")
AREA = {"rows": 2}
LEAST = Decimal("0.001")
"""The smallest quantity a line carries."""


class QuoteForm(VersionForm):
    """The head of a quote."""

    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    customer = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    inquiry = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    contact = forms.CharField(label=_("Contact"), max_length=80, required=False)
    machine = forms.CharField(label=_("Machine"), max_length=120, required=False)
    valid_until = forms.DateField(label=_("Valid until"), widget=day_input())
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=[(code, code) for code in CURRENCIES])
    shipping_method = forms.CharField(label=_("Shipping method"), max_length=80, required=False)
    freight_payer = forms.ChoiceField(label=_("Who bears the freight"), choices=FreightPayer.choices)
    expected_freight = MoneyField(
        label=_("Freight expected"), required=False, min_value=Decimal(0), max_value=LARGEST,
        help_text=_("Needed for the review where the buyer bears it; 0 where they collect the goods."),
    )  # fmt: skip
    incoterm = forms.ChoiceField(label=_("Incoterm"), required=False, choices=[("", "—"), *Incoterm.choices])
    incoterm_place = forms.CharField(
        label=_("Named place"), max_length=60, required=False,
        help_text=_("The port or place the term names: FOB Shanghai, CIF Hamburg."),
    )  # fmt: skip
    bank_details = forms.CharField(
        label=_("Bank details for payment"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Left open, what finance keeps for the currency."),
    )  # fmt: skip
    terms = forms.CharField(label=_("Terms"), max_length=2000, required=False, widget=forms.Textarea(attrs=AREA))
    parameters = forms.CharField(
        label=_("Technical parameters"), max_length=2000, required=False, widget=forms.Textarea(attrs=AREA)
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].initial = customer.pk
        for name in ("expected_freight", "incoterm", "incoterm_place"):  # the review needs them of goods
            self.fields[name].depends_on_others = True  # type: ignore[attr-defined]
        contacts = [one.name for one in customer.contacts.filter(retired_at__isnull=True)]
        machines = [str(one) for one in customer.machines.filter(retired_at__isnull=True)]
        self.hints = {"contact": contacts, "machine": machines}
        for name in self.hints:
            self.fields[name].widget.attrs["list"] = f"{name}-hints"
        if customer.region != Region.FOREIGN:
            del self.fields["currency"], self.fields["incoterm"], self.fields["incoterm_place"]


class QuoteLineForm(forms.Form):
    """One line: a part by its number, or a service by its words."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LineKind.choices, initial=LineKind.GOODS, required=False)
    part = forms.CharField(label=_("Part"), max_length=60, required=False)
    name = forms.CharField(label=_("Description"), max_length=200, required=False)
    quantity = QuantityField(
        label=_("Quantity"),
        required=False,
        min_value=LEAST,
        error_messages={"min_value": _("Enter a quantity above 0.")},
    )
    unit_price = MoneyField(label=_("Unit price"), required=False, min_value=Decimal(0), max_value=LARGEST)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def has_changed(self) -> bool:
        """A line that names no part and no price is empty, whatever else stands in it."""
        if self.is_bound and not any(self.data.get(self.add_prefix(name)) for name in ("part", "name", "unit_price")):
            return False
        return super().has_changed()

    def clean(self) -> dict[str, Any]:
        """A part is named, a service has a price."""
        given = super().clean() or {}
        given["kind"] = given.get("kind") or LineKind.GOODS
        if given["kind"] == LineKind.GOODS and not given.get("part"):
            self.add_error("part", _("Name the part by its number."))
        if given["kind"] != LineKind.GOODS and given.get("unit_price") is None and "unit_price" not in self.errors:
            self.add_error("unit_price", _("Enter a price."))
        return given


class QuoteLines(LineSet):
    """The lines of a quote; part numbers are looked up together."""

    def initial_form_count(self) -> int:
        """Typed lines are all alike: an empty one is left out, wherever it stands."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        """Every named part exists."""
        super().clean()
        for one in self.forms:  # a line with another error keeps its part: that one is not missing
            one.is_valid()
        numbers = {one.cleaned_data.get("part", "").strip().upper() for one in self.forms}
        self.parts = {part.number: part for part in Part.objects.filter(number__in=numbers - {""})}
        for one in self.filled():
            number = one.cleaned_data.get("part", "").strip().upper()
            if one.cleaned_data.get("kind") == LineKind.GOODS and number and number not in self.parts:
                one.add_error("part", _("There is no part “%(number)s”.") % {"number": number})

    def typed(self) -> tuple[QuoteLineInput, ...]:
        """The lines as typed; only after `is_valid`."""
        return tuple(self._typed(one.cleaned_data) for one in self.filled())

    def _typed(self, given: dict[str, Any]) -> QuoteLineInput:
        part = self.parts.get(given.get("part", "").strip().upper()) if given["kind"] == LineKind.GOODS else None
        quantity = given.get("quantity")
        return QuoteLineInput(
            kind=given["kind"],
            part_id=part.pk if part is not None else None,
            name=given.get("name", ""),
            quantity=Decimal(1) if quantity is None else quantity,
            unit_price=given.get("unit_price"),
            note=given.get("note", ""),
        )


_LINES = line_set(QuoteLineForm, most=MOST_LINES)


class _QuoteLineSet(QuoteLines, _LINES):  # type: ignore[misc,valid-type]
    """The same with the limits of a formset."""


def quote_lines(data: QueryDict | None = None, *, initial: Sequence[Mapping[str, Any]] = ()) -> QuoteLines:
    """The lines of a quote, typed or stored."""
    made: QuoteLines = _QuoteLineSet(data, prefix="lines", initial=list(initial) or None)
    return made


def stored_lines(quote: Quote) -> list[dict[str, Any]]:
    """The lines of a quote as the form shows them."""
    return [
        {
            "kind": line.kind,
            "part": line.part_number,
            "name": "" if line.is_goods else line.name_zh,
            "quantity": line.plain_quantity,
            "unit_price": line.unit_price,
            "note": line.note,
        }
        for line in quote.lines.all()
    ]


def quote_input(head: QuoteForm, lines: QuoteLines) -> QuoteInput:
    """The quote as typed; only after both are valid."""
    given = head.cleaned_data
    return QuoteInput(
        customer_id=given["customer"],
        inquiry_id=given["inquiry"],
        lines=lines.typed(),
        **{
            name: given.get(name, "")
            for name in (
                "contact", "machine", "currency", "shipping_method", "incoterm", "incoterm_place", "bank_details",
                "terms", "parameters",
            )
        },
        valid_until=given["valid_until"],
        freight_payer=given["freight_payer"],
        expected_freight=given["expected_freight"],
    )  # fmt: skip


class DiscountForm(VersionForm):
    """One share of the list price for all goods, in percent."""

    share = forms.DecimalField(
        label=_("Share of the list price, %"),
        min_value=Decimal(1),
        max_value=Decimal(100),
        decimal_places=2,
        max_digits=5,
    )


class ListForm(FilterForm):
    """The filters of the list of quotes."""

    scope = forms.ChoiceField(required=False, choices=[(code, code) for code in SCOPES], widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *QuoteState.choices, (EXPIRED, _("Validity ended"))],
    )
    region = forms.ChoiceField(
        label=_("Domestic or foreign"), required=False, choices=[("", _("Both")), *Region.choices]
    )
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())
    least = MoneyField(label=_("Amount from"), required=False)
    most = MoneyField(label=_("Amount to"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str) -> QuoteQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = self.cleaned_data
        return QuoteQuestion(
            scope=given.get("scope") or "all",
            state=given.get("state") or "",
            region=given.get("region") or "",
            since=given.get("since"),
            until=given.get("until"),
            least=given.get("least"),
            most=given.get("most"),
            words=(given.get("q") or "").replace("\x00", "").strip(),
            sort=sort,
        )


class SendForm(VersionForm):
    """How a quote goes to the customer."""

    way = forms.ChoiceField(label=_("How it goes out"), choices=SentBy.choices)
    to = forms.CharField(
        label=pgettext_lazy("letter", "To"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"list": "salespeople-offered", "autocomplete": "off"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the quote"),
        choices=[("zh-hans", "中文"), ("en", "English"), ("both", "中文 / English")],
        required=False,
    )


class FreightForm(VersionForm):
    """Who agreed to the freight, when, how."""

    way = forms.ChoiceField(label=_("How"), choices=ConfirmedBy.choices)
    name = forms.CharField(label=_("Who"), max_length=80)
    when = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].initial = timezone.localtime()


class ConfirmForm(FreightForm):
    """Who confirmed the quote, when, how, and what proves it."""

    proof = forms.CharField(
        label=_("Proof"), max_length=300, help_text=_("The call, the signed copy, the message; attach the file.")
    )
