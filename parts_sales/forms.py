"""Parts, prices, figures and counts as typed (PSL-01)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import MoneyField, VersionForm, plain_number
from core.list_filters import FilterForm
from core.money import CENT, CURRENCIES, LARGEST, base_currency
from organization.models import Warehouse
from parts_sales.choices import PartKind
from parts_sales.models import Part
from parts_sales.rules.tiers import MOST_TIERS as TIERS
from parts_sales.rules.tiers import Tier
from parts_sales.selectors.parts import ALL, RETIRED, PartQuestion
from parts_sales.services.inputs import PartInput

APART = re.compile(r"[,，、;；/|\n]+")
HUNDRED = Decimal(100)


def day_input() -> forms.DateInput:
    """A day as browsers pick it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class QuantityField(forms.DecimalField):
    """A quantity as people write it, to a thousandth of its unit."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_digits", 12)
        options.setdefault("decimal_places", 3)
        options.setdefault("min_value", Decimal(0))
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """The exact number; the same errors as any decimal field."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class ReasonForm(VersionForm):
    """A move with a reason (GEN-06); where none is given the service says so."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PartForm(VersionForm):
    """What a part is."""

    number = forms.CharField(label=_("Part number"), max_length=40)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    part_kind = forms.ChoiceField(label=_("Kind"), choices=PartKind.choices)
    category = forms.CharField(label=_("Product group"), max_length=60, required=False)
    fits = forms.CharField(
        label=_("Fits"), max_length=600, required=False, help_text=_("Machine models, separated by commas.")
    )
    warehouse = forms.TypedChoiceField(
        label=_("Warehouse"), coerce=int, empty_value=None, required=False, help_text=_("Left open, as its kind says.")
    )
    unit = forms.CharField(label=_("Unit"), max_length=10)
    weight_kg = QuantityField(label=_("Weight in kg"), required=False, max_digits=10)
    length_mm = forms.IntegerField(label=_("Length in mm"), required=False, min_value=1, max_value=100_000)
    width_mm = forms.IntegerField(label=_("Width in mm"), required=False, min_value=1, max_value=100_000)
    height_mm = forms.IntegerField(label=_("Height in mm"), required=False, min_value=1, max_value=100_000)
    is_valuable = forms.BooleanField(label=_("Valuable"), required=False)
    is_fragile = forms.BooleanField(label=_("Fragile"), required=False)
    hs_code = forms.RegexField(label=_("HS code"), regex=r"^[0-9. ]{4,14}$", max_length=14, required=False)
    origin = forms.CharField(label=_("Country of origin"), max_length=60, required=False)
    successor = forms.CharField(
        label=_("Successor"), max_length=40, required=False, help_text=_("The number of the part sold in its place.")
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(one.pk, one.name) for one in Warehouse.objects.all()]
        self.fields["warehouse"].choices = [("", "—"), *places]  # type: ignore[attr-defined]

    def clean_fits(self) -> tuple[str, ...]:
        """Each model by itself."""
        found = tuple(text.strip().upper() for text in APART.split(self.cleaned_data["fits"]) if text.strip())
        if any(len(text) > 40 for text in found):
            raise forms.ValidationError(_("A model has at most 40 characters."))
        return found

    def clean_successor(self) -> int | None:
        """The part of this number."""
        number = self.cleaned_data["successor"].replace("\x00", "").strip().upper()
        if not number:
            return None
        found = Part.objects.filter(number=number).values_list("pk", flat=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no part “%(number)s”."), params={"number": number})
        return int(found)

    def draft(self) -> PartInput:
        """The typed part; only after `is_valid`."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return PartInput(warehouse_id=given.pop("warehouse"), successor_id=given.pop("successor"), **given)


class ListForm(FilterForm):
    """The filters of the catalogue."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *PartKind.choices])
    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    group = forms.ChoiceField(label=_("Product group"), required=False)
    stock = forms.ChoiceField(
        label=_("Stock"),
        required=False,
        choices=[("", _("Whatever the stock")), ("free", _("In stock")), ("none", _("Out of stock"))],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", pgettext_lazy("part", "On sale")), (RETIRED, _("Off sale")), (ALL, _("All"))],
    )
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, groups: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(one.code, one.name) for one in Warehouse.objects.all()]
        self.fields["warehouse"].choices = [("", _("All warehouses")), *places]  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", _("All groups")), *((one, one) for one in groups)]  # type: ignore[attr-defined]

    def question(self, sort: str) -> PartQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return PartQuestion(
            words=given["q"].replace("\x00", "").strip(),
            part_kind=given["kind"],
            warehouse=given["warehouse"],
            category=given["group"],
            stock=given["stock"],
            state=given["state"],
            sort=sort,
        )


class FromDay(forms.Form):
    """A value from a day on."""

    start_date = forms.DateField(label=_("From"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start_date"].initial = timezone.localdate()


class CostForm(FromDay):
    """What a part costs."""

    amount = MoneyField(label=_("Standard cost, tax included"), min_value=Decimal(0), max_value=LARGEST)
    source = forms.CharField(label=_("Where it is from"), max_length=120, required=False)
    field_order = ("amount", "start_date", "source")


class PriceForm(FromDay):
    """A part's list price."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    amount = MoneyField(label=_("List price, tax included"), min_value=CENT, max_value=LARGEST)
    field_order = ("currency", "amount", "start_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].initial = base_currency()


class FigureForm(FromDay):
    """The minimum margin or a tax rate, in percent."""

    percent = QuantityField(label=_("Percent"), max_digits=5, decimal_places=2, max_value=Decimal("99.99"))
    field_order = ("percent", "start_date")

    @property
    def value(self) -> Decimal:
        """As a fraction; only after `is_valid`."""
        return Decimal(self.cleaned_data["percent"]) / HUNDRED


class BankDetailsForm(FromDay):
    """Where customers pay money of a currency."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    text = forms.CharField(
        label=_("Bank details for payment"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As quotes and contracts state it: name of the account, bank, account number, abroad also SWIFT."),
    )  # fmt: skip
    field_order = ("currency", "text", "start_date")


class CountForm(forms.Form):
    """What was counted."""

    counted = QuantityField(label=_("Counted"))
    seen = QuantityField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason for the difference"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class TiersForm(FromDay):
    """The whole table of foreign discounts; rows left open are left out, the one without a bound is the last."""

    def __init__(self, *args: Any, tiers: Sequence[Tier] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(TIERS):
            known = tiers[place] if place < len(tiers) else None
            self.fields[f"upper-{place}"] = MoneyField(
                label=_("Up to"), required=False, min_value=CENT, initial=known.upper if known else None
            )
            self.fields[f"inclusive-{place}"] = forms.BooleanField(
                label=_("the bound belongs to it"), required=False, initial=known.is_inclusive if known else True
            )
            self.fields[f"percent-{place}"] = QuantityField(
                label=_("Percent of list"),
                required=False,
                max_digits=5,
                decimal_places=2,
                max_value=HUNDRED,
                initial=f"{(known.share * HUNDRED).normalize():f}" if known else None,
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Bound, whether it belongs, percent."""
        return [(self[f"upper-{at}"], self[f"inclusive-{at}"], self[f"percent-{at}"]) for at in range(TIERS)]

    def tiers(self) -> list[Tier]:
        """The typed table; only after `is_valid`."""
        given = self.cleaned_data
        return [
            Tier(given[f"upper-{at}"], given[f"inclusive-{at}"], Decimal(given[f"percent-{at}"]) / HUNDRED)
            for at in range(TIERS)
            if given.get(f"percent-{at}") is not None
        ]
