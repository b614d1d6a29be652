"""Customers and what they have several of, as typed (CUS-01)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import VersionForm
from core.list_filters import FilterForm
from core.money import CURRENCIES
from customers.choices import AddressUse, Grade, Incoterm, Region
from customers.selectors import customers as selectors
from customers.selectors.customers import ALL, ARCHIVED, CustomerQuestion
from customers.services.inputs import AddressInput, ContactInput, CustomerInput, MachineInput, PartInput


def day_input() -> forms.DateInput:
    """A day as browsers pick it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CustomerForm(VersionForm):
    """What a customer is."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    region = forms.ChoiceField(label=_("Domestic or foreign"), choices=Region.choices)
    country = forms.CharField(label=_("Country or region"), max_length=60, required=False)
    tax_number = forms.CharField(
        label=_("Tax number"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    bank = forms.CharField(label=_("Bank and branch"), max_length=160, required=False)
    bank_account = forms.CharField(
        label=pgettext_lazy("customer", "Bank account"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    incoterm = forms.ChoiceField(label="Incoterm", required=False, choices=[("", "—"), *Incoterm.choices])
    owner = forms.TypedChoiceField(label=_("Looked after by"), coerce=int, empty_value=None, required=False)
    department = forms.TypedChoiceField(label=_("Served by"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    is_another = forms.BooleanField(label=_("This is another company"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.pk, one.name) for one in selectors.owners()]
        self.fields["owner"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
        self.fields["owner"].widget.attrs["data-search"] = True
        houses = [(one.pk, one.name) for one in selectors.houses()]
        self.fields["department"].choices = [("", "—"), *houses]  # type: ignore[attr-defined]

    def draft(self) -> CustomerInput:
        """The typed customer; only after `is_valid`."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "is_another"}}
        owner, department = given.pop("owner"), given.pop("department")
        return CustomerInput(**given, owner_id=owner, department_id=department)


class ListForm(FilterForm):
    """The filters of the list of customers."""

    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("Home and abroad")), *Region.choices])
    grade = forms.ChoiceField(label=_("Grade"), required=False, choices=[("", _("All grades")), *Grade.choices])
    mine = forms.ChoiceField(label=_("Mine"), required=False, choices=[("", ""), ("1", _("yes"))])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("customers", "In use")),
            (ARCHIVED, pgettext_lazy("customers", "Archived")),
            (ALL, _("All")),
        ],
    )
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str) -> CustomerQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = self.cleaned_data
        return CustomerQuestion(
            words=(given.get("q") or "").replace("\x00", "").strip(),
            region=given.get("region") or "",
            grade=given.get("grade") or "",
            mine=bool(given.get("mine")),
            state=given.get("state") or "",
            sort=sort,
        )


class ContactForm(VersionForm):
    """A person at a customer."""

    name = forms.CharField(label=_("Name"), max_length=80)
    position = forms.CharField(label=_("Position"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=160, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    is_main = forms.BooleanField(label=_("Main contact"), required=False)


class AddressForm(VersionForm):
    """Where goods or papers go."""

    use = forms.ChoiceField(label=_("Used for"), choices=AddressUse.choices)
    text = forms.CharField(label=_("Address"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    receiver = forms.CharField(label=pgettext_lazy("goods", "Received by"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)


class MachineForm(VersionForm):
    """A machine at a customer's."""

    model = forms.CharField(label=pgettext_lazy("machine", "Model"), max_length=60)
    serial_number = forms.CharField(label=_("Serial number"), max_length=60)
    installed_on = forms.DateField(label=_("Installed on"), required=False, widget=day_input())
    warranty_until = forms.DateField(
        label=_("Warranty until"), required=False, widget=day_input(), help_text=_("The last day counts.")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


PART_FORMS: dict[str, type[VersionForm]] = {"contact": ContactForm, "address": AddressForm, "machine": MachineForm}
_INPUTS: dict[str, type[PartInput]] = {"contact": ContactInput, "address": AddressInput, "machine": MachineInput}


def part_of(code: str, form: VersionForm) -> PartInput:
    """The typed contact, address or machine; only after `is_valid`."""
    return _INPUTS[code](**{name: value for name, value in form.cleaned_data.items() if name != "version"})


class MergeForm(VersionForm):
    """Into which customer this one is merged, and why."""

    survivor = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
