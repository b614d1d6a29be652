"""Guarantees as typed (PSL-23)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import MoneyField, VersionForm
from core.list_filters import FilterForm
from core.money import CENT
from organization.models import Person
from parts_sales.choices_guarantee import GuaranteeState
from parts_sales.forms_money import day_field
from parts_sales.selectors import guarantees

ACCEPT = _("I take on the responsibility in person: what the customer does not pay within one month, I answer for.")


class GuaranteeListForm(FilterForm):
    """The filters of the list of guarantees."""

    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All guarantees")),
            (guarantees.WAITING, _("Waiting for me")),
            (guarantees.MINE, pgettext_lazy("guarantees", "I am guarantor")),
            (guarantees.OVERDUE, _("Overdue")),
        ],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *GuaranteeState.choices]
    )
    q = forms.CharField(label=_("Search"), required=False, max_length=100)


class WhyField(forms.CharField):
    """Why the goods go first."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Reason"),
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Why the goods are needed before the money, and when the customer will pay."),
        )


class OwnGuaranteeForm(forms.Form):
    """A guarantor asks, and takes the responsibility on."""

    order_number = forms.CharField(
        label=_("Number of the order"), max_length=32, help_text=_("As the service department named it, SO-….")
    )
    reason = WhyField()
    accepts = forms.BooleanField(label=ACCEPT)


class NamedGuaranteeForm(forms.Form):
    """A clerk names the guarantor, who confirms."""

    guarantor = forms.TypedChoiceField(
        label=_("Guarantor"), coerce=int, help_text=_("A salesperson or commissioning engineer at the customer's site.")
    )
    reason = WhyField()

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["guarantor"]
        field.choices = [("", "—"), *((one.pk, one.name) for one in people)]


class AcceptForm(VersionForm):
    """The guarantor takes the responsibility on."""

    accepts = forms.BooleanField(label=ACCEPT)


class ConsentForm(VersionForm):
    """The guarantor agrees to the deduction."""

    accepts = forms.BooleanField(
        label=_("I agree that this amount is deducted from my wage, in no month more than one fifth of it.")
    )


class PlanForm(VersionForm):
    """What finance needs to spread a deduction; the wage is not kept."""

    wage = MoneyField(
        label=_("Monthly wage"), min_value=CENT,
        help_text=_("Used to compute the months and not kept: only the amount of each month is."),
    )  # fmt: skip
    first_month = day_field(_("First month"), help_text=_("Any day of the month."))
