"""Price lists as typed (PSL-02)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MoneyField, VersionForm
from core.list_filters import FilterForm
from core.money import CURRENCIES, LARGEST, base_currency
from parts_sales.choices import PriceListState
from parts_sales.forms import day_input
from parts_sales.selectors import price_lists as selectors


class PriceListForm(forms.Form):
    """What a new price list is computed with."""

    margin = forms.DecimalField(
        label=_("Margin standard on cost, %"),
        min_value=Decimal(0),
        max_value=Decimal(500),
        max_digits=6,
        decimal_places=2,
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in CURRENCIES], initial=base_currency
    )
    category = forms.ChoiceField(label=_("Product group"), required=False)
    start_date = forms.DateField(label=_("Holds from"), widget=day_input())
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(name, name) for name in selectors.categories()]
        self.fields["category"].choices = [("", _("All parts with a known cost")), *groups]  # type: ignore[attr-defined]


class PriceListListForm(FilterForm):
    """The filters of the list of price lists."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *PriceListState.choices]
    )
    q = forms.CharField(label=_("Search"), required=False, max_length=100)


class PriceLineListForm(FilterForm):
    """The filters of a price list's lines."""

    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All prices")),
            (selectors.UP, _("Higher than before")),
            (selectors.DOWN, _("Lower than before")),
            (selectors.SAME, _("As before")),
            (selectors.FIRST, _("Without an old price")),
            (selectors.BY_HAND, _("Set by hand")),
        ],
    )
    q = forms.CharField(label=_("Search"), required=False, max_length=100)


class LinePriceForm(VersionForm):
    """The price of one part."""

    price = MoneyField(label=_("New price"), min_value=Decimal("0.01"), max_value=LARGEST)
