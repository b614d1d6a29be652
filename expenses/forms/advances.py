"""Advances as typed (EXP-02b)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MoneyField, VersionForm
from core.money import CENT, LARGEST
from expenses.forms.payments import RecordForm
from expenses.forms.requests import date_input
from expenses.services.inputs import AdvanceInput


class AdvanceForm(VersionForm):
    """Money asked for before it is spent."""

    title = forms.CharField(label=_("Title"), max_length=120)
    department = forms.TypedChoiceField(label=_("Department"), coerce=int)
    amount = MoneyField(label=_("Amount"), min_value=CENT, max_value=LARGEST)
    due_date = forms.DateField(label=_("To be settled by"), widget=date_input())
    purpose = forms.CharField(label=_("Purpose"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, departments: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = departments  # type: ignore[attr-defined]

    def draft(self) -> AdvanceInput:
        """The typed advance; only after `is_valid`."""
        given = self.cleaned_data
        return AdvanceInput(
            department_id=given["department"],
            title=given["title"],
            purpose=given["purpose"],
            amount=given["amount"],
            due_date=given["due_date"],
        )


class ReturnForm(RecordForm):
    """How much of an advance was given back, when and where to."""

    amount = MoneyField(label=_("Amount"), min_value=CENT, max_value=LARGEST)
    field_order = ("amount", "pay_date", "account", "reference")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pay_date"].label = _("Given back on")
        self.fields["account"].label = _("Received on account")
