"""Monthly statements as typed (PSL-25)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import VersionForm
from core.list_filters import FilterForm
from customers.models import Customer
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_money import StatementState
from parts_sales.forms import ReasonForm
from parts_sales.forms_money import CustomerField

MONTH = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")


def month_field(*, required: bool = True) -> forms.DateField:
    """A month as browsers pick it."""
    return forms.DateField(label=_("Month"), required=required, widget=MONTH, input_formats=["%Y-%m", "%Y-%m-%d"])


class StatementListForm(FilterForm):
    """The filters of the list of statements."""

    month = month_field(required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *StatementState.choices]
    )
    q = forms.CharField(label=_("Search"), required=False, max_length=100)


class StatementForm(forms.Form):
    """Whose month is drawn up by hand."""

    customer_id = CustomerField(label=_("Customer"))
    month = month_field()

    def __init__(self, *args: Any, customers: Sequence[Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer_id"].offer(customers)  # type: ignore[attr-defined]


class SendStatementForm(VersionForm):
    """How it goes to the customer."""

    way = forms.ChoiceField(label=_("Sent by"), choices=ConfirmedBy.choices)
    to = forms.CharField(label=_("To"), max_length=254, required=False, help_text=_("For e-mail, the address."))
    language = forms.ChoiceField(
        label=_("Language"), required=False,
        choices=[("zh-hans", "中文"), ("en", "English"), ("both", "中文 / English")],
    )  # fmt: skip


class AnswerForm(VersionForm):
    """The customer agrees."""

    way = forms.ChoiceField(label=_("How"), choices=ConfirmedBy.choices)
    name = forms.CharField(label=_("Who answered"), max_length=80)


class DisputeForm(AnswerForm, ReasonForm):
    """The customer disputes it."""

    field_order = ("way", "name", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What is disputed")
