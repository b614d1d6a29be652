"""Payments and bank accounts as typed (EXP-07)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import MoneyField, VersionForm
from core.list_filters import FilterForm
from core.money import CENT, LARGEST
from expenses.choices import PaymentState
from expenses.forms.moves import ReasonForm
from expenses.forms.requests import date_input
from expenses.models import Payable, PaymentLine
from expenses.services.inputs import AccountInput, PaidInput, PaymentLineInput


class RecordForm(VersionForm):
    """When, from where and under which reference it was paid."""

    pay_date = forms.DateField(label=_("Paid on"), widget=date_input())
    account = forms.CharField(label=_("Paid from"), max_length=80, help_text=_("The company's own account."))
    reference = forms.CharField(label=_("Bank reference"), max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pay_date"].initial = timezone.localdate()

    def paid(self) -> PaidInput:
        """The typed facts; only after `is_valid`."""
        given = self.cleaned_data
        return PaidInput(pay_date=given["pay_date"], account=given["account"], reference=given["reference"])


class PayForm(RecordForm):
    """How much of each chosen debt is paid; day and account only where it was paid already."""

    def __init__(self, *args: Any, payables: Sequence[Payable], is_paid: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payables = list(payables)
        if not is_paid:
            for name in ("pay_date", "account"):
                self.fields[name].required = False
        for payable in self.payables:
            self.fields[f"amount-{payable.pk}"] = MoneyField(
                label=_("Amount"), min_value=CENT, max_value=LARGEST, initial=payable.outstanding
            )

    def rows(self) -> list[tuple[Payable, forms.BoundField]]:
        """Every debt with its field."""
        return [(payable, self[f"amount-{payable.pk}"]) for payable in self.payables]

    def lines(self) -> list[PaymentLineInput]:
        """The typed amounts; only after `is_valid`."""
        return [PaymentLineInput(one.pk, Decimal(self.cleaned_data[f"amount-{one.pk}"])) for one in self.payables]


class ReverseForm(ReasonForm):
    """Which lines the bank gave back, and why; none chosen means all."""

    lines = forms.TypedMultipleChoiceField(
        label=_("Lines"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, lines: Sequence[PaymentLine] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(line.pk, line.payable.payee) for line in lines if line.given_back_at is None]
        self.fields["lines"].choices = choices  # type: ignore[attr-defined]


class AccountForm(VersionForm):
    """A bank account."""

    holder = forms.CharField(label=_("Account holder"), max_length=80)
    account_number = forms.CharField(
        label=_("Account number"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    bank = forms.CharField(label=_("Bank and branch"), max_length=120)

    def account(self) -> AccountInput:
        """The typed account; only after `is_valid`."""
        given = self.cleaned_data
        return AccountInput(
            holder=given["holder"],
            account_number=given["account_number"],
            bank=given["bank"],
            version=given["version"],
        )


class SupplierAccountForm(AccountForm):
    """A supplier's bank account."""

    supplier = forms.CharField(label=_("Supplier"), max_length=120)
    field_order = ("supplier", "holder", "account_number", "bank")


class PaymentListForm(FilterForm):
    """The filters of the list of payments."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *PaymentState.choices])
    since = forms.DateField(label=_("Paid since"), required=False, widget=date_input())
    until = forms.DateField(label=_("Paid until"), required=False, widget=date_input())
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """State, days, words and order; what makes no sense is let go."""
        self.is_valid()
        given = self.cleaned_data
        words = (given.get("q") or "").replace("\x00", "").strip()
        return {
            "state": given.get("state") or "",
            "since": given.get("since"),
            "until": given.get("until"),
            "words": words,
            "sort": given.get("sort") or "",
        }


class OwedForm(FilterForm):
    """The filters of what is owed."""

    by = forms.ChoiceField(required=False, choices=[("age", "age"), ("items", "items")], widget=forms.HiddenInput)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    side = forms.ChoiceField(
        label=_("Owed to"),
        required=False,
        choices=[("", _("People and suppliers")), ("person", _("People")), ("supplier", _("Suppliers"))],
    )
    person = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    supplier = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
