"""An expense claim or supplier's invoice as typed (EXP-02)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import formats
from core.forms import complaint_field
from core.money import CURRENCIES, base_currency
from expenses.choices import ClaimKind
from expenses.forms.lines import (
    PREFIX,
    SPENT_ON,
    Choices,
    LineForm,
    LineSet,
    amount_field,
    line_set,
    values_so_far,
)
from expenses.forms.requests import date_input
from expenses.services.inputs import ClaimInput, ClaimLineInput


class ClaimForm(forms.Form):
    """The head of a claim. A rate of one's own says its day and source (GEN-02b)."""

    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Give it a title.")})
    claim_kind = forms.ChoiceField(label=_("Kind"), choices=ClaimKind.choices, initial=ClaimKind.EXPENSE)
    department = forms.TypedChoiceField(
        label=_("Department"), coerce=int, error_messages={"required": _("Choose the department.")}
    )
    request = forms.TypedChoiceField(label=_("Spend request"), coerce=int, required=False, empty_value=None)
    complaint = complaint_field(SPENT_ON)
    purpose = forms.CharField(
        label=_("Purpose"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    rate = forms.DecimalField(
        label=_("Exchange rate"),
        required=False,
        max_digits=16,
        decimal_places=8,
        min_value=Decimal("0.00000001"),
        max_value=Decimal(1_000_000),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    rate_date = forms.DateField(label=_("Rate of"), required=False, widget=date_input())
    rate_source = forms.CharField(label=_("Source of the rate"), max_length=60, required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = choices.departments  # type: ignore[attr-defined]
        self.fields["request"].choices = [("", _("Without a request")), *choices.requests]  # type: ignore[attr-defined]
        self.fields["currency"].initial = base_currency()
        self.fields["rate"].help_text = _("%(base)s for one unit; empty takes the rate finance keeps") % {
            "base": base_currency()
        }

    @property
    def is_foreign(self) -> bool:
        """Whether the fields of the rate have to be filled in."""
        return str(self["currency"].value() or base_currency()) != base_currency()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("currency") and data["currency"] != base_currency():
            for name in ("rate_date", "rate_source"):
                if data.get("rate") and not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A rate of your own needs this."))
            day = data.get("rate_date")
            if day and day > timezone.localdate():
                self.add_error("rate_date", _("The day of the rate cannot lie in the future."))
        return data


class ClaimLineForm(LineForm):
    """One expense, tax included."""

    tells = ("description", "amount", "supplier", "invoice_number")

    expense_date = forms.DateField(
        label=_("Date"), widget=date_input(), error_messages={"required": _("Enter the day of the expense.")}
    )
    amount = amount_field(_("Amount (tax included)"))
    tax_rate = forms.ChoiceField(label=_("Tax rate"), required=False)
    supplier = forms.CharField(label=_("Supplier"), max_length=120, required=False)
    invoice_code = forms.CharField(label=_("Invoice code"), max_length=20, required=False)
    invoice_number = forms.CharField(label=_("Invoice number"), max_length=30, required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        offered = [(f"{rate.normalize():f}", formats.rate(rate)) for rate in choices.tax_rates]
        self.fields["tax_rate"].choices = [("", _("As usual for the category")), *offered]  # type: ignore[attr-defined]

    def clean_expense_date(self) -> Any:
        day = self.cleaned_data["expense_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Claim it once it has happened."))
        return day


_ClaimLines = line_set(ClaimLineForm)


def claim_lines(data: Any = None, *, choices: Choices, initial: list[dict[str, Any]] | None = None) -> LineSet:
    """The expenses of a claim, typed or as they stand."""
    return _ClaimLines(
        data, prefix=PREFIX, initial=None if data is not None else initial, form_kwargs={"choices": choices}
    )


def claim_input(form: ClaimForm, lines: LineSet, *, usual_rates: dict[int, str]) -> ClaimInput:
    """The typed claim for the service; both have to be valid. A line without a tax rate takes its
    category's usual one.
    """
    head = form.cleaned_data
    return ClaimInput(
        department_id=head["department"],
        title=head["title"],
        claim_kind=head["claim_kind"],
        purpose=head["purpose"],
        request_id=head["request"],
        currency=head["currency"],
        rate=head["rate"],
        rate_date=head["rate_date"],
        rate_source=head["rate_source"],
        complaint=head["complaint"],
        lines=tuple(
            ClaimLineInput(
                line_id=line.cleaned_data["line_id"],
                category_id=line.cleaned_data["category"],
                project_id=line.cleaned_data.get("project"),
                description=line.cleaned_data["description"],
                expense_date=line.cleaned_data["expense_date"],
                amount=line.cleaned_data["amount"],
                tax_rate=Decimal(line.cleaned_data["tax_rate"] or usual_rates.get(line.cleaned_data["category"], "0")),
                supplier=line.cleaned_data["supplier"],
                invoice_code=line.cleaned_data["invoice_code"],
                invoice_number=line.cleaned_data["invoice_number"],
            )
            for line in lines.filled()
        ),
    )


def typed_so_far(form: ClaimForm, lines: LineSet, *, usual_rates: dict[int, str]) -> ClaimInput | None:
    """What of a claim can be worked out already: lines with category and amount, at the rate where one is needed.

    None while there is nothing to work out. Works on a form being typed as on a stored one.
    """
    head = values_so_far(form)
    department_id, currency = head.get("department"), head.get("currency") or base_currency()
    if department_id is None:
        return None
    rows = []
    for line in lines.forms:
        typed = values_so_far(line)
        amount, category_id = typed.get("amount"), typed.get("category")
        if amount is None or not category_id:
            continue
        rows.append(
            ClaimLineInput(
                category_id=category_id,
                description="",
                expense_date=typed.get("expense_date") or timezone.localdate(),
                amount=amount,
                tax_rate=Decimal(typed.get("tax_rate") or usual_rates.get(category_id, "0")),
                project_id=typed.get("project"),
                supplier=typed.get("supplier") or "",
                invoice_code=typed.get("invoice_code") or "",
                invoice_number=typed.get("invoice_number") or "",
            )
        )
    return ClaimInput(
        department_id=department_id,
        title="",
        request_id=head.get("request"),
        currency=currency,
        rate=head.get("rate"),
        rate_date=head.get("rate_date"),
        rate_source=head.get("rate_source") or "",
        lines=tuple(rows),
    )
