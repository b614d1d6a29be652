"""The shapes of exchange rates as typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgets.forms_control import Versioned
from core.money import CURRENCIES, base_currency


class RateForm(Versioned):
    """A rate and where it is from."""

    rate = forms.DecimalField(
        label=_("Exchange rate"),
        max_digits=16,
        decimal_places=8,
        min_value=Decimal("0.00000001"),
        max_value=Decimal("999999.99999999"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"min_value": _("Enter a rate above 0.")},
    )
    source = forms.CharField(label=_("Source of the rate"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate"].help_text = _("%(base)s for one unit") % {"base": base_currency()}


class NewRate(RateForm):
    """The rate of a day."""

    currency = forms.ChoiceField(label=_("Currency"))
    day = forms.DateField(label=_("Rate of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    field_order = ("currency", "day", "rate", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(code, code) for code in CURRENCIES if code != base_currency()]  # type: ignore[attr-defined]
        self.fields["day"].initial = timezone.localdate()
